"""Section 5: completion per incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reporting.charts import completion_chart
from tracker.reporting.document import Bullets, Paragraph, Section, Share, Table
from tracker.reporting.phrases import day, incident

if TYPE_CHECKING:
    from tracker.counting.completion import Completion
    from tracker.reporting.document import Block
    from tracker.reporting.report import WeeklyReport


def incidents(report: WeeklyReport) -> Section:
    """Return what is done per incident, what was remediated, and what waits longest (M7)."""
    by_number = {one.incident: one for one in report.completions}
    at_work = [one for one in report.completions if one.open.count]
    mended = [by_number[number] for number in report.remediated]
    blocks: list[Block] = []
    if at_work:
        total = Share(
            sum(one.done.count for one in report.completions),
            sum(one.counted.count for one in report.completions),
        )
        blocks.append(Paragraph(f"Over all incidents {total.text} promises are done."))
        chart = completion_chart(report)
        blocks += [chart] if chart else []
        blocks.append(_table(report, "Incidents with open items", at_work))
    else:
        blocks.append(Paragraph("No incident has an open item."))
    if mended:
        blocks.append(_table(report, "Remediated in this week", mended))
    else:
        blocks.append(Paragraph("No incident was fully remediated in this week."))
    blocks += _oldest(report)
    rest = [one for one in report.completions if one.known.count and not one.open.count]
    closed = [one for one in rest if one.incident not in report.remediated]
    if closed:
        named = ", ".join(f"I-{one.incident} {_of(one)}" for one in closed)
        blocks.append(Paragraph(f"Nothing open, and so not in the table: {named}."))
    return Section("Completion per incident", tuple(blocks))


def _oldest(report: WeeklyReport) -> list[Block]:
    if not report.oldest:
        return [Paragraph("Every severe incident with open items is remediated.")]
    lines = tuple(
        f"{incident(report, number)}, since {day(report.incidents[number].created_at, report)}"
        for number in report.oldest
    )
    return [Paragraph("The oldest severe incidents that are not remediated:"), Bullets(lines)]


def _of(one: Completion) -> str:
    return f"{one.done.count}/{one.counted.count}"


def _table(report: WeeklyReport, name: str, rows: list[Completion]) -> Table:
    return Table(
        (name, "Done", "Open", "Overdue", "Given up in time", "Remediated"),
        tuple(
            (
                incident(report, one.incident),
                Share(one.done.count, one.counted.count),
                one.open.count,
                one.overdue.count,
                one.released.count,
                "yes" if one.remediated else "no",
            )
            for one in rows
        ),
    )
