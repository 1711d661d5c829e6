"""What the sync is measured by: a few numbers for each target, read-only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from tracker.storage.deliveries import Deliveries
from tracker.storage.sync_tables import (
    ConflictRow,
    DeliveryRow,
    LinkRow,
    OperationRow,
)
from tracker.storage.targets import Targets, TargetState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class SyncFigures:
    """The numbers of one target; *writes* are counted by kind and state, *links* by state."""

    state: TargetState
    links: Mapping[str, int]
    writes: Mapping[tuple[str, str], int]
    conflicts: int
    deliveries_waiting: int
    delivered_at: datetime | None


def figures_of_sync(session: Session) -> list[SyncFigures]:
    """Return the numbers of every target that was ever used, by name."""
    links: dict[int, dict[str, int]] = {}
    by_state = select(LinkRow.target_id, LinkRow.state, func.count())
    by_state = by_state.group_by(LinkRow.target_id, LinkRow.state)
    for target_id, state, count in session.execute(by_state):
        links.setdefault(target_id, {})[state] = count
    writes: dict[int, dict[tuple[str, str], int]] = {}
    counted = (
        select(LinkRow.target_id, OperationRow.kind, OperationRow.state, func.count())
        .join(LinkRow, LinkRow.id == OperationRow.link_id)
        .where(OperationRow.state != "done")
        .group_by(LinkRow.target_id, OperationRow.kind, OperationRow.state)
    )
    for target_id, kind, state, count in session.execute(counted):
        writes.setdefault(target_id, {})[kind, state] = count
    unsettled = ConflictRow.resolved_at.is_(None) & ConflictRow.undone_at.is_(None)
    conflicts = _counted(session, ConflictRow.target_id, unsettled)
    waiting = _counted(session, DeliveryRow.target, DeliveryRow.done_at.is_(None))
    inbox = Deliveries(session)
    return [
        SyncFigures(
            state=one,
            links=links.get(one.id, {}),
            writes=writes.get(one.id, {}),
            conflicts=conflicts.get(one.id, 0),
            deliveries_waiting=waiting.get(one.name, 0),
            delivered_at=inbox.last(one.name),
        )
        for one in Targets(session).all()
    ]


def _counted(session: Session, column: Any, where: Any) -> dict[Any, int]:
    """Return how many rows there are for each value of a column."""
    query = select(column, func.count()).where(where).group_by(column)
    return {row[0]: row[1] for row in session.execute(query)}
