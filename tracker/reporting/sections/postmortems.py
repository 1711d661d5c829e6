"""Section 7: what postmortems led to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.counting.figures import FEWEST
from tracker.reporting.document import Bullets, Paragraph, Section, Share, Table
from tracker.reporting.phrases import incident

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.reporting.document import Block
    from tracker.reporting.report import WeeklyReport


def postmortems(report: WeeklyReport) -> Section:
    """Return the postmortems that led to nothing, or not to enough (M7, M8, M14)."""
    return Section(
        "Postmortems without items, or without prevention",
        (
            *_named(
                report,
                report.without_items,
                "Without any item",
                "Every postmortem has an item.",
            ),
            *_named(
                report,
                report.without_prevention,
                "With promises, but none that prevents",
                "Every postmortem with promises has one that prevents.",
            ),
            *_urgent(report),
            *_mixed(report),
        ),
    )


def _named(report: WeeklyReport, numbers: Iterable[int], head: str, none: str) -> tuple[Block, ...]:
    lines = tuple(incident(report, number) for number in numbers)
    if not lines:
        return (Paragraph(none),)
    return (Paragraph(f"{head} ({len(lines)}):"), Bullets(lines))


def _urgent(report: WeeklyReport) -> list[Block]:
    urgency = report.learning.urgency
    blocks: list[Block] = []
    if urgency.affecting.count:
        share = Share(urgency.promised.count, urgency.affecting.count, FEWEST)
        told = "Of the incidents of the last 90 days that users felt"
        blocks.append(Paragraph(f"{told}, {share.text} have a P0 or P1."))
        without = sorted(set(urgency.affecting.items) - set(urgency.promised.items))
        none = "Each of them has one."
        blocks += _named(report, without, "Felt by users, without a P0 or P1", none)
    else:
        told = "No postmortem of the last 90 days tells of an impact on users."
        blocks.append(Paragraph(told))
    if urgency.untold.count:
        told = f"Postmortems of the last 90 days that tell of no impact: {urgency.untold.count}."
        blocks.append(Paragraph(told))
    return blocks


def _mixed(report: WeeklyReport) -> list[Block]:
    mix = report.learning.mix
    committed = sum(one.committed.count for one in mix.shares)
    done = sum(one.done.count for one in mix.shares)
    blocks: list[Block] = [Paragraph("Nothing was promised or done in the last 90 days.")]
    if committed or done:
        rows = tuple(
            (
                one.kind or "no kind told",
                Share(one.committed.count, committed, FEWEST),
                Share(one.done.count, done, FEWEST),
            )
            for one in mix.shares
            if one.committed.count or one.done.count
        )
        blocks = [Table(("The mix of 90 days", "Promised", "Done"), rows)]
    if mix.causes.count:
        share = Share(mix.answered.count, mix.causes.count, FEWEST)
        blocks.append(Paragraph(f"Root causes that led to a promise: {share.text}."))
    return blocks
