"""Gathers one week's report: reads the log from storage, and lets the metrics count it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.counting.completion import completions
from tracker.counting.counts import counts
from tracker.counting.figures import figure
from tracker.counting.histories import LOGGED, Log, replay
from tracker.counting.lateness import late_items, severity_weight
from tracker.counting.ledger import Ledger, ledger
from tracker.counting.punctuality import on_time
from tracker.counting.states import state_of, states_at
from tracker.counting.weeks import Week, last_full_week, parse_week, week_ago
from tracker.domain.errors import BadInput
from tracker.domain.items import Status
from tracker.reporting.report import Decision, Health, Incident, Punctuality, WeeklyReport
from tracker.storage.report_queries import ReportQueries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from tracker.settings import Settings
    from tracker.storage import Work

TREND = 8  # weeks
QUARTER = 13  # weeks
FRESH = timedelta(hours=24)
INSTANT = timedelta(microseconds=1)  # the finest step of a moment
EVERYTHING = "all items"
UNTOLD = "no severity told"


def weekly(work: Work, week: str | None, settings: Settings, now: datetime) -> WeeklyReport:
    """Return the report of *week*, or of the last week that is over.

    Raises BadInput for a week that cannot be or has not begun, and DoesNotBalance where the
    change log contradicts itself.
    """
    zone = settings.report.zone
    wanted = last_full_week(now, zone) if week is None else parse_week(week, zone)
    if wanted.start >= now:
        raise BadInput(f"week {wanted.name} has not begun; the last one that is over is "
                       f"{last_full_week(now, zone).name}")  # fmt: skip
    health = health_of(work, now) if now < wanted.end else None
    return report_of(log_of(work, zone), wanted, min(now, wanted.end), health)


def log_of(work: Work, zone: tzinfo) -> Log:
    """Return the whole change log as metrics want it; days and weeks are those of *zone*."""
    queries = ReportQueries(work.session)
    items, incidents = queries.items(), queries.incidents()
    return replay(items, incidents, queries.entries(LOGGED), zone)


def health_of(work: Work, now: datetime) -> Health:
    """Return how far the trackers' side can be trusted at *now* (METRICS.md, M17)."""
    found = ReportQueries(work.session).health(now - FRESH)
    return Health(
        fresh=figure(found.fresh),
        stale=figure(found.stale),
        lost=figure(found.lost),
        conflicts=figure(found.conflicts),
        unknown=figure(found.unknown),
        failed=figure(found.failed),
    )


def report_of(log: Log, week: Week, as_of: datetime, health: Health | None) -> WeeklyReport:
    """Return the report of a week as of a moment in it or of its end; a function of the log."""
    incidents = _incidents(log, as_of)
    done = completions(log, as_of)
    before = {one.incident for one in completions(log, week.start) if one.remediated}
    now, then = counts(log, as_of), counts(log, week_ago(as_of, log.zone))
    late_before = counts(log, week.start).overdue
    return WeeklyReport(
        week=week,
        as_of=as_of,
        items=states_at(log, as_of),
        incidents=incidents,
        health=health,
        ledgers=_trend(log, week, as_of),
        on_time=_punctuality(log, week, as_of, incidents),
        counts=now,
        counts_before=then,
        newly_overdue=figure(set(now.overdue.items) - set(late_before.items)),
        late=late_items(log, as_of),
        completions=done,
        remediated=tuple(o.incident for o in done if o.remediated and o.incident not in before),
        decisions=_decisions(log, week.start, as_of),
        without_items=tuple(one.incident for one in done if not one.known.count),
        without_prevention=tuple(
            one.incident for one in done if one.counted.count and not one.preventing.count
        ),
    )


def _incidents(log: Log, as_of: datetime) -> dict[int, Incident]:
    return {
        case.id: Incident(case.id, case.value("title", as_of) or "", case.value("severity", as_of))
        for case in log.cases
        if case.created_at < as_of
    }


def _trend(log: Log, week: Week, as_of: datetime) -> tuple[Ledger, ...]:
    weeks = [week.earlier(back) for back in range(TREND - 1, -1, -1)]
    return tuple(ledger(log, one.start, min(one.end, as_of)) for one in weeks)


def _punctuality(
    log: Log, week: Week, as_of: datetime, incidents: Mapping[int, Incident]
) -> tuple[Punctuality, ...]:
    """Return on time of all items, then by severity, the heaviest first."""
    quarter = week.earlier(QUARTER - 1).start
    total = Punctuality(EVERYTHING, on_time(log, week.start, as_of), on_time(log, quarter, as_of))
    groups: dict[str, set[int]] = {}
    for life in log.lives:
        known = incidents.get(life.incident_id)
        groups.setdefault((known and known.severity) or UNTOLD, set()).add(life.id)
    names = sorted(groups, key=lambda name: (-severity_weight(name), name))
    split = [
        Punctuality(name, total.week.part(groups[name]), total.quarter.part(groups[name]))
        for name in names
    ]
    return (total, *(one for one in split if one.quarter.judged or one.quarter.unjudged.count))


def _decisions(log: Log, start: datetime, as_of: datetime) -> tuple[Decision, ...]:
    """Return what was given up in the window, in order of time."""
    found = []
    for life in log.lives:
        for move in life.moves:
            if move.new is not Status.WONT_DO or not start <= move.at < as_of:
                continue
            last = state_of(life, as_of, log.zone)
            stands = last is not None and last.clocks.given_up_at == move.at
            told = last if stands else state_of(life, move.at + INSTANT, log.zone)
            if told is not None:
                found.append(
                    Decision(
                        life.id,
                        move.at,
                        told.reason,
                        told.approver,
                        released=told.is_released,
                        reversed=not stands,
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.at, one.item)))
