"""Read-only questions about what waits for a person's yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from tracker.domain.items import Status
from tracker.storage.draft_tables import DraftRow
from tracker.storage.drafts import Drafts
from tracker.storage.sight import sees_less, shown_drafts
from tracker.storage.tables import IncidentRow, ItemRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PROPOSED = ItemRow.status == Status.PROPOSED.value


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many proposed items, and how many drafts, wait for a person."""

    items: int
    drafts: int

    @property
    def total(self) -> int:
        """Return how much waits in all."""
        return self.items + self.drafts


class ReviewQueries:
    """Answers what the review list asks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def waiting(self) -> Waiting:
        """Return how much waits, in one statement, or two for who may not see all."""
        come = or_(DraftRow.text.is_not(None), DraftRow.trouble.is_not(None))
        items = select(func.count(ItemRow.id)).where(PROPOSED).scalar_subquery()
        drafts = select(func.count(DraftRow.id)).where(
            DraftRow.accepted_at.is_(None), come, *shown_drafts(self._session)
        )
        found = self._session.execute(select(items, drafts.scalar_subquery())).one()
        if sees_less(self._session):  # drafts that belong to hidden documents are not counted
            seen = sum(1 for one in Drafts(self._session).waiting() if one.came_at)
            return Waiting(found[0] or 0, seen)
        return Waiting(found[0] or 0, found[1] or 0)

    def proposed(self, offset: int, limit: int) -> list[int]:
        """Return the numbers of proposed items, those of the newest incident first."""
        return list(
            self._session.scalars(
                select(ItemRow.id)
                .where(PROPOSED)
                .order_by(ItemRow.incident_id.desc(), ItemRow.id)
                .offset(offset)
                .limit(limit)
            )
        )

    def titles(self, ids: list[int]) -> dict[int, str]:
        """Return the titles of some incidents."""
        where = IncidentRow.id.in_(ids)
        rows = self._session.execute(select(IncidentRow.id, IncidentRow.title).where(where))
        return dict(rows.all())
