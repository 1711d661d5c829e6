"""The pages of drafts and of the review ask the database a bounded number of questions."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from tests.web.building import an_incident, an_item
from tests.web.drafting import drafter
from tests.web.test_bring import TEXT
from tracker.domain.items import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.building import Visitor
    from tracker.storage import Store, Work

MOST = 12


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Yield the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", ["/bring", "/drafts/1", "/review", "/incidents/1"])
def test_a_page_asks_as_much_of_many_as_of_few(
    visitor: Visitor, store: Store, work: Work, path: str
) -> None:
    """At most twelve statements, whatever there is."""
    counts = []
    for number in range(2):
        for which in range(1 + 9 * number):
            incident = an_incident(work, f"Outage {number} {which}")
            for title in ("One", "Two", "Three"):
                an_item(work, incident, title, status=Status.PROPOSED)
        work.commit()
        drafter(visitor, TEXT + f"- Tell team {number}\n")
        with counted(store) as sent:
            visitor.read(path)
        counts.append(len(sent))

    assert counts[0] == counts[1]
    assert counts[1] <= MOST
