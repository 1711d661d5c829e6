"""What the tests of the tracker may ask for: an opened database, and an office with documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.tracker.office import Office
from tracker.storage import Store, open_store
from tracker.storage.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.postgres import Postgres


@pytest.fixture(scope="package", name="shared_postgres")
def _shared_postgres(postgres: Postgres) -> Iterator[Store]:
    """Yield an opened PostgreSQL database that the tests share; whoever uses it empties it."""
    with postgres.database() as url:
        store = open_store(url)
        yield store
        store.close()


@pytest.fixture
def postgresql_store(shared_postgres: Store) -> Iterator[Store]:
    """Yield the shared PostgreSQL database, without rows, and empty it afterwards."""
    yield shared_postgres
    empty(shared_postgres)


def empty(store: Store) -> None:
    """Remove every row of a PostgreSQL database."""
    names = ", ".join(table.name for table in Table.metadata.sorted_tables)
    with store.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


@pytest.fixture
def sqlite_store(migrated_sqlite_url: str) -> Iterator[Store]:
    """Yield an SQLite database without rows."""
    store = open_store(migrated_sqlite_url)
    yield store
    store.close()


@pytest.fixture(name="store", params=["sqlite", "postgresql"])
def _store(request: pytest.FixtureRequest) -> Store:
    """Return an opened database without rows; the test runs once on each kind."""
    found = request.getfixturevalue(f"{request.param}_store")
    assert isinstance(found, Store)
    return found


@pytest.fixture(name="office")
def _office(sqlite_store: Store, tmp_path: Path) -> Office:
    """Return an office on SQLite."""
    return Office(sqlite_store, tmp_path)


@pytest.fixture(name="any_office")
def _any_office(store: Store, tmp_path: Path) -> Office:
    """Return an office; the test runs once on each kind of database."""
    return Office(store, tmp_path)
