"""What repositories hold, and how much of it was read: their documents, by path and content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from tracker.storage.sync_tables import RepositoryFileRow, RepositoryRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

KEPT = ("tree", "etag", "rules", "paused_until")
WITHOUT = ("copy", "no postmortem")  # outcomes of documents that are told of elsewhere, or nowhere


@dataclass(slots=True)
class RepositoryState:
    """How a repository was read last."""

    id: int
    key: str
    tree: str | None = None
    etag: str | None = None
    rules: str | None = None
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Blob:
    """A file's content, by its name in the repository and its size, where that was told."""

    name: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file: an outcome and its incident, or the trouble with it."""

    reader: int
    outcome: str | None = None
    incident_id: int | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A document of a repository; *last* is what came of its present content, if that was read."""

    id: int
    path: str
    blob: Blob
    last: Reading | None


class Repositories:
    """Keeps what is known of repositories."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def known(self, key: str) -> RepositoryState:
        """Return how a repository was read last, making its row at first sight."""
        row = self._row(key) or self._met(key)
        return RepositoryState(row.id, row.key, **{name: getattr(row, name) for name in KEPT})

    def keep(self, state: RepositoryState) -> None:
        """Store how a repository was read."""
        row = self._session.get_one(RepositoryRow, state.id)
        for name in KEPT:
            setattr(row, name, getattr(state, name))
        self._session.flush()

    def keys(self) -> set[str]:
        """Return which repositories are known."""
        return set(self._session.scalars(select(RepositoryRow.key)))

    def forget(self, keys: Collection[str]) -> None:
        """Forget repositories; what was read out of them stays."""
        ids = select(RepositoryRow.id).where(RepositoryRow.key.in_(keys))
        files = delete(RepositoryFileRow).where(RepositoryFileRow.repository_id.in_(ids))
        self._session.execute(files)
        self._session.execute(delete(RepositoryRow).where(RepositoryRow.key.in_(keys)))

    def hold(self, repository_id: int, files: Mapping[str, Blob]) -> None:
        """Store what a repository holds now: whatever has another content is to be read.

        What has no incident of its own is to be read again as well when its original, or a
        document of the same content, went or changed: that one's incident may be its own now.
        """
        rows = {row.path: row for row in self._rows(repository_id)}
        touched: set[object] = set()
        for path, row in rows.items():
            there = files.get(path)
            if there is None or there.name != row.blob:
                touched |= {row.incident_id, row.blob}
            if there is None:
                self._session.delete(row)
            else:
                row.blob, row.size = there.name, there.size
        for row in rows.values():
            if row.outcome in WITHOUT and {row.incident_id, row.blob} & (touched - {None}):
                row.read_blob = None
        for path in files.keys() - rows.keys():
            there = files[path]
            row = RepositoryFileRow(repository_id=repository_id, path=path)
            row.blob, row.size = there.name, there.size
            self._session.add(row)
        self._session.flush()

    def files(self, repository_id: int) -> list[HeldFile]:
        """Return the documents that a repository holds, by path."""
        return [_held(row) for row in self._rows(repository_id)]

    def was_read(self, file: HeldFile, reading: Reading) -> None:
        """Store what came of reading *file*."""
        row = self._session.get(RepositoryFileRow, file.id)
        if row is None:  # its source was taken out of the configuration meanwhile
            return
        row.read_blob, row.reader = file.blob.name, reading.reader
        row.outcome, row.incident_id = reading.outcome, reading.incident_id
        row.trouble = reading.trouble
        self._session.flush()

    def paths(self) -> set[str]:
        """Return the paths of all documents that repositories hold."""
        return set(self._session.scalars(select(RepositoryFileRow.path)))

    def contents(self, path: str) -> set[str]:
        """Return the names of the contents that sources hold at *path*."""
        return {row.blob for row in self._at(path)}

    def still_holds(self, path: str, *, beside: str) -> bool | None:
        """Return whether *path* has the content still that was read, or that *beside* has.

        None if no repository holds such a document.
        """
        there = self._at(path)
        here = {row.blob for row in self._at(beside)}
        same = [
            (row.blob == row.read_blob and row.trouble is None) or row.blob in here for row in there
        ]
        return any(same) if same else None

    def _at(self, path: str) -> list[RepositoryFileRow]:
        where = RepositoryFileRow.path == path
        return list(self._session.scalars(select(RepositoryFileRow).where(where)))

    def _rows(self, repository_id: int) -> list[RepositoryFileRow]:
        found = select(RepositoryFileRow).where(RepositoryFileRow.repository_id == repository_id)
        return sorted(self._session.scalars(found), key=lambda row: row.path)

    def _row(self, key: str) -> RepositoryRow | None:
        return self._session.scalar(select(RepositoryRow).where(RepositoryRow.key == key))

    def _met(self, key: str) -> RepositoryRow:
        """Return the row of a repository at first sight; two processes may meet it at once."""
        row = RepositoryRow(key=key)
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            return self._session.scalars(
                select(RepositoryRow).where(RepositoryRow.key == key)
            ).one()
        return row


def _held(row: RepositoryFileRow) -> HeldFile:
    last = None
    if row.read_blob == row.blob and row.reader is not None:
        last = Reading(row.reader, row.outcome, row.incident_id, row.trouble)
    return HeldFile(row.id, row.path, Blob(row.blob, row.size), last)
