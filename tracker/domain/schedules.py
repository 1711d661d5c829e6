"""When something that recurs is due, by the clocks that people look at; no clock is read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Weekly:
    """One time of one day in every week, as clocks in *zone* show it; Monday is day 0."""

    day: int
    at: time
    zone: tzinfo

    @staticmethod
    def written(text: str, zone: tzinfo) -> Weekly:
        """Return the schedule that is written as "mon 09:00"."""
        day, _, clock = text.partition(" ")
        return Weekly(DAYS.index(day), time.fromisoformat(clock), zone)

    def due_in(self, monday: date) -> datetime:
        """Return the moment in UTC at which it is due in the week of *monday*."""
        return first_shown(monday + timedelta(days=self.day), self.at, self.zone)

    def newest(self, now: datetime) -> date:
        """Return the Monday of the newest week in which it was due by *now*."""
        today = now.astimezone(self.zone).date()
        monday = today - timedelta(days=today.weekday()) + WEEK
        while self.due_in(monday) > now:
            monday -= WEEK
        return monday

    def upcoming(self, now: datetime) -> datetime:
        """Return when it is due next after *now*."""
        return self.due_in(self.newest(now) + WEEK)


def first_shown(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment in UTC when clocks in *zone* first show a time of a day.

    A time that is shown twice counts at its first, one that is skipped as much later as the
    clocks were put on: 02:30 is then what clocks show as 03:30 (PEP 495, fold=0).
    """
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)
