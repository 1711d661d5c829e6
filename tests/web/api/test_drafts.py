"""A program brings a document, puts right what was found, and accepts it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.api.program import Program, problem
from tests.web.building import an_account, an_incident
from tests.web.test_bring import TEXT
from tracker import accounts
from tracker.clock import now
from tracker.domain.access import Role, Scope

if TYPE_CHECKING:
    from tracker.storage import Work

ALERT = "Alert when the search index is late"
SHOP = "Alert the shop team when the index is late"
SHORTER = "Give the indexer a shorter timeout"
LINE = "The search index was two hours behind, and customers saw old prices."
REBUILD = "Document how to rebuild the index"


@pytest.fixture
def draft(program: Program) -> dict[str, Any]:
    """Return a draft of four items."""
    answer = program.send("POST", "/drafts", {"text": TEXT, "name": "queue.md"})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json
    assert program.read(answer.headers["Location"].removeprefix("/api/v1")) == told
    return told


def _change(program: Program, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = program.send("PATCH", "/drafts/1", {"steps": list(steps), **more})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json
    return told


def _titles(told: dict[str, Any]) -> list[str]:
    return [one["title"] for one in told["items"] if not one["dropped"]]


def test_a_draft_tells_what_was_found_and_files_nothing(
    program: Program, work: Work, draft: dict[str, Any]
) -> None:
    """Text, facts, items with their lines; the same text is the same draft."""
    again = program.send("POST", "/drafts", {"text": TEXT})

    assert _titles(draft) == [ALERT, SHOP, SHORTER, REBUILD]
    assert draft["items"][0]["places"] == [{"first_line": 12, "last_line": 12}]
    assert (draft["state"], draft["facts"]["title"], draft["text"]) == (
        "ready",
        "Search returned old results",
        TEXT,
    )
    assert again.json["id"] == draft["id"]
    assert [one["id"] for one in program.read("/drafts")["data"]] == [draft["id"]]
    assert work.incidents.all() == []


def test_all_that_the_page_does_with_items_can_be_done(
    program: Program, draft: dict[str, Any]
) -> None:
    """Edit, merge, take apart, split, add, drop, restore, in one request."""
    assert draft["version"] == 1
    told = _change(
        program,
        {"do": "edit", "item": 1, "changes": {"owner": "@alice", "due": "2031-01-02"}},
        {"do": "merge", "items": [1, 2]},
        {"do": "add", "first_line": 8, "last_line": 8},
        {"do": "split", "item": 3, "title": "Read it", "first_line": 14, "last_line": 14},
        {"do": "drop", "items": [3]},
        facts={"severity": "SEV2"},
    )
    dropped = [one["title"] for one in told["items"] if one["dropped"]]
    again = _change(program, {"do": "apart", "item": 1}, {"do": "restore", "item": 3})

    assert _titles(told) == [ALERT, "Read it", REBUILD, LINE]
    assert (told["items"][0]["owner"], told["items"][0]["due"]) == ("@alice", "2031-01-02")
    assert told["items"][0]["merged"] is True
    assert (dropped, told["facts"]["severity"]) == ([SHORTER], "SEV2")
    assert sorted(_titles(again)) == sorted([*_titles(draft), "Read it", LINE])


def test_an_accepted_draft_is_an_incident(
    program: Program, work: Work, draft: dict[str, Any]
) -> None:
    """With what was changed; a second acceptance is a conflict."""
    _change(program, {"do": "edit", "item": 1, "changes": {"title": "Tell us sooner"}})
    answer = program.send("POST", f"/drafts/{draft['id']}/accept", Idempotency_Key="a")
    same = program.send("POST", f"/drafts/{draft['id']}/accept", Idempotency_Key="a")

    assert answer.headers["Location"] == "/api/v1/incidents/I-1"
    assert (answer.json["incident"], same.json) == ("I-1", answer.json)
    problem(program.send("POST", f"/drafts/{draft['id']}/accept"), 409)
    problem(program.send("DELETE", f"/drafts/{draft['id']}"), 409)
    assert program.read("/drafts")["data"] == []
    assert [one.title for one in work.items.find()] == ["Tell us sooner", SHOP, SHORTER, REBUILD]


def test_a_draft_becomes_a_text_of_a_known_incident(
    program: Program, work: Work, draft: dict[str, Any]
) -> None:
    """Where that is said; null makes it a new one again."""
    an_incident(work, "Search of old")
    work.commit()
    aimed = _change(program, revises="I-1")
    program.send("POST", f"/drafts/{draft['id']}/accept")

    assert (draft["revises"], aimed["revises"]) == (None, "I-1")
    assert [one.id for one in work.incidents.all()] == [1]
    assert {one.incident_id for one in work.items.find()} == {1}


def test_drafts_are_listed_in_parts(program: Program, draft: dict[str, Any]) -> None:
    """The newest first, each once."""
    assert draft["id"] == 1
    for number in range(4):
        program.send("POST", "/drafts", {"text": f"{TEXT}\n{number}"})

    assert [one["id"] for one in program.whole("/drafts", limit=2)] == [5, 4, 3, 2, 1]


def test_a_discarded_draft_is_gone(program: Program, work: Work, draft: dict[str, Any]) -> None:
    """And nothing of it was filed."""
    assert program.send("DELETE", f"/drafts/{draft['id']}").json["name"] == "queue.md"
    problem(program.send("GET", f"/drafts/{draft['id']}"), 404)
    assert work.incidents.all() == []


@pytest.mark.parametrize(
    "wanted",
    [
        {"steps": [{"do": "drop", "items": [1]}, {"do": "edit", "item": 9, "changes": {}}]},
        {"steps": [{"do": "drop", "items": [1]}, {"do": "edit", "item": 1}]},
        {"steps": [{"do": "drop", "items": [1]}, {"do": "apart", "item": 2}]},
        {"steps": [{"do": "drop", "items": [1]}, {"do": "add", "first_line": 99}]},
        {"steps": [{"do": "drop", "items": [1]}, {"do": "add"}]},
        {"steps": [{"do": "drop", "items": [1]}, {"do": "merge", "items": [2]}]},
        {"steps": [{"do": "drop", "items": [1]}, {"do": "split", "title": "x"}]},
        {"steps": [{"do": "drop", "items": [1]}], "facts": {"ended_at": "2026-04-10"}},
        {"steps": [{"do": "drop", "items": [1]}], "revises": "I-9"},
    ],
)
def test_of_steps_of_which_one_cannot_be_none_is_taken(
    program: Program, draft: dict[str, Any], wanted: dict[str, Any]
) -> None:
    """409 with a sentence; the draft is as it was."""
    problem(program.send("PATCH", f"/drafts/{draft['id']}", wanted), 409)

    assert program.read(f"/drafts/{draft['id']}") == draft


@pytest.mark.parametrize(
    ("wanted", "pointer", "sentence"),
    [
        ({"facts": {"started_at": "nonsense"}}, "#/facts/started_at", "is no moment"),
        ({"facts": {"ended_at": "2026-13-01T00:00Z"}}, "#/facts/ended_at", "is no moment"),
        (
            {"facts": {"started_at": "2026-11-20", "ended_at": "2026-11-01"}},
            "#/facts",
            "the end 2026-11-01 lies before the start 2026-11-20",
        ),
        (
            {"steps": [{"do": "add", "first_line": 5, "last_line": 2}]},
            "#/steps/0",
            "the last line stands before the first one",
        ),
        (
            {"steps": [{"do": "edit", "item": 1, "changes": {"status": "hacked"}}]},
            "#/steps/0/changes/status",
            "input should be 'open', 'in_progress' or 'done'",
        ),
    ],
)
def test_a_value_that_cannot_be_is_named(
    program: Program,
    draft: dict[str, Any],
    wanted: dict[str, Any],
    pointer: str,
    sentence: str,
) -> None:
    """422 with the place in what was sent, in words that a program's author reads."""
    told = problem(program.send("PATCH", f"/drafts/{draft['id']}", wanted), 422)
    (fault,) = told["errors"]

    assert fault["pointer"] == pointer
    assert sentence in fault["detail"]
    assert program.read(f"/drafts/{draft['id']}") == draft


