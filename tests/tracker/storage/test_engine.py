"""Opening a database: what cannot be opened is told in a sentence; units of work hold together."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.tracker.storage.building import NOW, a_link, an_incident, an_item, close
from tracker.domain.errors import BadSettings, NotFound, Unusable
from tracker.storage import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.storage import Store

OPEN = "import sys; from tracker.storage import open_store; open_store(sys.argv[1]).close()"


def test_an_unreachable_server_is_told_in_one_sentence() -> None:
    """Where no server answers, the sentence names the address, and not its password."""
    with pytest.raises(Unusable, match=r"127\.0\.0\.1:1/amends cannot be used") as refusal:
        open_store("postgresql+psycopg://alice:sesame@127.0.0.1:1/amends")

    assert "\n" not in str(refusal.value)
    assert "sesame" not in str(refusal.value)


def test_a_folder_that_is_missing_is_told_in_one_sentence(tmp_path: Path) -> None:
    """An SQLite file in a folder that does not exist cannot be made."""
    with pytest.raises(Unusable, match="unable to open database file"):
        open_store(f"sqlite:///{tmp_path / 'nowhere' / 'amends.db'}")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """A text that the address names by mistake is refused and keeps its words."""
    path = tmp_path / "notes.txt"
    path.write_text("my notes, and quite long ones at that\n" * 40, encoding="utf-8")
    before = path.read_bytes()

    with pytest.raises(Unusable, match="not a database"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "url",
    [
        "",
        "amends.db",
        "mysql://localhost/amends",
        "oracle://x",
        "postgresql://localhost:many/amends",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """An address of no database that we know gives one sentence that names the setting."""
    with pytest.raises(BadSettings, match="database") as refusal:
        open_store(url)

    assert "\n" not in str(refusal.value)


def test_the_short_name_of_postgresql_uses_the_same_driver(postgres_url: str) -> None:
    """`postgresql://` opens the same database as `postgresql+psycopg://`."""
    store = open_store(postgres_url.replace("postgresql+psycopg", "postgresql"))

    assert store.engine.dialect.driver == "psycopg"

    store.close()


def test_threads_may_open_a_fresh_database_at_once(database_url: str) -> None:
    """Whoever comes second finds the tables made, and nobody fails."""
    with ThreadPoolExecutor(5) as threads:
        stores = list(threads.map(open_store, [database_url] * 5))
    with stores[0].engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one()

    assert found == 1

    close(stores)


def test_processes_may_open_a_fresh_database_at_once(database_url: str) -> None:
    """Web server and worker may start together on a new database."""
    order = [sys.executable, "-c", OPEN, database_url]
    started = [
        subprocess.Popen(order, stderr=subprocess.PIPE)  # noqa: S603  our own Python
        for _ in range(3)
    ]

    assert [process.communicate()[1] for process in started] == [b"", b"", b""]


def test_without_commit_nothing_is_kept(store: Store) -> None:
    """A unit of work that is left early leaves no trace."""
    with store.work() as work:
        an_item(work)

    with store.reading() as work:
        assert work.items.find() == []


def test_an_error_inside_keeps_nothing(store: Store) -> None:
    """What was done before an error is forgotten with it, unless somebody commits."""
    with store.work() as work:
        an_item(work)
        with pytest.raises(NotFound):
            work.items.get(7)

    with store.reading() as work:
        assert work.incidents.all() == []


def test_rollback_forgets_and_the_work_goes_on(store: Store) -> None:
    """After a rollback the same unit of work may begin anew."""
    with store.work() as work:
        an_incident(work, "first.md")
        work.rollback()
        an_incident(work, "second.md")
        work.commit()

    with store.reading() as work:
        assert [one.key for one in work.incidents.all()] == ["second.md"]


def test_a_reader_holds_up_no_writer(store: Store) -> None:
    """A page that is being read does not make an edit wait, and goes on seeing one state."""
    with store.work() as work:
        an_item(work)
        work.commit()
    with store.reading() as reader:
        before = reader.items.find()
        with store.work() as writer:
            an_item(writer, "Another one")
            writer.commit()

        assert len(before) == 1


def test_references_must_exist(store: Store) -> None:
    """A link of an item that there is not is refused on both databases."""
    with store.work() as work:
        target = work.targets.known("platform", "github")

        with pytest.raises(IntegrityError):
            work.links.add(4711, target.id, 1, "m")


def test_the_database_tells_the_time_in_utc(store: Store) -> None:
    """The clock that all processes share is a moment with its zone, later at each asking."""
    with store.reading() as work:
        first, second = work.clock(), work.clock()

    assert str(first.tzinfo) == "UTC"
    assert first <= second


def test_the_first_secret_is_remembered(store: Store) -> None:
    """A database knows the installation that wrote it, and no other."""
    with store.work() as work:
        first = work.recognise("abc", NOW)
        work.commit()
    with store.work() as work:
        assert (first, work.recognise("abc", NOW), work.recognise("xyz", NOW)) == (
            True,
            True,
            False,
        )


def test_only_one_process_takes_documents_in(store: Store) -> None:
    """The right to be alone is given back at the end of the transaction."""
    with store.work() as work:
        work.alone("intake")
        an_incident(work)
        work.commit()
    with store.work() as work:
        work.alone("intake")

        assert len(work.incidents.all()) == 1


def test_a_link_and_its_item_are_stored_together(store: Store) -> None:
    """What one unit of work made is there for the next."""
    with store.work() as work:
        link = a_link(work)
        work.commit()

    with store.reading() as work:
        assert work.links.of_item(link.item_id) == [link]
