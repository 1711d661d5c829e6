"""The report's sections, in the order of METRICS.md; each is one function of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reporting.definitions import definitions
from tracker.reporting.document import Bullets, Code, Document, Paragraph, Section
from tracker.reporting.phrases import minute
from tracker.reporting.sections.decided import decided
from tracker.reporting.sections.flow import flow
from tracker.reporting.sections.incidents import incidents
from tracker.reporting.sections.kept import kept
from tracker.reporting.sections.lateness import lateness
from tracker.reporting.sections.pace import pace
from tracker.reporting.sections.postmortems import postmortems
from tracker.reporting.sections.repeated import repeated
from tracker.reporting.sections.teams import teams
from tracker.reporting.sections.trust import trust
from tracker.reporting.sections.why import why

if TYPE_CHECKING:
    from tracker.reporting.report import WeeklyReport


def document_of(report: WeeklyReport) -> Document:
    """Return what the report says, in the order in which it is said."""
    week = report.week
    told = f"Monday {week.monday} to Sunday {week.sunday}, {week.zone}."
    if report.so_far:
        told = f"So far, as of {minute(report.as_of, report)}: the week is not over. {told}"
    whose = f", team {report.team}" if report.team else ""
    return Document(
        title=f"Completion report, week {week.name}{whose}" + (" so far" if report.so_far else ""),
        lead=told,
        sections=(
            trust(report),
            flow(report),
            kept(report),
            repeated(report),
            lateness(report),
            incidents(report),
            decided(report),
            postmortems(report),
            pace(report),
            *teams(report),
            _definitions(report),
            why(report),
        ),
    )


def _definitions(report: WeeklyReport) -> Section:
    return Section(
        "Definitions, and how to make this report again",
        (Bullets(definitions()), Paragraph("All of them: docs/metrics.md."), Code(report.command)),
    )