def test_facts_are_corrected_in_every_way_that_they_are_told(
    program: Program, draft: dict[str, Any]
) -> None:
    """A day, a local time, one with its offset, and none."""
    del draft
    for start, end in [("2026-04-10", ""), ("2026-04-10T09:00", "2026-04-10T10:30+02:00")]:
        told = _change(program, facts={"started_at": start, "ended_at": end})
        assert (told["facts"]["started_at"], told["facts"]["ended_at"]) == (start, end)


def test_an_older_version_is_not_overwritten(program: Program, draft: dict[str, Any]) -> None:
    """412 with the version of now, for changes, acceptance and discarding."""
    _change(program, {"do": "drop", "items": [1]})
    body = {"steps": [{"do": "restore", "item": 1}]}
    path = f"/drafts/{draft['id']}"

    told = problem(program.send("PATCH", path, body, If_Match='"1"'), 412)
    problem(program.send("POST", f"{path}/accept", If_Match='"1"'), 412)
    problem(program.send("DELETE", path, If_Match='"1"'), 412)
    assert told["etag"] == '"2"'
    assert program.send("PATCH", path, body, If_Match='"2"').status_code == 200


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "either the text"),
        ({"text": "x", "address": "https://github.com/acme/platform/blob/main/a.md"}, "either"),
        ({"address": "https://evil.example/a.md"}, "configured"),
        ({"text": TEXT, "restricted": True}, "with an account"),
    ],
)
def test_what_cannot_be_brought_is_a_conflict(
    program: Program, work: Work, body: dict[str, Any], sentence: str
) -> None:
    """With a sentence; nothing is stored."""
    told = problem(program.send("POST", "/drafts", body), 409)

    assert sentence in told["detail"]
    assert work.drafts.waiting() == []


