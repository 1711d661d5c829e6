"""By what a reader knows that nothing was committed since it read last."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sqlalchemy.orm import Session

_NUMBERS = count(1)


def mark(session: Session) -> Hashable:
    """Return a mark of what can be read now: where it is the same later, so is all that is read.

    PostgreSQL names the transactions that a snapshot sees. SQLite counts what others have
    committed, connection by connection, and what this one has changed itself.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return str(session.scalar(text("SELECT pg_current_snapshot()::text")))
    number = connection.info.setdefault("standstill", next(_NUMBERS))
    others = session.scalar(text("PRAGMA data_version"))
    own = getattr(connection.connection.dbapi_connection, "total_changes", 0)
    return (number, others, own)
