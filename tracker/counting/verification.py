"""M12, unverified: what is called done, and nobody has shown it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from tracker.counting.figures import Figure, figure, rate
from tracker.counting.states import clear_states
from tracker.counting.weeks import days_before
from tracker.domain.items import Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.counting.histories import Log
    from tracker.counting.states import State

NEEDS = frozenset({"status", "evidence"})
DAYS = 90


@dataclass(frozen=True, slots=True)
class Verification:
    """What was done lately and is, and what of it nobody has shown; *age* is the median of these.

    *age* counts from being done.
    """

    done: Figure
    unverified: Figure
    age: timedelta | None

    @property
    def percent(self) -> int | None:
        """Return unverified out of done; None of fewer than five."""
        return rate(self.unverified, self.done)


def verification(log: Log, moment: datetime) -> Verification:
    """Unverified is done without evidence out of done, of what was done in the last 90 days.

    A person who sets *verified* vouches for it, with or without evidence (METRICS.md, M12).
    """
    since = days_before(moment, DAYS)
    done = {
        state.id: state
        for state in clear_states(log, moment, NEEDS)
        if state.clocks.done_at is not None and state.clocks.done_at >= since
    }
    bare = {number: state for number, state in done.items() if not _is_shown(state)}
    return Verification(figure(done), figure(bare), age(bare.values(), moment))


def age(states: Iterable[State], moment: datetime) -> timedelta | None:
    """Return the median time since these were done; None of nothing."""
    ages = [(moment - at).total_seconds() for one in states if (at := one.clocks.done_at)]
    return timedelta(seconds=median(ages)) if ages else None


def _is_shown(state: State) -> bool:
    return state.status is Status.VERIFIED or bool(state.evidence)
