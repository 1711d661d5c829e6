"""M4 and M15: how long promises take to be closed, owned and filed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.figures import Figure, figure
from tracker.counting.histories import clear_lives
from tracker.counting.states import states_at
from tracker.counting.survival import Span, reached, steps
from tracker.counting.weeks import days_before
from tracker.domain.items import ACTIVE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from tracker.counting.histories import Life, Log
    from tracker.counting.states import State

NEEDS = frozenset({"status"})
OWNER_NEEDS = frozenset({"status", "owner"})
CLOSING_DAYS = 180
WAITING_DAYS = 90
HALF, MOST = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something took; None where it was not reached, so that nothing can be said.

    *happened* and *censored* are all that were watched. Of those in *untold* nobody knows when
    it happened: they were done already when they were first read of.
    """

    median: timedelta | None
    p90: timedelta | None
    happened: Figure
    censored: Figure
    untold: Figure

    @property
    def watched(self) -> int:
        """Return of how many promises the durations are told."""
        return self.happened.count + self.censored.count


def time_to_close(log: Log, moment: datetime) -> Duration:
    """Time to close is from accepted to done, estimated after Kaplan and Meier.

    Of the promises accepted in the 180 days before *moment*. Those still open, or given up,
    are censored: they count for as long as they were open (METRICS.md, M4).
    """
    spans: dict[int, Span] = {}
    untold: list[int] = []
    known, since = states_at(log, moment), days_before(moment, CLOSING_DAYS)
    for life in clear_lives(log, moment, NEEDS):
        state = known.get(life.id)
        accepted = _accepted(state, since)
        if state is None or accepted is None:
            continue
        if state.is_found_done:
            untold.append(life.id)
            continue
        end = state.clocks.done_at or state.clocks.given_up_at or moment
        spans[life.id] = Span(end - accepted, state.is_done)
    return _duration(spans, untold)


def time_to_owner(log: Log, moment: datetime) -> Duration:
    """Time to owner is from accepted to the first owner, estimated after Kaplan and Meier.

    Of the promises accepted in the 90 days before *moment*. Without an owner they count for as
    long as they were open (METRICS.md, M15).
    """
    return _time_to(log, moment, "owner")


def time_to_tracker(log: Log, moment: datetime) -> Duration:
    """Time to tracker is from accepted to the first issue, estimated after Kaplan and Meier.

    Of the promises accepted in the 90 days before *moment*. Without an issue they count for as
    long as they were open (METRICS.md, M15).
    """
    return _time_to(log, moment, "link")


def _time_to(log: Log, moment: datetime, name: str) -> Duration:
    spans: dict[int, Span] = {}
    known, since = states_at(log, moment), days_before(moment, WAITING_DAYS)
    for life in clear_lives(log, moment, NEEDS | {name}):
        state = known.get(life.id)
        accepted = _accepted(state, since)
        if state is None or accepted is None:
            continue
        first = _first(life, name, accepted)
        happened = first is not None and first < moment
        end = first if happened and first else _watched_until(life, state, moment)
        spans[life.id] = Span(end - accepted, happened)
    return _duration(spans, ())


def _accepted(state: State | None, since: datetime) -> datetime | None:
    """Return when a promise was accepted, if that was not before *since*."""
    accepted = state.clocks.accepted_at if state else None
    if state is None or accepted is None or accepted < since or not state.is_committed:
        return None
    return accepted


def _first(life: Life, name: str, since: datetime) -> datetime | None:
    """Return when a field first had a value, *since* at the earliest; None for never."""
    value, later = life.values(name)
    for at, new in later:
        if at <= since:
            value = new
        elif value is None and new is not None:
            return at
    return since if value is not None else None


def _watched_until(life: Life, state: State, moment: datetime) -> datetime:
    """Return until when a promise waited: it was closed then, or waits still."""
    if state.is_open:
        return moment
    closings = (move.at for move in life.moves if move.old in ACTIVE and move.at < moment)
    return max(closings, default=state.clocks.accepted_at or moment)


def _duration(spans: dict[int, Span], untold: Iterable[int]) -> Duration:
    found = steps(spans.values())
    return Duration(
        median=reached(found, HALF),
        p90=reached(found, MOST),
        happened=figure(item for item, span in spans.items() if span.happened),
        censored=figure(item for item, span in spans.items() if not span.happened),
        untold=figure(untold),
    )
