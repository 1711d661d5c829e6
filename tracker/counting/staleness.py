"""M11, stale: open promises that no person has touched for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.counting.figures import Figure, those
from tracker.counting.states import clear_states

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.histories import Log
    from tracker.counting.states import State

NEEDS = frozenset({"status"})
SOME, LONG = timedelta(days=14), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Staleness:
    """What nobody has touched for 14 days; *month* are those of it for 30 days."""

    fortnight: Figure
    month: Figure


def staleness(log: Log, moment: datetime) -> Staleness:
    """Stale is open without a change by a person, here or in a tracker, for 14 or 30 days.

    It counts from being accepted on. What documents, policies, bots and Amends itself write is
    no person's change (METRICS.md, M11).
    """
    pile = [state for state in clear_states(log, moment, NEEDS) if state.is_open]
    return Staleness(
        fortnight=those(pile, lambda state: _still_for(state, moment) >= SOME),
        month=those(pile, lambda state: _still_for(state, moment) >= LONG),
    )


def _still_for(state: State, moment: datetime) -> timedelta:
    stirred = (state.clocks.accepted_at, state.touched_at)
    return moment - max(at for at in stirred if at is not None)
