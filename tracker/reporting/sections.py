"""The report's sections, in the order of METRICS.md; each is one function of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.counting.figures import FEWEST
from tracker.counting.ledger import Flow
from tracker.reporting.definitions import definitions
from tracker.reporting.document import (
    Amount,
    Bullets,
    Code,
    Delta,
    Document,
    Paragraph,
    Section,
    Share,
    Table,
)
from tracker.reporting.phrases import (
    described,
    details,
    incident,
    minute,
    names_only,
)

if TYPE_CHECKING:
    from tracker.counting.completion import Completion
    from tracker.counting.punctuality import OnTime
    from tracker.reporting.document import Block
    from tracker.reporting.report import Decision, Health, WeeklyReport

WORST = 10
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


def document_of(report: WeeklyReport) -> Document:
    """Return what the report says, in the order in which it is said."""
    week = report.week
    told = f"Monday {week.monday} to Sunday {week.sunday}, {week.zone}."
    if report.so_far:
        told = f"So far, as of {minute(report.as_of, report)}: the week is not over. {told}"
    health = (_health(report, report.health),) if report.health else ()
    return Document(
        title=f"Completion report, week {week.name}" + (" so far" if report.so_far else ""),
        lead=told,
        sections=(
            *health,
            _ledger(report),
            _on_time(report),
            _lateness(report),
            _completion(report),
            _decisions(report),
            _gaps(report),
            _definitions(report),
        ),
    )


def _health(report: WeeklyReport, health: Health) -> Section:
    total = health.fresh.count + health.stale.count
    figures = (
        ("Links not reconciled in the last 24 hours", health.stale),
        ("Issues that are gone or out of reach", health.lost),
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
    return Section("Data health", tuple(blocks))


def _ledger(report: WeeklyReport) -> Section:
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
            _trend(report),
        ),
    )


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


def _on_time(report: WeeklyReport) -> Section:
    return Section("On time, and what is open", (*_punctual(report), *_counted(report)))


def _punctual(report: WeeklyReport) -> list[Block]:
    total = report.on_time[0]
    blocks: list[Block] = [Paragraph("No promise fell due in these 13 weeks.")]
    if total.quarter.judged or total.quarter.unjudged.count:
        rows = tuple((one.label, _kept(one.week), _kept(one.quarter)) for one in report.on_time)
        head = ("Kept on time", f"Due in {report.week.name}", "Due in 13 weeks")
        few = f"Percentages are told from {FEWEST} promises on."
        blocks = [Table(head, rows), Paragraph(few)]
    blocks += details(report, "Met in this week", total.week.met)
    blocks += details(report, "Missed in this week", total.week.missed)
    blocks += names_only("Met in 13 weeks", total.quarter.met)
    blocks += names_only("Missed in 13 weeks", total.quarter.missed)
    blocks += names_only("Already done when first read, after their day", total.quarter.unjudged)
    return blocks


def _kept(one: OnTime) -> Share | str:
    return Share(one.met.count, one.judged, FEWEST) if one.judged else "none due"


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


def _lateness(report: WeeklyReport) -> Section:
    if not report.late:
        return Section("Newly overdue, and the worst", (Paragraph("Nothing is overdue."),))
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
    blocks = (*(new or quiet), Paragraph(said), Table(head, rows))
    return Section("Newly overdue, and the worst", blocks)


def _completion(report: WeeklyReport) -> Section:
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
        blocks.append(_incidents(report, "Incidents with open items", at_work))
    else:
        blocks.append(Paragraph("No incident has an open item."))
    if mended:
        blocks.append(_incidents(report, "Remediated in this week", mended))
    else:
        blocks.append(Paragraph("No incident was fully remediated in this week."))
    rest = [one for one in report.completions if one.known.count and not one.open.count]
    closed = [one for one in rest if one not in mended]
    if closed:
        named = ", ".join(f"I-{one.incident} {_of(one)}" for one in closed)
        blocks.append(Paragraph(f"Nothing open, and so not in the table: {named}."))
    return Section("Completion per incident", tuple(blocks))


def _of(one: Completion) -> str:
    return f"{one.done.count}/{one.counted.count}"


def _incidents(report: WeeklyReport, name: str, rows: list[Completion]) -> Table:
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


def _decisions(report: WeeklyReport) -> Section:
    title = "Won't-do decisions"
    if not report.decisions:
        return Section(title, (Paragraph("Nothing was given up in this week."),))
    lines = tuple(_decided(report, one) for one in report.decisions)
    return Section(title, (Bullets(lines),))


def _decided(report: WeeklyReport, one: Decision) -> str:
    told = f"{described(report, one.item)}: {one.reason or 'no reason was given'}"
    by = f"approved by {one.approver}" if one.approver else "approved by nobody"
    counts = "in time, so it no longer counts" if one.released else "it still counts as missed"
    after = "; reinstated since" if one.reversed else ""
    return f"{told} — {by} on {minute(one.at, report)}; {counts}{after}"


def _gaps(report: WeeklyReport) -> Section:
    def named(numbers: tuple[int, ...], head: str, none: str) -> tuple[Block, ...]:
        lines = tuple(incident(report, number) for number in numbers)
        return (Paragraph(f"{head} ({len(lines)}):"), Bullets(lines)) if lines else (
            Paragraph(none),
        )  # fmt: skip

    return Section(
        "Postmortems without items, or without prevention",
        (
            *named(report.without_items, "Without any item", "Every postmortem has an item."),
            *named(
                report.without_prevention,
                "With promises, but none that prevents",
                "Every postmortem with promises has one that prevents.",
            ),
        ),
    )


def _definitions(report: WeeklyReport) -> Section:
    return Section(
        "Definitions, and how to make this report again",
        (Bullets(definitions()), Paragraph("All of them: docs/metrics.md."), Code(report.command)),
    )
