"""The worker's jobs that know themselves whether their time has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amends.commands.deliver import TROUBLED
from amends.commands.report import write_weekly
from sync.delivery.reminders import remind
from sync.delivery.reports import deliver
from sync.worker import Done

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.dispatches import Dispatch
    from tracker.settings import Settings
    from tracker.storage import Store


def report(store: Store, settings: Settings) -> Done | None:
    """Write the newest report that is due, once."""
    written = write_weekly(store, settings)
    return Done(written) if written else None


def delivery(store: Store, settings: Settings) -> Done | None:
    """Send what is due to every channel."""
    return _said(deliver(store, settings))


def reminders(store: Store, settings: Settings) -> Done | None:
    """Send today's digests."""
    return _said(remind(store, settings))


def _said(done: Sequence[Dispatch]) -> Done | None:
    """Say what became of what was tried; None where nothing was."""
    if not done:
        return None
    well = not any(one.state in TROUBLED for one in done)
    return Done("; ".join(one.sentence for one in done), well=well)
