"""M14, the mix: which kinds of work are promised and done, and which causes led to any."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.figures import Cases, Figure, cases, figure, rate
from tracker.counting.states import clear_states
from tracker.counting.weeks import days_before
from tracker.domain.items import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.histories import Log

NEEDS = frozenset({"status", "kind"})
DAYS = 90
KINDS = (*Kind, None)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one kind was promised, and how much was done; no *kind* is one, too."""

    kind: Kind | None
    committed: Figure
    done: Figure


@dataclass(frozen=True, slots=True)
class Mix:
    """The shares of each kind; *causes* are incidents that tell one, *answered* by a promise."""

    shares: tuple[Share, ...]
    causes: Cases
    answered: Cases

    @property
    def percent(self) -> int | None:
        """Return answered causes out of all; None of fewer than five."""
        return rate(self.answered, self.causes)


def mix(log: Log, moment: datetime) -> Mix:
    """Mix is the share of each kind in what was promised and in what was done, in 90 days.

    Promised: accepted in the 90 days. Done: done in them, and still so. A cause is the root
    cause that a postmortem of these days tells; it is answered by a promise of its incident
    (METRICS.md, M14).
    """
    since = days_before(moment, DAYS)
    committed: dict[Kind | None, list[int]] = defaultdict(list)
    done: dict[Kind | None, list[int]] = defaultdict(list)
    promising: set[int] = set()
    for state in clear_states(log, moment, NEEDS):
        clocks = state.clocks
        if not state.is_committed or clocks.accepted_at is None:
            continue
        promising.add(state.incident_id)
        if clocks.accepted_at >= since:
            committed[state.kind].append(state.id)
        if clocks.done_at is not None and clocks.done_at >= since:
            done[state.kind].append(state.id)
    causes = [
        case.id
        for case in log.cases
        if since <= case.created_at < moment and case.value("root_cause", moment)
    ]
    return Mix(
        tuple(Share(kind, figure(committed[kind]), figure(done[kind])) for kind in KINDS),
        cases(causes),
        cases(number for number in causes if number in promising),
    )
