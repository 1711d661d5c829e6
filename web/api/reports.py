"""Weekly reports: the last weeks, and one as `amends report --format json` prints it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from flask import Response, current_app
from pydantic import BeforeValidator, Field

from tracker.domain.errors import BadInput
from tracker.reporting import as_json, kept, ledger_lines, line_json, week_wanted, weekly
from web.api import shapes
from web.api.paging import listed
from web.api.problems import Refused
from web.api.resource import Path, Query, answers, resource
from web.api.texts import Name, WeekName, whole
from web.context import desk, everything, now

if TYPE_CHECKING:
    from tracker.counting.weeks import Week
    from tracker.reporting import WeeklyReport

reports = resource("reports", "Which promises were kept, week by week.")

MOST = 53


class WeeksQuery(Query):
    """How many weeks are asked for."""

    weeks: Annotated[int, Field(ge=1, le=MOST), BeforeValidator(whole)] = 13


class WeekPath(Path):
    """Which week is meant."""

    week: WeekName


class ReportQuery(Query):
    """Whose items the report is of; absent means all."""

    team: Name | None = None


@reports.get("/reports", responses=answers(shapes.Weeks))
def list_reports(query: WeeksQuery) -> Response:
    """List the last weeks, the newest first, which is the running one."""
    found = ledger_lines(everything(), query.weeks, desk().settings.report.zone, now())
    return listed([line_json(one) for one in found])


@reports.get("/reports/<week>", responses=answers(shapes.Report))
def show_report(path: WeekPath, query: ReportQuery) -> Response:
    """Show one week's report: as it is kept, or as things stand now where it is not.

    Of one team's items alone, where a team of `[people]` is named.
    """
    team = desk().people.called(query.team)
    try:
        week = week_wanted(path.week, desk().settings.report.zone, now())
        stored = kept(everything(), week.name, team, forms=("json",))
        told = stored.text("json") if stored else as_json(_live(week, team))
    except BadInput as error:
        raise Refused(HTTPStatus.NOT_FOUND, str(error)) from error
    return current_app.response_class(told, mimetype="application/json")


def _live(week: Week, team: str | None) -> WeeklyReport:
    return weekly(everything(), week.name, desk().settings, now(), team)
