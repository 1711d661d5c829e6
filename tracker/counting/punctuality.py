"""M2, on time: which promises were kept by the day they were promised for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.counting.figures import Figure, figure, rate
from tracker.counting.states import states_at
from tracker.counting.weeks import day_is_over
from tracker.domain.items import KEPT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from tracker.counting.histories import Life, Log
    from tracker.counting.states import State

NEEDS = frozenset({"status", "due", "approver"})


class Verdict(StrEnum):
    """What became of one promise when its day had passed."""

    MET = "met"
    MISSED = "missed"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class OnTime:
    """The promises whose day came in a window, by what became of them.

    *unjudged* were already done when Amends first read of them after their day, so nobody
    told when; they are in no percentage.
    """

    met: Figure
    missed: Figure
    unjudged: Figure

    @property
    def judged(self) -> int:
        """Return how many promises were met or missed."""
        return self.met.count + self.missed.count

    @property
    def percent(self) -> int | None:
        """Return met out of met and missed; None of fewer than five."""
        return rate(self.met, figure((*self.met.items, *self.missed.items)))

    def split(self, groups: Mapping[int, str]) -> dict[str, OnTime]:
        """Return what became of the promises of each group; *groups* tells which item's is which.

        The groups add up to the whole.
        """
        parts: dict[str, tuple[list[int], list[int], list[int]]] = {}
        for place, one in enumerate((self.met, self.missed, self.unjudged)):
            for item in one.items:
                parts.setdefault(groups[item], ([], [], []))[place].append(item)
        return {
            name: OnTime(*(Figure(tuple(items)) for items in part)) for name, part in parts.items()
        }


def on_time(
    log: Log, start: datetime, end: datetime, only: Callable[[State], bool] | None = None
) -> OnTime:
    """On time is met out of met and missed, of the promises whose day came in the window.

    Met: done or verified when the day ended. Missed: not so, or given up after the first due
    date. The day is the effective due date: the first one, or a later one that was agreed on
    before the date then in force had passed. *only* filters; days end in (start, end]
    (METRICS.md, M2).
    """
    found: dict[Verdict, list[int]] = {verdict: [] for verdict in Verdict}
    known = states_at(log, end)
    for life in log.lives:
        state = known.get(life.id)
        if state is None or state.effective_due is None:
            continue
        deadline = day_is_over(state.effective_due, log.zone)
        if not start < deadline <= end or state.unclear & NEEDS or not state.is_counted:
            continue
        if only is None or only(state):
            found[_verdict(life, state, deadline)].append(life.id)
    return OnTime(**{verdict.value: figure(ids) for verdict, ids in found.items()})


def _verdict(life: Life, state: State, deadline: datetime) -> Verdict:
    clocks = state.clocks
    if clocks.given_up_at is not None:
        return Verdict.MISSED
    if life.status(deadline) in KEPT:
        return Verdict.MET
    known = clocks.accepted_at is not None and clocks.accepted_at < deadline
    return Verdict.UNJUDGED if state.is_found_done and not known else Verdict.MISSED
