from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.api.peopled import people
from tests.web.api.program import Program, problem
from tests.web.building import TEXT
from tracker.accounts import add, make_token
from tracker.clock import now
from tracker.domain.access import Role, Scope

if TYPE_CHECKING:
    from tests.web.building import Visitor
    from tracker.storage import Work

PASSWORD = "a long and quiet river"


@pytest.fixture
def tokens(work: Work) -> dict[str, str]:
    """Store Alice with a token of each scope and Bob who may read, and return their secrets."""
    people(work)
    alice = add(work, "alice", PASSWORD, Role.EDITOR, "@alice", now())
    bob = add(work, "bob", PASSWORD, Role.VIEWER, None, now())
    secrets = {
        "write": make_token(work, alice, "laptop", Scope.WRITE, None, now())[1],
        "read": make_token(work, alice, "screen", Scope.READ, None, now())[1],
        "viewer": make_token(work, bob, "script", Scope.WRITE, None, now())[1],
    }
    work.commit()
    return {name: f"Bearer {secret}" for name, secret in secrets.items()}


@pytest.mark.parametrize("path", ["/items", "/incidents", "/sync", "/owners", "/nowhere"])
@pytest.mark.parametrize("sent", [None, "Bearer amends_nonsense"])
def test_once_there_are_accounts_nobody_asks_without_a_token(
    program: Program, tokens: dict[str, str], path: str, sent: str | None
) -> None:
    """401 as a problem, with what to send; a form to sign in is of no use to a program."""
    assert tokens
    headers = {"Authorization": sent} if sent else {}

    answer = program.send("GET", path, **headers)

    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_what_everybody_may_know_needs_no_token(program: Program, tokens: dict[str, str]) -> None:
    """The description, the health and what problems mean."""
    assert tokens
    for path in ("/openapi.json", "/health", "/problems/stale"):
        program.read(path)


@pytest.mark.parametrize("name", ["read", "viewer"])
def test_who_may_only_read_changes_nothing(
    program: Program, work: Work, tokens: dict[str, str], name: str
) -> None:
    """Neither a token that reads nor one whose owner may only read."""
    read = program.send("GET", "/items/A-1", Authorization=tokens[name])
    refused = program.send("PATCH", "/items/A-1", {"title": "x"}, Authorization=tokens[name])

    assert read.status_code == 200
    problem(refused, 403)
    assert work.items.get(1).version == 1


def test_a_change_carries_who_made_it(program: Program, tokens: dict[str, str]) -> None:
    """The history names the owner of the token, and the API."""
    key = tokens["write"]
    program.send("PATCH", "/items/A-1", {"priority": "P0"}, Authorization=key)

    history = program.send("GET", "/items/A-1/history", Authorization=key).json["data"]

    assert (history[-1]["who"], history[-1]["origin"]) == ("alice", "api")


def test_a_document_carries_who_brought_it(program: Program, tokens: dict[str, str]) -> None:
    """What comes through the API is somebody's doing."""
    body = {"path": "new.md", "text": "# Outage of the queue\n\n## Actions\n- Watch the queue\n"}
    key = tokens["write"]

    brought = program.send("POST", "/postmortems", body, Authorization=key).json
    path = f"/incidents/{brought['incident']}/history"
    history = program.send("GET", path, Authorization=key).json["data"]

    assert brought["outcome"] == "added"
    assert {(one["who"], one["origin"]) for one in history} == {("alice", "api")}


def test_my_items_are_those_of_the_person_behind_the_account(
    program: Program, tokens: dict[str, str]
) -> None:
    """Who is nobody among the owners is told so."""
    mine = program.send("GET", "/items?mine=true", Authorization=tokens["write"]).json["data"]

    assert [one["id"] for one in mine] == ["A-1"]
    problem(program.send("GET", "/items?mine=true", Authorization=tokens["viewer"]), 409)


def test_a_key_belongs_to_its_token(program: Program, work: Work, tokens: dict[str, str]) -> None:
    """Nobody is answered with what somebody else was."""
    carol = add(work, "carol", PASSWORD, Role.EDITOR, None, now())
    secret = make_token(work, carol, "laptop", Scope.WRITE, None, now())[1]
    work.commit()
    keys = (tokens["write"], f"Bearer {secret}")

    answers = [
        program.send("POST", "/conflicts/1/undo", Authorization=key, Idempotency_Key="k")
        for key in keys
    ]

    assert answers[0].status_code == 200
    problem(answers[1], 409)


def test_what_is_restricted_to_others_is_not_there(
    program: Program, work: Work, tokens: dict[str, str]
) -> None:
    """Neither itself nor its items, texts, conflicts and history, nor by searching."""
    key = tokens["write"]
    bob = tokens["viewer"]
    path = work.incidents.newest_of(1)[0].path
    work.rollback()
    told = program.send("PUT", "/incidents/I-1/access", {"names": ["alice"]}, Authorization=key)

    def listed(path: str) -> list[Any]:
        found: list[Any] = program.send("GET", path, Authorization=bob).json["data"]
        return found

    assert told.json == {"restricted": True, "names": ["alice"]}
    assert [one["id"] for one in listed("/incidents")] == ["I-2"]
    assert [one["id"] for one in listed("/items")] == ["A-4"]
    for path_of in ("/conflicts", "/sync/operations", "/search?q=second", "/items?incident=I-1"):
        assert listed(path_of) == []
    assert "alice" not in str(listed("/owners"))
    for gone in ("/incidents/I-1", "/incidents/I-1/history", "/incidents/I-1/revisions/1"):
        problem(program.send("GET", gone, Authorization=bob), 404)
    for gone in ("/items/A-1", "/items/A-1/links", "/conflicts/1", "/incidents/I-1/documents"):
        problem(program.send("GET", gone, Authorization=bob), 404)
    carol = make_token(
        work, add(work, "carol", PASSWORD, Role.EDITOR, None, now()), "x", Scope.WRITE, None, now()
    )[1]
    work.commit()
    body = {"path": path, "text": TEXT}
    taken = program.send("POST", "/postmortems", body, Authorization=f"Bearer {carol}")
    problem(taken, 409)
    assert program.send("GET", "/items/A-1", Authorization=key).status_code == 200


def test_a_restriction_names_known_accounts(program: Program, tokens: dict[str, str]) -> None:
    """Nobody is locked out by a slip, and with no names everybody sees the incident again."""
    key = tokens["write"]
    where = "/incidents/I-1/access"

    unknown = program.send("PUT", where, {"names": ["zoe"]}, Authorization=key)
    open_yet = program.send("PUT", where, {"names": []}, Authorization=key)

    assert unknown.status_code in {404, 409}
    assert open_yet.json == {"restricted": False, "names": []}
    assert program.send("GET", where, Authorization=key).json == open_yet.json


def test_a_session_changes_something_only_with_the_token_of_its_forms(
    visitor: Visitor, program: Program, work: Work, tokens: dict[str, str]
) -> None:
    """A cookie is sent by any page's browser, the form's token only by ours."""
    assert tokens
    visitor.send("/sign-in", {"name": "alice", "password": PASSWORD})
    page = visitor.read("/account")
    token = page.split('name="csrf_token" value="')[1].split('"')[0]

    bare = program.send("PATCH", "/items/A-1", {"title": "x"})
    sent = program.send("PATCH", "/items/A-1", {"title": "y"}, X_CSRFToken=token)

    problem(bare, 400)
    assert sent.status_code == 200
    assert work.items.get(1).title == "y"
