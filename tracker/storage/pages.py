"""Read-only questions of pages and reports, each answered by a fixed number of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from tracker.domain.links import OperationState
from tracker.storage.items import Wanted, conditions
from tracker.storage.keysets import Key, Order, Slice, slice_of
from tracker.storage.sync_tables import LinkRow, OperationRow, TargetRow
from tracker.storage.tables import ItemRow, PostmortemRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

UNDONE = [state.value for state in OperationState if state is not OperationState.DONE]
OPERATION_ORDER = Order((OperationRow.id,), (int,), descending=True)


class Pages:
    """Answers what pages and reports ask."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def owners(self) -> list[str]:
        """Return everybody who owns an item, by name."""
        owned = select(ItemRow.owner).where(ItemRow.owner.is_not(None)).distinct()
        return [owner for owner in self._session.scalars(owned.order_by(ItemRow.owner)) if owner]

    def count(self, wanted: Wanted) -> int:
        """Return how many items *wanted* finds."""
        found = select(func.count()).select_from(ItemRow).where(*conditions(wanted))
        return self._session.scalar(found) or 0

    def document_paths(self) -> dict[int, list[str]]:
        """Return the paths of each incident's documents."""
        found: dict[int, list[str]] = {}
        rows = self._session.execute(
            select(PostmortemRow.incident_id, PostmortemRow.path).order_by(PostmortemRow.id)
        )
        for incident_id, path in rows:
            found.setdefault(incident_id, []).append(path)
        return found

    def operations(self, after: Key | None, limit: int) -> Slice[dict[str, Any]]:
        """Return the writes that wait, are unknown or were refused, newest first."""
        query = (
            select(OperationRow, LinkRow.item_id, TargetRow.name.label("target"))
            .join(LinkRow, LinkRow.id == OperationRow.link_id)
            .join(TargetRow, TargetRow.id == LinkRow.target_id)
            .where(OperationRow.state.in_(UNDONE))
        )
        found = slice_of(self._session, query, OPERATION_ORDER, after, limit)
        told = [
            {
                "id": row.OperationRow.id,
                "item_id": row.item_id,
                "target": row.target,
                "kind": row.OperationRow.kind,
                "state": row.OperationRow.state,
                "attempts": row.OperationRow.attempts,
                "error": row.OperationRow.error,
                "at": row.OperationRow.created_at,
                "not_before": row.OperationRow.not_before,
            }
            for row in found.rows
        ]
        return Slice(told, found.next)
