"""A folder of postmortems with its database, and documents to put into it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tracker.domain.history import Author, Origin
from tracker.editing import Edit, edit
from tracker.intake import Arrival, Clerk, take_in
from tracker.people import People
from tracker.reading import Document, read
from tracker.settings import Person
from tracker.storage import open_store
from tracker.storage.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.history import Change
    from tracker.domain.items import ActionItem
    from tracker.policy import Terms
    from tracker.storage import Store

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
ALICE = Author(Origin.WEB, "@alice")
PEOPLE = People({"@alice": Person(github="alice-gh", email="alice@example.com")})
PLAIN_HEAD = """\
# Search returned old results

Date: 2026-04-11
Severity: SEV-3

## Summary

The search index was two hours behind, and customers saw old prices.

"""
HEAD = (
    PLAIN_HEAD
    + """\
## Timeline

- 09:12 UTC: a customer writes about an old price
- 11:20 UTC: the index is up to date again

## Root cause

The indexer waited for a lock that nobody held.

"""
)
PROMISES = (
    "Alert when the search index is late",
    "Give the indexer a shorter timeout",
    "Document how to rebuild the index",
)


def a_list(promises: Iterable[str] = PROMISES, head: str = HEAD) -> str:
    """Return a postmortem that promises things in a list."""
    return head + "## Action items\n\n" + "".join(f"- {one}\n" for one in promises)


def a_row(action: str = PROMISES[0], owner: str = "", priority: str = "", due: str = "") -> str:
    """Return a postmortem that promises one thing in a table."""
    header = "| Action | Owner | Priority | Due |\n|---|---|---|---|\n"
    return f"{HEAD}## Action items\n\n{header}| {action} | {owner} | {priority} | {due} |\n"


class Office:
    """Takes documents of its folder in, an hour after the last one, and tells what it has."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.now = NOW
        self.terms: Terms | None = None

    def put(self, text: str, name: str = "search.md") -> Arrival:
        """Write a document into the folder and take it in."""
        return self.put_raw(text.encode(), name)

    def put_raw(self, raw: bytes, name: str = "search.md") -> Arrival:
        """Write a document's bytes into the folder and take it in."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        return self.take(name)

    def take(self, name: str) -> Arrival:
        """Take a document of the folder in as it stands there."""
        found = read(str(self.folder / name))
        assert isinstance(found, Document), found.sentence
        return self.take_in(found)

    def take_in(self, document: Document) -> Arrival:
        """Take a document in that may stand nowhere."""
        self.now += timedelta(hours=1)
        with self.store.work() as work:
            arrival = take_in(work, document, self.clerk())
            work.commit()
        return arrival

    def clerk(self) -> Clerk:
        """Return who takes documents in at this moment."""
        return Clerk(self.folder, PEOPLE, self.now, self.now.date(), terms=self.terms)

    def edit(self, number: int = 1, **values: str) -> ActionItem:
        """Change an item as Alice would who looks at its newest version."""
        return self.edit_seen(None, number, **values)

    def edit_seen(self, version: int | None, number: int = 1, **values: str) -> ActionItem:
        """Change an item as Alice would who saw a version of it."""
        self.now += timedelta(hours=1)
        with self.store.work() as work:
            wanted = Edit(values, version, terms=self.terms)
            item = edit(work, number, wanted, ALICE, PEOPLE, self.now)
            work.commit()
        return item

    def items(self) -> list[ActionItem]:
        """Return every item, by number."""
        with self.store.reading() as work:
            return work.items.find()

    def titles(self) -> list[str]:
        """Return the titles of all items that stand in their documents."""
        return [item.title for item in self.items() if item.in_document]

    def history(self, number: int = 1) -> list[Change]:
        """Return what happened to an item, oldest first."""
        with self.store.reading() as work:
            return work.history.of_item(number)

    def incidents(self) -> int:
        """Return how many incidents are known."""
        with self.store.reading() as work:
            return len(work.incidents.all())

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table."""
        with self.store.reading() as work:
            return {
                table.name: [tuple(row) for row in work.session.execute(select(table))]
                for table in Table.metadata.sorted_tables
            }

    def try_to_take(self, name: str) -> str:
        """Take a document in, or say that it is unreadable."""
        found = read(str(self.folder / name))
        if not isinstance(found, Document):
            return "unreadable"
        self.take_in(found)
        return "taken"


@contextmanager
def an_office(migrated: Path) -> Iterator[Office]:
    """Yield an office of its own for one example, on a copy of the empty database *migrated*."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copyfile(migrated, folder / "amends.db")
        store = open_store(f"sqlite:///{folder / 'amends.db'}")
        yield Office(store, folder)
        store.close()
