"""What reminders read: open and unverified items, hushed where their incident is restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, or_, select

from tracker.domain.items import ACTIVE, Status
from tracker.domain.links import LEFT_OUT
from tracker.storage.report_queries import HUSHED
from tracker.storage.sync_tables import LinkRow
from tracker.storage.tables import ChangeRow, IncidentRow, ItemRow

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

SNOOZED = "snoozed"
OWNER = ("owner", "assignee")  # as we call the field, and as the trackers do
WANTED = sorted(status.value for status in (*ACTIVE, Status.DONE))


class Remembered(NamedTuple):
    """An item that somebody may be reminded of."""

    id: int
    incident_id: int
    title: str
    status: Status
    owner: str | None
    due: date | None
    closed_at: datetime | None
    verify_by: date | None


class ReminderQueries:
    """Answers what reminders ask; none of it writes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def items(self) -> list[Remembered]:
        """Return every open or unverified item; a digest is handed on, so secrets are not told."""
        rows = self._session.execute(
            select(
                ItemRow.id,
                ItemRow.incident_id,
                ItemRow.title,
                ItemRow.status,
                IncidentRow.restricted,
                ItemRow.owner,
                ItemRow.due,
                ItemRow.closed_at,
                ItemRow.verify_by,
            )
            .join(IncidentRow, IncidentRow.id == ItemRow.incident_id)
            .where(ItemRow.status.in_(WANTED))
            .order_by(ItemRow.id)
        )
        return [
            Remembered(number, incident, HUSHED if hidden else title, Status(status), *rest)
            for number, incident, title, status, hidden, *rest in map(list[Any], rows)
        ]

    def owners(self) -> dict[int, list[str]]:
        """Return the owners of each incident's items."""
        found: dict[int, list[str]] = {}
        told = select(ItemRow.incident_id, ItemRow.owner).where(ItemRow.owner.is_not(None))
        for incident, owner in self._session.execute(told.distinct().order_by(ItemRow.owner)):
            found.setdefault(incident, []).append(str(owner))
        return found

    def refused(self) -> set[int]:
        """Return the items whose owner a tracker does not accept."""
        told = (LinkRow.note.like(f"{LEFT_OUT}%{word}%") for word in OWNER)
        return set(self._session.scalars(select(LinkRow.item_id).where(or_(*told))))

    def snoozes(self) -> dict[int, str]:
        """Return what was said last of each item that was ever snoozed."""
        newest = (
            select(func.max(ChangeRow.id))
            .where(ChangeRow.field == SNOOZED, ChangeRow.item_id.is_not(None))
            .group_by(ChangeRow.item_id)
        )
        rows = self._session.execute(
            select(ChangeRow.item_id, ChangeRow.new).where(ChangeRow.id.in_(newest))
        )
        return {item: new for item, new in rows if item is not None and new}
