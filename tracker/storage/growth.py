"""What newer entries of the log are about: the few rows that need a second look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from tracker.storage.tables import ChangeRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CHANGES = ChangeRow.__table__  # not the mapped class: a mark tells nobody what is hidden
ACCESS = "access"
FEW = 500  # entries: after more, all is looked at anew


@dataclass(frozen=True, slots=True)
class Growth:
    """What the log says since its entry *after*: which *items* changed, of which *incidents*.

    *facts*: an incident itself was opened or is told otherwise. *olds* are the fields that
    changed, each with a value that it had before.
    """

    after: int
    items: frozenset[int]
    incidents: frozenset[int]
    facts: bool
    olds: frozenset[tuple[str, str]]


def growth_after(session: Session, entry: int, most: int = FEW) -> Growth | None:
    """Return what the log says since an *entry*; None where anything may have changed.

    That is so after *most* entries, and where an incident was restricted or opened to all.
    """
    log = CHANGES.c
    newer = select(log.incident_id, log.item_id, log.field, log.old).where(log.id > entry)
    found = session.execute(newer.limit(most)).all()
    if len(found) == most or any(row.field == ACCESS for row in found):
        return None
    return Growth(
        entry,
        frozenset(row.item_id for row in found if row.item_id is not None),
        frozenset(row.incident_id for row in found),
        any(row.item_id is None for row in found),
        frozenset((row.field, row.old) for row in found if row.old),
    )
