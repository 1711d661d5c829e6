"""M16, load: how long the open work will take at the pace of the last weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.figures import Figure, figure, those
from tracker.counting.histories import clear_lives
from tracker.counting.ledger import Flow, flows_of
from tracker.counting.states import clear_states
from tracker.counting.weeks import week_ago

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.histories import Log

NEEDS = frozenset({"status"})
WEEKS = 8


@dataclass(frozen=True, slots=True)
class Load:
    """What is open, and what was done in eight weeks; one that was done twice stands twice."""

    open: Figure
    done: Figure

    @property
    def weeks(self) -> float | None:
        """Return the weeks to clear what is open at this pace; None where nothing was done."""
        if not self.open.count:
            return 0.0
        return self.open.count * WEEKS / self.done.count if self.done.count else None


def load(log: Log, moment: datetime) -> Load:
    """Load is the weeks to clear what is open, at the mean weekly done of the last eight weeks.

    Of a whole team, never of a person (METRICS.md, M16).
    """
    start = week_ago(moment, log.zone, WEEKS)
    pile = [state for state in clear_states(log, moment, NEEDS) if state.is_open]
    done = [
        life.id
        for life in clear_lives(log, moment, NEEDS)
        if life.last >= start
        for at, flow in flows_of(life)
        if flow is Flow.DONE and start <= at < moment
    ]
    return Load(those(pile, lambda _: True), figure(done))
