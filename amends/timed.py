"""The worker's jobs that know themselves whether their time has come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from amends.commands.deliver import TROUBLED
from amends.commands.report import write_weekly
from sync.delivery.reminders import remind
from sync.delivery.reports import deliver, waiting
from sync.worker import Done
from tracker.clock import now
from tracker.domain.dispatches import DispatchState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.dispatches import Dispatch
    from tracker.settings import Settings
    from tracker.storage import Store

WAITING = (DispatchState.SENDING, DispatchState.UNSURE)
DAY = timedelta(days=1)
NEVER = datetime.min.replace(tzinfo=UTC)


def report(store: Store, settings: Settings) -> Done | None:
    """Write the newest report that is due, once."""
    written = write_weekly(store, settings)
    return Done(written) if written else None


class Said:
    """What a worker has said of deliveries that wait: again only after a day, or as they change."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, int, DispatchState], datetime] = {}

    def news(self, found: Iterable[Dispatch]) -> list[Dispatch]:
        """Return what of *found* is to be said now, and take it as said."""
        moment = now()
        due = [one for one in found if moment - self._last.get(_key(one), NEVER) >= DAY]
        self._last |= {_key(one): moment for one in due}
        return due


def delivery(store: Store, settings: Settings, said: Said) -> Done | None:
    """Send what is due to every channel, and tell what another worker has or a person must settle.

    What only waits for another worker is well.
    """
    tried = deliver(store, settings)
    said.news(tried)
    known = {one.id for one in tried}
    rest = waiting(store, settings) if settings.channel else []
    return _said(
        [*tried, *said.news(one for one in rest if one.id not in known and one.state in WAITING)]
    )


def reminders(store: Store, settings: Settings) -> Done | None:
    """Send today's digests."""
    return _said(remind(store, settings))


def _key(one: Dispatch) -> tuple[int, int, DispatchState]:
    return one.id, one.epoch, one.state


def _said(done: Sequence[Dispatch]) -> Done | None:
    """Say what became of what was tried; None where nothing was."""
    if not done:
        return None
    well = not any(one.state in TROUBLED for one in done)
    return Done("; ".join(one.sentence for one in done), well=well)
