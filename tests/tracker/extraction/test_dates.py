from datetime import date

import pytest

from tracker.extraction.dates import days, due_date


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05",
        "2024/3/5",
        "March 5, 2024",
        "March 5th, 2024",
        "Mar. 5 2024",
        "5 March 2024",
        "5th of March, 2024",
        "5 mars 2024",
        "5 de marzo de 2024",
        "5. März 2024",
        "3/5/2024",
        "3/5/24",
        "5.3.2024",
    ],
)
def test_a_day_is_read_in_every_notation(text: str) -> None:
    """Slashes are American; dots are European."""
    assert [day.on(None) for day in days(f"On {text} it broke.")] == [date(2024, 3, 5)]


def test_a_first_number_beyond_twelve_is_the_day() -> None:
    """No month has that number."""
    assert days("13/07/2025")[0].on(None) == date(2025, 7, 13)


def test_a_day_without_a_year_waits_for_one() -> None:
    """The document says it elsewhere."""
    day = days("January 16, 8:00 AM")[0]

    assert (day.on(None), day.on(2022)) == (None, date(2022, 1, 16))


@pytest.mark.parametrize(
    "text",
    ["May 15, 20XX", "99/99/2024", "version 1.2.3", "0001-01-01", "2024-02-30", "9 of 10 users"],
)
def test_what_is_no_day_is_left(text: str) -> None:
    """Unfilled years, versions and impossible days are no days."""
    assert [day.on(None) for day in days(text) if day.on(None)] == []


@pytest.mark.parametrize(
    ("text", "due"),
    [("2026-05-05", date(2026, 5, 5)), ("1 week", None), ("Q3", None), ("", None)],
)
def test_only_absolute_deadlines_count(text: str, due: date | None) -> None:
    """A relative one says no day."""
    assert due_date(text) == due
