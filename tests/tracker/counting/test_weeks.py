from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.counting.weeks import (
    day_at,
    day_is_over,
    last_full_week,
    parse_week,
    week_ago,
    week_of,
)
from tracker.domain.errors import BadInput

BERLIN = ZoneInfo("Europe/Berlin")
MOMENTS = st.datetimes(
    datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001  Hypothesis adds the zone
)  # fmt: skip
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Beirut", "America/Havana", "Pacific/Apia"])


def test_a_week_begins_on_monday_in_its_own_zone() -> None:
    """A week in Berlin begins an hour before it begins in UTC."""
    week = parse_week("2026-W46", BERLIN)

    assert week.start == datetime(2026, 11, 8, 23, tzinfo=UTC)
    assert week.end == datetime(2026, 11, 15, 23, tzinfo=UTC)
    assert (week.monday, week.sunday) == (date(2026, 11, 9), date(2026, 11, 15))


@pytest.mark.parametrize(
    ("name", "hours"), [("2026-W13", 167), ("2026-W43", 169), ("2026-W44", 168)]
)
def test_a_week_is_an_hour_shorter_or_longer_where_the_clocks_change(name: str, hours: int) -> None:
    """Summer time takes an hour from its first week and gives it back in its last."""
    week = parse_week(name, BERLIN)

    assert week.end - week.start == timedelta(hours=hours)


@given(MOMENTS, ZONES)
def test_every_moment_lies_in_exactly_one_week(moment: datetime, zone: str) -> None:
    """Weeks follow each other without gap or overlap, even where midnight is skipped."""
    week = week_of(moment, ZoneInfo(zone))

    assert week.start <= moment < week.end
    assert week.earlier(1).end == week.start


@given(MOMENTS, ZONES)
def test_a_weeks_name_finds_it_again(moment: datetime, zone: str) -> None:
    """A week's name means the same week when it is typed."""
    week = week_of(moment, ZoneInfo(zone))

    assert parse_week(week.name, ZoneInfo(zone)) == week


@pytest.mark.parametrize("text", ["2026-W46", "2026W46", "2026-w46", " 2026-W46 "])
def test_a_week_may_be_typed_in_all_iso_ways(text: str) -> None:
    """The hyphen and the capital are not needed."""
    assert parse_week(text, BERLIN).name == "2026-W46"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("last", "'last' is no week; write one such as 2026-W46"),
        ("", "'' is no week; write one such as 2026-W46"),
        ("2026-W4", "'2026-W4' is no week; write one such as 2026-W46"),
        ("2026-W54", "there is no week 2026-W54: 2026 has W01 to W53"),
        ("2025-W53", "there is no week 2025-W53: 2025 has W01 to W52"),
        ("2026-W00", "there is no week 2026-W00: 2026 has W01 to W53"),
        ("0000-W01", "'0000-W01' lies outside the calendar; write one such as 2026-W46"),
        ("0001-W01", "'0001-W01' lies outside the calendar; write one such as 2026-W46"),
        ("9999-W52", "'9999-W52' lies outside the calendar; write one such as 2026-W46"),
        ("٢٠٢٦-W٤٦", "'٢٠٢٦-W٤٦' is no week; write one such as 2026-W46"),
    ],
)
def test_an_impossible_week_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    """Who mistypes a week reads what is wrong with it."""
    with pytest.raises(BadInput) as refused:
        parse_week(text, BERLIN)

    assert str(refused.value) == sentence


def test_the_last_full_week_is_the_one_before_this() -> None:
    """At Monday 00:00 the week that has just ended is the last full one."""
    monday = datetime(2026, 11, 15, 23, tzinfo=UTC)

    assert last_full_week(monday, BERLIN).name == "2026-W46"
    assert last_full_week(monday - timedelta(seconds=1), BERLIN).name == "2026-W45"


def test_a_day_is_over_when_the_next_begins() -> None:
    """What is due on a day is in time until its last moment."""
    over = day_is_over(date(2026, 11, 15), BERLIN)

    assert over == datetime(2026, 11, 15, 23, tzinfo=UTC)
    assert day_at(over, BERLIN) == date(2026, 11, 16)


def test_a_week_ago_the_clocks_showed_the_same_time() -> None:
    """Across the end of summer time a week ago is 169 hours ago."""
    noon = datetime(2026, 10, 26, 12, tzinfo=BERLIN)

    assert noon.astimezone(UTC) - week_ago(noon, BERLIN) == timedelta(hours=169)
