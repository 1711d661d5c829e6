"""The database's own time, the one clock that all processes share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def database_time(session: Session) -> datetime:
    """Return the time of the database, in UTC."""
    if session.get_bind().dialect.name == "sqlite":
        raw = session.scalar(text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')"))
        return datetime.fromisoformat(str(raw)).replace(tzinfo=UTC)
    there = session.scalar(text("SELECT clock_timestamp()"))
    if not isinstance(there, datetime):
        raise TypeError(f"the database told no time: {there!r}")
    return there.astimezone(UTC)
