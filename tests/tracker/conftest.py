"""What the tests of the tracker may ask for: an opened database, and an office with documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tracker.office import Office
from tracker.storage import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(name="store")
def _store(migrated_url: str) -> Iterator[Store]:
    """Yield an opened database without rows; the test runs once on each kind."""
    store = open_store(migrated_url)
    yield store
    store.close()


@pytest.fixture(name="office")
def _office(migrated_sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """Yield an office on SQLite."""
    store = open_store(migrated_sqlite_url)
    yield Office(store, tmp_path)
    store.close()


@pytest.fixture(name="any_office")
def _any_office(store: Store, tmp_path: Path) -> Office:
    """Return an office; the test runs once on each kind of database."""
    return Office(store, tmp_path)
