"""Section 0: how far the figures can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reporting.document import Bullets, Paragraph, Section, Share
from tracker.reporting.phrases import described, details

if TYPE_CHECKING:
    from tracker.counting.health import Health
    from tracker.reporting.document import Block
    from tracker.reporting.report import WeeklyReport


def trust(report: WeeklyReport) -> Section:
    """Return how well the trackers are reached, and what of the log contradicts itself (M17)."""
    return Section("Data health", (*_reached(report, report.health), *_clear(report)))


def _reached(report: WeeklyReport, health: Health | None) -> list[Block]:
    if health is None:
        told = "How well the trackers are reached is in no log: it is told beside the headlines."
        return [Paragraph(told)]
    total = health.fresh.count + health.stale.count
    figures = (
        ("Links not reconciled in the last 24 hours", health.stale),
        ("Issues that are gone or out of reach", health.lost),
        ("Open items without an issue", health.unlinked),
        ("Open conflicts", health.conflicts),
        ("Writes of which nobody knows whether they arrived", health.unknown),
        ("Writes that were refused", health.failed),
    )
    share = Share(health.fresh.count, total)
    said = f"{share.text} links were reconciled in the last 24 hours."
    blocks: list[Block] = [Paragraph(said if total else "No item has an issue in a tracker yet.")]
    for name, figure in figures:
        blocks += details(report, name, figure)
    if len(blocks) == 1:
        blocks.append(Paragraph("No open conflicts, no unknown and no failed writes."))
    return blocks


def _clear(report: WeeklyReport) -> list[Block]:
    if not report.unclear:
        return [Paragraph("The change log contradicts itself nowhere.")]
    told = "The change log contradicts itself; these items are left out of what rests on it:"
    lines = tuple(
        f"{described(report, one.item)}: {'; '.join(one.texts)}. "
        f"Not counted under: {', '.join(one.metrics)}"
        for one in report.unclear
    )
    return [Paragraph(told), Bullets(lines)]
