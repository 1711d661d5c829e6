from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.api.peopled import people
from tests.web.api.program import problem
from tests.web.building import an_incident, an_item
from tracker.clock import now
from tracker.domain.history import Author, Origin
from tracker.domain.items import Status
from tracker.editing import Edit, edit
from tracker.people import People

if TYPE_CHECKING:
    from tests.web.api.program import Program
    from tracker.storage import Work

BOB = Author(Origin.CLI, "bob")


@pytest.fixture(autouse=True)
def item(work: Work) -> None:
    """Store an item."""
    an_item(work, an_incident(work), owner="@bob", due=date(2030, 1, 1), priority="P2")
    work.commit()


def _by_bob(work: Work, **values: str) -> None:
    edit(work, 1, Edit(values), BOB, People({}), now())
    work.commit()


def test_only_the_fields_that_are_there_change(program: Program, work: Work) -> None:
    """An edit names its fields; null removes one, and the rest stays."""
    answer = program.send("PATCH", "/items/A-1", {"owner": "alice-gh", "due": None})

    saved = work.items.get(1)
    assert answer.status_code == 200
    assert (saved.owner, saved.due, saved.priority) == ("@alice", None, "P2")
    assert (answer.json["owner"], answer.headers["ETag"]) == ("@alice", '"2"')


def test_every_field_of_the_page_can_be_changed(program: Program) -> None:
    """Title, kind, owner, priority, day, status, reason, approver."""
    wanted = {
        "title": "Page on disk space",
        "kind": "detect",
        "owner": "@carol",
        "priority": "P0",
        "due": "2031-02-03",
        "status": "wont_do",
        "reason": "The disk is gone",
        "approver": "@dave",
    }

    told = program.send("PATCH", "/items/A-1", wanted).json

    assert {name: told[name] for name in wanted} == wanted
    assert told["closed_at"] is not None
    assert program.read("/items/A-1") == told


def test_a_duplicate_names_its_original(program: Program, work: Work) -> None:
    """The original goes with the status, and is told."""
    an_item(work, work.incidents.get(1), "The original")
    work.commit()

    told = program.send("PATCH", "/items/A-1", {"status": "duplicate", "duplicate_of": "A-2"}).json

    assert (told["status"], told["duplicate_of"]) == ("duplicate", "A-2")


def test_an_edit_is_written_into_the_history_as_the_apis(program: Program) -> None:
    """The history says what was before, and that it came through the API."""
    program.send("PATCH", "/items/A-1", {"priority": "P1"})

    last = program.read("/items/A-1/history")["data"][-1]

    assert (last["field"], last["old"], last["new"]) == ("priority", "P2", "P1")
    assert last["origin"] == "api"


@pytest.mark.parametrize(
    "wanted",
    [
        {"status": "proposed"},
        {"status": "wont_do"},
        {"status": "duplicate"},
        {"status": "duplicate", "duplicate_of": "A-1"},
        {"status": "duplicate", "duplicate_of": "A-99"},
        {"status": "open", "reason": "because"},
        {"reason": "because"},
        {"approver": "@dave"},
        {"status": "wont_do", "approver": "@dave"},
        {"duplicate_of": "A-2"},
        {"status": "done", "duplicate_of": "A-2"},
    ],
)
def test_what_the_item_does_not_allow_is_a_conflict(
    program: Program, work: Work, wanted: dict[str, str]
) -> None:
    """A well-formed edit that cannot be ends in 409 with a sentence, and changes nothing."""
    before = work.items.get(1)
    work.rollback()

    told = problem(program.send("PATCH", "/items/A-1", wanted), 409)

    assert told["type"] == "/api/v1/problems/conflict"
    assert work.items.get(1) == before


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        ({"due": "soon"}, "#/due"),
        ({"due": "2026-02-30"}, "#/due"),
        ({"due": "20260203"}, "#/due"),
        ({"due": 20260203}, "#/due"),
        ({"status": "finished"}, "#/status"),
        ({"status": None}, "#/status"),
        ({"kind": "magic"}, "#/kind"),
        ({"title": ""}, "#/title"),
        ({"title": " "}, "#/title"),
        ({"title": None}, "#/title"),
        ({"title": "x" * 2001}, "#/title"),
        ({"title": 17}, "#/title"),
        ({"title": {"a": [1]}}, "#/title"),
        ({"owner": "x" * 201}, "#/owner"),
        ({"owner": ""}, "#/owner"),
        ({"duplicate_of": "17"}, "#/duplicate_of"),
        ({"colour": "red"}, "#/colour"),
        ({"a/b~c": 1}, "#/a~1b~0c"),
        ({"version": 1}, "#/version"),
    ],
)
def test_a_value_that_cannot_be_is_named_by_its_pointer(
    program: Program, work: Work, wanted: dict[str, Any], pointer: str
) -> None:
    """The fault says where in the body, and nothing is stored."""
    told = problem(program.send("PATCH", "/items/A-1", wanted), 422)

    assert [one["pointer"] for one in told["errors"]] == [pointer]
    assert work.items.get(1).version == 1


