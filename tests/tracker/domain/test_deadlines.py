from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.deadlines import Unit, Within, dated
from tracker.domain.incidents import Candidate, Extraction, Facts

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("within", "day"),
    [
        (Within(10, Unit.DAY), date(2026, 11, 28)),
        (Within(2, Unit.WEEK), date(2026, 12, 2)),
        (Within(3, Unit.MONTH), date(2027, 2, 18)),
        (Within(1, Unit.QUARTER), date(2027, 2, 18)),
        (Within(1, Unit.YEAR), date(2027, 11, 18)),
        (Within(0, Unit.WEEK, whole=True), date(2026, 11, 20)),
        (Within(1, Unit.WEEK, whole=True), date(2026, 11, 27)),
        (Within(0, Unit.MONTH, whole=True), date(2026, 11, 30)),
        (Within(0, Unit.QUARTER, whole=True), date(2026, 12, 31)),
        (Within(1, Unit.YEAR, whole=True), date(2027, 12, 31)),
    ],
)
def test_a_deadline_counts_from_the_day(within: Within, day: date) -> None:
    """Weeks end on their Friday, months and quarters on their last day."""
    assert within.after(WEDNESDAY) == day


def test_a_month_after_the_last_day_is_the_last_day() -> None:
    """There is no 31 February."""
    assert Within(1, Unit.MONTH).after(date(2027, 1, 31)) == date(2027, 2, 28)


@given(st.builds(Within, st.integers(0, 999), st.sampled_from(Unit), st.booleans()), st.dates())
def test_no_deadline_lies_before_the_incident(within: Within, day: date) -> None:
    """It counts forward, or is none beyond the calendar."""
    found = within.after(day)

    assert found is None or found >= day


def test_items_get_their_day_from_the_end_of_the_incident() -> None:
    """An absolute day stands; without any day of the incident nothing is guessed."""
    items = (
        Candidate("Add an alert", (), within=Within(1, Unit.WEEK)),
        Candidate("Rotate the keys", (), due=WEDNESDAY, within=Within(1, Unit.WEEK)),
        Candidate("Write a runbook", ()),
    )
    facts = Facts(started_at="2026-11-01T10:00:00", ended_at="2026-11-02T01:00:00+00:00")

    due = [one.due for one in dated(Extraction(facts, items)).items]
    unknown = [one.due for one in dated(Extraction(Facts(), items)).items]

    assert due == [date(2026, 11, 9), WEDNESDAY, None]
    assert unknown == [None, WEDNESDAY, None]
