"""Runs the migrations on the connection that the caller opened, or on alembic.ini's database."""

from alembic import context

from tracker.settings import database_url
from tracker.storage import dispatch_tables as _dispatch_tables  # noqa: F401  makes its tables known
from tracker.storage import search_words as _search_words  # noqa: F401  makes its table known
from tracker.storage import sync_tables as _sync_tables  # noqa: F401  makes its tables known
from tracker.storage.engine import engine_at
from tracker.storage.tables import Table
from tracker.storage.upgrading import compared

metadata = Table.metadata


def run(connection: object) -> None:
    """Migrate in the transaction that is open already."""
    context.configure(
        connection=connection,  # type: ignore[arg-type]  # Alembic keeps it untyped
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=compared,
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = engine_at(database_url())
    with engine.begin() as opened:
        run(opened)
    engine.dispose()