def test_an_edit_of_an_older_version_overwrites_nothing(program: Program, work: Work) -> None:
    """Who was slower gets 412 with what is stored now, and may choose anew."""
    seen = program.client.get("/api/v1/items/A-1").headers["ETag"]
    _by_bob(work, title="Bob's words")

    told = problem(program.send("PATCH", "/items/A-1", {"title": "Mine"}, If_Match=seen), 412)
    again = program.send("PATCH", "/items/A-1", {"title": "Mine"}, If_Match=told["etag"])

    assert told["current"]["title"] == "Bob's words"
    assert told["type"] == "/api/v1/problems/stale"
    assert (again.status_code, again.json["title"]) == (200, "Mine")


@pytest.mark.parametrize(
    ("match", "status"),
    [
        ('"1"', 200),
        ("*", 200),
        ('"7", "1"', 200),
        ('"2"', 412),
        ('W/"1"', 412),
        ("1", 200),
        ("rubbish", 412),
        ("", 412),
    ],
)
def test_if_match_is_read_as_http_has_it(program: Program, match: str, status: int) -> None:
    """A list, a star and a weak tag mean what they mean everywhere."""
    answer = program.send("PATCH", "/items/A-1", {"title": "Mine"}, If_Match=match)

    assert answer.status_code == status


def test_several_items_are_edited_alike_and_each_is_told(program: Program, work: Work) -> None:
    """What cannot be saved is left as it was and named; the others are saved."""
    incident = work.incidents.get(1)
    an_item(work, incident, "Second")
    an_item(work, incident, "Third")
    work.commit()
    chosen = [
        {"item": "A-1", "version": 1},
        {"item": "A-2", "version": 9},
        {"item": "A-3"},
        {"item": "A-3"},
        {"item": "A-99"},
    ]

    answer = program.send(
        "PATCH", "/items", {"items": chosen, "changes": {"owner": "@carol", "status": "done"}}
    )

    assert [one["id"] for one in answer.json["saved"]] == ["A-1", "A-3"]
    assert [(one["item"], one["status"]) for one in answer.json["refused"]] == [
        ("A-2", 412),
        ("A-99", 404),
    ]
    assert [one.owner for one in work.items.find()] == ["@carol", None, "@carol"]


def test_an_illegal_bulk_edit_saves_none(program: Program, work: Work) -> None:
    """Each item is refused with its own sentence."""
    changes = {"status": "wont_do"}

    told = program.send("PATCH", "/items", {"items": [{"item": "A-1"}], "changes": changes}).json

    assert (told["saved"], told["refused"][0]["status"]) == ([], 409)
    assert work.items.get(1).status is Status.OPEN


@pytest.mark.parametrize("items", [[], [{"item": "A-1"}] * 201, [{"item": "1"}], [{}], "A-1"])
def test_a_bulk_edit_without_usable_items_is_refused(program: Program, items: Any) -> None:
    """None, too many, misnamed: nothing is stored."""
    told = problem(program.send("PATCH", "/items", {"items": items, "changes": {}}), 422)

    assert told["errors"][0]["pointer"].startswith("#/items")


def test_a_proposed_item_is_accepted_once(program: Program, work: Work) -> None:
    """A second acceptance is a conflict, and never reopens what was done meanwhile."""
    people(work)

    first = program.send("POST", "/items/A-3/accept")
    program.send("PATCH", "/items/A-3", {"status": "done"})
    second = program.send("POST", "/items/A-3/accept")

    assert (first.status_code, first.json["status"]) == (200, "open")
    problem(second, 409)
    assert work.items.get(3).status is Status.DONE


def test_a_stale_acceptance_is_refused(program: Program, work: Work) -> None:
    """Who read an older version is told so first."""
    people(work)
    program.send("PATCH", "/items/A-3", {"title": "Other words"})

    problem(program.send("POST", "/items/A-3/accept", If_Match='"1"'), 412)
    assert work.items.get(3).status is Status.PROPOSED


@pytest.mark.parametrize("name", ["A-2", "A-0", "A-999999999", "A-99999999999", "1", "a-1", "A-1 "])
def test_what_is_no_item_is_not_found(program: Program, name: str) -> None:
    """A name that cannot be names nothing, and neither is an error of ours."""
    problem(program.send("GET", f"/items/{name}"), 404)
    problem(program.send("PATCH", f"/items/{name}", {}), 404)
    problem(program.send("GET", f"/items/{name}/links"), 404)
