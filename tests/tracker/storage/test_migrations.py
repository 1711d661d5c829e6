"""The schema: made, taken back, and always what the models say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from tests.tracker.storage.building import an_item
from tracker.domain.errors import Unusable
from tracker.storage import open_store
from tracker.storage.engine import HEAD
from tracker.storage.tables import Table
from tracker.storage.upgrading import compared, migration_config

if TYPE_CHECKING:
    from tracker.storage import Store

ROOT = Path(__file__).resolve().parents[3]
OURS = {table.name for table in Table.metadata.sorted_tables}
ALEMBICS = {"alembic_version"}


def names(store: Store) -> set[str]:
    """Return the tables that there are."""
    found = set(inspect(store.engine).get_table_names())
    return {name for name in found if name in OURS or not name.startswith("search_")}


def migrate(store: Store, to: str) -> None:
    """Bring the schema down to a version."""
    config = migration_config()
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def stamp(url: str, revision: str) -> None:
    """Let the database say that a revision wrote it."""
    store = open_store(url)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
    store.close()


def test_an_empty_database_gets_every_table(database_url: str) -> None:
    """Opening a database that holds nothing makes all tables."""
    store = open_store(database_url)

    assert names(store) == OURS | ALEMBICS

    store.close()


def test_the_migrations_can_be_taken_back(migrated_url: str) -> None:
    """Going down to the beginning leaves nothing of ours behind."""
    store = open_store(migrated_url)
    migrate(store, "base")

    assert names(store) == ALEMBICS

    store.close()


def test_what_was_taken_back_can_be_made_again(migrated_url: str) -> None:
    """After going down, the next opening goes up again, and the tables work."""
    store = open_store(migrated_url)
    migrate(store, "base")
    again = open_store(migrated_url)
    with again.work() as work:
        an_item(work)
        work.commit()

    assert names(again) == OURS | ALEMBICS

    again.close()
    store.close()


def test_each_migration_keeps_the_rows(migrated_url: str) -> None:
    """Going down to the first version and up again loses no incident and no item."""
    store = open_store(migrated_url)
    with store.work() as work:
        item = an_item(work)
        work.commit()
    migrate(store, "0001")
    again = open_store(migrated_url)
    with again.reading() as work:
        found = work.items.get(item.id)
    again.close()
    store.close()

    assert found == item


def test_models_and_migrations_agree(store: Store) -> None:
    """A new migration made by comparison would be empty."""
    with store.engine.connect() as connection:
        options = {
            "compare_type": True,
            "render_as_batch": True,
            "include_object": compared,
        }
        found = compare_metadata(
            MigrationContext.configure(connection, opts=options), Table.metadata
        )

    assert found == []


def test_the_indexes_of_both_databases_are_those_of_the_models(store: Store) -> None:
    """Each index of the models exists, with its columns and its uniqueness."""
    wanted = {
        (index.name, tuple(column.name for column in index.columns), bool(index.unique))
        for table in Table.metadata.sorted_tables
        for index in table.indexes
    }
    found = {
        (index["name"], tuple(index["column_names"]), bool(index["unique"]))
        for table in OURS
        for index in inspect(store.engine).get_indexes(table)
    }

    assert wanted <= found


def test_the_migrations_form_one_line() -> None:
    """There is one newest migration, it has no rival, and the program knows its name."""
    scripts = ScriptDirectory.from_config(migration_config())

    assert scripts.get_heads() == [HEAD]


def test_a_newer_database_is_refused(migrated_url: str) -> None:
    """A database of a later version is refused in one sentence that names its schema."""
    stamp(migrated_url, "9999_from_the_future")

    with pytest.raises(Unusable, match=r"newer version of Amends.*9999_from_the_future") as refusal:
        open_store(migrated_url)

    assert "\n" not in str(refusal.value)


def test_opening_again_changes_nothing(migrated_url: str) -> None:
    """A database that is up to date keeps its rows when it is opened again."""
    store = open_store(migrated_url)
    with store.work() as work:
        item = an_item(work)
        work.commit()
    store.close()

    again = open_store(migrated_url)
    with again.reading() as work:
        assert work.items.get(item.id) == item
    again.close()


def test_the_tool_of_those_who_write_migrations_works(sqlite_url: str) -> None:
    """`alembic` by hand goes up, finds nothing to add, and goes down, by alembic.ini alone."""
    done = [
        subprocess.run(  # noqa: S603  Alembic itself, with our own arguments
            [sys.executable, "-m", "alembic", *words],
            cwd=ROOT,
            env={"AMENDS_DATABASE_URL": sqlite_url, "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        for words in (["upgrade", "head"], ["check"], ["downgrade", "base"])
    ]

    assert [(one.returncode, one.stderr[-200:] * one.returncode) for one in done] == [(0, "")] * 3
