"""Where a sandbox keeps its state: in memory to read, in one SQLite file to survive a restart."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

TABLE = """
create table if not exists thing (
    kind text not null, id integer not null, body text not null, primary key (kind, id)
)
"""


class StateInUse(Exception):
    """Another sandbox holds this file."""


class Store:
    """One state file, held by one sandbox, shared by its threads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.lock = RLock()
        self.touched = False
        self._shelves: list[Shelf[Any]] = []
        self._file = sqlite3.connect(path, timeout=1, isolation_level=None, check_same_thread=False)
        self._take(path)

    def _take(self, path: Path) -> None:
        """Lock the file for as long as it is open; a kill of the process loses nothing."""
        try:
            self._file.execute("pragma locking_mode = exclusive")
            self._file.execute("pragma synchronous = off")
            self._file.execute("begin exclusive")
            self._file.execute(TABLE)
            self._file.execute("commit")
        except sqlite3.OperationalError as error:
            self._file.close()
            raise StateInUse(f"{path} is in use by another sandbox") from error

    def shelf(self, kind: str, of: type[T]) -> "Shelf[T]":
        """Return the shelf on which the things of this kind stand."""
        shelf = Shelf(self, kind, of)
        self._shelves.append(shelf)
        return shelf

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Let one thread change things; all of it is kept, or none."""
        with self.lock:
            self.touched = False
            self._file.execute("begin")
            try:
                yield
            except BaseException:
                self._undo()
                raise
            self._file.execute("commit")

    def _undo(self) -> None:
        self._file.execute("rollback")
        if self.touched:
            for shelf in self._shelves:
                shelf.read_again()

    def rows(self, kind: str) -> list[tuple[int, str]]:
        """Return what the file holds of one kind."""
        found = self._file.execute("select id, body from thing where kind = ? order by id", (kind,))
        return [(number, body) for number, body in found]

    def write(self, kind: str, number: int, body: str) -> None:
        """Put one thing into the file, in place of an earlier state of it."""
        self.touched = True
        self._file.execute("insert or replace into thing values (?, ?, ?)", (kind, number, body))

    def state(self) -> list[tuple[str, int, str]]:
        """Return all that is kept, as it is at this moment."""
        with self.lock:
            return list(self._file.execute("select kind, id, body from thing"))

    def go_back(self, state: list[tuple[str, int, str]]) -> None:
        """Keep what was kept when *state* was told, and nothing else."""
        with self.lock:
            self._file.execute("begin")
            self._file.execute("delete from thing")
            self._file.executemany("insert into thing values (?, ?, ?)", state)
            self._file.execute("commit")
            for shelf in self._shelves:
                shelf.read_again()

    def close(self) -> None:
        """Let the file go."""
        with self.lock:
            self._file.close()


class Shelf(Generic[T]):
    """The things of one kind, by number; each is a frozen value."""

    def __init__(self, store: Store, kind: str, of: type[T]) -> None:
        self._store = store
        self._kind = kind
        self._adapter: TypeAdapter[T] = TypeAdapter(of)
        self._things: dict[int, T] = {}
        self.read_again()

    def read_again(self) -> None:
        """Forget what is in memory and take what the file says."""
        rows = self._store.rows(self._kind)
        self._things = {number: self._adapter.validate_json(body) for number, body in rows}

    def get(self, number: int) -> T | None:
        """Return one thing, or None."""
        return self._things.get(number)

    def all(self) -> list[T]:
        """Return every thing, as it is at this moment."""
        with self._store.lock:
            return list(self._things.values())

    def put(self, number: int, thing: T) -> T:
        """Keep a thing; only inside `Store.changing`."""
        self._store.write(self._kind, number, self._adapter.dump_json(thing).decode())
        self._things[number] = thing
        return thing

    def next_number(self, first: int) -> int:
        """Return a number that nothing bears yet; only inside `Store.changing`."""
        return max(self._things, default=first - 1) + 1
