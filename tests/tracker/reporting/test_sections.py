"""What the report's sections say, and that a silent one says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tracker.reporting.house import ALICE, SETTINGS, House, at
from tracker.domain.history import Change
from tracker.repeating import confirm
from tracker.reporting import WeeklyReport, as_markdown, weekly

if TYPE_CHECKING:
    from tracker.storage import Store, Work

QUIET = (
    "How well the trackers are reached is in no log: it is told beside the headlines.",
    "The change log contradicts itself nowhere.",
    "Nothing came and nothing left in this week.",
    "No promise fell due in these 13 weeks.",
    "No incident was matched with a promise in this week.",
    "Nothing is overdue.",
    "No due date moved in this week, and no priority was lowered.",
    "No open item's date was moved twice.",
    "Nothing is open, so nothing ages.",
    "No incident has an open item.",
    "No incident was fully remediated in this week.",
    "Every severe incident with open items is remediated.",
    "Nothing was given up in this week.",
    "No decision expires in the next two weeks.",
    "Every postmortem has an item.",
    "No postmortem of the last 90 days tells of an impact on users.",
    "Nothing was promised or done in the last 90 days.",
    "Nothing was accepted in the last six months that are over.",
    "Nothing was accepted lately, so no time is told.",
    "Nothing was done 120 to 30 days ago that could have been reopened.",
    "Nothing was done in the last 90 days.",
    "No team is known, or none has work",
)


def told(store: Store, week: str = "2026-W46") -> str:
    """Return a report in Markdown, without its escapes."""
    with store.reading() as work:
        return as_markdown(weekly(work, week, SETTINGS, at(30, 9))).replace("\\", "")


def entered(work: Work, item: int, name: str, old: str | None, new: str | None) -> None:
    """Append an entry of a field that has no command yet."""
    of = work.items.get(item).incident_id
    work.history.add([Change(of, item, name, old, new, at(12), ALICE)])


@pytest.mark.parametrize("sentence", QUIET)
def test_a_section_with_nothing_to_say_says_so(store: Store, sentence: str) -> None:
    """In a week before everything each section has its line."""
    assert sentence in told(store, "2020-W01")


def test_a_repeated_incident_is_told_with_its_promise(store: Store) -> None:
    """Which incident, which item, and how that stood when it began."""
    with store.work() as work:
        confirm(work, 4, 3, ALICE, at(12))
        work.commit()
    text = told(store)

    assert "I-4 Search was slow: A-3 Pin" in text
    assert "I-2; nobody tells whether it was open, as nobody tells when the incident began" in text
    assert "Of 1 nobody tells when they began." in text


def test_moved_dates_and_lowered_priorities_are_told(store: Store) -> None:
    """How many, how far, how many too late, and who moved most."""
    with store.work() as work:
        house = House(work)
        house.edit(2, at(11), due="2026-11-20", priority="P1")
        house.edit(2, at(13), due="2026-12-01", priority="P3")
        house.edit(3, at(13), due="2026-12-01")
        work.commit()
    text = told(store)

    assert "3 due dates moved; what moved lies 22.5 days after its first due date" in text
    assert "1 of 3 extensions came after the day had passed. 1 priorities were lowered." in text
    assert "- A-2 Cap the pool · @bob · due 2026-12-01 · I-1: moved 2 times, +19 days" in text


def test_ages_and_stale_items_are_told(store: Store) -> None:
    """Both open items have been open and untouched for two weeks."""
    text = told(store)

    assert "| 8-30 days | 2 |" in text
    assert "**Untouched for 14 days (2)**" in text


def test_the_oldest_severe_incidents_are_told(store: Store) -> None:
    """Checkout was down on 1 November; its P1 is done, so that it counts as remediated."""
    before = told(store, "2026-W45")

    assert "The oldest severe incidents that are not remediated:" in before
    assert "- I-1 Checkout was down (SEV1), since 2026-11-01" in before
    assert "since 2026-11-01" not in told(store)


def test_a_decision_about_to_expire_is_told(store: Store) -> None:
    """What was given up until a day is looked at again when the day comes near."""
    with store.work() as work:
        entered(work, 4, "review_by", None, "2026-11-20")
        work.commit()

    assert "due 2026-11-30 · I-2: to be looked at again by 2026-11-20" in told(store)


def test_what_is_done_is_told_with_its_evidence(store: Store) -> None:
    """Of three that were done in the week one has evidence."""
    with store.work() as work:
        entered(work, 1, "evidence", None, "https://example.com/42")
        work.commit()
    text = told(store)

    assert "Of what was done in the last 90 days, 2 of 3 is without evidence, for 4.0 days" in text
    assert "**Done without evidence (2)**\n\nA-5, A-7" in text


def test_durations_are_told_with_what_still_waits(report: WeeklyReport) -> None:
    """Days to be done and to an owner; what nobody filed has no time to a tracker."""
    text = as_markdown(report)

    assert "| To be done, of 180 days | not reached | not reached | 5 | 3 |" in text
    assert "| To an owner, of 90 days | 0.0 days | not reached | 6 | 2 |" in text
    assert "| To an issue in a tracker, of 90 days | not reached | not reached | 6 | 6 |" in text


def test_cohorts_are_told_by_month(store: Store) -> None:
    """In March of the next year November's promises are 30, 60 and 90 days old."""
    with store.reading() as work:
        report = weekly(work, "2027-W09", SETTINGS, at(31, month=12).replace(year=2027))
        text = as_markdown(report)

    assert "| Accepted in | Promises | Done within 30 days" in text
    assert "| 2026-11 | 6 | 3 of 5 (60%) | 3 of 5 (60%) | 3 of 5 (60%) |" in text


def test_a_team_has_its_own_section(store: Store) -> None:
    """With its counts, its pace and its worst items, and without other teams' items."""
    text = told(store)
    part = text.partition("## Team @dba-team")[2].partition("## ")[0]

    assert "| Done in this week | 1 |" in part
    assert "| Kept on time in 13 weeks | 1 of 1 |" in part
    assert "A-2" not in part
