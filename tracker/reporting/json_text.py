"""The report in JSON: every figure with the items that it counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.counting.ledger import Flow
from tracker.reporting.definitions import definitions
from tracker.reporting.json_figures import (
    Json,
    day_json,
    figure_json,
    figures_json,
    late_json,
    ledger_json,
    moment_json,
)
from tracker.reporting.json_parts import parts_json, punctuality_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.counting.completion import Completion
    from tracker.counting.states import State
    from tracker.reporting.report import Decision, WeeklyReport
    from tracker.reporting.trends import WeekLine


def as_json(report: WeeklyReport) -> str:
    """Return *report* in JSON, its keys always in the same order."""
    return "".join(json_pieces(report))


def json_pieces(report: WeeklyReport) -> Iterator[str]:
    """Yield *report* in JSON, piece by piece: at once, tens of thousands of items take much room.

    No text is torn in two.
    """
    before = "{\n  "
    for name, value in _told(report).items():
        yield f'{before}"{name}": '
        if name == "items" and report.items:
            yield from _items(report)
        else:
            yield _text(value).replace("\n", "\n  ")
        before = ",\n  "
    yield "\n}\n"


def _items(report: WeeklyReport) -> Iterator[str]:
    before = "[\n    "
    for state in report.items.values():
        yield before + _text(_item(state)).replace("\n", "\n    ")
        before = ",\n    "
    yield "\n  ]"


def _text(told: Any) -> str:
    return "".join(json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(told))


def line_json(line: WeekLine) -> Json:
    """Return one week of a list of weeks, counts alone: the week's report lists the items."""
    flows = {flow.value: line.flows.get(flow, 0) for flow in Flow}
    return {
        "week": line.week.name,
        "start": moment_json(line.week.start),
        "end": moment_json(line.week.end),
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
        {"week": name, **ledger_json(one)} for name, one in zip(weeks, report.ledgers, strict=True)
    ]
    return {
        "week": report.week.name,
        "timezone": str(report.week.zone),
        "start": moment_json(report.week.start),
        "end": moment_json(report.week.end),
        "as_of": moment_json(report.as_of),
        "so_far": report.so_far,
        "health": figures_json(report.health) if report.health else None,
        "ledger": ledger_json(report.ledger),
        **({"handing": figures_json(report.handing)} if report.handing else {}),
        "trend": trend,
        "on_time": punctuality_json(report.on_time),
        "counts": figures_json(report.counts) | {"overdue_percent": report.counts.overdue_percent},
        "counts_week_ago": figures_json(report.counts_before)
        | {"overdue_percent": report.counts_before.overdue_percent},
        "newly_overdue": figure_json(report.newly_overdue),
        "overdue_item_days": late_json(report.late),
        "incidents": [_completion(report, one) for one in report.completions],
        "remediated": [f"I-{number}" for number in report.remediated],
        "wont_do": [_decision(one) for one in report.decisions],
        "without_items": [f"I-{number}" for number in report.without_items],
        "without_prevention": [f"I-{number}" for number in report.without_prevention],
        **parts_json(report),
        "items": [],
        "definitions": list(definitions()),
        "command": f"{report.command} --format json",
    }


def _completion(report: WeeklyReport, one: Completion) -> Json:
    known = report.incidents[one.incident]
    return {
        "id": known.name,
        "title": known.title,
        "severity": known.severity,
        "percent": one.percent,
        "remediated": one.remediated,
        **figures_json(one),
    }


def _decision(one: Decision) -> Json:
    return {
        "id": f"A-{one.item}",
        "at": moment_json(one.at),
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
        "due": day_json(state.due),
        "due0": day_json(state.due0),
        "effective_due": day_json(state.effective_due),
        "accepted_at": moment_json(state.clocks.accepted_at),
        "done_at": moment_json(state.clocks.done_at),
        "reopens": state.clocks.reopens,
        "duplicate_of": f"A-{state.duplicate_of}" if state.duplicate_of else None,
    }
