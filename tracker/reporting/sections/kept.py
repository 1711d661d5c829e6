"""Section 2: what was kept on time, and what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.counting.figures import FEWEST
from tracker.reporting.document import Delta, Paragraph, Section, Share, Table
from tracker.reporting.phrases import details, names_only, on_time_table

if TYPE_CHECKING:
    from tracker.reporting.document import Block
    from tracker.reporting.report import WeeklyReport


def kept(report: WeeklyReport) -> Section:
    """Return what was met and missed, and what is open, overdue, undated, unowned (M2, M3)."""
    return Section("On time, and what is open", (*_punctual(report), *_counted(report)))


def _punctual(report: WeeklyReport) -> list[Block]:
    total = report.on_time[0]
    blocks: list[Block] = [Paragraph("No promise fell due in these 13 weeks.")]
    if total.quarter.judged or total.quarter.unjudged.count:
        few = f"Percentages are told from {FEWEST} promises on."
        blocks = [
            on_time_table(report, "Kept on time", report.on_time),
            Paragraph(few),
            on_time_table(report, "Kept on time, by kind", report.on_time_by_kind),
        ]
    blocks += details(report, "Met in this week", total.week.met)
    blocks += details(report, "Missed in this week", total.week.missed)
    blocks += names_only("Met in 13 weeks", total.quarter.met)
    blocks += names_only("Missed in 13 weeks", total.quarter.missed)
    blocks += names_only("Already done when first read, after their day", total.quarter.unjudged)
    return blocks


def _counted(report: WeeklyReport) -> list[Block]:
    now, then = report.counts, report.counts_before
    figures = (
        ("Open", now.open, then.open),
        ("Overdue", now.overdue, then.overdue),
        ("Without a due date", now.undated, then.undated),
        ("Without an owner", now.unowned, then.unowned),
    )
    rows = tuple(
        (name, one.count, was.count, Delta(one.count - was.count)) for name, one, was in figures
    )
    moment = "Now" if report.so_far else "At the week's end"
    blocks: list[Block] = [Table(("Open promises", moment, "A week before", "Change"), rows)]
    if now.overdue_percent is not None:
        share = Share(now.overdue.count, now.dated.count)
        blocks.append(Paragraph(f"Overdue of open with a due date: {share.text}."))
    for name, one, _ in figures[1:]:
        blocks += names_only(name, one)
    return blocks
