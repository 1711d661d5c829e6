"""Brings a database's schema up to date, by Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def migration_config() -> Config:
    """Return Alembic's configuration for the migrations of this package."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def known() -> set[str]:
    """Return the versions that this program knows."""
    scripts = ScriptDirectory.from_config(migration_config())
    return {script.revision for script in scripts.walk_revisions()}


def compared(
    thing: object,
    name: str | None,
    kind: str,
    reflected: bool,  # noqa: FBT001  Alembic's own order
    model: object,
) -> bool:
    """Return whether models and database must agree.

    What is searched is the migrations' own, and so are the orders of lists.
    """
    del thing
    own = "search" in (name or "") or (name or "").endswith("_order")
    return not (reflected and model is None and kind in {"table", "index"} and own)


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest version, in the transaction that is open already."""
    config = migration_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
