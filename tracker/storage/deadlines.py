"""Which items a policy still owes a day, and which decisions are over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, or_, select

from tracker.domain.items import ACTIVE, Status
from tracker.storage.tables import IncidentRow, ItemRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

OPEN = sorted(status.value for status in ACTIVE)


class Lacking(NamedTuple):
    """An open item that never had a due date, or has no day by which it needs an owner."""

    item: int
    severity: str | None
    priority: str | None
    undated: bool
    unassigned: bool


class Deadlines:
    """Finds what is to be done for a policy."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lacking(self, *, assigning: bool) -> list[Lacking]:
        """Return the open items without a due date, or *assigning* a day for an owner."""
        undated = and_(ItemRow.due0.is_(None), ItemRow.due.is_(None))
        unassigned = ItemRow.assign_by.is_(None)
        rows = self._session.execute(
            select(ItemRow.id, IncidentRow.severity, ItemRow.priority, undated, unassigned)
            .join(IncidentRow, IncidentRow.id == ItemRow.incident_id)
            .where(ItemRow.status.in_(OPEN), or_(undated, unassigned) if assigning else undated)
            .order_by(ItemRow.id)
        )
        return [Lacking(*row) for row in rows]

    def expired(self, today: date) -> list[int]:
        """Return the items that were given up until a day that is over."""
        found = select(ItemRow.id).where(
            ItemRow.status == Status.WONT_DO.value, ItemRow.review_by < today
        )
        return list(self._session.scalars(found.order_by(ItemRow.id)))
