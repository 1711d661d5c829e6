"""No page asks the database more often because there is more in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from tests.web.building import Visitor, a_link, an_incident, an_item
from tracker.domain.items import Status

if TYPE_CHECKING:
    from tracker.storage import Store, Work

MOST = 12
PAGES = (
    "/",
    "/?q=disk&severity=SEV1",
    "/incidents/1",
    "/items",
    "/items?status=open&overdue=1&q=disk",
    "/items/1",
    "/search?q=disk+restore",
    "/search?q=dsik+giraffe",
    "/search?q=A-99999",
    "/sync",
    "/reports",
    "/reports/2026-W01",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_as_much_of_many_as_of_few(
    visitor: Visitor, work: Work, store: Store, path: str
) -> None:
    """Twelve statements at most, and the same number for twenty times as many incidents."""
    furnish(work, 2)
    asked(store, visitor, path)  # what the first visitor of all asks, others need not ask again
    furnish(work, 2)
    few = asked(store, visitor, path)
    furnish(work, 40)
    many = asked(store, visitor, path)

    assert len(many) == len(few), "\n".join(many)
    assert len(few) <= MOST, "\n".join(few)


def furnish(work: Work, incidents: int) -> None:
    """Store incidents with items of every sort, and their issues."""
    for number in range(incidents):
        incident = an_incident(work, f"Disk full {number}", severity="SEV1", services=("disk",))
        a_link(work, an_item(work, incident, "Alert on disk space", owner="@alice"))
        an_item(work, incident, "Rehearse the restore", status=Status.PROPOSED)
        an_item(work, incident, "Buy a disk", status=Status.DONE)
    work.commit()


@pytest.mark.parametrize("path", PAGES)
def test_the_first_visitor_of_all_asks_no_more_than_that(
    visitor: Visitor, work: Work, store: Store, path: str
) -> None:
    """Twelve statements at most where nothing at all is known yet."""
    furnish(work, 2)
    first = asked(store, visitor, path)

    assert len(first) <= MOST, "\n".join(first)


def asked(store: Store, visitor: Visitor, path: str) -> list[str]:
    """Return the statements of one visit, of which nothing was remembered."""
    told: list[str] = []

    def heard(*args: Any) -> None:
        told.extend([str(args[2])] if args[2] != "BEGIN" else [])

    event.listen(store.engine, "before_cursor_execute", heard)
    visitor.read(path)
    event.remove(store.engine, "before_cursor_execute", heard)
    return told
