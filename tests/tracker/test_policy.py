"""[policy]: what it may say, what it refuses, and which days follow from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tracker.domain.errors import BadSettings
from tracker.domain.incidents import Facts
from tracker.domain.items import ActionItem, Status
from tracker.policy import Policy, Rule, Terms
from tracker.settings import Settings, load

if TYPE_CHECKING:
    from pathlib import Path

ACCEPTED = datetime(2026, 5, 4, 23, 30, tzinfo=UTC)
ENDED = "2026-04-11T11:20:00+00:00"
RULE = "[[policy.rule]]\n"


def _loaded(folder: Path, text: str) -> Settings:
    path = folder / "amends.toml"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def _item(priority: str | None = None) -> ActionItem:
    return ActionItem(1, 1, "Alert", Status.OPEN, ACCEPTED, priority=priority, accepted_at=ACCEPTED)


def _terms(zone: str = "UTC", **said: object) -> Terms:
    return Terms(Policy.model_validate(said), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"{RULE}days = -3", "-3 days cannot be; write 0 to 3650"),
        (f"{RULE}days = 9999", "9999 days cannot be; write 0 to 3650"),
        (f"{RULE}days = 1.5", "[[policy.rule]] 1: days"),
        (f"{RULE}severity = ['SEV1']", "[[policy.rule]] 1: days"),
        (f"{RULE}severity = ['hihg']\ndays = 1", "'hihg' is no severity; write SEV0 to SEV9"),
        (f"{RULE}severity = ['SEV1', 's-1']\ndays = 1", "'SEV1' and 's-1' are the same"),
        (f"{RULE}priority = ['P9']\ndays = 1", "'P9' is no priority; write P0 to P4"),
        (f"{RULE}priority = ['P1', 'High']\ndays = 1", "'P1' and 'High' are the same"),
        (f"{RULE}days = 9\n{RULE}severity = 'SEV1'\ndays = 1", "rule 2 never matches, as rule 1"),
        (
            f"{RULE}priority = ['P0', 'P1']\ndays = 9\n{RULE}priority = 'P1'\ndays = 1",
            "rule 2 never matches, as rule 1",
        ),
        ("[policy]\nassign_days = -1", "-1 days cannot be"),
        ("[policy]\nassign_days = 57", "assign_days 57 is more than any rule's days"),
        (f"[policy]\nassign_days = 6\n{RULE}days = 5", "too late; write 5 or less"),
        (f"{RULE}severity = 'SEV1'\ndays = 9\n{RULE}days = 5\nassign_days = 6", "rule 2 asks"),
        (f"[policy]\nassign_days = true\n{RULE}days = 5", "true is no whole number"),
        ("[policy]\nbusiness_days = true\nworkdays = ['mon', 'funday']", "'funday' is no day of"),
        ("[policy]\nbusiness_days = true\nworkdays = ['mon', 'Mon']", "named twice"),
        ("[policy]\nbusiness_days = true\nworkdays = []", "name at least one day"),
        ("[policy]\nbusiness_days = true\nholidays = ['2026-02-30']", "2026-02-30 is no date"),
        ("[policy]\nbusiness_days = true\nholidays = [2026-12-25T10:00:00]", "is no date"),
        ("[policy]\nholidays = [2026-12-25]", "holidays counts only with business_days = true"),
        ("[policy]\ndays = 4", "there is no such setting"),
    ],
)
def test_an_impossible_policy_is_refused_in_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    """It names the place, what is wrong, and what can be written."""
    with pytest.raises(BadSettings) as refused:
        _loaded(tmp_path, text)

    assert sentence in str(refused.value)
    assert "policy" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "[policy]\nassign_days = 56",
        f"[policy]\nassign_days = 9\n{RULE}severity = 'SEV1'\ndays = 5\n{RULE}days = 9",
        f"[policy]\nassign_days = 9\n{RULE}days = 5\nassign_days = 5",
    ],
)
def test_an_owner_may_be_found_by_the_day_it_is_due(tmp_path: Path, text: str) -> None:
    """One rule whose days are enough gives a sense to the policy's own."""
    assert _loaded(tmp_path, text).terms is not None


