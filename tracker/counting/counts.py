"""M3, the counts: what is open, and what of it is late, undated or nobody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.figures import Figure, percent, those
from tracker.counting.states import clear_states
from tracker.counting.weeks import day_at

if TYPE_CHECKING:
    from datetime import date, datetime

    from tracker.counting.histories import Log
    from tracker.counting.states import State

NEEDS = frozenset({"status"})  # for each of them; its due date or its owner besides


@dataclass(frozen=True, slots=True)
class Counts:
    """Five figures at a moment; *dated*, *undated* and *unowned* are parts of *open*."""

    open: Figure
    dated: Figure
    overdue: Figure
    undated: Figure
    unowned: Figure

    @property
    def overdue_percent(self) -> int | None:
        """Return overdue out of open with a due date; None where nothing has one."""
        return percent(self.overdue.count, self.dated.count)


def counts(log: Log, moment: datetime) -> Counts:
    """Counts are what is open at a moment: overdue, with a due date, without one, without an owner.

    Overdue is open after the due day has passed; an undated item is neither late nor in time
    (METRICS.md, M3).
    """
    pile = [state for state in clear_states(log, moment, NEEDS) if state.is_open]
    timed = [state for state in pile if "due" not in state.unclear]
    told = [state for state in pile if "owner" not in state.unclear]
    today = day_at(moment, log.zone)
    return Counts(
        open=those(pile, lambda state: state.is_open),
        dated=those(timed, lambda state: state.due is not None),
        overdue=those(timed, lambda state: is_overdue(state, today)),
        undated=those(timed, lambda state: state.due is None),
        unowned=those(told, lambda state: state.owner is None),
    )


def is_overdue(state: State, today: date) -> bool:
    """Return whether *state* is open after its due day."""
    return state.is_open and state.due is not None and state.due < today
