"""Section 4: what became overdue, what is worst, what ages and slips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.counting.figures import FEWEST
from tracker.reporting.charts import age_chart
from tracker.reporting.document import Amount, Bullets, Paragraph, Section, Share, Table
from tracker.reporting.phrases import described, details, names_only

if TYPE_CHECKING:
    from tracker.counting.slips import Mover, Slip
    from tracker.reporting.document import Block
    from tracker.reporting.report import WeeklyReport

WORST = 10


def lateness(report: WeeklyReport) -> Section:
    """Return the overdue and the stale work, its age, and what slipped (M6, M10, M11)."""
    return Section(
        "Newly overdue, and the worst",
        (*_overdue(report), *_slipped(report), *_moved(report), *_aged(report), *_stale(report)),
    )


def _overdue(report: WeeklyReport) -> list[Block]:
    if not report.late:
        return [Paragraph("Nothing is overdue.")]
    rows = tuple(
        (described(report, late.item), late.days, late.weight, late.weighted)
        for late in report.late[:WORST]
    )
    days = sum(late.days for late in report.late)
    weighted = sum(late.weighted for late in report.late)
    said = (
        f"{days} overdue item-days in all, {weighted} weighted by severity, "
        f"of {len(report.late)} overdue items."
    )
    new = details(report, "Newly overdue", report.newly_overdue)
    quiet = (Paragraph("Nothing became overdue in this week."),)
    head = (f"The worst {WORST}", "Days overdue", "Weight", "Weighted days")
    return [*(new or quiet), Paragraph(said), Table(head, rows)]


def _slipped(report: WeeklyReport) -> list[Block]:
    slip = report.slipping.slip
    if not slip.moved.count and not slip.removed.count and not slip.lowered.count:
        return [Paragraph("No due date moved in this week, and no priority was lowered.")]
    blocks: list[Block] = [Paragraph(_slips(slip))]
    blocks += details(report, "Moved to a later day", slip.later)
    blocks += names_only("Of these after the old day had passed", slip.after_due)
    blocks += names_only("Moved nearer", slip.nearer)
    blocks += details(report, "Without a due date now", slip.removed)
    blocks += details(report, "With a lower priority", slip.lowered)
    return blocks


def _slips(slip: Slip) -> str:
    told = f"{slip.moved.count} due dates moved"
    if slip.days is not None:
        told += f"; what moved lies {slip.days:g} days after its first due date (median)"
    if slip.later.count:
        late = Share(slip.after_due.count, slip.later.count, FEWEST)
        told += f"; {late.text} extensions came after the day had passed"
    return f"{told}. {slip.lowered.count} priorities were lowered."


def _moved(report: WeeklyReport) -> list[Block]:
    movers = report.slipping.movers
    if not movers:
        return [Paragraph("No open item's date was moved twice.")]
    lines = tuple(_mover(report, one) for one in movers[:WORST])
    more = f", the most moved {WORST} of {len(movers)}" if len(movers) > WORST else ""
    return [Paragraph(f"Moved twice or more{more}:"), Bullets(lines)]


def _mover(report: WeeklyReport, one: Mover) -> str:
    far = f", {one.days:+} days from the first date" if one.days is not None else ""
    return f"{described(report, one.item)}: moved {one.times} times{far}"


def _aged(report: WeeklyReport) -> list[Block]:
    ages = report.slipping.ages
    most = max(one.open.count for one in ages)
    if not most:
        return [Paragraph("Nothing is open, so nothing ages.")]
    rows = tuple((f"{one.name} days", Amount(one.open.count, most)) for one in ages)
    folds = [fold for one in ages for fold in names_only(f"Open for {one.name} days", one.open)]
    return [age_chart(report), Table(("Age of the open promises", "Open"), rows), *folds]


def _stale(report: WeeklyReport) -> list[Block]:
    stale = report.slipping.stale
    if not report.counts.open.count:
        return []
    if not stale.fortnight.count:
        return [Paragraph("A person has touched every open promise in the last 14 days.")]
    blocks: list[Block] = [*names_only("Untouched for 14 days", stale.fortnight)]
    blocks += details(report, "Untouched for 30 days", stale.month)
    return blocks
