"""Days on which people work, and counting them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONDAY_TO_FRIDAY = frozenset(range(5))
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days of the week (Monday is 0) people work on, and the holidays they do not."""

    week: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()

    def holds(self, day: date) -> bool:
        """Return whether people work on *day*."""
        return day.weekday() in self.week and day not in self.holidays

    def after(self, day: date, count: int) -> date | None:
        """Return the *count*-th working day after *day*; None beyond the calendar.

        With 0 it is *day* itself, or the first working day after it.
        """
        if not self.week:
            raise ValueError("there is no day on which people work")
        try:
            reached = day
            for _ in range(count):
                reached = self._first(reached + DAY)
            return self._first(reached)
        except OverflowError:
            return None

    def _first(self, day: date) -> date:
        while not self.holds(day):
            day += DAY
        return day


def days_after(day: date, count: int) -> date | None:
    """Return the day that lies *count* days of the calendar after *day*; None beyond it."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None
