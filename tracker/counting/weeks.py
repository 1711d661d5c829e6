"""Weeks and days as people live them, bounded by moments in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput

if TYPE_CHECKING:
    from datetime import tzinfo

DAY = timedelta(days=1)
SEVEN = timedelta(days=7)
EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
LATEST = datetime(9999, 12, 31, tzinfo=UTC)
WRITTEN = re.compile(r"([0-9]{4})-?W([0-9]{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week in a zone: from Monday 00:00 until the next Monday 00:00, which is outside.

    It lasts 168 hours, or 167 or 169 where the clocks change (METRICS.md, first paragraph).
    """

    monday: date
    zone: tzinfo

    @property
    def name(self) -> str:
        """Return the week's ISO name, such as 2026-W46."""
        year, number, _ = self.monday.isocalendar()
        return f"{year:04}-W{number:02}"

    @property
    def start(self) -> datetime:
        """Return the moment in UTC at which Monday begins."""
        return day_begins(self.monday, self.zone)

    @property
    def end(self) -> datetime:
        """Return the moment in UTC at which the next Monday begins."""
        return day_begins(self.monday + SEVEN, self.zone)

    @property
    def sunday(self) -> date:
        """Return the week's last day."""
        return self.monday + 6 * DAY

    def earlier(self, weeks: int) -> Week:
        """Return the week that lies *weeks* before this one."""
        return Week(self.monday - weeks * SEVEN, self.zone)


@lru_cache(maxsize=4096)
def day_begins(day: date, zone: tzinfo) -> datetime:
    """Return the moment in UTC at which *day* begins in *zone*, within the calendar."""
    try:
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:
        return EARLIEST if day.year == date.min.year else LATEST


@lru_cache(maxsize=4096)
def day_is_over(day: date, zone: tzinfo) -> datetime:
    """Return the moment in UTC at which *day* has passed: what is due on it is late from here."""
    return day_begins(day + DAY, zone) if day < date.max else LATEST


def day_at(moment: datetime, zone: tzinfo) -> date:
    """Return which day it is in *zone* at *moment*."""
    return moment.astimezone(zone).date()


def days_before(moment: datetime, days: int) -> datetime:
    """Return the moment that lies so many days of 24 hours before *moment*."""
    return moment - timedelta(days=days)


def week_ago(moment: datetime, zone: tzinfo, weeks: int = 1) -> datetime:
    """Return the moment in UTC when clocks in *zone* showed the same time so many weeks before."""
    return (moment.astimezone(zone) - weeks * SEVEN).astimezone(UTC)


def week_of(moment: datetime, zone: tzinfo) -> Week:
    """Return the week that holds *moment*."""
    day = day_at(moment, zone)
    return Week(day - day.weekday() * DAY, zone)


def last_full_week(now: datetime, zone: tzinfo) -> Week:
    """Return the last week that is over at *now*."""
    return week_of(now, zone).earlier(1)


def parse_week(text: str, zone: tzinfo) -> Week:
    """Return the week called *text*, or raise BadInput with a sentence that helps."""
    written = WRITTEN.fullmatch(text.strip())
    if not written:
        raise BadInput(f"{text!r} is no week; write one such as 2026-W46")
    year, number = int(written[1]), int(written[2])
    try:
        last = date(year, 12, 28).isocalendar().week
        if not 1 <= number <= last:
            raise BadInput(f"there is no week {text.strip()}: {year} has W01 to W{last}")
        week = Week(date.fromisocalendar(year, number, 1), zone)
        _bounds = week.earlier(14).start, week.end
    except (ValueError, OverflowError) as error:
        raise BadInput(f"{text!r} lies outside the calendar; write one such as 2026-W46") from error
    return week
