"""The first page of a long list is read from an index in its order, and nothing is sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import event

from tests.tracker.storage.building import NOW, an_item
from tracker.storage.incident_pages import IncidentsWanted
from tracker.storage.items import Wanted
from tracker.storage.page_queries import PageQueries

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.storage import Store, Work

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}
SIZE = 50


def test_the_list_of_items_by_due_date_is_read_in_the_order_of_an_index(store: Store) -> None:
    """Open work first, then by due date, priority and number: word by word the index's order."""
    with store.work() as work:
        an_item(work)
        work.commit()
        plan = _plan(work, lambda asked: asked.numbers(Wanted(), "due", 0, SIZE))

    assert "ix_items_order" in plan
    assert "sort" not in plan.lower()
    assert "temp b-tree" not in plan.lower()


def test_the_newest_incidents_are_read_in_the_order_of_an_index(store: Store) -> None:
    """Those whose start nobody knows stand last, on both databases."""
    with store.work() as work:
        an_item(work)
        work.commit()
        plan = _plan(work, lambda asked: asked.progress(IncidentsWanted(), NOW.date(), limit=SIZE))

    assert "ix_incidents_order" in plan


def _plan(work: Work, ask: Callable[[PageQueries], object]) -> str:
    """Return how the database answers the first statement of a question; few rows or many."""
    connection = work.session.connection()
    told: list[tuple[str, Any]] = []
    engine = connection.engine

    def heard(*args: Any) -> None:
        told.append((args[2], args[3]))

    event.listen(engine, "before_cursor_execute", heard)
    ask(PageQueries(work.session, ZoneInfo("UTC")))
    event.remove(engine, "before_cursor_execute", heard)
    name = connection.dialect.name
    if name == "postgresql":  # a table of one row is read whole, whatever its indexes
        for way in ("seqscan", "sort", "bitmapscan"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    rows = connection.exec_driver_sql(EXPLAIN[name] + told[0][0], told[0][1])
    return "\n".join(" ".join(map(str, row)) for row in rows)
