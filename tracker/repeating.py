"""A person says which open promise an incident repeats; metrics count it (METRICS.md, M13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.errors import IllegalMove
from tracker.domain.history import Change

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.history import Author
    from tracker.storage import Work

REPEATS = "repeats"


def repeats(work: Work, incident_id: int) -> list[str]:
    """Return the names of the items that an incident repeats; raises NotFound without it."""
    work.incidents.get(incident_id)
    standing: dict[str, None] = {}
    for change in work.history.of_incident(incident_id):
        if change.field == REPEATS and change.new:
            standing[change.new] = None
        elif change.field == REPEATS and change.old:
            standing.pop(change.old, None)
    return list(standing)


def confirm(work: Work, incident_id: int, item_id: int, by: Author, now: datetime) -> None:
    """Store that an incident repeats what an item should have prevented; the caller commits.

    Said again, it changes nothing. Raises NotFound without either, IllegalMove where the item
    came of the incident itself.
    """
    item = work.items.get(item_id)
    if item.incident_id == incident_id:
        raise IllegalMove(f"{item.key} came of I-{incident_id}; no incident repeats itself")
    if item.key not in repeats(work, incident_id):
        work.history.add([Change(incident_id, None, REPEATS, None, item.key, now, by)])


def take_back(work: Work, incident_id: int, item_id: int, by: Author, now: datetime) -> None:
    """Store that an incident does not repeat an item after all; the caller commits.

    Raises IllegalMove where nobody said so.
    """
    name = f"A-{item_id}"
    if name not in repeats(work, incident_id):
        raise IllegalMove(f"nobody said that I-{incident_id} repeats {name}")
    work.history.add([Change(incident_id, None, REPEATS, name, None, now, by)])
