"""By what a reader knows that nothing was committed since it asked last."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from psycopg import OperationalError
from psycopg.pq import ExecStatus
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from sqlalchemy import Engine

# What a snapshot of PostgreSQL sees: who only reads changes nothing of it. Its transactions are
# counted by the server, so autovacuum and other databases there move it too: a mark that changes
# for nothing costs one page made anew, one that stayed would show what is no more. SQLite's own
# count of what others have committed: the connection that asks never writes.
QUESTIONS = {
    "postgresql": "SELECT pg_current_snapshot()::text, (SELECT max(id) FROM changes)",
    "sqlite": "SELECT data_version, (SELECT max(id) FROM changes) FROM pragma_data_version",
}
SNAPSHOT = "SELECT pg_current_snapshot()::text"
SAME, MARK = b"amends_same", b"amends_mark"
# A pooler that knows no prepared statements costs the memory of pages, and nothing else.


@dataclass(frozen=True, slots=True)
class Mark:
    """One moment of a database: the same mark later, and nothing was committed since.

    *newest* is the log's newest entry, where none before it can be committed any more: whoever
    began to write earlier may end later, on PostgreSQL. The same later, the log did not grow.
    """

    turn: int
    told: object
    newest: int | None = None


class Watch:
    """Marks what can be read: where a mark is the same later, so is everything that is read.

    A mark is taken before the reading begins. What is committed in between is then read under
    a mark that never comes again, and nothing old is ever read under a new one.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_served = engine.dialect.name == "postgresql"
        self._question = QUESTIONS[engine.dialect.name]
        self._lock = Lock()
        self._connection: Any = None
        self._turn = 0
        self._last: tuple[str, int] | None = None

    def mark(self) -> Mark:
        """Return the mark of this moment; one that never comes again where nobody can tell."""
        with self._lock:
            for _ in range(2):  # a server that was restarted is asked once more
                try:
                    told, newest = self._asked()  # first: it may begin another turn
                except (DBAPIError, self._engine.dialect.loaded_dbapi.Error):
                    self._leave()
                else:
                    return Mark(self._turn, told, (newest or 0) if _is_settled(told) else None)
            return Mark(self._turn, object())

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            self._leave()

    def _asked(self) -> Any:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
            self._connection.detach()
            self._turn += 1  # another connection counts anew
            if self._is_served:
                self._connection.dbapi_connection.autocommit = True
                _prepare(self._connection.dbapi_connection.pgconn, self._question)
        if self._is_served:
            self._last = _answer(self._connection.dbapi_connection.pgconn, self._last)
            return self._last
        cursor = self._connection.cursor()
        try:
            return cursor.execute(self._question).fetchone()
        finally:
            cursor.close()

    def _leave(self) -> None:
        if self._connection is not None:
            self._connection.close()  # it left its pool, so this ends it
            self._connection = self._last = None


def _prepare(libpq: Any, question: str) -> None:
    """Let the server plan both questions once, for as long as this connection lasts."""
    for name, asked in ((SAME, SNAPSHOT), (MARK, question)):
        made = libpq.prepare(name, asked.encode())
        if made.status != ExecStatus.COMMAND_OK:
            raise OperationalError(made.error_message.decode(errors="replace"))


def _answer(libpq: Any, last: tuple[str, int] | None) -> tuple[str, int]:
    """Return what the server says, by the shortest way: every page waits for it.

    What the same snapshot sees is known from *last* time.
    """
    if last and _row(libpq, SAME).get_value(0, 0).decode() == last[0]:
        return last
    found = _row(libpq, MARK)
    return found.get_value(0, 0).decode(), int(found.get_value(0, 1) or 0)


def _row(libpq: Any, name: bytes) -> Any:
    found = libpq.exec_prepared(name, None)
    if found.status != ExecStatus.TUPLES_OK:
        raise OperationalError(found.error_message.decode(errors="replace"))
    return found


def _is_settled(told: str | int) -> bool:
    """Return whether nobody was writing: a snapshot is `oldest:next:others`, SQLite has one writer.

    https://www.postgresql.org/docs/current/functions-info.html, pg_snapshot
    """
    if isinstance(told, int):
        return True
    oldest, following, _ = told.split(":")
    return oldest == following
