"""The report in JSON: every figure with the items that it counts."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from tracker.counting.figures import Figure
from tracker.counting.ledger import Flow
from tracker.reporting.definitions import definitions

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.completion import Completion
    from tracker.counting.ledger import Ledger
    from tracker.counting.punctuality import OnTime
    from tracker.counting.states import State
    from tracker.reporting.report import Decision, WeeklyReport
    from tracker.reporting.trends import WeekLine

Json = dict[str, Any]


def as_json(report: WeeklyReport) -> str:
    """Return *report* in JSON, its keys always in the same order."""
    return json.dumps(_told(report), ensure_ascii=False, indent=2) + "\n"


def line_json(line: WeekLine) -> Json:
    """Return one week of a list of weeks, counts alone: the week's report lists the items."""
    flows = {flow.value: line.flows.get(flow, 0) for flow in Flow}
    return {
        "week": line.week.name,
        "start": _moment(line.week.start),
        "end": _moment(line.week.end),
        "so_far": line.so_far,
        "ledger": {
            "open_at_start": line.open_at_start,
            **flows,
            "open_at_end": line.open_at_end,
        },
    }


def _told(report: WeeklyReport) -> Json:
    weeks = [report.week.earlier(back).name for back in range(len(report.ledgers) - 1, -1, -1)]
    trend = [
        {"week": name, **_ledger(one)} for name, one in zip(weeks, report.ledgers, strict=True)
    ]
    return {
        "week": report.week.name,
        "timezone": str(report.week.zone),
        "start": _moment(report.week.start),
        "end": _moment(report.week.end),
        "as_of": _moment(report.as_of),
        "so_far": report.so_far,
        "health": _figures(report.health) if report.health else None,
        "ledger": _ledger(report.ledger),
        "trend": trend,
        "on_time": [
            {"of": one.label, "week": _on_time(one.week), "weeks_13": _on_time(one.quarter)}
            for one in report.on_time
        ],
        "counts": _figures(report.counts) | {"overdue_percent": report.counts.overdue_percent},
        "counts_week_ago": _figures(report.counts_before)
        | {"overdue_percent": report.counts_before.overdue_percent},
        "newly_overdue": _figure(report.newly_overdue),
        "overdue_item_days": _lateness(report),
        "incidents": [_completion(report, one) for one in report.completions],
        "remediated": [f"I-{number}" for number in report.remediated],
        "wont_do": [_decision(one) for one in report.decisions],
        "without_items": [f"I-{number}" for number in report.without_items],
        "without_prevention": [f"I-{number}" for number in report.without_prevention],
        "items": [_item(state) for state in report.items.values()],
        "definitions": list(definitions()),
        "command": f"{report.command} --format json",
    }


def _figure(figure: Figure) -> Json:
    return {"count": figure.count, "items": [f"A-{item}" for item in figure.items]}


def _figures(holder: Any) -> Json:
    """Return each figure among a dataclass's fields, in their order."""
    values = {one.name: getattr(holder, one.name) for one in fields(holder)}
    return {name: _figure(value) for name, value in values.items() if isinstance(value, Figure)}


def _ledger(one: Ledger) -> Json:
    return {"start": _moment(one.start), "end": _moment(one.end), **_figures(one)}


def _on_time(one: OnTime) -> Json:
    return {"percent": one.percent, **_figures(one)}


def _lateness(report: WeeklyReport) -> Json:
    return {
        "days": sum(late.days for late in report.late),
        "weighted": sum(late.weighted for late in report.late),
        "items": [
            {
                "id": f"A-{late.item}",
                "days": late.days,
                "weight": late.weight,
                "weighted": late.weighted,
            }
            for late in report.late
        ],
    }


def _completion(report: WeeklyReport, one: Completion) -> Json:
    known = report.incidents[one.incident]
    return {
        "id": known.name,
        "title": known.title,
        "severity": known.severity,
        "percent": one.percent,
        "remediated": one.remediated,
        **_figures(one),
    }


def _decision(one: Decision) -> Json:
    return {
        "id": f"A-{one.item}",
        "at": _moment(one.at),
        "reason": one.reason,
        "approver": one.approver,
        "released": one.released,
        "reinstated": one.reversed,
    }


def _item(state: State) -> Json:
    return {
        "id": state.key,
        "incident": f"I-{state.incident_id}",
        "title": state.title,
        "kind": state.kind.value if state.kind else None,
        "status": state.status.value,
        "owner": state.owner,
        "priority": state.priority,
        "due": _day(state.due),
        "due0": _day(state.due0),
        "effective_due": _day(state.effective_due),
        "accepted_at": _moment(state.clocks.accepted_at),
        "done_at": _moment(state.clocks.done_at),
        "reopens": state.clocks.reopens,
        "duplicate_of": f"A-{state.duplicate_of}" if state.duplicate_of else None,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _day(day: object) -> str | None:
    return str(day) if day else None
