"""Gathers one week's report: reads the log from storage, and lets the metrics count it."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.counting.filters import Filter, narrowed
from tracker.counting.growing import SKEW
from tracker.counting.health import Health, Hindrances, Seen, health, of_items
from tracker.counting.histories import Log, replay
from tracker.counting.states import states_at
from tracker.counting.weeks import last_full_week, parse_week, week_ago
from tracker.domain.errors import BadInput
from tracker.people import People
from tracker.reporting.assembling import Asked, report_of
from tracker.reporting.teams import handing
from tracker.storage.report_queries import ReportQueries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from tracker.counting.weeks import Week
    from tracker.reporting.report import WeeklyReport
    from tracker.settings import Settings
    from tracker.storage import Work
    from tracker.storage.report_queries import Veil


def weekly(
    work: Work,
    week: str | None,
    settings: Settings,
    now: datetime,
    team: str | None = None,
    veil: Veil | None = None,
) -> WeeklyReport:
    """Return the report of *week*, or of the last week that is over; of a team's items alone.

    *veil* puts signs in the place of people's words. Raises BadInput for a week that cannot be
    or has not begun, and for a team that has no item.
    """
    wanted = week_wanted(week, settings.report.zone, now)
    asked = Asked(wanted, min(now, wanted.end), People(settings.people).team, team)
    with _uncollected():
        return _gathered(work, asked, settings, now, veil)


def _gathered(
    work: Work, asked: Asked, settings: Settings, now: datetime, veil: Veil | None
) -> WeeklyReport:
    wanted, as_of, _, team = asked
    running = health_of(work, now) if now < wanted.end else None
    log = log_of(work, settings.report.zone, veil)
    handed = handing(log, asked)
    if team is not None:
        log = _of_team(log, asked, team, settings)
        running = running and of_items(running, states_at(log, as_of))
    since = week_ago(as_of, wanted.zone) - SKEW
    movements = ReportQueries(work.session).movements(since, as_of)
    return replace(report_of(log, asked, running, movements), handing=handed)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector of cycles rest meanwhile.

    A log is very many objects, all of them in use and none in a cycle. Looking through them
    again and again takes a third of the time, and grows faster than the log does.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def week_wanted(week: str | None, zone: tzinfo, now: datetime) -> Week:
    """Return the week that is meant, the last one that is over where none is named.

    Raises BadInput for one that cannot be or has not begun.
    """
    wanted = last_full_week(now, zone) if week is None else parse_week(week, zone)
    if wanted.start >= now:
        raise BadInput(f"week {wanted.name} has not begun; the last one that is over is "
                       f"{last_full_week(now, zone).name}")  # fmt: skip
    return wanted


def log_of(work: Work, zone: tzinfo, veil: Veil | None = None) -> Log:
    """Return the whole change log as metrics want it; days and weeks are those of *zone*."""
    queries = ReportQueries(work.session, veil)
    items, incidents = queries.items(), queries.incidents()
    return replay(items, incidents, queries.entries(), zone)


def health_of(work: Work, now: datetime) -> Health:
    """Return how far the trackers' side can be trusted at *now* (METRICS.md, M17)."""
    queries = ReportQueries(work.session)
    links = (Seen(*link) for link in queries.links())
    return health(links, Hindrances(*queries.hindrances()), now)


def _of_team(log: Log, asked: Asked, team: str, settings: Settings) -> Log:
    """Return a team's part of the log; a team that [people] names may have nothing yet."""
    known = states_at(log, asked.as_of).values()
    people = People(settings.people)
    named = {people.team(name) for name in people.names}
    teams = ({asked.team_of(state.owner) for state in known} | named) - {None}
    if team not in teams:
        told = ", ".join(sorted(filter(None, teams))) or "none; [people] tells who is in which"
        raise BadInput(f"no item belongs to the team {team}; the teams are: {told}")
    return narrowed(log, asked.as_of, Filter(team=team), asked.team_of)
