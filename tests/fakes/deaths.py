"""A process that dies without a word: at a statement of its database, or at a request."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from tests.fakes.calls import Call, Reply
    from tests.fakes.proxy import Fault

COMMIT = "COMMIT"


class DiedError(BaseException):
    """The process ends here; a base exception, as nothing in the product may catch it."""


class Death:
    """Counts statements and commits; from the one numbered *at* on, all of them fail.

    What begins a transaction is not counted: PostgreSQL is not told of it before its first
    statement.
    """

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.dead = False
        self.trace: list[str] = []
        self.requests = 0

    def statement(self, *told: Any) -> None:
        """Count a statement, and fail if the time has come."""
        if not str(told[2]).startswith("BEGIN"):
            self._count(told[0], str(told[2]))

    def commit(self, connection: Connection) -> None:
        """Count a commit, and fail if the time has come."""
        self._count(connection, COMMIT)

    def now(self) -> None:
        """Die at this moment: no statement is heard any more."""
        self.dead = True

    def at_request(self, number: int, *, after: bool) -> Fault:
        """Die at the request with a *number*, before or *after* its effect; send nothing more."""

        def fault(call: Call) -> Reply | None:
            self.requests += 1
            if self.requests < number:
                return call.pass_on()
            if after and not self.dead:
                call.pass_on()
            self.dead = True
            return None

        return fault

    def points(self, first: int, step: int) -> list[int]:
        """Return where to die: at every *step* from *first* on, and before each commit."""
        commits = (at for at, said in enumerate(self.trace, 1) if said == COMMIT)
        return sorted({*range(first, len(self.trace) + 1, step), *commits})

    def _count(self, connection: Connection, said: str) -> None:
        self.trace.append(said)
        if self.dead or (self.at is not None and len(self.trace) >= self.at):
            self.dead = True
            connection.invalidate()  # it dies with its process, whatever it was at
            raise DiedError


@contextmanager
def dying(engine: Engine, at: int | None = None) -> Iterator[Death]:
    """Let the database fail from statement *at* on, as it does for a process that is dead."""
    death = Death(at)
    listeners = {"before_cursor_execute": death.statement, "commit": death.commit}
    for moment, listener in listeners.items():
        event.listen(engine, moment, listener)
    try:
        yield death
    except DiedError:
        pass
    finally:
        for moment, listener in listeners.items():
            event.remove(engine, moment, listener)
