"""Intended writes: claimed, sent, settled; at most one is active for a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from tracker.domain.links import Operation, OperationState
from tracker.storage.sync_tables import LinkRow, OperationRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

ACTIVE = (OperationState.READY, OperationState.INFLIGHT, OperationState.UNKNOWN)
STANDING = (*ACTIVE, OperationState.FAILED)


class Operations:
    """Keeps the intended writes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def standing(self, link_id: int) -> Operation | None:
        """Return the write of a link that is not done yet."""
        row = self._standing_row(link_id)
        return operation_of(row) if row else None

    def intend(self, link_id: int, kind: str, at: datetime) -> Operation:
        """Store that a link needs a write, or return the one that stands already."""
        row = self._standing_row(link_id)
        if row is None:
            row = OperationRow(
                link_id=link_id,
                kind=kind,
                state=OperationState.READY.value,
                attempts=0,
                negatives=0,
                created_at=at,
            )
            self._session.add(row)
            self._session.flush()
        return operation_of(row)

    def of_target(self, target_id: int, states: Collection[OperationState]) -> list[Operation]:
        """Return the writes of a target in one of *states*, oldest first."""
        rows = self._session.scalars(
            select(OperationRow)
            .join(LinkRow, LinkRow.id == OperationRow.link_id)
            .where(LinkRow.target_id == target_id)
            .where(OperationRow.state.in_([state.value for state in states]))
            .order_by(OperationRow.id)
        )
        return [operation_of(row) for row in rows]

    def get(self, operation_id: int) -> Operation:
        """Return a write."""
        return operation_of(self._session.get_one(OperationRow, operation_id))

    def change(self, operation_id: int, state: OperationState, **values: Any) -> None:
        """Move a write to *state*, with further *values* of its row."""
        self._session.execute(
            update(OperationRow)
            .where(OperationRow.id == operation_id)
            .values(state=state.value, **values)
            .execution_options(synchronize_session="fetch")
        )

    def retry(self, operation_id: int) -> Operation | None:
        """Let the next cycle send a write again that was refused or put off; None without one.

        One whose outcome is unknown stays so: the cycle looks for its issue before it sends.
        """
        row = self._session.get(OperationRow, operation_id)
        if row is None or row.state == OperationState.DONE.value:
            return None
        if row.state in {OperationState.READY.value, OperationState.FAILED.value}:
            row.not_before = None
        return operation_of(row)

    def _standing_row(self, link_id: int) -> OperationRow | None:
        states = [state.value for state in STANDING]
        where = (OperationRow.link_id == link_id, OperationRow.state.in_(states))
        return self._session.scalar(select(OperationRow).where(*where))


def operation_of(row: OperationRow) -> Operation:
    """Return the value that a row holds."""
    return Operation(
        row.id,
        row.link_id,
        row.kind,
        OperationState(row.state),
        row.attempts,
        row.negatives,
        row.not_before,
        row.sent_cursor,
        row.sent_at,
        row.error,
    )
