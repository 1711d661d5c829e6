"""Fields that both sides changed differently; both values stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from tracker.domain.errors import NotFound
from tracker.storage.columns import is_number
from tracker.storage.sync_tables import ConflictRow, TargetRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Conflict:
    """One disagreement, and which side was *kept*: "ours" or "theirs"."""

    id: int
    item_id: int
    target: str
    field: str
    base: str | None
    ours: str | None
    theirs: str | None
    kept: str
    at: datetime
    resolved_at: datetime | None
    undone_at: datetime | None
    target_id: int

    @property
    def standing(self) -> str:
        """Return which side's value was chosen last: "ours" or "theirs"."""
        return other_side(self.kept) if self.undone_at else self.kept

    def value(self, side: str) -> str | None:
        """Return what one side said."""
        return self.ours if side == "ours" else self.theirs


def other_side(side: str) -> str:
    """Return the side that is not *side*."""
    return "theirs" if side == "ours" else "ours"


class Conflicts:
    """Keeps conflicts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        item_id: int,
        target_id: int,
        field: str,
        values: tuple[str | None, str | None, str | None],
        kept: str,
        at: datetime,
    ) -> bool:
        """Store a conflict, or return False where it stands already.

        *values* are base, ours, theirs.
        """
        base, ours, theirs = values
        newest = self._session.scalar(
            select(ConflictRow)
            .where(ConflictRow.item_id == item_id, ConflictRow.target_id == target_id)
            .where(ConflictRow.field == field)
            .order_by(ConflictRow.id.desc())
            .limit(1)
        )
        if newest and not newest.undone_at and (newest.ours, newest.theirs) == (ours, theirs):
            return False
        self._session.add(
            ConflictRow(
                item_id=item_id,
                target_id=target_id,
                field=field,
                base=base,
                ours=ours,
                theirs=theirs,
                kept=kept,
                at=at,
            )
        )
        self._session.flush()
        return True

    def forget(self, item_id: int, target_id: int, fields: Collection[str]) -> None:
        """Remove the newest conflict about each of *fields*: both sides never came to differ."""
        where = (ConflictRow.item_id == item_id, ConflictRow.target_id == target_id)
        newest = select(func.max(ConflictRow.id)).where(*where, ConflictRow.field.in_(fields))
        self._session.execute(
            delete(ConflictRow)
            .where(ConflictRow.id.in_(newest.group_by(ConflictRow.field)))
            .execution_options(synchronize_session=False)
        )

    def find(self, item_id: int | None = None) -> list[Conflict]:
        """Return the conflicts, newest first."""
        where = () if item_id is None else (ConflictRow.item_id == item_id,)
        return self._read(*where)

    def get(self, conflict_id: int) -> Conflict:
        """Return a conflict, or raise NotFound."""
        found = self._read(ConflictRow.id == conflict_id) if is_number(conflict_id) else []
        if not found:
            raise NotFound(f"there is no conflict {conflict_id}")
        return found[0]

    def mark(
        self, conflict_id: int, *, resolved: datetime | None = None, undone: datetime | None = None
    ) -> None:
        """Store that a person looked at a conflict, or undid its choice."""
        row = self._session.get_one(ConflictRow, conflict_id)
        row.resolved_at = resolved or row.resolved_at
        row.undone_at = undone or row.undone_at

    def choose(self, conflict_id: int, side: str, at: datetime) -> None:
        """Store that a person chose a side, whatever was chosen before."""
        row = self._session.get_one(ConflictRow, conflict_id)
        row.resolved_at = at if side == row.kept else row.resolved_at
        row.undone_at = None if side == row.kept else at

    def _read(self, *where: Any) -> list[Conflict]:
        rows = self._session.execute(
            select(ConflictRow, TargetRow.name)
            .join(TargetRow, TargetRow.id == ConflictRow.target_id)
            .where(*where)
            .order_by(ConflictRow.id.desc())
        )
        return [conflict_of(row, target) for row, target in rows]


def conflict_of(row: ConflictRow, target: str) -> Conflict:
    """Return the value that a row holds, with its target's name."""
    return Conflict(
        row.id,
        row.item_id,
        target,
        row.field,
        row.base,
        row.ours,
        row.theirs,
        row.kept,
        row.at,
        row.resolved_at,
        row.undone_at,
        row.target_id,
    )
