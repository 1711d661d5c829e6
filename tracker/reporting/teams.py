"""The week of each team: the same metrics, of its own items alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.counting.counts import counts
from tracker.counting.figures import figure
from tracker.counting.filters import by_team
from tracker.counting.lateness import late_items
from tracker.counting.ledger import ledger
from tracker.counting.load import load
from tracker.counting.punctuality import on_time
from tracker.counting.staleness import staleness
from tracker.counting.verification import verification
from tracker.reporting.report import Punctuality, Team

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tracker.counting.histories import Log
    from tracker.counting.weeks import Week

QUARTER = 13  # weeks
NO_TEAM = "no team"


def teams(
    log: Log, week: Week, as_of: datetime, team_of: Callable[[str | None], str | None]
) -> tuple[Team, ...]:
    """Return each team by name, and what belongs to no team last; nothing where none is known."""
    parts = by_team(log, as_of, team_of)
    if set(parts) <= {None}:
        return ()
    return tuple(_team(name, part, week, as_of) for name, part in parts.items())


def _team(name: str | None, log: Log, week: Week, as_of: datetime) -> Team:
    quarter = week.earlier(QUARTER - 1).start
    label = name or NO_TEAM
    return Team(
        name=name,
        known=figure(life.id for life in log.lives),
        ledger=ledger(log, week.start, as_of),
        on_time=Punctuality(label, on_time(log, week.start, as_of), on_time(log, quarter, as_of)),
        counts=counts(log, as_of),
        late=late_items(log, as_of),
        stale=staleness(log, as_of),
        verification=verification(log, as_of),
        load=load(log, as_of),
    )
