"""Filters: the same metric of one severity, owner, kind or team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.histories import Log
from tracker.counting.states import states_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tracker.counting.histories import Case, Life
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
    return _part(log, moment, lives, cases, chosen)


def by_team(
    log: Log, moment: datetime, team_of: Callable[[str | None], str | None]
) -> dict[str | None, Log]:
    """Return the log of each team, by name, in one pass; None stands for items of no team."""
    known = states_at(log, moment)
    lives: dict[str | None, list[Life]] = {}
    for life in log.lives:
        state = known.get(life.id)
        if state is not None:
            lives.setdefault(team_of(state.owner), []).append(life)
    cases = {case.id: case for case in log.cases}
    return {
        team: _part(
            log,
            moment,
            ours,
            [cases[number] for number in sorted({one.incident_id for one in ours})],
            {life.id: known[life.id] for life in ours},
        )
        for team, ours in sorted(lives.items(), key=lambda one: (one[0] is None, one[0] or ""))
    }


def _part(
    log: Log, moment: datetime, lives: list[Life], cases: list[Case], known: dict[int, State]
) -> Log:
    """Return a part of a log that need not be replayed at *moment* again."""
    return Log(tuple(lives), tuple(cases), log.zone, {moment: known})
