"""Moments and JSON texts come back as they went in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.exc import StatementError

from tests.tracker.storage.building import NOW, an_incident, an_item
from tracker.storage import open_store
from tracker.storage.columns import Moment

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

    from tracker.storage import Store

DIALECTS = (SQLiteDialect(), PGDialect())  # type: ignore[no-untyped-call]  # SQLAlchemy's own
MOMENTS = st.datetimes(
    min_value=datetime(1, 1, 3, tzinfo=UTC).replace(tzinfo=None),
    max_value=datetime(9999, 12, 29, tzinfo=UTC).replace(tzinfo=None),
    timezones=st.timezones(),
)


def there_and_back(moment: datetime | None, dialect: Dialect) -> datetime | None:
    """Return what a column reads of what it wrote."""
    column = Moment().dialect_impl(dialect)
    write, read = column.bind_processor(dialect), column.result_processor(dialect, None)
    assert write
    assert read
    found: datetime | None = read(write(moment))
    return found


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    """A naive time never reaches the database, where it would be misread."""
    naive = NOW.replace(tzinfo=None)

    with store.work() as work, pytest.raises(StatementError, match="a moment without a zone"):
        an_item(work, created_at=naive)


def test_a_moment_comes_back_in_utc(store: Store) -> None:
    """A time from another zone is the same moment, told in UTC, to the microsecond."""
    there = datetime(2026, 5, 4, 12, 30, 1, 123456, tzinfo=timezone(timedelta(hours=3)))
    with store.work() as work:
        item = an_item(work, closed_at=there)
        work.commit()
    with store.reading() as work:
        found = work.items.get(item.id).closed_at

    assert found == there
    assert found is not None
    assert found.tzinfo is UTC


@given(moment=MOMENTS, dialect=st.sampled_from(DIALECTS))
def test_any_moment_survives_the_way_there_and_back(moment: datetime, dialect: Dialect) -> None:
    """Writing and reading a moment gives the same moment, whatever its zone."""
    assert there_and_back(moment, dialect) == moment.astimezone(UTC)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_moment_stays_none(dialect: Dialect) -> None:
    """An absent moment is absent on both ways."""
    assert there_and_back(None, dialect) is None


@pytest.mark.parametrize("words", ["naïve “quoted” 🚒", "'; DROP TABLE items; --", "a\n\tb\\c%_"])
def test_texts_come_back_letter_by_letter(store: Store, words: str) -> None:
    """Quotes, emoji, SQL and line ends are only text."""
    with store.work() as work:
        item = an_item(work, words, owner=words, reason=words, refs=(words,))
        work.items.say(item.id, {"title": words})
        work.commit()
    with store.reading() as work:
        found = work.items.get(item.id)

        assert (found.title, found.owner, found.reason, found.refs) == (
            words,
            words,
            words,
            (words,),
        )
        assert work.items.said(item.id) == {"title": words}


def test_a_very_long_text_is_kept_whole(store: Store) -> None:
    """No column cuts off what is long."""
    words = "long " * 200_000
    with store.work() as work:
        incident = an_incident(work, impact=words)
        work.commit()
    with store.reading() as work:
        assert work.incidents.get(incident.id).facts.impact == words


def test_sqlite_checks_references_and_writes_ahead(migrated_sqlite_url: str) -> None:
    """Every connection to SQLite has foreign keys on and the write-ahead log."""
    store = open_store(migrated_sqlite_url)
    with store.engine.connect() as connection:
        found = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("foreign_keys", "journal_mode")
        ]
    store.close()

    assert found == [1, "wal"]
