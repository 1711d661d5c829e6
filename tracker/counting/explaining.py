"""Why a figure changed: which items came to it, which left it, and what made each of them do so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tracker.counting.counts import counts, is_overdue
from tracker.counting.punctuality import on_time
from tracker.counting.states import State, state_of
from tracker.counting.weeks import day_at, day_is_over

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from tracker.counting.counts import Counts
    from tracker.counting.figures import Figure
    from tracker.counting.histories import Life, Log
    from tracker.counting.punctuality import OnTime

INSTANT = timedelta(microseconds=1)  # the finest step of a moment
FIELDS = ("status", "due", "owner", "approver")
KEPT, LATE = "Kept on time in 13 weeks", "Missed in 13 weeks"


class Why(StrEnum):
    """What can make an item come to a figure, or leave it."""

    CHANGE = "change"  # somebody changed a field
    DAY = "day"  # its day passed
    WINDOW = "window"  # its day lies before the weeks that are looked at
    LOG = "log"  # the log began to contradict itself


@dataclass(frozen=True, slots=True)
class Step:
    """An item came to a figure or left it.

    By a change: *field* became *new* at *at*. By time: *day* is the due day that passed, or that
    lies before the weeks which count.
    """

    item: int
    why: Why
    at: datetime | None = None
    field: str | None = None
    new: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure before and now: what it was, plus what came, minus what left, is what it is."""

    name: str
    before: Figure
    now: Figure
    came: tuple[Step, ...]
    left: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Two moments a week apart, and where the windows of 13 weeks begin that end with them."""

    before: datetime
    now: datetime
    window_before: datetime
    window: datetime


class Known(NamedTuple):
    """What was counted already: both moments, and the weeks that end with the later one."""

    before: Counts
    now: Counts
    kept: OnTime


class Pile(NamedTuple):
    """A figure of open items: the field from which it follows, and of which states it holds."""

    name: str
    own: str
    holds: Callable[[State, date], bool]


PILES = {
    "open": Pile("Open", "status", lambda state, _: state.is_open),
    "overdue": Pile("Overdue", "due", is_overdue),
    "undated": Pile("Without a due date", "due", lambda state, _: state.due is None),
    "unowned": Pile("Without an owner", "owner", lambda state, _: state.owner is None),
}


def differences(log: Log, span: Span, known: Known | None = None) -> tuple[Difference, ...]:
    """Return why each headline figure is not what it was; what is *known* is not counted anew."""
    then, now, present = known or (
        counts(log, span.before),
        counts(log, span.now),
        on_time(log, span.window, span.now),
    )
    lives = {life.id: life for life in log.lives}
    causes = _Causes(log, span)
    found = []
    for name, pile in PILES.items():
        cause = partial(causes.of_pile, pile=pile)
        found.append(_difference(pile.name, getattr(then, name), getattr(now, name), lives, cause))
    past = on_time(log, span.window_before, span.before)
    for title, was, one in ((KEPT, past.met, present.met), (LATE, past.missed, present.missed)):
        found.append(_difference(title, was, one, lives, causes.of_promise))
    return tuple(found)


def _difference(
    name: str,
    before: Figure,
    now: Figure,
    lives: Mapping[int, Life],
    cause: Callable[[Life], Step],
) -> Difference:
    old, new = set(before.items), set(now.items)
    came, left = (
        tuple(cause(lives[item]) for item in sorted(items)) for items in (new - old, old - new)
    )
    return Difference(name, before, now, came, left)


class _Causes:
    """Finds what moved an item between two moments."""

    def __init__(self, log: Log, span: Span) -> None:
        self._zone = log.zone
        self._span = span

    def of_pile(self, life: Life, pile: Pile) -> Step:
        """Return what let an item come to a figure of open items, or leave it: the last turn."""
        needs = {"status", pile.own}

        def is_in(state: State | None, at: datetime) -> bool:
            if state is None or not state.is_open or state.unclear & needs:
                return False
            return pile.holds(state, day_at(at, self._zone))

        last = self._state(life, self._span.now)
        standing = is_in(last, self._span.now)
        for at in self._moments(life):
            was, became = self._state(life, at), self._state(life, at + INSTANT)
            if is_in(became, at) != standing:
                break  # later, and without a change
            if is_in(was, at) != standing:
                return self._turn(life, pile, at, was, became)
        day = last.due if last and pile is PILES["overdue"] else None
        return Step(life.id, Why.DAY, day=day) if day else Step(life.id, Why.LOG)

    def _turn(
        self, life: Life, pile: Pile, at: datetime, was: State | None, became: State | None
    ) -> Step:
        if (was.unclear if was else frozenset()) != (became.unclear if became else frozenset()):
            return Step(life.id, Why.LOG)
        opened = (was is not None and was.is_open) != (became is not None and became.is_open)
        name = "status" if opened else pile.own
        return Step(life.id, Why.CHANGE, at, name, _value(life, name, at + INSTANT))

    def of_promise(self, life: Life) -> Step:
        """Return what let a promise come to the judged ones of 13 weeks, or leave them."""
        span = self._span
        state = self._state(life, span.now)
        day = state.effective_due if state else None
        over = day_is_over(day, self._zone) if day else None
        if over and span.before < over <= span.now:
            return Step(life.id, Why.DAY, day=day)
        if over and over <= span.window:
            return Step(life.id, Why.WINDOW, day=day)
        for at in self._moments(life):
            for name in FIELDS:
                if name != "owner" and self._changed(life, name, at):
                    return Step(life.id, Why.CHANGE, at, name, _value(life, name, at + INSTANT))
        return Step(life.id, Why.LOG)

    def _state(self, life: Life, at: datetime) -> State | None:
        return state_of(life, at, self._zone)

    def _moments(self, life: Life) -> list[datetime]:
        """Return when a field of an item changed between both moments, the last first."""
        found = {move.at for move in life.moves}
        found.update(one.at for one in life.contradictions)
        for name in FIELDS:
            found.update(life.tracks.get(name, ())[1::2])
        span = self._span
        return sorted((at for at in found if span.before <= at < span.now), reverse=True)

    @staticmethod
    def _changed(life: Life, name: str, at: datetime) -> bool:
        if name == "status":
            return any(move.at == at for move in life.moves)
        return at in life.tracks.get(name, ())[1::2]


def _value(life: Life, name: str, before: datetime) -> str | None:
    if name == "status":
        status = life.status(before)
        return status.value if status else None
    return life.value(name, before)
