"""The append-only history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from tracker.domain.history import Author, Change, Origin
from tracker.storage.sight import visible_items
from tracker.storage.tables import ChangeRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


POINTING = ("duplicate_of", "repeats")  # fields whose values are items
HIDDEN = "an item that is restricted"


class History:
    """Adds entries and reads them; nothing here changes or removes one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, changes: Iterable[Change]) -> None:
        """Append *changes*."""
        for change in changes:
            self._session.add(
                ChangeRow(
                    incident_id=change.incident_id,
                    item_id=change.item_id,
                    field=change.field,
                    old=change.old,
                    new=change.new,
                    at=change.at,
                    who=change.author.who,
                    origin=change.author.origin.value,
                )
            )

    def of_item(self, item_id: int) -> list[Change]:
        """Return an item's history, oldest first."""
        return self._list(ChangeRow.item_id == item_id)

    def of_incident(self, incident_id: int) -> list[Change]:
        """Return the history of an incident and its items, oldest first."""
        return self._list(ChangeRow.incident_id == incident_id)

    def of_field(self, field: str, before: datetime) -> list[Change]:
        """Return all changes of *field* made before a moment, oldest first."""
        return self._list(ChangeRow.field == field, ChangeRow.at < before)

    def changed_since(self, moment: datetime) -> bool:
        """Return whether anything was entered after a moment."""
        later = select(ChangeRow.id).where(ChangeRow.at > moment).limit(1)
        return self._session.scalar(later) is not None

    def newest_at(self) -> datetime | None:
        """Return when the newest entry was made."""
        return self._session.scalar(select(ChangeRow.at).order_by(ChangeRow.id.desc()).limit(1))

    def _list(self, *where: object) -> list[Change]:
        rows = self._session.scalars(
            select(ChangeRow).where(*where).order_by(ChangeRow.at, ChangeRow.id)  # type: ignore[arg-type]
        )
        return veiled(self._session, [change_of(row) for row in rows])


def veiled(session: Session, changes: list[Change]) -> list[Change]:
    """Return entries as whoever asks may read them: none names an item that is hidden."""
    named = {number for one in changes for number in _named(one) if number is not None}
    hidden = named - visible_items(session, named)
    if not hidden:
        return changes
    return [
        replace(
            one,
            old=HIDDEN if old in hidden else one.old,
            new=HIDDEN if new in hidden else one.new,
        )
        for one in changes
        for old, new in (_named(one),)
    ]


def _named(change: Change) -> tuple[int | None, int | None]:
    """Return the items that an entry's old and new value stand for."""
    if change.field not in POINTING:
        return None, None
    return _number(change.old), _number(change.new)


def _number(value: str | None) -> int | None:
    number = (value or "").removeprefix("A-")
    return int(number) if number.isdecimal() else None


def change_of(row: ChangeRow) -> Change:
    """Return the value that a row holds."""
    return Change(
        row.incident_id,
        row.item_id,
        row.field,
        row.old,
        row.new,
        row.at,
        Author(Origin(row.origin), row.who),
        row.id,
    )
