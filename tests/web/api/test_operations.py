"""Writes that wait are told to programs to the last one, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.api.program import problem
from tests.web.building import a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.links import OperationState

if TYPE_CHECKING:
    from tests.web.api.program import Program
    from tests.web.building import Visitor
    from tracker.storage import Work

PAGE_SHOWS = 200


def _waiting(work: Work, count: int) -> list[int]:
    """Store writes that wait, and return their numbers, the newest first."""
    incident = an_incident(work)
    links = [a_link(work, an_item(work, incident, f"Item {place}")) for place in range(count)]
    made = [work.operations.intend(link.id, "update", now()).id for link in links]
    work.commit()
    return made[::-1]


@pytest.mark.parametrize("limit", [1, 2, 5, 200])
def test_the_writes_read_in_parts_are_all_of_them(program: Program, work: Work, limit: int) -> None:
    """Each once, the newest first, whatever the size of a part; what is done is not among them."""
    made = _waiting(work, 5)
    work.operations.change(made[1], OperationState.DONE)
    work.commit()

    found = program.whole("/sync/operations", limit=limit)

    assert [one["id"] for one in found] == [made[0], *made[2:]]


def test_a_write_that_is_done_between_two_parts_hides_no_other(
    program: Program, work: Work
) -> None:
    """The cursor stands for a row, though that row be gone."""
    made = _waiting(work, 5)
    first = program.read("/sync/operations", limit=2)
    work.operations.change(made[1], OperationState.DONE)
    work.commit()

    rest = program.whole("/sync/operations", limit=2, cursor=first["next"])

    assert [one["id"] for one in rest] == made[2:]


def test_a_cursor_of_another_list_is_refused(program: Program) -> None:
    """And named as what cannot be used."""
    told = problem(program.send("GET", "/sync/operations?cursor=WyIiLCJ0ZXh0Il0"), 422)

    assert told["errors"][0]["parameter"] == "cursor"


def test_the_page_says_where_there_are_more_than_it_shows(
    program: Program, visitor: Visitor, work: Work
) -> None:
    """It shows the newest 200; programs get every one."""
    made = _waiting(work, PAGE_SHOWS + 1)
    page = visitor.read("/sync")

    assert f"The newest {PAGE_SHOWS} are shown" in page
    assert [one["id"] for one in program.whole("/sync/operations", limit=PAGE_SHOWS)] == made

    work.operations.change(made[0], OperationState.DONE)
    work.commit()
    assert "are shown;" not in visitor.read("/sync")
