"""A schedule is kept by the clocks on the wall, also in the weeks in which they are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.schedules import WEEK, Weekly, first_shown

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(
    [
        *("UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata"),
        *("Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza", "America/Havana"),
        *("Pacific/Apia", "Pacific/Kiritimati", "Antarctica/Troll", "Europe/Dublin"),
    ]
).map(ZoneInfo)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  the zone is added
SCHEDULES = st.builds(Weekly, st.integers(0, 6), TIMES, ZONES)


def utc(text: str) -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "wanted"),
    [
        ("2026-03-23", "09:00", "2026-03-23 08:00"),
        ("2026-03-30", "09:00", "2026-03-30 07:00"),
        ("2026-10-26", "09:00", "2026-10-26 08:00"),
        ("2026-03-29", "02:30", "2026-03-29 01:30"),
        ("2026-10-25", "02:30", "2026-10-25 00:30"),
        ("2026-10-25", "03:00", "2026-10-25 02:00"),
    ],
)
def test_clocks_that_change_move_the_moment_and_not_the_time(
    day: str, at: str, wanted: str
) -> None:
    """09:00 stays 09:00; 02:30 that is skipped is 03:30, 02:30 that comes twice is the first."""
    found = first_shown(date.fromisoformat(day), time.fromisoformat(at), BERLIN)

    assert found == utc(wanted)


@given(SCHEDULES, MOMENTS)
def test_the_newest_was_due_and_the_next_was_not(schedule: Weekly, now: datetime) -> None:
    """At every moment there is exactly one newest week, and the one after it is to come."""
    monday = schedule.newest(now)

    assert monday.weekday() == 0
    assert schedule.due_in(monday) <= now < schedule.due_in(monday + WEEK)
    assert schedule.upcoming(now) == schedule.due_in(monday + WEEK)


@given(SCHEDULES, MOMENTS)
def test_it_is_due_once_a_week(schedule: Weekly, now: datetime) -> None:
    """Whoever looks now and then, or once after a month, meets each week once and in order."""
    begin = schedule.newest(now)
    met = []
    for hours in range(0, 24 * 35, 7):
        monday = schedule.newest(now + timedelta(hours=hours))
        met += [monday] if monday not in met else []

    assert met == [begin + n * WEEK for n in range(len(met))]
    assert len(met) in {5, 6}


@given(SCHEDULES, MOMENTS)
def test_clocks_show_the_time_unless_they_skip_it(schedule: Weekly, now: datetime) -> None:
    """Of all minutes around it is the first that shows the time; or none does, and it is later."""
    monday = schedule.newest(now)
    due = schedule.due_in(monday)
    wanted = datetime.combine(monday + timedelta(days=schedule.day), schedule.at)
    around = [due + timedelta(minutes=n) for n in range(-240, 241)]
    showing = [one for one in around if plain(one, schedule) == wanted]

    assert plain(due, schedule) >= wanted
    assert showing[:1] in ([due], [])
    assert bool(showing) == (plain(due, schedule) == wanted)


def plain(moment: datetime, schedule: Weekly) -> datetime:
    """Return what the clocks show."""
    return moment.astimezone(schedule.zone).replace(tzinfo=None)


def test_a_schedule_is_written_as_a_day_and_a_time() -> None:
    """As in amends.toml."""
    assert Weekly.written("wed 17:05", BERLIN) == Weekly(2, time(17, 5), BERLIN)
