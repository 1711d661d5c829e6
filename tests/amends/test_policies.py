"""Policies on the command line: days, extensions, decisions for a while, verification."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.amends.shell import CONFIG, Shell

POLICY = CONFIG + "\n[policy]\nextension_approver = true\n[[policy.rule]]\ndays = 28\n"
AFTER = "2026-05-09"  # 28 days after the incident of A-1


@pytest.fixture(name="ruled")
def _ruled(project: Shell) -> Shell:
    """Return a user whose project has a policy now."""
    project.write("amends.toml", POLICY)
    return project


def test_reading_anew_gives_what_was_there_its_days(ruled: Shell) -> None:
    """Told once; the second reading changes nothing."""
    undated = [one["id"] for one in ruled.quick("items", "--undated", "--json").json]
    first, second = ruled.quick("ingest"), ruled.quick("ingest")
    left = ruled.quick("items", "--undated", "--json").json

    assert undated
    assert "given a day by policy" in first.err
    assert second.err == ""
    assert [one["id"] for one in left if one["status"] == "open"] == []


def test_the_worker_does_what_the_policy_asks_for(ruled: Shell) -> None:
    """Among everything that is done once."""
    answer = ruled.run("worker", "--once")

    assert (answer.status, answer.out) == (0, "")
    assert "given a day by policy" in answer.err
    assert ruled.item(1)["due"] == ruled.item(1)["due0"]


def test_an_extension_is_shown_with_who_why_and_who_approved(ruled: Shell) -> None:
    """More time needs both; what is refused changes nothing."""
    ruled.quick("ingest")
    before = ruled.item(1)
    bare = ruled.quick("item", "A-1", "--due", "2030-01-01").refusal()
    alone = ruled.quick("item", "A-1", "--due", "2030-01-01", "--reason", "late").refusal()
    words = ["--due", "2030-01-01", "--reason", "the vendor is late", "--approver", "@carol"]
    known = ruled.item(1)
    shown = ruled.quick("item", "A-1", *words)

    assert known == before
    assert "say why A-1 gets more time" in bare
    assert "name who approved" in alone
    assert f"first due {before['due0']}" in shown.out
    assert "→ 2030-01-01 by " in shown.out
    assert ": the vendor is late, approved by @carol" in shown.out


def test_without_a_policy_a_date_moves_as_it_did(project: Shell) -> None:
    """No reason is asked for, and one that is given is kept."""
    project.quick("item", "A-1", "--due", "2030-01-01")
    shown = project.quick("item", "A-1", "--due", "2030-02-01", "--reason", "late")

    assert shown.status == 0
    assert "2030-01-01 → 2030-02-01 by " in shown.out
    assert ": late\n" in shown.out


def test_a_decision_stands_until_its_day(project: Shell) -> None:
    """It is told with its approver; a day that has passed is refused."""
    words = ["--status", "wont_do", "--reason", "too dear", "--approver", "@carol"]
    refused = project.quick("item", "A-1", *words, "--review-by", "2020-01-01").refusal()
    shown = project.quick("item", "A-1", *words, "--review-by", "2999-01-01")

    assert "the review-by date 2020-01-01 has passed" in refused
    assert "reason    too dear, approved by @carol, until 2999-01-01" in shown.out
    assert project.item(1)["review_by"] == "2999-01-01"


def test_a_decision_whose_day_is_over_is_taken_back(project: Shell) -> None:
    """Also without a policy and without a worker: by the next reading."""
    words = ["--status", "wont_do", "--reason", "too dear", "--review-by", "2999-01-01"]
    project.quick("item", "A-1", *words)
    with closing(sqlite3.connect(project.folder / "amends.db")) as connection, connection:
        connection.execute("UPDATE items SET review_by = '2026-01-01' WHERE id = 1")
    first, second = project.quick("ingest"), project.quick("ingest")

    assert "1 item open again" in first.err
    assert second.err == ""
    assert (project.item(1)["status"], project.item(1)["review_by"]) == ("open", None)


def test_evidence_verifies_and_a_failure_opens_again(project: Shell) -> None:
    """With its criterion, its day, its evidence, its reason."""
    words = ["--criterion", "the alert rings", "--verify-by", "2026-01-01", "--status", "done"]
    project.quick("item", "A-1", *words)
    waiting = project.quick("items", "--unverified", "--json").json
    verified = project.quick("item", "A-1", "--evidence", "https://example.com/pull/7")
    failed = project.quick("item", "A-1", "--failed", "it was silent", "--json").json
    shown = project.quick("item", "A-1").out

    assert [one["id"] for one in waiting] == ["A-1"]
    assert "evidence  https://example.com/pull/7" in verified.out
    assert "criterion the alert rings" in verified.out
    assert project.quick("items", "--unverified", "--json").json == []
    assert (failed["status"], failed["evidence"]) == ("open", None)
    assert "failed: None → it was silent" in shown


def test_an_impossible_policy_is_one_sentence(project: Shell) -> None:
    """It names the file, the place and what can be written."""
    project.write("amends.toml", f"{CONFIG}\n[[policy.rule]]\ndays = -1\n")
    refusal = project.quick("items").refusal()

    assert refusal.endswith("[[policy.rule]] 1: days: -1 days cannot be; write 0 to 3650")
