from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.api.program import problem
from tests.web.building import an_incident, an_item
from tracker.domain.items import Status
from tracker.policy import Policy
from tracker.settings import Person, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.api.program import Program
    from tracker.storage import Work

TEXT = """\
# Search was late

Date: 2026-04-11

## Timeline

- 09:12 UTC: a customer writes about an old price
- 11:20 UTC: the index is up to date again

## Action items

- Alert when the search index is late
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return a configuration with a policy."""
    policy = {"extension_approver": True, "rule": [{"days": 28}]}
    return Settings(
        folder=tmp_path, people={"@alice": Person()}, policy=Policy.model_validate(policy)
    )


@pytest.fixture(autouse=True)
def item(work: Work) -> None:
    """Store an item."""
    an_item(work, an_incident(work), due=date(2030, 1, 1), due0=date(2030, 1, 1))
    work.commit()


def _edited(program: Program, wanted: dict[str, Any]) -> Any:
    return program.send("PATCH", "/items/A-1", wanted).json


def test_a_document_brings_items_with_the_policys_days(program: Program, work: Work) -> None:
    """Counted from the end of its incident."""
    told = program.send("POST", "/postmortems", {"path": "search.md", "text": TEXT})

    assert told.status_code == 201
    work.rollback()
    assert [str(one.due) for one in work.items.find() if one.id > 1] == ["2026-05-09"]


def test_more_time_needs_its_reason_and_its_approver(program: Program) -> None:
    """Then both stand with the extension."""
    bare = problem(program.send("PATCH", "/items/A-1", {"due": "2030-02-01"}), 409)
    wanted = {"due": "2030-02-01", "due_reason": "late", "due_approver": "@carol"}
    (told,) = _edited(program, wanted)["extensions"]

    assert "say why A-1 gets more time" in bare["detail"]
    assert (told["old"], told["new"], told["reason"], told["approver"], told["origin"]) == (
        *("2030-01-01", "2030-02-01", "late", "@carol"),
        "api",
    )


def test_a_decision_may_stand_until_a_day(program: Program) -> None:
    """Its day is told, can be moved, and goes with no other status."""
    ended = {"status": "wont_do", "reason": "too dear", "approver": "@carol"}
    told = _edited(program, {**ended, "review_by": "2031-01-01"})

    assert told["review_by"] == "2031-01-01"
    assert _edited(program, {"review_by": None})["review_by"] is None
    _edited(program, {"status": "open"})
    assert problem(program.send("PATCH", "/items/A-1", {"review_by": "2031-01-01"}), 409)


def test_evidence_verifies_and_a_failure_opens_again(program: Program, work: Work) -> None:
    """What waits for it is listed until then."""
    wanted = {"status": "done", "criterion": "It rings", "verify_by": "2026-01-01"}
    _edited(program, wanted)
    waiting = program.read("/items", unverified="true")["data"]
    verified = _edited(program, {"evidence": "https://example.com/pull/7"})
    failed = _edited(program, {"failed": "it was silent"})

    assert [one["id"] for one in waiting] == ["A-1"]
    assert (verified["status"], verified["evidence"]) == ("verified", "https://example.com/pull/7")
    assert (failed["status"], failed["evidence"], failed["criterion"]) == ("open", None, "It rings")
    assert program.read("/items", unverified="true")["data"] == []
    assert work.history.of_item(1)[-1].new == "it was silent"
    assert work.items.get(1).status is Status.OPEN


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"evidence": "a note"}, 409),
        ({"failed": "silent"}, 409),
        ({"evidence": ""}, 422),
        ({"verify_by": "soon"}, 422),
        ({"failed": None}, 422),
    ],
)
def test_what_cannot_be_verified_is_refused(
    program: Program, wanted: dict[str, Any], status: int
) -> None:
    """With a sentence, and nothing is stored."""
    assert problem(program.send("PATCH", "/items/A-1", wanted), status)
    assert program.read("/items/A-1")["version"] == 1


def test_a_draft_gives_more_time_only_with_reason_and_approver(program: Program) -> None:
    """What is missing is a conflict that names the item; once it is said, both are kept."""
    program.send("POST", "/postmortems", {"path": "search.md", "text": TEXT})
    draft = program.send("POST", "/drafts", {"text": f"{TEXT}- Rehearse the failover\n"}).json
    known = next(one for one in draft["items"] if one["known"])
    step = {"do": "edit", "item": known["id"], "changes": {"due": "2030-02-01"}}
    program.send("PATCH", "/drafts/1", {"steps": [step]})
    bare = problem(program.send("POST", "/drafts/1/accept"), 409)
    why = {"due_reason": "late", "due_approver": "@carol"}
    told = program.send("PATCH", "/drafts/1", {"steps": [{**step, "changes": why}]}).json
    done = program.send("POST", "/drafts/1/accept")

    assert f"say why {known['known']} gets more time" in bare["detail"]
    assert {name: told["items"][0][name] for name in why} == why
    assert done.status_code == 200, done.text
    (kept,) = program.read(f"/items/{known['known']}")["extensions"]
    assert (kept["new"], kept["reason"], kept["approver"]) == ("2030-02-01", "late", "@carol")
