"""How remediation goes, as the overview and the list of weeks show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reporting import grounds, trend_on
from tracker.storage.sight import EVERYTHING
from web.carrying import carried
from web.context import desk, everything, now, remembered_log, sight, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.reporting import Grounds, Trend, WeekLine
    from tracker.storage import Work
    from tracker.storage.growth import Growth
    from tracker.storage.sight import Sight


def how_it_goes() -> Trend:
    """Return the figures that matter first, with those of a week ago and of the last weeks."""
    return remembered_log("trend", lambda: _trend(sight(), work))


def all_weeks() -> tuple[WeekLine, ...]:
    """Return the last weeks with their ledgers, the newest first, as whoever sees all sees them."""
    return remembered_log("weeks", lambda: _trend(EVERYTHING, everything).weeks[::-1])


def _trend(whose: Sight, unit: Callable[[], Work]) -> Trend:
    zone = desk().settings.report.zone

    def found(before: Grounds | None, growth: Growth | None, settled: int | None) -> Grounds:
        return grounds(unit(), zone, now(), settled, before, growth)

    return trend_on(carried("trend", found, whose), zone, now())
