"""The last weeks, each with its ledger: what came, what was kept, what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from tracker.counting.histories import replay
from tracker.counting.ledger import Ledger, ledger
from tracker.counting.states import states_at
from tracker.counting.weeks import Week, week_of
from web.context import desk, now, work

if TYPE_CHECKING:
    from collections.abc import Iterator

pages = Blueprint("reports", __name__)

WEEKS = 13


@pages.get("/reports")
def index() -> str:
    """Show the last weeks, the newest first; the running one so far."""
    return render_template("reports/index.html", weeks=list(_weeks()), now=now())


def _weeks() -> Iterator[tuple[Week, Ledger, int, int]]:
    """Yield each week with its ledger, and how many of how many promises were kept at its end.

    This stands in for tracker.reporting until that offers its list of weeks.
    """
    zone = desk().settings.report.zone
    changes = work().history.of_field("status", now())
    log = replay(work().items.find(), work().incidents.all(), changes, zone)
    for back in range(WEEKS):
        week = week_of(now(), zone).earlier(back)
        end = min(week.end, now())
        counted = [one for one in states_at(log, end).values() if one.is_counted]
        kept = sum(one.is_done for one in counted)
        yield week, ledger(log, week.start, end), kept, len(counted)
