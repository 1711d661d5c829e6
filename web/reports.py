"""The last weeks with their ledgers and figures, and one week's report with its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from tracker.counting.weeks import parse_week
from tracker.domain.errors import BadInput, NotFound
from tracker.reporting import (
    CAN_MAKE_PDF,
    TEXTS,
    as_pdf,
    document_of,
    is_over,
    kept,
    weekly,
)
from tracker.reporting.charts import weeks_chart
from tracker.reporting.headlines import headlines_from, headlines_of
from tracker.reporting.shortening import MOST, shortened
from web.context import desk, everything, now, remembered, remembered_log, work
from web.going import all_weeks
from web.report_blocks import drawn, kind_of, linked, row_of

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.weeks import Week
    from tracker.reporting import Headlines, StoredReport, WeeklyReport
    from tracker.reporting.document import Document

pages = Blueprint("reports", __name__)

PDF = "pdf"
LEAST = 2  # weeks that are listed: the running one and the last
TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    **({PDF: "application/pdf"} if CAN_MAKE_PDF else {}),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One week's report as a page shows it; *kept_at* is there once it never changes again.

    *cut* tells that long lists end early.
    """

    document: Document
    headlines: Headlines
    kept_at: datetime | None
    cut: bool = False

    @property
    def in_short(self) -> Told:
        """Return it with long lists cut."""
        document = shortened(self.document)
        return replace(self, document=document, cut=document != self.document)


@pages.get("/reports")
def index() -> str:
    """Show the last weeks, the newest first; the running one so far."""
    lines = all_weeks()
    told = [place for place, one in enumerate(lines) if one.open_at_end or one.came or one.left]
    chart = weeks_chart(lines[::-1]) if told else None
    weeks = lines[: max([LEAST, *(place + 1 for place in told)])]  # not those before the first
    heads = work().reports.heads([line.week.name for line in weeks])
    figures = {week: headlines_from(head.headlines) for week, head in heads.items()}
    return render_template(
        "reports/index.html", weeks=weeks, figures=figures, chart=chart and drawn(chart)
    )


@pages.get("/reports/<week>")
def show(week: str) -> str:
    """Show one week's report, of all items or of one team's; long lists whole if asked for."""
    meant, team = _week(week), request.args.get("team") or None
    told = _told(meant, team) if request.args.get("whole") == "1" else _in_short(meant, team)
    return render_template(
        "reports/show.html",
        week=meant,
        team=team,
        teams=_teams(),
        told=told,
        newer=_newer(meant),
        running=not is_over(meant, now()),
        forms=list(TYPES),
        kind_of=kind_of,
        row_of=row_of,
        linked=linked,
        drawn=drawn,
        most=MOST,
    )


@pages.get("/reports/<week>/download/<form>")
def download(week: str, form: str) -> Response:
    """Hand out one week's report as a file: as it is kept, or as things stand now."""
    if form not in TYPES:
        raise NotFound(f"a report has no form {form!r}: {', '.join(TYPES)}")
    meant, team = _week(week), request.args.get("team") or None
    told = _pdf(meant, team) if form == PDF else _text(meant, team, form)
    answer = Response(told, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{meant.name}.{form}"'
    return answer


def _text(week: Week, team: str | None, form: str) -> str:
    found = _stored(week, team, (form,))
    return found.text(form) if found else TEXTS[form](_report(week, team))


def _pdf(week: Week, team: str | None) -> bytes:
    return as_pdf(_told(week, team).document, min(week.end, now()))


def _week(name: str) -> Week:
    """Return the week that an address names; there is none that has not begun."""
    try:
        week = parse_week(name, desk().settings.report.zone)
    except BadInput as error:
        raise NotFound(str(error)) from error
    if week.start >= now():
        raise NotFound(f"week {week.name} has not begun")
    return week


def _newer(week: Week) -> Week | None:
    """Return the week after, if it has begun."""
    later = week.earlier(-1)
    return later if later.start < now() else None


def _teams() -> list[str]:
    """Return the teams of [people]."""
    people = desk().people
    return sorted({team for name in people.names if (team := people.team(name))})


def _told(week: Week, team: str | None) -> Told:
    return _kept(week, team) or _made(week, team)


def _in_short(week: Week, team: str | None) -> Told:
    """Return a report as its page shows it at first, made once while it stays the same."""

    def of_the_kept() -> Told | None:
        found = _kept(week, team)
        return found and found.in_short

    name = f"report {week.name} {team or ''}"
    return remembered(name, of_the_kept) or remembered_log(name, lambda: _made(week, team).in_short)


def _stored(week: Week, team: str | None, forms: tuple[str, ...]) -> StoredReport | None:
    return kept(everything(), week.name, desk().people.called(team), forms)


def _kept(week: Week, team: str | None) -> Told | None:
    found = _stored(week, team, ("document",))
    if found is None:
        return None
    return Told(found.document, found.headlines, found.head.made_at)


def _made(week: Week, team: str | None) -> Told:
    report = _report(week, team)
    return Told(document_of(report), headlines_of(report), None)


def _report(week: Week, team: str | None) -> WeeklyReport:
    try:
        return weekly(everything(), week.name, desk().settings, now(), desk().people.called(team))
    except BadInput as error:
        raise NotFound(str(error)) from error
