"""M1, completion by cohort: of what was promised in one month, how much was done in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.counting.figures import Figure, figure, rate
from tracker.counting.histories import ACCEPTED, clear_lives
from tracker.counting.states import LOOSE, state_of, states_at
from tracker.counting.weeks import day_at, day_begins
from tracker.domain.items import KEPT, Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from tracker.counting.histories import Life, Log

NEEDS = frozenset({"status", "due", "approver"})
HORIZONS = (30, 60, 90)  # days
MONTHS = 6  # are shown
DECEMBER = 12
INSTANT = timedelta(microseconds=1)  # the finest step of a moment


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of a cohort was done after so many days; *counted* is what had to be."""

    days: int
    done: Figure
    counted: Figure

    @property
    def percent(self) -> int | None:
        """Return done out of counted; None of fewer than five."""
        return rate(self.done, self.counted)


@dataclass(frozen=True, slots=True)
class Cohort:
    """What was accepted in the month that begins on *month*, and its rates.

    A rate is None until the whole month is so many days old.
    """

    month: date
    accepted: Figure
    rates: tuple[Rate | None, ...]

    @property
    def name(self) -> str:
        """Return the month, such as 2026-11."""
        return f"{self.month:%Y-%m}"


def cohorts(log: Log, moment: datetime) -> tuple[Cohort, ...]:
    """Completion by cohort is done within 30, 60 and 90 days out of one month's promises.

    Each promise is looked at when it is so many days old, whatever comes later. Given up by
    then with an approver, on the first due date at the latest, it counts on neither side; what
    is a duplicate by now counts under its original. The last six months that are over, the
    oldest first (METRICS.md, M1).
    """
    months = _months_before(day_at(moment, log.zone), MONTHS)
    members: dict[date, list[Life]] = {month: [] for month in months}
    known = states_at(log, moment)
    for life in clear_lives(log, moment, NEEDS):
        state = known.get(life.id)
        if state is None or not state.is_committed or state.clocks.accepted_at is None:
            continue
        day = day_at(state.clocks.accepted_at, log.zone)
        if day.replace(day=1) in members:
            members[day.replace(day=1)].append(life)
    return tuple(_cohort(log, month, lives, moment) for month, lives in members.items())


def _cohort(log: Log, month: date, lives: Sequence[Life], moment: datetime) -> Cohort:
    over = day_begins(_next_month(month), log.zone)
    rates = tuple(
        _rate(log, lives, days) if over + timedelta(days=days) <= moment else None
        for days in HORIZONS
    )
    return Cohort(month, figure(one.id for one in lives), rates)


def _rate(log: Log, lives: Sequence[Life], days: int) -> Rate:
    done, counted = [], []
    for life in lives:
        accepted = next(move.at for move in life.moves if move.new in ACCEPTED)
        then = accepted + timedelta(days=days) + INSTANT
        status = life.status(then)
        if status in LOOSE or (status is Status.WONT_DO and _is_released(life, then, log.zone)):
            continue
        counted.append(life.id)
        if status in KEPT:
            done.append(life.id)
    return Rate(days, figure(done), figure(counted))


def _is_released(life: Life, moment: datetime, zone: tzinfo) -> bool:
    state = state_of(life, moment, zone)
    return state is not None and state.is_released


def _months_before(day: date, count: int) -> list[date]:
    """Return the first days of so many months that were over on *day*, the oldest first."""
    months: list[date] = []
    first = day.replace(day=1)
    while len(months) < count and first > date.min:
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    return months[::-1]


def _next_month(month: date) -> date:
    if month.month == DECEMBER:
        return month.replace(year=month.year + 1, month=1)
    return month.replace(month=month.month + 1)
