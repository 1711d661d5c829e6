"""`--plan` says what the next sync does, and does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.amends.shell import Shell
from tests.amends.terminal import on_terminal, plain
from tests.sync.bench import ROW, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sync.bench import Bench
    from tests.sync.places import Place


def unfiled(bench: Bench, place: Place) -> None:
    """One item waits for its issue."""
    del place
    bench.take_in(f"{WORDS[1]} | @bob | P3 | 2026-12-24", name="other.md")


def edited(bench: Bench, place: Place) -> None:
    """The item was edited in every field here."""
    del place
    bench.edit(bench.items[0], title="New words", owner="@bob", due="2027-01-01", priority="P3")


def closed_here(bench: Bench, place: Place) -> None:
    """The item was closed here."""
    del place
    bench.edit(bench.items[0], status="wont_do", reason="Costs more than it helps")


def begun_and_unfiled(bench: Bench, place: Place) -> None:
    """An item was begun before it was filed."""
    unfiled(bench, place)
    bench.edit(bench.items[-1], status="in_progress")


def closed_there(bench: Bench, place: Place) -> None:
    """The issue was closed over there, and the item renamed here."""
    place.change(place.issues()[0], state="done")
    bench.edit(bench.items[0], title="New words")


def edited_on_both_sides(bench: Bench, place: Place) -> None:
    """Both sides changed the title, and each another field."""
    place.change(place.issues()[0], title="Their words", owner="bob")
    bench.edit(bench.items[0], title="Our words", priority="P0")


def reopened(bench: Bench, place: Place) -> None:
    """An item that both sides had closed is opened again here."""
    bench.edit(bench.items[0], status="done")
    bench.cycles()
    assert place.issues()[0].state == "done"
    bench.edit(bench.items[0], status="open")


SITUATIONS = (
    unfiled,
    edited,
    closed_here,
    begun_and_unfiled,
    closed_there,
    edited_on_both_sides,
    reopened,
)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_plan_is_what_the_next_sync_does(
    filed: Bench, place: Place, situation: Callable[[Bench, Place], None]
) -> None:
    """`writes` of a plan and of the sync after it are the same."""
    situation(filed, place)
    planned = filed.plan().told()["writes"]
    done = filed.sync().told()["writes"]

    assert planned == done
    assert planned != []


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_plan_changes_nothing_anywhere(
    filed: Bench, place: Place, situation: Callable[[Bench, Place], None]
) -> None:
    """A plan sends no write, and leaves the database as it was; it may be repeated."""
    situation(filed, place)
    place.proxy.forget()
    before, there = filed.dump(), place.issues()
    plans = [filed.plan().told()["writes"] for _ in range(2)]

    assert place.proxy.writes == []
    assert place.issues() == there
    assert filed.dump() == before
    assert plans[0] == plans[1]


def test_a_plan_before_the_first_sync_leaves_an_empty_database_as_it_was(
    bench_on_both: Bench, place: Place
) -> None:
    """Even what a first cycle learns about a tracker is not kept by a plan."""
    bench_on_both.take_in(ROW)
    before = bench_on_both.dump()
    planned = bench_on_both.plan().told()["writes"]

    assert bench_on_both.dump() == before
    assert place.proxy.writes == []
    assert planned == bench_on_both.sync().told()["writes"]


def test_the_plan_of_an_item_for_two_trackers_is_what_the_next_sync_does(double: Bench) -> None:
    """Several targets are planned together."""
    double.take_in(ROW, f"{WORDS[1]} | @bob | P3 | ")
    planned = double.plan().told()["writes"]

    assert planned == double.sync().told()["writes"]
    assert len(planned) == 4


def test_a_plan_after_all_is_done_is_empty(filed: Bench) -> None:
    """At rest there is nothing to announce, and the plan ends well."""
    ran = filed.ran("sync", "--plan", "--json")

    assert (ran.status, ran.told["writes"]) == (0, [])
    assert ran.told["targets"][0]["error"] is None


def test_a_plan_says_that_there_is_nothing_to_do_only_where_it_is_known(
    double_filed: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At rest, with one target in trouble, with both; those in trouble are told apart."""
    shell = Shell(double_filed.folder)
    plans = [shell.quick("sync", "--plan")]
    monkeypatch.setenv("JIRA_TOKEN", "")
    plans.append(shell.quick("sync", "--plan"))
    monkeypatch.setenv("GITHUB_TOKEN", "")
    plans.append(shell.quick("sync", "--plan"))
    said = [one.out.splitlines()[0] for one in plans]

    assert said == [
        "Nothing to do.",
        "Nothing to do in platform.",
        "What there is to do is not known.",
    ]
    assert [one.status for one in plans] == [0, 1, 1]
    assert "target ops: JIRA_TOKEN is not set" in plans[1].err


def test_a_plan_on_a_terminal_is_a_coloured_diff_that_fits(filed: Bench) -> None:
    """Old and new words, line by line where they are long, within eighty columns."""
    filed.edit(filed.item, title=f"{WORDS[1]}, twice a year and after every change of it")
    config = str(filed.folder / "amends.toml")
    printed = on_terminal(filed.folder, "--config", config, "sync", "--plan")
    lines = plain(printed).splitlines()

    assert "    - Alert when the oldest job waits for ten minutes" in lines
    assert "    + Rehearse the move of the queue to its standby, twice a year and after" in lines
    assert "\x1b[31m" in printed
    assert "\x1b[32m" in printed
    assert max(len(line) for line in lines) <= 80


def test_the_plan_names_the_fields_that_change(filed: Bench) -> None:
    """Each write says which fields it changes."""
    filed.edit(filed.item, title="New words", owner="@bob")
    (write,) = filed.plan().told()["writes"]

    assert {"title", "owner"} <= set(write["fields"])
    assert (write["item"], write["operation"]) == ("A-1", "update")
