"""Filters: the same metric of one severity, owner, kind or team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.histories import Log
from tracker.counting.states import states_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tracker.counting.states import State


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items a caller asks for, as they are at the moment of the metric; absent means all."""

    severity: str | None = None
    owner: str | None = None
    kind: str | None = None
    team: str | None = None

    @property
    def asks_of_items(self) -> bool:
        """Return whether more than the incident's severity is asked for."""
        return any(one is not None for one in (self.owner, self.kind, self.team))


def narrowed(
    log: Log,
    moment: datetime,
    wanted: Filter,
    team_of: Callable[[str | None], str | None] = lambda owner: owner,
) -> Log:
    """Return the log of those items alone that are *wanted* just before *moment*.

    Every metric of the narrowed log as of *moment* is the filtered metric. An incident is in
    it if its severity fits and, where something is asked of items, if it has such an item.
    """
    severities = {case.id: case.value("severity", moment) for case in log.cases}
    fitting = {
        number for number, has in severities.items() if wanted.severity in {None, has}
    }  # an item's incident is always known: it came first

    def fits(state: State) -> bool:
        return (
            state.incident_id in fitting
            and wanted.owner in {None, state.owner}
            and wanted.kind in {None, state.kind}
            and (wanted.team is None or wanted.team == team_of(state.owner))
        )

    chosen = {number: one for number, one in states_at(log, moment).items() if fits(one)}
    lives = [life for life in log.lives if life.id in chosen]
    if wanted.asks_of_items:
        fitting = {state.incident_id for state in chosen.values()}
    cases = [case for case in log.cases if case.id in fitting]
    return Log(tuple(lives), tuple(cases), log.zone, {moment: chosen})
