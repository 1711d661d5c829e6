"""Section 1: the ledger against last week, and the trend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.counting.ledger import Flow
from tracker.reporting.charts import ledger_chart
from tracker.reporting.document import Amount, Delta, Paragraph, Section, Table
from tracker.reporting.phrases import details, names_only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.reporting.document import Block
    from tracker.reporting.report import WeeklyReport

ENTRIES = {
    "open_at_start": "Open at the start",
    "accepted": "Accepted (+)",
    "reopened": "Reopened (+)",
    "reinstated": "Reinstated (+)",
    "done": "Done (-)",
    "wont_do": "Won't do (-)",
    "duplicate": "Duplicate (-)",
    "open_at_end": "Open at the end",
}
MOVES = {flow.value: ENTRIES[flow.value][:-4] for flow in Flow}


def flow(report: WeeklyReport) -> Section:
    """Return what came to the open promises and what left them, this week and before (M5)."""
    now, before = report.ledgers[-1], report.ledgers[-2]
    rows = tuple(
        (name, getattr(now, entry).count, getattr(before, entry).count)
        for entry, name in ENTRIES.items()
    )
    moves = [
        fold for entry, name in MOVES.items() for fold in details(report, name, getattr(now, entry))
    ]
    quiet = () if moves else (Paragraph("Nothing came and nothing left in this week."),)
    return Section(
        "The ledger",
        (
            Table(("Open promises", report.week.name, report.week.earlier(1).name), rows),
            *(moves or quiet),
            *names_only("Open at the start", now.open_at_start),
            *names_only("Open at the end", now.open_at_end),
            *_handed(report),
            _trend(report),
            ledger_chart(report),
        ),
    )


def _handed(report: WeeklyReport) -> Iterator[Block]:
    """Yield by what a team's open promises at the start differ from the end of the week before."""
    if report.handing is None:
        return
    taken, given = report.handing.taken_over, report.handing.handed_over
    yield Paragraph(
        "An item counts for the team that owned it last, with its whole past. Of what was open "
        f"when the week began, {report.team} took over {taken.count} since and handed over "
        f"{given.count}: by so much the start differs from the end that the report of "
        f"{report.week.earlier(1).name} tells."
    )
    yield from names_only("Taken over", taken)
    yield from names_only("Handed over", given)


def _trend(report: WeeklyReport) -> Table:
    most = max(one.open_at_end.count for one in report.ledgers)
    weeks = [report.week.earlier(back) for back in range(len(report.ledgers) - 1, -1, -1)]
    rows = tuple(
        (
            week.name,
            one.accepted.count + one.reopened.count + one.reinstated.count,
            one.done.count,
            one.wont_do.count + one.duplicate.count,
            Delta(one.net),
            Amount(one.open_at_end.count, most),
        )
        for week, one in zip(weeks, report.ledgers, strict=True)
    )
    head = ("Eight weeks", "Came", "Done", "Otherwise closed", "Change", "Open at the end")
    return Table(head, rows)