def test_a_document_of_a_repository_is_asked_for(program: Program, work: Work) -> None:
    """It waits for the worker; where it failed it is asked for again."""
    address = "https://github.com/acme/platform/blob/main/a.md"
    asked = program.send("POST", "/drafts", {"address": address}).json
    problem(program.send("PATCH", "/drafts/1", {"facts": {"title": "x"}}), 409)
    problem(program.send("POST", "/drafts/1/accept"), 409)
    held = work.drafts.get(1)
    work.drafts.save(replace(held, trouble="not found"))
    work.commit()
    failed = program.read("/drafts/1")
    again = program.send("POST", "/drafts/1/retry").json

    states = [one["state"] for one in (asked, failed, again)]
    assert states == ["fetching", "failed", "fetching"]


def test_a_token_sees_the_drafts_of_its_account(program: Program, work: Work) -> None:
    """Another's is not found; a restricted one stays so when it is accepted."""
    headers = {}
    for name in ("alice", "bob"):
        account = an_account(work, name, Role.EDITOR)
        _, secret = accounts.make_token(work, account, "x", Scope.WRITE, None, now())
        headers[name] = {"Authorization": f"Bearer {secret}"}
    work.commit()
    body = {"text": TEXT, "restricted": True}
    assert program.send("POST", "/drafts", body, **headers["alice"]).status_code == 201
    problem(program.send("GET", "/drafts/1", **headers["bob"]), 404)
    problem(program.send("POST", "/drafts/1/accept", **headers["bob"]), 404)
    assert program.send("GET", "/drafts", **headers["bob"]).json["data"] == []
    assert program.send("POST", "/drafts/1/accept", **headers["alice"]).status_code == 200
    problem(program.send("GET", "/incidents/I-1", **headers["bob"]), 404)
