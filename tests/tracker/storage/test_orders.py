"""Pages read few rows of a large house: lists in the order of an index, figures by what changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from tests.tracker.storage.building import NOW, an_incident, an_item
from tracker.storage.growth import Growth
from tracker.storage.incident_pages import IncidentsWanted
from tracker.storage.items import Wanted
from tracker.storage.page_queries import PageQueries
from tracker.storage.trend_queries import TrendQueries

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.storage import Store, Work
    from tracker.storage.page_queries import Sort

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}
SIZE = 50
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("sort", "index"), [("due", "ix_items_order"), ("created", "ix_items_created_at_id")]
)
def test_a_list_of_items_is_read_in_the_order_of_an_index(
    store: Store, sort: Sort, index: str
) -> None:
    """By due date, open work first, or by what came last: nothing is sorted, however much."""
    with store.work() as work:
        an_item(work)
        work.commit()
        plan = _plan(work, lambda: _pages(work).numbers(Wanted(), sort, 0, SIZE))

    assert index in plan
    assert "sort" not in plan.lower()
    assert "temp b-tree" not in plan.lower()


def test_the_newest_incidents_are_read_in_the_order_of_an_index(store: Store) -> None:
    """Those whose start nobody knows stand last, on both databases."""
    with store.work() as work:
        an_item(work)
        work.commit()
        pages = _pages(work)
        plan = _plan(work, lambda: pages.progress(IncidentsWanted(), NOW.date(), limit=SIZE))

    assert "ix_incidents_order" in plan


def test_owners_of_the_incidents_shown_are_found_by_these_incidents(store: Store) -> None:
    """Not by the list of all that is open, of which they are a few."""
    with store.work() as work:
        an_item(work, owner="@alice")
        for number in range(SIZE):
            an_incident(work, f"{number}.md")
        work.commit()
        pages = _pages(work)
        plan = _plan(work, lambda: pages.progress(IncidentsWanted(), NOW.date()), statement=1)

    assert "incident_id" in plan
    assert "ix_items_status" not in plan
    assert "ix_items_owner" not in plan


def test_what_became_of_a_few_items_is_found_by_these_items(store: Store) -> None:
    """Not by the list of all that changed within half a year, of which they are a few."""
    with store.work() as work:
        item = an_item(work)
        work.commit()
        growth = Growth(0, frozenset((item.id,)), frozenset(), facts=False, olds=frozenset())
        starts, trend = [NOW, NOW + WEEK], TrendQueries(work.session)
        plan = _plan(work, lambda: trend.moves(starts, WEEK, growth=growth))

    assert "ix_changes_item_id_id" in plan
    assert "ix_changes_field_at" not in plan


def _pages(work: Work) -> PageQueries:
    return PageQueries(work.session, ZoneInfo("UTC"))


def _plan(work: Work, ask: Callable[[], object], statement: int = 0) -> str:
    """Return how the database answers one statement of a question; few rows or many."""
    connection = work.session.connection()
    told: list[tuple[str, Any]] = []
    engine = connection.engine

    def heard(*args: Any) -> None:
        told.append((args[2], args[3]))

    event.listen(engine, "before_cursor_execute", heard)
    ask()
    event.remove(engine, "before_cursor_execute", heard)
    name = connection.dialect.name
    if name == "postgresql":  # a table of one row is read whole, whatever its indexes
        for way in ("seqscan", "sort", "bitmapscan"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    rows = connection.exec_driver_sql(EXPLAIN[name] + told[statement][0], told[statement][1])
    return "\n".join(" ".join(map(str, row)) for row in rows)
