"""M6, ages: since when the open promises have been open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.figures import Figure, figure
from tracker.counting.states import clear_states

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.histories import Log

NEEDS = frozenset({"status"})
BUCKETS = ((0, 7), (8, 30), (31, 60), (61, 90), (91, None))


@dataclass(frozen=True, slots=True)
class Age:
    """The open promises that were accepted *first* to *last* days ago; None is any number."""

    first: int
    last: int | None
    open: Figure

    @property
    def name(self) -> str:
        """Return the days in words, such as 8-30 or over 90."""
        return f"{self.first}-{self.last}" if self.last is not None else f"over {self.first - 1}"


def ages(log: Log, moment: datetime) -> tuple[Age, ...]:
    """Age is the whole days since an open promise was accepted, also if reopened meanwhile.

    Days of 24 hours, in five buckets, which add up to what is open (METRICS.md, M6).
    """
    days = {
        state.id: (moment - state.clocks.accepted_at).days
        for state in clear_states(log, moment, NEEDS)
        if state.is_open and state.clocks.accepted_at
    }
    return tuple(
        Age(first, last, figure(item for item, age in days.items() if _within(age, first, last)))
        for first, last in BUCKETS
    )


def _within(age: int, first: int, last: int | None) -> bool:
    return first <= age and (last is None or age <= last)
