"""By what a reader knows that nothing was committed since it asked last."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


class Watch:
    """Marks what can be read: where a mark is the same later, so is everything that is read.

    A mark is taken before the reading begins. What is committed in between is then read under
    a mark that never comes again, and nothing old is ever read under a new one.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._connection: Any = None

    def mark(self, session: Callable[[], Session]) -> Hashable:
        """Return the mark of this moment; PostgreSQL tells it to *session*, which may read on."""
        if self._engine.dialect.name == "postgresql":
            # the transactions that a snapshot sees; who only reads adds none
            return str(session().scalar(text("SELECT pg_current_snapshot()::text")))
        with self._lock:
            return self._counted()

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _counted(self) -> int:
        """Return SQLite's own count of commits by others; this connection never writes."""
        if self._connection is None:
            self._connection = self._engine.raw_connection()
            self._connection.detach()
        cursor = self._connection.cursor()
        try:
            return int(cursor.execute("PRAGMA data_version").fetchone()[0])
        finally:
            cursor.close()
