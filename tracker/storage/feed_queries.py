"""Read-only questions of calendars and feeds; a fixed number of statements each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from tracker.domain.feeds import Dated, Entry
from tracker.storage.history import change_of, veiled
from tracker.storage.items import OPEN, item_of
from tracker.storage.tables import ChangeRow, IncidentRow, ItemRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

MOST_DATED = 2000
MOST_CHANGES = 100


class FeedQueries:
    """Answers what calendars and feeds ask."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def dated(self, owners: Sequence[str], closed_since: datetime) -> list[Dated]:
        """Return the items of *owners* with a day: open, or closed since a moment; by number.

        Where there are too many, those that are due last.
        """
        last = select(func.max(ChangeRow.at)).where(ChangeRow.item_id == ItemRow.id)
        opened, closed = ItemRow.status.in_(OPEN), ItemRow.closed_at >= closed_since
        rows = self._session.execute(
            select(ItemRow, IncidentRow.title, IncidentRow.restricted, last.scalar_subquery())
            .join(IncidentRow, IncidentRow.id == ItemRow.incident_id)
            .where(ItemRow.owner.in_(owners), ItemRow.due.is_not(None))
            .where(or_(opened, and_(ItemRow.accepted_at.is_not(None), closed)))
            .order_by(ItemRow.due.desc(), ItemRow.id.desc())
            .limit(MOST_DATED)
        )
        found = [
            Dated(item_of(row, ()), title, changed, restricted)
            for row, title, restricted, changed in rows
        ]
        return sorted(found, key=lambda one: one.item.id)

    def changes(self) -> list[Entry]:
        """Return the newest entries of the history, the newest first."""
        found = self._session.execute(
            select(ChangeRow, ItemRow.title, IncidentRow.title, IncidentRow.restricted)
            .join(IncidentRow, IncidentRow.id == ChangeRow.incident_id)
            .outerjoin(ItemRow, ItemRow.id == ChangeRow.item_id)
            .order_by(ChangeRow.id.desc())
            .limit(MOST_CHANGES)
        )
        rows = found.all()
        told = veiled(self._session, [change_of(row.ChangeRow) for row in rows])
        return [
            Entry(row.id, change, item or incident, restricted)
            for (row, item, incident, restricted), change in zip(rows, told, strict=True)
        ]
