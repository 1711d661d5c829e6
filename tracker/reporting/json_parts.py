"""The report's newer parts in JSON: slip, repeats, cohorts, durations, teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reporting.json_figures import (
    Json,
    day_json,
    days_json,
    duration_json,
    figure_json,
    figures_json,
    late_json,
    ledger_json,
    moment_json,
    on_time_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.counting.cohorts import Cohort, Rate
    from tracker.counting.recurrence import Recurrence
    from tracker.reporting.report import Learning, Pace, Punctuality, Slipping, Team, WeeklyReport


def parts_json(report: WeeklyReport) -> Json:
    """Return what stands behind the report's first keys, in a fixed order."""
    return {
        "unclear": [
            {"id": f"A-{one.item}", "why": list(one.texts), "not_counted_in": list(one.metrics)}
            for one in report.unclear
        ],
        "on_time_by_kind": punctuality_json(report.on_time_by_kind),
        "on_time_by_owner": punctuality_json(report.on_time_by_owner),
        "oldest_unremediated": [f"I-{number}" for number in report.oldest],
        "expiring": [
            {"id": f"A-{one.item}", "review_by": day_json(one.review_by)} for one in report.expiring
        ],
        **_slipping(report.slipping),
        **_learning(report.learning),
        **_pace(report.pace),
        "teams": [_team(one) for one in report.teams],
    }


def punctuality_json(lines: Iterable[Punctuality]) -> list[Json]:
    """Return what was kept on time, a line each."""
    return [
        {"of": one.label, "week": on_time_json(one.week), "weeks_13": on_time_json(one.quarter)}
        for one in lines
    ]


def _slipping(one: Slipping) -> Json:
    return {
        "ages": [{"days": age.name, "open": figure_json(age.open)} for age in one.ages],
        "slip": {
            "median_days": one.slip.days,
            "after_due_percent": one.slip.after_due_percent,
            "moved": figure_json(one.slip.moved),
            **figures_json(one.slip),
        },
        "movers": [
            {"id": f"A-{each.item}", "times": each.times, "days": each.days} for each in one.movers
        ],
        "stale": {
            "days_14": figure_json(one.stale.fortnight),
            "days_30": figure_json(one.stale.month),
        },
    }


def _learning(one: Learning) -> Json:
    return {
        "repeats": _repeats(one.repeats),
        "repeats_365_days": _repeats(one.repeats_in_a_year),
        "urgent_promises": {"percent": one.urgency.percent, **figures_json(one.urgency)},
        "mix": {
            "kinds": [
                {
                    "kind": share.kind.value if share.kind else None,
                    "committed": figure_json(share.committed),
                    "done": figure_json(share.done),
                }
                for share in one.mix.shares
            ],
            "causes_percent": one.mix.percent,
            "causes": figure_json(one.mix.causes),
            "answered": figure_json(one.mix.answered),
        },
    }


def _repeats(one: Recurrence) -> Json:
    matches = [
        {
            "incident": f"I-{each.incident}",
            "item": f"A-{each.item}",
            "at": moment_json(each.matched_at),
            "was_open": each.was_open,
            "was_overdue": each.was_overdue,
        }
        for each in one.repeats
    ]
    return {"matches": matches, **figures_json(one)}


def _pace(one: Pace) -> Json:
    verification = one.verification
    return {
        "cohorts": [_cohort(each) for each in one.cohorts],
        "time_to_close": duration_json(one.to_close),
        "time_to_owner": duration_json(one.to_owner),
        "time_to_tracker": duration_json(one.to_tracker),
        "reopened": {"percent": one.reopening.percent, **figures_json(one.reopening)},
        "unverified": {
            "percent": verification.percent,
            "median_age_days": days_json(verification.age),
            **figures_json(verification),
        },
    }


def _cohort(one: Cohort) -> Json:
    return {
        "month": one.name,
        "accepted": figure_json(one.accepted),
        "rates": [_rate(rate) for rate in one.rates if rate is not None],
    }


def _rate(one: Rate) -> Json:
    return {"days": one.days, "percent": one.percent, **figures_json(one)}


def _team(one: Team) -> Json:
    return {
        "team": one.name,
        "ledger": ledger_json(one.ledger),
        "on_time": {
            "week": on_time_json(one.on_time.week),
            "weeks_13": on_time_json(one.on_time.quarter),
        },
        "counts": figures_json(one.counts) | {"overdue_percent": one.counts.overdue_percent},
        "overdue_item_days": late_json(one.late),
        "stale": {
            "days_14": figure_json(one.stale.fortnight),
            "days_30": figure_json(one.stale.month),
        },
        "unverified": {"percent": one.verification.percent, **figures_json(one.verification)},
        "load": {"weeks": one.load.weeks, **figures_json(one.load)},
    }
