"""Lists that go on from a key instead of a number: rows that are added move nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import literal, tuple_

from tracker.storage.columns import LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

LONGEST = 4000
Key = tuple[Any, ...]
Told = list["int | str"]
Some = TypeVar("Some")


@dataclass(frozen=True, slots=True)
class Slice(Generic[Some]):
    """A part of a list, and the key after which it goes on; None where it ends."""

    rows: list[Some]
    next: Told | None


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is ordered: columns without nulls, all in one direction, the last unique."""

    columns: tuple[Any, ...]
    kinds: tuple[type, ...]
    descending: bool = False

    def read(self, told: Sequence[object]) -> Key:
        """Return the key that was told, or raise ValueError where it cannot be of this order."""
        return tuple(_read(kind, one) for kind, one in zip(self.kinds, told, strict=True))


def slice_of(
    session: Session, query: Select[*tuple[Any, ...]], order: Order, after: Key | None, limit: int
) -> Slice[Row[Any]]:
    """Return at most *limit* rows of *query* that come after a key, in that order."""
    columns = order.columns
    found = query.add_columns(*(one.label(f"key_{place}") for place, one in enumerate(columns)))
    if after is not None:
        here = tuple_(*columns)
        there = tuple_(
            *(literal(value, one.type) for value, one in zip(after, columns, strict=True))
        )
        found = found.where(here < there if order.descending else here > there)
    found = found.order_by(*(one.desc() if order.descending else one.asc() for one in columns))
    rows = list(session.execute(found.limit(limit + 1)))
    more = len(rows) > limit
    rows = rows[:limit]
    return Slice(rows, _told(rows[-1], len(columns)) if more and rows else None)


def _told(row: Row[Any], width: int) -> Told:
    """Return a row's key in values that JSON knows."""
    return [one if isinstance(one, (int, str)) else one.isoformat() for one in row[-width:]]


def _read(kind: type, told: object) -> Any:
    if kind is int:
        if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= LARGEST:
            raise ValueError("this is no number of a row")
        return told
    if not isinstance(told, str) or len(told) > LONGEST or "\x00" in told:
        raise ValueError("this is no text of a row")
    told.encode()
    if kind is date:
        return date.fromisoformat(told)
    return datetime.fromisoformat(told).astimezone(UTC) if kind is datetime else told
