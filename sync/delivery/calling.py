"""Which weeks are due through which channel: counted from the schedule, stored once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.counting.weeks import SEVEN, Week
from tracker.domain.dispatches import DispatchKind
from tracker.reporting import is_settled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.settings import Settings
    from tracker.storage import Store

CAUGHT_UP = 4
REPORT = DispatchKind.REPORT


def due_weeks(settings: Settings, now: datetime) -> list[str]:
    """Return the weeks whose report is due and not too old to be caught up, oldest first."""
    weekly = settings.report.weekly
    zone = settings.report.zone
    newest = weekly.newest(now) - SEVEN
    if not is_settled(Week(newest, zone), now):
        newest -= SEVEN
    return [Week(newest - back * SEVEN, zone).name for back in range(CAUGHT_UP - 1, -1, -1)]


def note_due(store: Store, settings: Settings, weeks: Sequence[str]) -> None:
    """Store what is due and was not known to be; a channel begins with the newest week.

    What failed and is older than *weeks* is given up, as a new week has come.
    """
    with store.reading() as work:
        known = {(one.occasion, one.channel) for one in work.dispatches.known(REPORT, weeks)}
        first = {one.name: work.dispatches.first_week(one.name) for one in settings.channel}
    new = [name for name, week in first.items() if week is None]
    missing = [
        (week, name)
        for week in weeks
        for name, begun in first.items()
        if week >= (begun or weeks[-1]) and (week, name) not in known
    ]
    if not missing and not new:
        return
    with store.work() as work:
        at = work.clock()
        for name in new:
            work.dispatches.begin(name, weeks[-1], at)
        for week, name in missing:
            work.dispatches.note(REPORT, week, name, at)
        work.dispatches.give_up(REPORT, weeks[0])
        work.commit()
