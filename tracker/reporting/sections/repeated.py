"""Section 3: incidents that an open promise should have prevented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reporting.document import Bullets, Paragraph, Section
from tracker.reporting.phrases import described, incident

if TYPE_CHECKING:
    from tracker.counting.recurrence import Repeat
    from tracker.reporting.document import Block
    from tracker.reporting.report import WeeklyReport


def repeated(report: WeeklyReport) -> Section:
    """Return the incidents that people matched with promises, this week and in a year (M13)."""
    week, year = report.learning.repeats, report.learning.repeats_in_a_year
    blocks: list[Block] = [Paragraph("No incident was matched with a promise in this week.")]
    if week.repeats:
        blocks = [Bullets(tuple(_line(report, one) for one in week.repeats))]
    told = (
        f"In 365 days {year.exposed.count} incidents began while a promise that would have helped "
        f"was open, {year.overdue.count} of them while it was overdue."
    )
    blocks.append(Paragraph(told))
    if year.untold.count:
        blocks.append(Paragraph(f"Of {year.untold.count} nobody tells when they began."))
    return Section("Repeat exposure", tuple(blocks))


def _line(report: WeeklyReport, one: Repeat) -> str:
    how = "was not open when it began"
    if one.was_open is None:
        how = "nobody tells whether it was open, as nobody tells when the incident began"
    elif one.was_open:
        how = "was overdue when it began" if one.was_overdue else "was open when it began"
    return f"{incident(report, one.incident)}: {described(report, one.item)}; {how}"
