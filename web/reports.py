"""The last weeks, each with its ledger: what came, what was kept, what is left."""

from __future__ import annotations

from flask import Blueprint, render_template

from tracker.reporting import ledger_lines
from web.context import desk, everything, now, remembered_log

pages = Blueprint("reports", __name__)

WEEKS = 13


@pages.get("/reports")
def index() -> str:
    """Show the last weeks, the newest first; the running one so far."""
    zone = desk().settings.report.zone
    weeks = remembered_log("weeks", lambda: ledger_lines(everything(), WEEKS, zone, now()))
    return render_template("reports/index.html", weeks=weeks)
