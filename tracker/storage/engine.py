"""Opens the database: its pragmas, its version, its units of work."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from tracker.domain.errors import BadSettings, Unusable
from tracker.storage import search_words
from tracker.storage.days import teach_sqlite
from tracker.storage.sight import Seeing
from tracker.storage.watch import Watch
from tracker.storage.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL

HEAD = "0019"  # the newest of the migrations; a test holds it to them
DIALECTS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
WHERE = "[database] url, or AMENDS_DATABASE_URL"
LOCK = 7_203_114  # any fixed number: one migration at a time on PostgreSQL


class Store:
    """An opened database; each piece of work has a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.watch = Watch(engine)

    @property
    def told(self) -> str:
        """Return where it is and of which version, without a password."""
        address = self.engine.url.render_as_string(hide_password=True)
        return f"{address}, version {HEAD}"

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Yield a unit of work that may write; without commit() nothing is kept."""
        with Seeing(self.engine, expire_on_commit=False) as session:
            search_words.follow(session)
            yield Work(session)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """Yield a unit of work that only reads, and so holds up no writer."""
        engine = self.engine.execution_options(reading=True)
        with Seeing(engine, expire_on_commit=False) as session:
            yield Work(session)

    def close(self) -> None:
        """Give all connections back."""
        self.watch.close()
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open the database at *url*, made or upgraded where needed.

    Raises Unusable where it cannot be reached or is newer than this program.
    """
    engine = engine_at(url)
    try:
        _upgrade(engine)
    except (OperationalError, DatabaseError) as error:
        engine.dispose()
        raise Unusable(
            f"the database {_shown(url)} cannot be used: {_first_line(error)}"
        ) from error
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def upgrade(url: str) -> None:
    """Bring the database at *url* to this program's version, making it if need be."""
    open_store(url).close()


def engine_at(url: str) -> Engine:
    """Return the engine for *url*, which is not asked anything yet."""
    parsed = _parsed(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(parsed, hide_parameters=True)  # errors are logged, values are not
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        if backend in DIALECTS:
            return parsed.set(drivername=DIALECTS[backend])
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise BadSettings(f"{WHERE}: this is no database address") from error
    raise BadSettings(f"{WHERE}: {backend} is not supported; use sqlite or postgresql")


def _prepare_sqlite(connection: Any, record: object) -> None:
    """Let SQLAlchemy begin transactions itself; wait for other writers; keep references."""
    del record
    connection.isolation_level = None
    teach_sqlite(connection)
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 30000")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock first: a reader that turns writer midway would fail instead."""
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _upgrade(engine: Engine) -> None:
    with engine.execution_options(reading=True).connect() as connection:
        if _version(connection) == HEAD:
            return
    # only now: Alembic takes longer to load than most commands to run
    migrations = import_module("tracker.storage.upgrading")
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        current = _version(connection)
        if current is not None and current not in migrations.known():
            raise Unusable(
                f"the database {_shown(str(engine.url))} was written by a newer version of Amends "
                f"(its schema is {current}); upgrade Amends, or name another database"
            )
        migrations.upgrade(connection)


def _version(connection: Connection) -> str | None:
    """Return the schema's version, or None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _first_line(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
