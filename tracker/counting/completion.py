"""M7, completion per incident: how many of its promises were kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.counts import is_overdue
from tracker.counting.figures import Figure, percent, those
from tracker.counting.states import clear_states
from tracker.counting.weeks import day_at
from tracker.domain.items import Kind
from tracker.domain.priorities import is_urgent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tracker.counting.histories import Log
    from tracker.counting.states import State

NEEDS = frozenset({"status", "due", "approver", "priority"})


@dataclass(frozen=True, slots=True)
class Completion:
    """One incident's figures at a moment.

    *counted* are its promises (committed, not released), *released* those given up in time
    with an approver, *urgent* the promises that decide whether it is *remediated*; *known*
    holds every item whatever its status.
    """

    incident: int
    known: Figure
    counted: Figure
    done: Figure
    open: Figure
    overdue: Figure
    released: Figure
    urgent: Figure
    preventing: Figure
    remediated: bool

    @property
    def percent(self) -> int | None:
        """Return done out of counted, rounded down; None where nothing counts."""
        return percent(self.done.count, self.counted.count)


def completions(log: Log, moment: datetime) -> tuple[Completion, ...]:
    """Completion is done out of committed without those given up in time with an approver.

    An incident is remediated when all its P0 and P1 items are done, or all its items where it
    has none of these. Every incident known at the moment, by number (METRICS.md, M7).
    """
    by_incident: dict[int, list[State]] = {}
    for state in clear_states(log, moment, NEEDS):
        by_incident.setdefault(state.incident_id, []).append(state)
    today = day_at(moment, log.zone)
    return tuple(
        _completion(case.id, by_incident.get(case.id, ()), today)
        for case in sorted(log.cases, key=lambda case: case.id)
        if case.created_at < moment
    )


def remediated(log: Log, moment: datetime) -> set[int]:
    """Return the incidents that were remediated just before *moment*."""
    by_incident: dict[int, list[State]] = {}
    for state in clear_states(log, moment, NEEDS):
        if state.is_counted:
            by_incident.setdefault(state.incident_id, []).append(state)
    return {number for number, promises in by_incident.items() if _is_remediated(promises)}


def _pressing(promises: Sequence[State]) -> Sequence[State]:
    """Return the promises that decide: those that are urgent, or all where none is."""
    return [state for state in promises if is_urgent(state.priority)] or promises


def _is_remediated(promises: Sequence[State]) -> bool:
    return bool(promises) and all(state.is_done for state in _pressing(promises))


def _completion(incident: int, states: Sequence[State], today: date) -> Completion:
    promises = [state for state in states if state.is_counted]
    return Completion(
        incident=incident,
        known=those(states, lambda _: True),
        counted=those(promises, lambda _: True),
        done=those(promises, lambda state: state.is_done),
        open=those(promises, lambda state: state.is_open),
        overdue=those(promises, lambda state: is_overdue(state, today)),
        released=those(states, lambda state: state.is_committed and state.is_released),
        urgent=those(_pressing(promises), lambda _: True),
        preventing=those(promises, lambda state: state.kind is Kind.PREVENT),
        remediated=_is_remediated(promises),
    )
