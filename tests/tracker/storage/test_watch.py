"""A mark is asked for whatever becomes of the connection it is asked through."""

from __future__ import annotations

from sqlalchemy import text

from tests.tracker.storage.building import an_item
from tracker.storage import open_store
from tracker.storage.watch import Watch

OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def test_a_connection_that_is_lost_is_replaced_and_counts_anew(migrated_postgres_url: str) -> None:
    """A server that was restarted costs pages made anew, and no error."""
    store = open_store(migrated_postgres_url)
    with store.work() as work:
        an_item(work)
        work.commit()
    watch = Watch(store.engine)
    before = watch.mark()
    with store.engine.connect() as connection:
        connection.execute(OTHERS)
    after = watch.mark()

    assert after.turn > before.turn
    assert after.newest == before.newest == 1
    watch.close()
    store.close()


def test_a_table_that_is_not_there_gives_marks_that_never_come_again(postgres_url: str) -> None:
    """What nobody can tell is never taken for what it was."""
    store = open_store(postgres_url)
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE changes RENAME TO elsewhere"))
    watch = Watch(store.engine)
    first, second = watch.mark(), watch.mark()

    assert first != second
    assert (first.newest, second.newest) == (None, None)
    watch.close()
    store.close()
