"""Items held for a change of many at once: in few statements, whatever their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tracker.domain.history import differences
from tracker.storage.history import History
from tracker.storage.items import fill, item_of
from tracker.storage.tables import ItemRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tracker.domain.history import Author
    from tracker.domain.items import ActionItem

AT_ONCE = 500


class Held:
    """Items as they are now, which nobody else can change until the transaction ends.

    An item that somebody is changing at this moment is not among them. Their sources are not
    told.
    """

    def __init__(self, session: Session, ids: Iterable[int]) -> None:
        self._history = History(session)
        self._rows: dict[int, ItemRow] = {}
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), AT_ONCE):
            found = session.scalars(
                select(ItemRow)
                .where(ItemRow.id.in_(wanted[start : start + AT_ONCE]))
                .order_by(ItemRow.id)
                .with_for_update(skip_locked=True)
                .execution_options(populate_existing=True)
            )
            self._rows |= {row.id: row for row in found}

    def __iter__(self) -> Iterator[ActionItem]:
        """Yield them by number."""
        for row in self._rows.values():
            yield item_of(row, ())

    def save(self, item: ActionItem, at: datetime, by: Author, **said: Any) -> None:
        """Store a changed item with its history, and *said* with what its document said."""
        row = self._rows[item.id]
        self._history.add(differences(item_of(row, ()), item, at, by))
        fill(row, item)
        row.version += 1
        row.said = {**row.said, **said}
