"""Weekly reports: the last weeks, and one as `amends report --format json` prints it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from flask import Response, current_app
from pydantic import BeforeValidator, Field

from tracker.domain.errors import BadInput
from tracker.reporting import as_json, ledger_lines, line_json, weekly
from web.api import shapes
from web.api.paging import listed
from web.api.problems import Refused
from web.api.resource import Path, Query, answers, resource
from web.api.texts import WeekName, whole
from web.context import desk, everything, now

reports = resource("reports", "Which promises were kept, week by week.")

MOST = 53


class WeeksQuery(Query):
    """How many weeks are asked for."""

    weeks: Annotated[int, Field(ge=1, le=MOST), BeforeValidator(whole)] = 13


class WeekPath(Path):
    """Which week is meant."""

    week: WeekName


@reports.get("/reports", responses=answers(shapes.Weeks))
def list_reports(query: WeeksQuery) -> Response:
    """List the last weeks, the newest first, which is the running one."""
    found = ledger_lines(everything(), query.weeks, desk().settings.report.zone, now())
    return listed([line_json(one) for one in found])


@reports.get("/reports/<week>", responses=answers(shapes.Report))
def show_report(path: WeekPath) -> Response:
    """Show one week's report."""
    try:
        found = weekly(everything(), path.week, desk().settings, now())
    except BadInput as error:
        raise Refused(HTTPStatus.NOT_FOUND, str(error)) from error
    return current_app.response_class(as_json(found), mimetype="application/json")
