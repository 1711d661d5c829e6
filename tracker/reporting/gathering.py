"""Gathers one week's report: reads the log from storage, and lets the metrics count it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.counting.health import Health, Hindrances, Seen, health
from tracker.counting.histories import LOGGED, Log, replay
from tracker.counting.weeks import last_full_week, parse_week
from tracker.domain.errors import BadInput
from tracker.people import People
from tracker.reporting.assembling import report_of
from tracker.storage.report_queries import ReportQueries

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from tracker.reporting.report import WeeklyReport
    from tracker.settings import Settings
    from tracker.storage import Work


def weekly(work: Work, week: str | None, settings: Settings, now: datetime) -> WeeklyReport:
    """Return the report of *week*, or of the last week that is over.

    Raises BadInput for a week that cannot be or has not begun.
    """
    zone = settings.report.zone
    wanted = last_full_week(now, zone) if week is None else parse_week(week, zone)
    if wanted.start >= now:
        raise BadInput(f"week {wanted.name} has not begun; the last one that is over is "
                       f"{last_full_week(now, zone).name}")  # fmt: skip
    running = health_of(work, now) if now < wanted.end else None
    team_of = People(settings.people).team
    return report_of(log_of(work, zone), wanted, min(now, wanted.end), running, team_of)


def log_of(work: Work, zone: tzinfo) -> Log:
    """Return the whole change log as metrics want it; days and weeks are those of *zone*."""
    queries = ReportQueries(work.session)
    items, incidents = queries.items(), queries.incidents()
    return replay(items, incidents, queries.entries(LOGGED), zone)


def health_of(work: Work, now: datetime) -> Health:
    """Return how far the trackers' side can be trusted at *now* (METRICS.md, M17)."""
    queries = ReportQueries(work.session)
    links = (Seen(*link) for link in queries.links())
    return health(links, Hindrances(*queries.hindrances()), now)
