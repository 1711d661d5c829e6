"""Issues that bear our marker and are no item's link: orphans wait, twins are closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from tracker.storage.sync_tables import StrayRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

ORPHAN, TWIN = "orphan", "twin"


@dataclass(frozen=True, slots=True)
class Stray:
    """Such an issue, as seen last; *settled*: nothing is left to do about it."""

    id: int
    target_id: int
    remote_id: str
    marker: str
    kind: str
    issue: dict[str, Any]
    settled: bool


class Strays:
    """Remembers strays."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def remember(
        self,
        target_id: int,
        remote_id: str,
        marker: str,
        kind: str,
        issue: dict[str, Any],
        at: datetime,
    ) -> None:
        """Store a stray as seen now."""
        row = self._row(target_id, remote_id)
        if row is None:
            row = StrayRow(
                target_id=target_id, remote_id=remote_id, marker=marker, kind=kind, settled=False
            )
            self._session.add(row)
        row.kind, row.issue, row.seen_at = kind, issue, at
        self._session.flush()

    def bearing(self, target_id: int, marker: str) -> list[Stray]:
        """Return the strays that bear *marker*."""
        return self._list(StrayRow.target_id == target_id, StrayRow.marker == marker)

    def unsettled_twins(self, target_id: int) -> list[Stray]:
        """Return the twins that are still to be closed."""
        return self._list(
            StrayRow.target_id == target_id, StrayRow.kind == TWIN, StrayRow.settled.is_(False)
        )

    def settle(self, stray_id: int) -> None:
        """Store that nothing is left to do about a stray."""
        self._session.get_one(StrayRow, stray_id).settled = True

    def forget(self, target_id: int, remote_id: str) -> None:
        """Store that an issue is a stray no more."""
        where = (StrayRow.target_id == target_id, StrayRow.remote_id == remote_id)
        self._session.execute(delete(StrayRow).where(*where))

    def forget_all(self, target_id: int) -> None:
        """Store that a target has none any more: it stands for another place."""
        self._session.execute(delete(StrayRow).where(StrayRow.target_id == target_id))

    def _row(self, target_id: int, remote_id: str) -> StrayRow | None:
        where = (StrayRow.target_id == target_id, StrayRow.remote_id == remote_id)
        return self._session.scalar(select(StrayRow).where(*where))

    def _list(self, *where: Any) -> list[Stray]:
        rows = self._session.scalars(select(StrayRow).where(*where).order_by(StrayRow.id))
        return [
            Stray(
                row.id, row.target_id, row.remote_id, row.marker, row.kind, row.issue, row.settled
            )
            for row in rows
        ]
