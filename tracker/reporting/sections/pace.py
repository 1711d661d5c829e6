"""Section 8: cohorts, and how long promises take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.counting.cohorts import HORIZONS
from tracker.counting.figures import FEWEST
from tracker.reporting.document import Paragraph, Section, Share, Table
from tracker.reporting.phrases import details, in_days, names_only

if TYPE_CHECKING:
    from tracker.counting.cohorts import Cohort, Rate
    from tracker.reporting.document import Block, Cell
    from tracker.reporting.report import WeeklyReport


def pace(report: WeeklyReport) -> Section:
    """Return how fast promises are done, and whether they stay so (M1, M4, M9, M12, M15)."""
    return Section(
        "Cohorts, and how long promises take",
        (*_cohorts(report), *_durations(report), *_reopened(report), *_unverified(report)),
    )


def _cohorts(report: WeeklyReport) -> list[Block]:
    told = [one for one in report.pace.cohorts if one.accepted.count]
    if not told:
        return [Paragraph("Nothing was accepted in the last six months that are over.")]
    head = ("Accepted in", "Promises", *(f"Done within {days} days" for days in HORIZONS))
    return [Table(head, tuple(_cohort(one) for one in told))]


def _cohort(one: Cohort) -> tuple[Cell, ...]:
    return (one.name, one.accepted.count, *map(_rate, one.rates))


def _rate(one: Rate | None) -> Cell:
    if one is None:
        return "not yet"
    return Share(one.done.count, one.counted.count, FEWEST) if one.counted.count else "none"


def _durations(report: WeeklyReport) -> list[Block]:
    durations = (
        ("To be done, of 180 days", report.pace.to_close),
        ("To an owner, of 90 days", report.pace.to_owner),
        ("To an issue in a tracker, of 90 days", report.pace.to_tracker),
    )
    told = [(name, one) for name, one in durations if one.watched]
    blocks: list[Block] = [Paragraph("Nothing was accepted lately, so no time is told.")]
    if told:
        rows = tuple(
            (name, in_days(one.median), in_days(one.p90), one.watched, one.censored.count)
            for name, one in told
        )
        head = ("From accepted", "Median", "p90", "Promises", "Still waiting or given up")
        blocks = [Table(head, rows)]
    found = report.pace.to_close.untold
    blocks += names_only("Done already when first read, so in no duration", found)
    return blocks


def _reopened(report: WeeklyReport) -> list[Block]:
    one = report.pace.reopening
    if not one.done.count:
        return [Paragraph("Nothing was done 120 to 30 days ago that could have been reopened.")]
    share = Share(one.reopened.count, one.done.count, FEWEST)
    told = f"Of what was done 120 to 30 days ago, {share.text} was reopened within 30 days."
    return [Paragraph(told), *details(report, "Reopened within 30 days", one.reopened)]


def _unverified(report: WeeklyReport) -> list[Block]:
    one = report.pace.verification
    if not one.done.count:
        return [Paragraph("Nothing was done in the last 90 days.")]
    share = Share(one.unverified.count, one.done.count, FEWEST)
    told = f"Of what was done in the last 90 days, {share.text} is without evidence"
    told += f", for {in_days(one.age)} (median)." if one.age is not None else "."
    return [Paragraph(told), *names_only("Done without evidence", one.unverified)]
