"""The appendix: why each headline figure changed since the week before, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.counting.explaining import Why
from tracker.reporting.document import Bullets, Fold, Paragraph, Section, Table
from tracker.reporting.phrases import minute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.counting.explaining import Step
    from tracker.reporting.document import Block
    from tracker.reporting.report import WeeklyReport
    from tracker.storage.report_queries import Movement

FROM = {
    "document": "from the document",
    "web": "on the dashboard",
    "cli": "on the command line",
    "api": "through the API",
    "github": "on GitHub",
    "jira": "in Jira",
    "policy": "by policy",
}
STATUS = {"in_progress": "in progress", "wont_do": "won't do"}
Known = dict[tuple[int, str, str | None], list["Movement"]]


def why(report: WeeklyReport) -> Section:
    """Return each figure a week before, what came, what left, and what it is."""
    rows = tuple(
        (one.name, one.before.count, len(one.came), len(one.left), one.now.count)
        for one in report.differences
    )
    then = "The week before" if not report.so_far else "A week before"
    known: Known = {}
    for movement in report.movements:
        known.setdefault((movement.item, movement.field, movement.new), []).append(movement)
    blocks: list[Block] = [
        Paragraph("Each figure is what it was, plus what came to it, minus what left it."),
        Table(("Figure", then, "Came (+)", "Left (-)", "Now"), rows),
    ]
    for one in report.differences:
        blocks += _fold(report, known, f"{one.name}: came", one.came)
        blocks += _fold(report, known, f"{one.name}: left", one.left)
    if len(blocks) == 2:  # noqa: PLR2004  the sentence and the table
        blocks.append(Paragraph("No item came to any of them, and none left."))
    return Section("Appendix: why the numbers changed", tuple(blocks))


def _fold(
    report: WeeklyReport,
    known: Mapping[tuple[int, str, str | None], list[Movement]],
    name: str,
    steps: Iterable[Step],
) -> list[Block]:
    lines, entries = [], []
    for step in steps:
        made = known.get((step.item, step.field or "", step.new), ())
        by = next((one for one in reversed(made) if step.at and one.at <= step.at), None)
        title = report.items[step.item].title
        lines.append(f"A-{step.item} {title}: {_because(report, step, by)}")
        entries.append(by.id if by else None)
    if not lines:
        return []
    return [Fold(f"{name} ({len(lines)})", Bullets(tuple(lines), tuple(entries)))]


def _because(report: WeeklyReport, step: Step, by: Movement | None) -> str:
    """Return what made an item come or leave, in words."""
    match step.why:
        case Why.DAY:
            return f"its day, {step.day}, passed"
        case Why.WINDOW:
            return f"its day, {step.day}, lies before the 13 weeks now"
        case Why.LOG:
            return "its change log contradicts itself"
        case Why.CHANGE:
            when = f" on {minute(step.at, report)}" if step.at else ""
            who = f" by {by.who}" if by and by.who else ""
            where = f" {FROM.get(by.origin, by.origin)}" if by else ""
            return f"{_became(step.field, step.new)}{when}{who}{where}"


def _became(field: str | None, new: str | None) -> str:
    if field == "status":
        return f"became {STATUS.get(new or '', new or 'unknown')}"
    named = {"due": "due date", "approver": "approver"}.get(field or "", field)
    return f"{named} became {new}" if new is not None else f"{named} was removed"
