"""Section 9: the week of each team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reporting.document import Paragraph, Section, Table
from tracker.reporting.phrases import described, kept_cell, listed

if TYPE_CHECKING:
    from tracker.counting.load import Load
    from tracker.reporting.document import Block, Cell
    from tracker.reporting.report import Team, WeeklyReport

WORST = 3
FOLDED = ("open", "overdue", "undated", "unowned")


def teams(report: WeeklyReport) -> tuple[Section, ...]:
    """Return one section for each team, with its load (M16) and its worst items."""
    if report.team is not None:
        return ()
    working = [team for team in report.teams if team.is_at_work]
    if not working:
        told = "No team is known, or none has work: [people] in amends.toml tells who is in which."
        return (Section("Teams", (Paragraph(told),)),)
    return tuple(_team(report, team) for team in working)


def _team(report: WeeklyReport, team: Team) -> Section:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Open", team.counts.open.count),
        ("Overdue", team.counts.overdue.count),
        ("Without a due date", team.counts.undated.count),
        ("Untouched for 30 days", team.stale.month.count),
        ("Accepted in this week", team.ledger.accepted.count),
        ("Done in this week", team.ledger.done.count),
        ("Kept on time in 13 weeks", kept_cell(team.on_time.quarter)),
        ("Done without evidence in 90 days", team.verification.unverified.count),
        ("Weeks to clear at this pace", _weeks(team.load)),
    )
    blocks: list[Block] = [Table((report.week.name, "Items"), rows)]
    if team.counts.open.count:
        blocks.append(Paragraph(f"Open: {listed(team.counts.open)}."))
    worst = tuple(f"{described(report, one.item)}, {one.days} days" for one in team.late[:WORST])
    if worst:
        blocks.append(Paragraph("Overdue longest, by weight: " + "; ".join(worst) + "."))
    return Section(f"Team {team.name}" if team.name else "Items of no team", tuple(blocks))


def _weeks(load: Load) -> Cell:
    if load.weeks is None:
        return "no end: nothing was done in 8 weeks"
    return f"{load.weeks:.1f}"
