"""A furnished database, and its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tracker.reporting.house import SETTINGS, at, furnish
from tracker.reporting import WeeklyReport, weekly
from tracker.storage import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Store]:
    """Yield a database that many stories are told to, one after the other."""
    path = tmp_path_factory.mktemp("stories") / "amends.db"
    path.write_bytes(migrated_file.read_bytes())
    opened = open_store(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    """Yield a furnished database; the test runs once on each kind."""
    opened = open_store(migrated_url)
    with opened.work() as work:
        furnish(work)
    yield opened
    opened.close()


@pytest.fixture
def report(migrated_sqlite_url: str) -> WeeklyReport:
    """Return the report of W46, made on the Monday after it."""
    opened = open_store(migrated_sqlite_url)
    with opened.work() as work:
        furnish(work)
    with opened.reading() as work:
        found = weekly(work, "2026-W46", SETTINGS, at(16, 9))
    opened.close()
    return found
