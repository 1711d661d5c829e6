"""Section 6: what was decided not to be done, and what is to be decided again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reporting.document import Bullets, Paragraph, Section
from tracker.reporting.phrases import described, minute

if TYPE_CHECKING:
    from tracker.reporting.document import Block
    from tracker.reporting.report import Decision, WeeklyReport


def decided(report: WeeklyReport) -> Section:
    """Return the won't-do decisions of the week, and those that are about to expire."""
    blocks: list[Block] = [Paragraph("Nothing was given up in this week.")]
    if report.decisions:
        blocks = [Bullets(tuple(_decided(report, one) for one in report.decisions))]
    if report.expiring:
        lines = tuple(
            f"{described(report, one.item)}: to be looked at again by {one.review_by}"
            for one in report.expiring
        )
        blocks += [Paragraph("Decisions about to expire:"), Bullets(lines)]
    else:
        blocks.append(Paragraph("No decision expires in the next two weeks."))
    return Section("Won't-do decisions", tuple(blocks))


def _decided(report: WeeklyReport, one: Decision) -> str:
    told = f"{described(report, one.item)}: {one.reason or 'no reason was given'}"
    by = f"approved by {one.approver}" if one.approver else "approved by nobody"
    counts = "in time, so it no longer counts" if one.released else "it still counts as missed"
    after = "; reinstated since" if one.reversed else ""
    return f"{told} — {by} on {minute(one.at, report)}; {counts}{after}"
