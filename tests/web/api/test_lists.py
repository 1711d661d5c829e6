from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.web.api.peopled import people
from tests.web.api.program import problem
from tests.web.building import an_incident, an_item
from tracker.clock import now
from tracker.domain.items import Status
from tracker.telling import items_told

if TYPE_CHECKING:
    from tests.web.api.program import Program
    from tracker.domain.items import ActionItem
    from tracker.storage import Work

DUES = (None, date(2030, 1, 1), date(2030, 1, 1), date(2029, 5, 5), None, date(2031, 1, 1))
PRIORITIES = ("P1", None, "p1", "P0", None, "high")
STATUSES = (Status.OPEN, Status.DONE, Status.OPEN, Status.PROPOSED, Status.OPEN, Status.WONT_DO)


def _many(work: Work) -> list[ActionItem]:
    incident = an_incident(work)
    items = [
        an_item(
            work,
            incident,
            f"Item {place}",
            due=DUES[place],
            priority=PRIORITIES[place],
            status=STATUSES[place],
            owner="@alice" if place % 2 else None,
        )
        for place in range(6)
    ]
    work.commit()
    return items


@pytest.mark.parametrize("limit", [1, 2, 5, 6, 200])
@pytest.mark.parametrize("sort", ["id", "due", "priority", "created"])
def test_a_list_read_in_parts_is_the_list(
    program: Program, work: Work, sort: str, limit: int
) -> None:
    """Absent days and priorities, equal ones and any size of part: each row once, in order."""
    _many(work)

    parts = program.whole("/items", sort=sort, limit=limit)

    assert len({one["id"] for one in parts}) == len(parts) == 6
    assert parts == program.read("/items", sort=sort)["data"]


def test_each_order_is_what_it_says(program: Program, work: Work) -> None:
    """Open work comes before closed, what has a day or a priority before what has none."""
    _many(work)

    def order(sort: str) -> list[str]:
        return [one["id"] for one in program.read("/items", sort=sort)["data"]]

    assert order("id") == ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"]
    assert order("created") == order("id")[::-1]
    assert order("due") == ["A-4", "A-3", "A-1", "A-5", "A-2", "A-6"]
    assert order("priority") == ["A-4", "A-3", "A-1", "A-5", "A-6", "A-2"]


@pytest.mark.parametrize("sort", ["id", "due", "created"])
def test_rows_that_are_added_meanwhile_move_no_other(
    program: Program, work: Work, sort: str
) -> None:
    """Between two parts items arrive before and after: none that was there is missed or twice."""
    items = _many(work)
    first = program.read("/items", sort=sort, limit=3)
    incident = work.incidents.get(items[0].incident_id)
    for place, due in enumerate((date(2001, 1, 1), date(2040, 1, 1), None)):
        an_item(work, incident, f"New {place}", due=due)
    work.commit()

    rest = program.whole("/items", sort=sort, limit=2, cursor=first["next"])

    seen = [one["id"] for one in first["data"] + rest]
    assert len(seen) == len(set(seen))
    assert set(seen) >= {one.key for one in items}


def test_items_are_told_as_on_the_command_line(program: Program, work: Work) -> None:
    """One shape: what `amends items --json` prints, whatever asks."""
    people(work)

    assert program.read("/items")["data"] == items_told(work, work.items.find())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "open"}, ["A-1", "A-3", "A-5"]),
        ({"status": ["done", "wont_do"]}, ["A-2", "A-6"]),
        ({"owner": "@alice"}, ["A-2", "A-4", "A-6"]),
        ({"owner": "alice-gh"}, ["A-2", "A-4", "A-6"]),
        ({"unowned": "true"}, ["A-1", "A-3", "A-5"]),
        ({"undated": "true"}, ["A-1", "A-5"]),
        ({"text": "item 3"}, ["A-4"]),
        ({"incident": "I-1", "status": "proposed"}, ["A-4"]),
        ({"incident": "I-99"}, []),
        ({"overdue": "true"}, []),
        ({"overdue": "false", "limit": "1"}, ["A-1"]),
    ],
)
def test_every_filter_of_the_page_is_there(
    program: Program, work: Work, query: dict[str, str], found: list[str]
) -> None:
    """Programs ask as people do."""
    _many(work)

    assert [one["id"] for one in program.read("/items", **query)["data"]] == found


def test_late_items_are_found(program: Program, work: Work) -> None:
    """Overdue means: still to be done, past its day."""
    yesterday = now().date() - timedelta(days=2)
    incident = an_incident(work)
    an_item(work, incident, due=yesterday)
    an_item(work, incident, "Done", due=yesterday, status=Status.DONE)
    work.commit()

    assert [one["id"] for one in program.read("/items", overdue="true")["data"]] == ["A-1"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=1.0",
        "limit=%2B1",
        "limit=" + "9" * 5000,
        "limit=",
        "status=bogus",
        "sort=colour",
        "incident=3",
        "incident=I-0",
        "incident=I-99999999999",
        "overdue=1",
        "overdue=TRUE",
        "colour=red",
        "text=",
        "text=a%00b",
        "owner=" + "x" * 201,
    ],
)
def test_a_question_that_cannot_be_meant_is_refused_by_its_name(
    program: Program, query: str
) -> None:
    """A mistyped filter never answers with another list; the fault names the parameter."""
    told = problem(program.client.get(f"/api/v1/items?{query}"), 422)

    assert told["errors"][0]["parameter"] == query.partition("=")[0]


FOREIGN = "WyJkdWUiLDEsMl0"  # ["due",1,2]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "a" * 5000,
        "WyJpZCJd",  # ["id"]
        "WyJpZCIsLTFd",  # ["id",-1]
        "WyJpZCIsInRleHQiXQ",  # ["id","text"]
        "WyJpZCIsMV0x",  # rubbish behind
        "WyJpZCIsOTk5OTk5OTk5OTk5OTk5XQ",  # ["id",999999999999999]
        "WyJpZCIsdHJ1ZV0",  # ["id",true]
        "WyJpZCIsMSwyXQ",  # ["id",1,2]
        FOREIGN,
        "a b",
        "W1tbW1tbW1tb" * 300,
    ],
)
def test_a_made_up_cursor_is_refused(program: Program, work: Work, cursor: str) -> None:
    """Whatever a cursor says, it is of this list or the parameter is named as the fault."""
    _many(work)

    told = problem(program.client.get("/api/v1/items", query_string={"cursor": cursor}), 422)

    assert told["errors"][0]["parameter"] == "cursor"


def test_a_cursor_of_another_order_is_refused(program: Program, work: Work) -> None:
    """A cursor says after what to go on, and that means nothing in another order."""
    _many(work)
    cursor = program.read("/items", sort="due", limit=1)["next"]

    problem(program.client.get(f"/api/v1/items?sort=priority&cursor={cursor}"), 422)


@pytest.mark.parametrize(
    "path",
    ["/incidents", "/incidents?sort=started", "/conflicts", "/owners", "/items/A-1/history"],
)
def test_every_long_list_goes_on_from_its_cursor(program: Program, work: Work, path: str) -> None:
    """One row at a time, each list is as long as in one piece."""
    people(work)
    program.send("PATCH", "/items/A-1", {"owner": "@carol"})
    program.send("PATCH", "/items/A-4", {"owner": "@dave"})
    bare, _, query = path.partition("?")
    extra = dict([query.split("=")]) if query else {}

    parts = program.whole(bare, limit=1, **extra)

    assert len(parts) >= 2
    assert parts == program.read(bare, **extra)["data"]
