"""What the newest run wrote to each target, so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, not_, select, update
from sqlalchemy.orm import aliased

from tracker.storage.sync_tables import WriteRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from tracker.domain.links import Link

Shown = dict[str, "str | None"]


@dataclass(frozen=True, slots=True)
class Written:
    """One write; *before* and *after* are what the issue showed in the fields that it named."""

    id: int
    run: str
    target_id: int
    link_id: int | None
    operation: str
    key: str
    before: Shown
    after: Shown
    undone_at: datetime | None


class Writes:
    """Keeps the writes of each target's newest run."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        run: str,
        link: Link,
        operation: str,
        before: Mapping[str, str | None],
        after: Mapping[str, str | None],
        at: datetime,
    ) -> None:
        """Store a write to a link's issue; what earlier runs wrote to its target is forgotten."""
        self._add(run, link.target_id, link.id, operation, str(link.remote_key), before, after, at)

    def add_twin(self, run: str, target_id: int, key: str, at: datetime) -> None:
        """Store that a late twin was closed."""
        self._add(run, target_id, None, "close", key, {}, {}, at)

    def newest(self, target_ids: Collection[int]) -> list[Written]:
        """Return the writes of the last run that wrote to one of the targets, oldest first.

        A run whose undoing broke off comes before it.
        """
        mine = WriteRow.target_id.in_(list(target_ids))
        last = select(WriteRow.run).where(mine).order_by(WriteRow.id.desc()).limit(1)
        run = self._session.scalar(last.where(_broken_off())) or self._session.scalar(last)
        rows = self._session.scalars(
            select(WriteRow).where(mine, WriteRow.run == run).order_by(WriteRow.id)
        )
        return [_written(row) for row in rows]

    def begin(self, ids: Sequence[int], at: datetime) -> None:
        """Store that writes are being undone, before the first of them is."""
        fresh = (WriteRow.id.in_(ids), WriteRow.begun_at.is_(None))
        self._session.execute(update(WriteRow).where(*fresh).values(begun_at=at))

    def undone(self, ids: Sequence[int], at: datetime) -> None:
        """Store that writes were undone."""
        self._session.execute(update(WriteRow).where(WriteRow.id.in_(ids)).values(undone_at=at))

    def _add(
        self,
        run: str,
        target_id: int,
        link_id: int | None,
        operation: str,
        key: str,
        before: Mapping[str, str | None],
        after: Mapping[str, str | None],
        at: datetime,
    ) -> None:
        older = (WriteRow.target_id == target_id, WriteRow.run != run, not_(_broken_off()))
        self._session.execute(
            delete(WriteRow).where(*older).execution_options(synchronize_session=False)
        )
        self._session.add(
            WriteRow(
                run=run,
                target_id=target_id,
                link_id=link_id,
                operation=operation,
                key=key,
                before=dict(before),
                after=dict(after),
                at=at,
            )
        )
        self._session.flush()


def _broken_off() -> ColumnElement[bool]:
    """Return what holds for the writes of a run whose undoing was begun and is not done."""
    one, other = aliased(WriteRow), aliased(WriteRow)
    begun = select(one.run).where(one.begun_at.is_not(None))
    waiting = select(other.run).where(other.undone_at.is_(None))
    return and_(WriteRow.run.in_(begun), WriteRow.run.in_(waiting))


def _written(row: WriteRow) -> Written:
    return Written(
        row.id,
        row.run,
        row.target_id,
        row.link_id,
        row.operation,
        row.key,
        dict(row.before),
        dict(row.after),
        row.undone_at,
    )
