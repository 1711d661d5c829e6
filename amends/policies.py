"""What a policy asks for at this moment is done, for all items: by the worker and by ingest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.clock import now
from tracker.enforcing import Enforced, enforce

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.storage import Store


def enforce_all(store: Store, settings: Settings) -> Enforced:
    """Give items their days and take expired decisions back, until nothing is left to do."""
    dated = returned = 0
    moment = now()
    today = moment.astimezone(settings.report.zone).date()
    with store.reading() as work:
        if not (settings.terms or work.deadlines.expired(today)):
            return Enforced()
    while True:
        with store.work() as work:
            done = enforce(work, settings.terms, today, moment)
            if not done:
                return Enforced(dated, returned)
            work.commit()
        dated, returned = dated + done.dated, returned + done.returned
