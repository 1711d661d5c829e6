"""The week of each team: the figures of all items, divided by whose they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.counting.dividing import divided, split
from tracker.counting.figures import figure
from tracker.counting.states import states_at
from tracker.counting.verification import age
from tracker.reporting.report import Handing, Punctuality, Team

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.counting.histories import Log
    from tracker.counting.lateness import Late
    from tracker.counting.load import Load
    from tracker.reporting.assembling import Asked
    from tracker.reporting.report import WeeklyReport

NO_TEAM = "no team"


def teams(
    report: WeeklyReport, load: Load, team_of: Callable[[str | None], str | None]
) -> tuple[Team, ...]:
    """Return each team by name, and what belongs to no team last; nothing where none is known."""
    groups = {number: team_of(state.owner) for number, state in report.items.items()}
    names = sorted(set(groups.values()), key=lambda name: (name is None, name or ""))
    if set(names) <= {None}:
        return ()
    known = split(figure(groups), groups, names)
    flows = divided(report.ledger, groups, names)
    week = divided(report.on_time[0].week, groups, names)
    quarter = divided(report.on_time[0].quarter, groups, names)
    counts = divided(report.counts, groups, names)
    stale = divided(report.slipping.stale, groups, names)
    bare = divided(report.pace.verification, groups, names)
    loads = divided(load, groups, names)
    late: dict[str | None, list[Late]] = {name: [] for name in names}
    for one in report.late:
        late[groups[one.item]].append(one)
    return tuple(
        Team(
            name=name,
            known=known[name],
            ledger=flows[name],
            on_time=Punctuality(name or NO_TEAM, week[name], quarter[name]),
            counts=counts[name],
            late=tuple(late[name]),
            stale=stale[name],
            verification=replace(
                bare[name],
                age=age((report.items[one] for one in bare[name].unverified.items), report.as_of),
            ),
            load=loads[name],
        )
        for name in names
    )


def handing(log: Log, asked: Asked) -> Handing | None:
    """Return what came to the team of a report and left it, of what was open as the week began.

    So the open promises at the start, as the report before tells its end, and these add up.
    """
    if asked.team is None:
        return None
    now = states_at(log, asked.as_of)
    taken: list[int] = []
    given: list[int] = []
    for state in states_at(log, asked.week.start).values():
        was = asked.team_of(state.owner) == asked.team
        if state.is_open and was != (asked.team_of(now[state.id].owner) == asked.team):
            (given if was else taken).append(state.id)
    return Handing(figure(taken), figure(given))