def test_without_the_section_there_is_no_policy(tmp_path: Path) -> None:
    """Nothing is given days that nobody asked for."""
    assert _loaded(tmp_path, "").terms is None


@pytest.mark.parametrize(
    ("severity", "priority", "days"),
    [
        ("SEV1", "P3", 15),
        ("critical", None, 15),
        ("SEV-2", "P0", 30),
        ("SEV3", "High", 28),
        (None, "P1", 28),
        (None, None, 56),
        ("purple", "soon", 56),
    ],
)
def test_the_section_alone_means_published_practice(
    tmp_path: Path, severity: str | None, priority: str | None, days: int
) -> None:
    """15 and 30 days by severity, 4 and 8 weeks by priority."""
    policy = _loaded(tmp_path, "[policy]").policy

    assert policy is not None
    rule = policy.rule_for(severity, priority)
    assert rule is not None
    assert rule.days == days


def test_the_first_rule_that_matches_wins() -> None:
    """Both the severity and the priority of a rule must be met."""
    rules = (Rule(severity=("SEV1",), priority=("P0",), days=2), Rule(priority=("P0",), days=5))
    policy = Policy(rule=rules)

    assert [
        rule and rule.days
        for rule in (
            policy.rule_for("S1", "Highest"),
            policy.rule_for("SEV2", "P0"),
            policy.rule_for("SEV1", "P1"),
        )
    ] == [2, 5, None]


def test_days_count_from_the_end_of_the_incident() -> None:
    """On the day that the document tells."""
    terms = _terms(rule=[{"days": 10}])

    assert terms.due(_item(), Facts(ended_at=ENDED)) == date(2026, 4, 21)


@pytest.mark.parametrize("ended", [None, "", "yesterday"])
def test_without_an_end_they_count_from_acceptance(ended: str | None) -> None:
    """On the day that it was where people read the reports."""
    terms = _terms("Europe/Berlin", rule=[{"days": 10}])

    assert terms.due(_item(), Facts(ended_at=ended)) == date(2026, 5, 15)


def test_an_owner_must_be_found_some_days_after_acceptance() -> None:
    """By the rule's number of days, else by the policy's."""
    terms = _terms(assign_days=9, rule=[{"priority": "P0", "days": 4, "assign_days": 2}])
    facts = Facts(ended_at=ENDED)

    assert terms.assign_by(_item("P0"), facts) == date(2026, 5, 6)
    assert terms.assign_by(_item("P3"), facts) == date(2026, 5, 13)
    assert terms.due(_item("P3"), facts) is None


def test_an_owner_must_be_found_by_the_day_the_work_is_due() -> None:
    """Not later, however many days there are, unless that was over when it was accepted."""
    terms = _terms(assign_days=9, rule=[{"priority": "P0", "days": 20}, {"days": 9}])
    late, soon = Facts(ended_at="2026-04-18T10:00:00+00:00"), Facts(ended_at="2026-04-01")

    assert (terms.due(_item("P0"), late), terms.assign_by(_item("P0"), late)) == (
        date(2026, 5, 8),
        date(2026, 5, 8),
    )
    assert terms.due(_item("P0"), soon) == date(2026, 4, 21)
    assert terms.assign_by(_item("P0"), soon) == date(2026, 5, 13)
    assert terms.assign_by(replace(_item("P3"), due=date(2026, 5, 6)), soon) == date(2026, 5, 6)


def test_business_days_leave_out_weekends_and_holidays() -> None:
    """Ten of them after a Saturday, with one holiday between."""
    terms = _terms(rule=[{"days": 10}], business_days=True, holidays=["2026-04-20"])

    assert terms.due(_item(), Facts(ended_at=ENDED)) == date(2026, 4, 27)
