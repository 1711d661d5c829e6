"""How the sync fares, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from tracker.domain.links import LinkState, OperationState
from tracker.storage.sync_tables import ConflictRow, LinkRow, OperationRow, TargetRow
from tracker.storage.targets import TargetState, state_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

LOST = (LinkState.UNREACHABLE.value, LinkState.GONE.value)


@dataclass(frozen=True, slots=True)
class SyncHealth:
    """The targets, and what hinders: writes, conflicts that nobody settled, and lost issues.

    *unknown_since* is when the oldest write began of which nobody knows whether it arrived.
    """

    targets: tuple[TargetState, ...] = ()
    failed: int = 0
    unknown: int = 0
    conflicts: int = 0
    lost: int = 0
    unknown_since: datetime | None = None


def health_of_sync(session: Session) -> SyncHealth:
    """Return how the sync fares; without a target there is nothing that could fail."""
    failed = OperationRow.state == OperationState.FAILED.value
    unknown = OperationRow.state == OperationState.UNKNOWN.value
    unsettled = ConflictRow.resolved_at.is_(None) & ConflictRow.undone_at.is_(None)
    oldest = select(func.min(OperationRow.created_at)).where(unknown)
    rows = session.execute(
        select(
            TargetRow,
            _counted(OperationRow.id, failed),
            _counted(OperationRow.id, unknown),
            _counted(ConflictRow.id, unsettled),
            _counted(LinkRow.id, LinkRow.state.in_(LOST)),
            oldest.scalar_subquery(),
        ).order_by(TargetRow.name)
    ).all()
    if not rows:
        return SyncHealth()
    _, refused, unsure, conflicts, lost, since = rows[0]
    targets = tuple(state_of(row[0]) for row in rows)
    return SyncHealth(targets, refused, unsure, conflicts, lost, since)


def _counted(column: Any, where: Any) -> Any:
    return select(func.count(column)).where(where).scalar_subquery()
