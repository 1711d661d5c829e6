"""Working days: what they skip, and how they add up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.workdays import Workdays, days_after

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(0, 60)
CALENDARS = st.builds(
    Workdays,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.dates(date(2024, 12, 20), date(2025, 1, 31))),
)
NEAR = st.dates(date(2024, 11, 1), date(2025, 2, 28))


@given(CALENDARS, NEAR, COUNTS)
def test_the_day_reached_is_the_one_that_counting_by_hand_finds(
    calendar: Workdays, day: date, count: int
) -> None:
    """Of all later days, those on which people work, the count-th."""
    later = [day + timedelta(days=one) for one in range(1, 800)]
    working = [one for one in later if one.weekday() in calendar.week]
    working = [one for one in working if one not in calendar.holidays]

    reached = calendar.after(day, count + 1)

    assert reached == working[count]


@given(CALENDARS, NEAR, st.integers(1, 60), COUNTS)
def test_two_counts_after_each_other_are_one(
    calendar: Workdays, day: date, first: int, second: int
) -> None:
    """Three working days and four more are seven; none at all may move a day, so it is no count."""
    halfway = calendar.after(day, first)

    assert halfway is not None
    assert calendar.after(halfway, second) == calendar.after(day, first + second)


@given(CALENDARS, NEAR)
def test_no_day_at_all_is_this_one_or_the_first_that_people_work_on(
    calendar: Workdays, day: date
) -> None:
    """With 0 nothing is skipped that people work on."""
    reached = calendar.after(day, 0)

    assert reached is not None
    assert calendar.holds(reached)
    assert not any(calendar.holds(day + timedelta(days=one)) for one in range((reached - day).days))


@given(DAYS, COUNTS)
def test_where_people_work_every_day_both_ways_of_counting_agree(day: date, count: int) -> None:
    """Without weekends and holidays, business days are days."""
    assert Workdays(frozenset(range(7))).after(day, count) == days_after(day, count)


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        ("2026-05-01", 1, "2026-05-04"),
        ("2026-05-02", 0, "2026-05-04"),
        ("2026-05-02", 1, "2026-05-04"),
        ("2026-05-04", 0, "2026-05-04"),
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-03-27", 5, "2026-04-03"),
    ],
)
def test_weekends_and_holidays_are_skipped(day: str, count: int, reached: str) -> None:
    """Fridays lead to Mondays, Christmas Eve to the Monday after; clocks that change do nothing."""
    calendar = Workdays(holidays=frozenset({date(2026, 12, 25)}))

    assert str(calendar.after(date.fromisoformat(day), count)) == reached


def test_beyond_the_calendar_there_is_no_day() -> None:
    """No count leads past the year 9999."""
    assert Workdays().after(date(9999, 12, 30), 9) is None
    assert days_after(date(9999, 12, 30), 9) is None


def test_without_any_day_of_the_week_nothing_is_counted() -> None:
    """It is said, instead of looked for without end."""
    with pytest.raises(ValueError, match="no day"):
        Workdays(frozenset()).after(date(2026, 5, 4), 1)
