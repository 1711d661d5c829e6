"""The report in CSV: one row an item, so that a column's sum is a figure of the report."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from tracker.counting.ledger import Flow
from tracker.reporting.document import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tracker.counting.states import State
    from tracker.reporting.report import WeeklyReport

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # also in full width
FACTS = (
    "week",
    "item",
    "incident",
    "incident_title",
    "severity",
    "title",
    "kind",
    "status",
    "owner",
    "priority",
    "due",
    "accepted_at",
    "done_at",
)
AT_ONCE = 500  # rows
Value = str | int | None


def as_csv(report: WeeklyReport) -> str:
    """Return *report* in CSV; a cell that a spreadsheet would run as a formula is quoted."""
    return "".join(csv_pieces(report))


def csv_pieces(report: WeeklyReport) -> Iterator[str]:
    """Yield *report* in CSV, some rows at a time; no cell is torn in two."""
    rows = _rows(report)
    while some := list(islice(rows, AT_ONCE)):
        file = io.StringIO()
        csv.writer(file, lineterminator="\n").writerows(some)
        yield file.getvalue()


def _rows(report: WeeklyReport) -> Iterator[list[Value]]:
    counted = {name: Counter(items) for name, items in _columns(report).items()}
    late = {one.item: one for one in report.late}
    newer = {name: Counter(items) for name, items in _newer(report).items()}
    days_named = ("overdue_days", "overdue_days_weighted")
    yield [*FACTS, *counted, *days_named, "team", *newer]
    teams = {item: one.name for one in report.teams for item in one.known.items}
    for item, state in report.items.items():
        days = (late[item].days, late[item].weighted) if item in late else (0, 0)
        row: list[Value] = [*_facts(report, state), *(one[item] for one in counted.values()), *days]
        row += [teams.get(item), *(one[item] for one in newer.values())]
        yield [shown(cell) for cell in row]


def _columns(report: WeeklyReport) -> dict[str, tuple[int, ...]]:
    """Return each column of numbers with the items that it counts."""
    flows = ("open_at_start", *(flow.value for flow in Flow), "open_at_end")
    total = report.on_time[0].week
    parts = {name: getattr(report.ledger, name).items for name in flows}
    done = tuple(item for one in report.completions for item in one.done.items)
    promised = tuple(item for one in report.completions for item in one.counted.items)
    return {
        **parts,
        "overdue": report.counts.overdue.items,
        "newly_overdue": report.newly_overdue.items,
        "undated": report.counts.undated.items,
        "unowned": report.counts.unowned.items,
        "met_on_time": total.met.items,
        "missed": total.missed.items,
        "counts_as_promise": promised,
        "counts_as_done": done,
    }


def _newer(report: WeeklyReport) -> dict[str, tuple[int, ...]]:
    """Return the columns of numbers that came later; they stand behind the others."""
    slip, stale, pace = report.slipping.slip, report.slipping.stale, report.pace
    ages = {f"open_{one.name}_days".replace(" ", "_"): one.open for one in report.slipping.ages}
    figures = {
        **ages,
        "due_moved_later": slip.later,
        "due_moved_nearer": slip.nearer,
        "due_removed": slip.removed,
        "moved_after_due": slip.after_due,
        "priority_lowered": slip.lowered,
        "stale_14_days": stale.fortnight,
        "stale_30_days": stale.month,
        "done_in_90_days": pace.verification.done,
        "unverified": pace.verification.unverified,
        "reopened_in_30_days": pace.reopening.reopened,
    }
    return {name: figure.items for name, figure in figures.items()}


def _facts(report: WeeklyReport, state: State) -> list[Value]:
    known = report.incidents.get(state.incident_id)
    return [
        report.week.name,
        state.key,
        f"I-{state.incident_id}",
        known.title if known else None,
        known.severity if known else None,
        state.title,
        state.kind.value if state.kind else None,
        state.status.value,
        state.owner,
        state.priority,
        str(state.due) if state.due else None,
        _moment(state.clocks.accepted_at),
        _moment(state.clocks.done_at),
    ]


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def shown(cell: str | int | None) -> str | int:
    """Return a cell that is shown and never run: an apostrophe stands before a formula's sign."""
    if not isinstance(cell, str):
        return "" if cell is None else cell
    text = plain(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
