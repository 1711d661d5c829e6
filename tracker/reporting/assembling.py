"""Puts one week's report together: a pure function of the log, the week and the teams."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tracker.counting.ages import ages
from tracker.counting.catalogue import unclear
from tracker.counting.closing import time_to_close, time_to_owner, time_to_tracker
from tracker.counting.cohorts import cohorts
from tracker.counting.completion import Completion, completions, remediated
from tracker.counting.counts import counts
from tracker.counting.explaining import Known, Span, differences
from tracker.counting.figures import Figure, figure
from tracker.counting.lateness import late_items, severity_weight
from tracker.counting.ledger import Ledger, ledgers
from tracker.counting.load import load
from tracker.counting.mix import mix
from tracker.counting.punctuality import OnTime, on_time
from tracker.counting.recurrence import recurrence
from tracker.counting.reopening import reopening
from tracker.counting.slips import movers, slip
from tracker.counting.staleness import staleness
from tracker.counting.states import states_at
from tracker.counting.urgency import urgency
from tracker.counting.verification import verification
from tracker.counting.weeks import days_before, week_ago
from tracker.reporting.backlog import backlog
from tracker.reporting.deciding import decisions, expiring
from tracker.reporting.report import (
    Incident,
    Learning,
    Pace,
    Punctuality,
    Slipping,
    WeeklyReport,
)
from tracker.reporting.teams import teams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from tracker.counting.health import Health
    from tracker.counting.histories import Log
    from tracker.counting.states import State
    from tracker.counting.weeks import Week
    from tracker.storage.report_queries import Movement

TREND = 8  # weeks
QUARTER = 13  # weeks
YEAR = 365  # days
OLDEST = 10  # so many unremediated incidents are named
SEVERE = 4  # the least weight of a severe incident
EVERYTHING = "all items"
UNTOLD = "no severity told"
NO_KIND = "no kind told"
NOBODY = "nobody"
NONE_DUE = OnTime(Figure(), Figure(), Figure())


class Asked(NamedTuple):
    """Of which week a report is, as of when; whose items, where not all."""

    week: Week
    as_of: datetime
    team_of: Callable[[str | None], str | None]
    team: str | None = None


def report_of(
    log: Log, asked: Asked, health: Health | None, movements: Iterable[Movement] = ()
) -> WeeklyReport:
    """Return the report of a week as of a moment in it or of its end; a function of the log."""
    week, as_of, team_of, team = asked
    items = states_at(log, as_of)
    incidents = _incidents(log, as_of)
    done = completions(log, as_of)
    before = remediated(log, week.start)
    now, then = counts(log, as_of), counts(log, week_ago(as_of, log.zone))
    trend = _trend(log, week, as_of)
    late_before = counts(log, week.start).overdue
    quarter = week.earlier(QUARTER - 1).start
    total = Punctuality(EVERYTHING, on_time(log, week.start, as_of), on_time(log, quarter, as_of))
    report = WeeklyReport(
        week=week,
        as_of=as_of,
        items=items,
        incidents=incidents,
        health=health,
        unclear=unclear(log, as_of),
        ledgers=trend,
        on_time=(total, *_by_severity(total, items, incidents)),
        on_time_by_kind=_split(total, {one.id: one.kind or NO_KIND for one in items.values()}),
        on_time_by_owner=_split(total, {one.id: one.owner or NOBODY for one in items.values()}),
        counts=now,
        counts_before=then,
        newly_overdue=figure(set(now.overdue.items) - set(late_before.items)),
        late=late_items(log, as_of),
        completions=done,
        remediated=tuple(o.incident for o in done if o.remediated and o.incident not in before),
        oldest=_oldest(done, incidents),
        decisions=decisions(log, week.start, as_of),
        expiring=expiring(log, as_of),
        without_items=tuple(one.incident for one in done if not one.known.count),
        without_prevention=tuple(
            one.incident for one in done if one.counted.count and not one.preventing.count
        ),
        slipping=_slipping(log, week, as_of),
        learning=_learning(log, week, as_of),
        pace=_pace(log, as_of),
        teams=(),
        team=team,
        weeks=backlog(log, week, as_of, trend[-1].open_at_end.count),
        differences=differences(log, _span(week, as_of), Known(then, now, total.quarter)),
        movements=tuple(movements),
    )
    return report if team else replace(report, teams=teams(report, load(log, as_of), team_of))


def _span(week: Week, as_of: datetime) -> Span:
    """Return the two moments that are compared: now, and so far into the week before."""
    windows = (week.earlier(QUARTER).start, week.earlier(QUARTER - 1).start)
    return Span(week_ago(as_of, week.zone), as_of, *windows)


def _incidents(log: Log, as_of: datetime) -> dict[int, Incident]:
    return {
        case.id: Incident(
            case.id,
            case.value("title", as_of) or "",
            case.value("severity", as_of),
            case.created_at,
        )
        for case in log.cases
        if case.created_at < as_of
    }


def _trend(log: Log, week: Week, as_of: datetime) -> tuple[Ledger, ...]:
    starts = [week.earlier(back).start for back in range(TREND - 1, -1, -1)]
    return ledgers(log, [*starts, as_of])


def _by_severity(
    total: Punctuality, items: Mapping[int, State], incidents: Mapping[int, Incident]
) -> tuple[Punctuality, ...]:
    """Return on time by severity, the heaviest first."""
    told = {number: one.severity or UNTOLD for number, one in incidents.items()}
    groups = {number: told.get(one.incident_id, UNTOLD) for number, one in items.items()}
    return _split(total, groups, lambda name: (-severity_weight(name), name))


def _by_name(name: str) -> tuple[int, str]:
    return 0, name


def _split(
    total: Punctuality,
    groups: Mapping[int, str],
    key: Callable[[str], tuple[int, str]] = _by_name,
) -> tuple[Punctuality, ...]:
    """Return on time of each group of which anything fell due in the 13 weeks."""
    week, quarter = total.week.split(groups), total.quarter.split(groups)
    names = sorted(quarter, key=key)
    return tuple(Punctuality(name, week.get(name, NONE_DUE), quarter[name]) for name in names)


def _oldest(done: Sequence[Completion], incidents: Mapping[int, Incident]) -> tuple[int, ...]:
    """Return the severe incidents with open promises that are not remediated, oldest first."""
    open_ones = [one.incident for one in done if one.open.count and not one.remediated]
    severe = [no for no in open_ones if severity_weight(incidents[no].severity) >= SEVERE]
    return tuple(sorted(severe, key=lambda no: (incidents[no].created_at, no))[:OLDEST])


def _slipping(log: Log, week: Week, as_of: datetime) -> Slipping:
    return Slipping(
        ages=ages(log, as_of),
        slip=slip(log, week.start, as_of),
        movers=movers(log, as_of),
        stale=staleness(log, as_of),
    )


def _learning(log: Log, week: Week, as_of: datetime) -> Learning:
    return Learning(
        repeats=recurrence(log, week.start, as_of),
        repeats_in_a_year=recurrence(log, days_before(as_of, YEAR), as_of),
        urgency=urgency(log, as_of),
        mix=mix(log, as_of),
    )


def _pace(log: Log, as_of: datetime) -> Pace:
    return Pace(
        cohorts=cohorts(log, as_of),
        to_close=time_to_close(log, as_of),
        to_owner=time_to_owner(log, as_of),
        to_tracker=time_to_tracker(log, as_of),
        reopening=reopening(log, as_of),
        verification=verification(log, as_of),
    )
