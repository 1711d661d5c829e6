"""M10, slip: how due dates and priorities gave way."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tracker.counting.figures import Figure, figure, rate
from tracker.counting.states import as_day, clear_states, states_at
from tracker.counting.weeks import day_is_over
from tracker.domain.priorities import rank_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime, tzinfo

    from tracker.counting.histories import Life, Log
    from tracker.counting.states import State

NEEDS = frozenset({"status", "due", "priority"})
OFTEN = 2  # so many moves are worth a line
LOWEST = 99


class Shift(NamedTuple):
    """One due date that was moved; *old* is the last date that the item had before."""

    at: datetime
    old: date
    new: date
    late: bool

    @property
    def is_later(self) -> bool:
        """Return whether it gave more time."""
        return self.new > self.old


@dataclass(frozen=True, slots=True)
class Mover:
    """An open promise whose date was moved; *days* is how far it is from the first one now."""

    item: int
    times: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Slip:
    """What gave way in a window; one that moved twice stands twice in *later* or *nearer*.

    *after_due* are those of *later* that came when the old date had passed; *removed* lost
    their date. *days* is the median distance from the first due date of what moved.
    """

    later: Figure
    nearer: Figure
    removed: Figure
    after_due: Figure
    lowered: Figure
    days: float | None

    @property
    def moved(self) -> Figure:
        """Return every move of a due date."""
        return figure((*self.later.items, *self.nearer.items))

    @property
    def after_due_percent(self) -> int | None:
        """Return those that came too late out of all extensions; None of fewer than five."""
        return rate(self.after_due, self.later)


@dataclass(slots=True)
class _Tally:
    later: list[int] = field(default_factory=list)
    nearer: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    after_due: list[int] = field(default_factory=list)
    lowered: list[int] = field(default_factory=list)


def slip(log: Log, start: datetime, end: datetime) -> Slip:
    """Slip is how often due dates moved, how far from the first one, and priorities lowered.

    Of accepted promises, in [start, end). A first date is no move; a date that was removed and
    set again is compared with the last one (METRICS.md, M10).
    """
    tally = _Tally()
    known = states_at(log, end)
    for life in log.lives:
        state = known.get(life.id)
        if life.last < start or state is None or state.unclear & NEEDS or not life.tracks:
            continue
        accepted = state.clocks.accepted_at
        if accepted is not None:
            _count(tally, life, max(start, accepted), end, log.zone)
    moved = sorted({*tally.later, *tally.nearer})
    distances = [days for item in moved if (days := slipped(known[item])) is not None]
    return Slip(
        later=figure(tally.later),
        nearer=figure(tally.nearer),
        removed=figure(tally.removed),
        after_due=figure(tally.after_due),
        lowered=figure(tally.lowered),
        days=median(distances) if distances else None,
    )


def movers(log: Log, moment: datetime) -> tuple[Mover, ...]:
    """Return the open promises whose date was moved twice or more, the most moved first."""
    open_ones = {one.id: one for one in clear_states(log, moment, NEEDS) if one.is_open}
    found = []
    for life in log.lives:
        state = open_ones.get(life.id)
        if state is None or len(life.tracks.get("due", ())) <= 2 * OFTEN:
            continue
        accepted = state.clocks.accepted_at or moment
        times = sum(accepted <= one.at < moment for one in _shifts(life, log.zone))
        if times >= OFTEN:
            found.append(Mover(life.id, times, slipped(state)))
    return tuple(sorted(found, key=lambda one: (-one.times, -(one.days or 0), one.item)))


def slipped(state: State) -> int | None:
    """Return by how many days an item's due date lies after its first one; None without both."""
    if state.due is None or state.due0 is None:
        return None
    return (state.due - state.due0).days


def _count(tally: _Tally, life: Life, start: datetime, end: datetime, zone: tzinfo) -> None:
    shifts = [one for one in _shifts(life, zone) if start <= one.at < end]
    tally.later += [life.id for one in shifts if one.is_later]
    tally.nearer += [life.id for one in shifts if not one.is_later]
    tally.after_due += [life.id for one in shifts if one.is_later and one.late]
    tally.removed += [life.id for at in _removals(life) if start <= at < end]
    tally.lowered += [life.id for at in _lowerings(life) if start <= at < end]


def _shifts(life: Life, zone: tzinfo) -> Iterator[Shift]:
    born, steps = life.values("due")
    last = as_day(born)
    for at, text in steps:
        new = as_day(text)
        if new and last and new != last:
            yield Shift(at, last, new, late=at >= day_is_over(last, zone))
        last = new or last


def _removals(life: Life) -> Iterator[datetime]:
    before, steps = life.values("due")
    for at, text in steps:
        if before and not text:
            yield at
        before = text


def _lowerings(life: Life) -> Iterator[datetime]:
    before, steps = life.values("priority")
    for at, text in steps:
        old, new = rank_of(before), rank_of(text) if text else LOWEST
        if old is not None and new is not None and new > old:
            yield at
        before = text
