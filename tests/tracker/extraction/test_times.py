from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tracker.extraction.times import periods, stamps

DAY = date(2024, 5, 6)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:05", (14, 5)),
        ("2:05 PM", (14, 5)),
        ("2:05pm", (14, 5)),
        ("2.05 p.m.", (14, 5)),
        ("2 PM", (14, 0)),
        ("12 AM", (0, 0)),
        ("12:30 pm", (12, 30)),
        ("14:05:59", (14, 5)),
        ("1405 UTC", (14, 5)),
        ("2024-05-06 1405", (14, 5)),
        ("14h05", (14, 5)),
        ("2024-05-06T14:05:00Z", (14, 5)),
    ],
)
def test_a_clock_is_read_in_every_notation(text: str, clock: tuple[int, int]) -> None:
    """With and without colon, with halves of the day, with seconds."""
    assert [(stamp.hour, stamp.minute) for stamp in stamps(text)] == [clock]


@pytest.mark.parametrize("text", ["T+0:30", "99.9%", "ratio 3", "port 8080", "1:1000", "25:00"])
def test_what_is_no_clock_is_left(text: str) -> None:
    """Offsets, shares and ports are no times."""
    assert stamps(text) == []


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("14:05 UTC", 0),
        ("14:05 (UTC+1)", 1),
        ("14:05 GMT+2", 2),
        ("2:05 PM EST", -5),
        ("2:05 PM PT", -7),
        ("2:05 PM PST", -8),
        ("14:05 CEST", 2),
        ("14:05 EAT", 3),
        ("14:05+05:30", 5.5),
    ],
)
def test_a_zone_is_taken_as_written(text: str, offset: float) -> None:
    """PST is winter time even in May; PT goes by the day."""
    assert stamps(text)[0].on(DAY).utcoffset() == timedelta(hours=offset)


def test_a_time_without_a_zone_has_no_offset() -> None:
    """Nothing is guessed."""
    assert stamps("14:05")[0].on(DAY).tzinfo is None


def test_midnight_at_the_end_of_a_day_is_the_next_day() -> None:
    """24:00 is written in some countries."""
    assert stamps("24:00")[0].on(DAY) == datetime.combine(date(2024, 5, 7), datetime.min.time())


@pytest.mark.parametrize(
    ("text", "start", "end", "minutes"),
    [
        ("from 2:00 PM to 3:00 PM EST", (14, 0), (15, 0), 60),
        ("14:00 - 18:30 (UTC)", (14, 0), (18, 30), 270),
        ("from 1 to 2:30 PM", None, None, None),
        ("14:00-15:30", (14, 0), (15, 30), 90),
        ("de 10:00 a 11:30 (UTC)", (10, 0), (11, 30), 90),
        ("von 10:00 bis 11:30 Uhr (MESZ)", (10, 0), (11, 30), 90),
        ("from 1:00 to 2:30 PM", (13, 0), (14, 30), 90),
        ("10:30 PM to 8:30 AM", (22, 30), (8, 30), 600),
        ("between the hours of 1900 and 2100 UTC", (19, 0), (21, 0), 120),
    ],
)
def test_two_clocks_make_a_period(
    text: str,
    start: tuple[int, int] | None,
    end: tuple[int, int] | None,
    minutes: int | None,
) -> None:
    """A missing half of the day is borrowed; midnight may lie between."""
    found = [
        ((p.start.hour, p.start.minute), (p.end.hour, p.end.minute), p.minutes)
        for p in periods(text)
    ]

    assert found == [(start, end, minutes)] * bool(start)


def test_each_end_of_a_period_has_its_day() -> None:
    """Days may stand before, between and after the times."""
    period = periods("from 9/10/2024 7:55 to 9/11/2024 6:00 UTC")[0]

    assert period.start.day
    assert period.end.day
    assert (period.start.day.day, period.end.day.day) == (10, 11)


def test_a_zone_after_the_end_holds_for_the_start() -> None:
    """It is written once."""
    start = periods("from 10:00 AM to 12:30 PM (UTC) on May 6, 2024")[0].start

    assert start.on(DAY) == datetime(2024, 5, 6, 10, 0, tzinfo=UTC)


def test_times_that_follow_each_other_are_no_period() -> None:
    """Words stand between them."""
    assert periods("At 10:00 it broke, and Bob came at 11:00.") == []


def test_an_american_zone_knows_summer() -> None:
    """Pacific Time in January is winter time."""
    moment = stamps("10:00 Pacific Time")[0].on(date(2024, 1, 5))

    assert moment.tzinfo == timezone(timedelta(hours=-8))
