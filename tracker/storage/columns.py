"""The two column types of our own: moments in UTC, and JSON texts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, DateTime, func
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Dialect


LARGEST = 2**31 - 1


def is_number(number: int) -> bool:
    """Return whether a row could have this number: PostgreSQL refuses to look for larger ones."""
    return 0 < number <= LARGEST


def passed_over(column: Any) -> Any:
    """Return a column as one that no index is of: another condition leaves fewer rows to read.

    SQLite, which keeps no statistics unless asked to, would choose a list of all that is open.
    """
    return func.coalesce(column, column)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; naive times are refused, so none is misread later."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return *value* in UTC, without its zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value!r}")
        there = value.astimezone(UTC)
        return there.replace(tzinfo=None) if dialect.name == "sqlite" else there

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return *value* as UTC; SQLite's texts are read below."""
        del dialect
        return value if value is None else value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """Return what reads a moment; SQLite's texts in one step, as logs have very many."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


JsonColumn = JSON(none_as_null=True)
