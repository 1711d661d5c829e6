"""Deadlines that count from the incident: "within two weeks", "by the end of the month"."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.domain.incidents import Extraction

MONTHS = {"month": 1, "quarter": 3, "year": 12}
WEEK = 7
FRIDAY = 4  # the last day of a week in which people work


class Unit(StrEnum):
    """In what a deadline is counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Within:
    """A length of time after the incident; *whole* means until the end of that unit."""

    amount: int
    unit: Unit
    whole: bool = False

    def after(self, day: date) -> date | None:
        """Return the deadline that counts from *day*; None beyond the calendar."""
        try:
            reached = _moved(day, self.amount, self.unit)
            return _end(reached, self.unit) if self.whole else reached
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        """Return it in words."""
        if self.whole:
            return f"the end of the {('', 'next ')[bool(self.amount)]}{self.unit}"
        return f"{self.amount} {self.unit}{'s' * (self.amount != 1)}"


def dated(found: Extraction) -> Extraction:
    """Give each item whose deadline counts from the incident its day, if the incident has one.

    It counts from the incident's end, else from its start, else from its detection.
    """
    facts = found.facts
    moments = (facts.ended_at, facts.started_at, facts.detected_at)
    base = next((date.fromisoformat(moment[:10]) for moment in moments if moment), None)
    if base is None or not any(one.within for one in found.items):
        return found
    items = (
        replace(one, due=one.within.after(base)) if one.within and one.due is None else one
        for one in found.items
    )
    return replace(found, items=tuple(items))


def _moved(day: date, amount: int, unit: Unit) -> date:
    if unit is Unit.DAY:
        return day + timedelta(days=amount)
    if unit is Unit.WEEK:
        return day + timedelta(days=amount * WEEK)
    months = day.year * 12 + day.month - 1 + amount * MONTHS[unit]
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _end(day: date, unit: Unit) -> date:
    """Return the last day of the week, month, quarter or year that *day* is in."""
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        return day + timedelta(days=(FRIDAY - day.weekday()) % WEEK)
    size = MONTHS[unit]
    month = (day.month - 1) // size * size + size
    return date(day.year, month, calendar.monthrange(day.year, month)[1])
