"""The page of an item tells its dates, its decision and its verification, and takes them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.web.building import an_incident, an_item
from tracker.clock import now
from tracker.domain.items import Status
from tracker.policy import Policy
from tracker.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.building import Visitor
    from tracker.storage import Work

MERGED = "https://github.com/acme/platform/pull/7"
PAST, AHEAD = date(2026, 1, 2), (now() + timedelta(days=90)).date()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return a configuration whose policy wants an approver for more time."""
    policy = {"extension_approver": True, "assign_days": 2, "rule": [{"days": 28}]}
    return Settings(folder=tmp_path, policy=Policy.model_validate(policy))


@pytest.fixture(autouse=True)
def item(work: Work) -> None:
    """Store an item that is due in some months."""
    an_item(work, an_incident(work), due=AHEAD, due0=AHEAD)
    work.commit()


def test_accepting_on_the_page_gives_the_policys_days(visitor: Visitor, work: Work) -> None:
    """A proposal has none before; then both, told by policy."""
    proposed = an_item(work, an_incident(work, "Other"), status=Status.PROPOSED, accepted_at=None)
    work.commit()
    path = f"/items/{proposed.id}"

    answer = visitor.send(f"{path}/accept", {"version": "1"}, seen_on=path)

    work.rollback()
    found = work.items.get(proposed.id)
    assert answer.status_code == 303
    assert found.due == found.due0 == now().date() + timedelta(days=28)
    assert found.assign_by == now().date() + timedelta(days=2)
    assert "Needs an owner by" in visitor.read(path)


def test_more_time_is_asked_for_with_reason_and_approver(visitor: Visitor, work: Work) -> None:
    """What is refused is shown as it was typed; what is stored is listed."""
    later = str(AHEAD + timedelta(days=30))
    form = {**visitor.form("/items/1"), "due": later, "due_reason": "the vendor is late"}
    refused = visitor.send("/items/1", form)
    taken = visitor.send("/items/1", {**form, "due_approver": "@carol"})

    work.rollback()
    page = visitor.read("/items/1")
    assert (refused.status_code, taken.status_code) == (400, 303)
    assert "name who approved" in refused.text
    assert 'value="the vendor is late"' in refused.text
    section = page[page.index('id="extensions"') : page.index('id="issues"')]
    assert "the vendor is late" in section
    assert "approved by @carol" in section
    assert "30 days more" in section
    assert str(work.items.get(1).due) == later


def test_several_items_are_given_more_time_with_an_approver(visitor: Visitor, work: Work) -> None:
    """The form for several asks for one where the policy does."""
    wanted = {"item": "1.1", "due": "2035-01-01", "due_reason": "moved to next year"}
    left = visitor.send("/items/bulk", wanted, seen_on="/items")
    taken = visitor.send("/items/bulk", {**wanted, "due_approver": "@carol"}, seen_on="/items")

    work.rollback()
    assert (left.status_code, taken.status_code) == (409, 303)
    assert "name who approved" in left.text
    assert work.items.get(1).due == date(2035, 1, 1)
    assert 'name="due_approver"' in visitor.read("/items")


def test_a_decision_is_given_a_day_on_the_page(visitor: Visitor, work: Work) -> None:
    """It is stored and shown, with who approved."""
    ended = {"status": "wont_do", "reason": "too dear", "approver": "@carol"}
    form = {**visitor.form("/items/1"), **ended, "review_by": str(AHEAD)}

    assert visitor.send("/items/1", form).status_code == 303
    found = work.items.get(1)
    assert (found.review_by, found.approver) == (AHEAD, "@carol")
    assert "Opens again after" in visitor.read("/items/1")


def test_evidence_on_the_page_verifies(visitor: Visitor, work: Work) -> None:
    """The link is shown as one; before, the item waits and is found under its view."""
    form = {**visitor.form("/items/1"), "criterion": "The alert rings", "verify_by": str(PAST)}
    visitor.send("/items/1", {**form, "status": "done"})
    waiting = visitor.read("/items?status=done&unverified=1")
    version = visitor.form("/items/1")["version"]
    told = {"version": version, "evidence": MERGED}

    answer = visitor.send("/items/1/verify", told, seen_on="/items/1")

    work.rollback()
    found, page = work.items.get(1), visitor.read("/items/1")
    assert answer.status_code == 303
    assert (found.status, found.evidence) == (Status.VERIFIED, MERGED)
    assert f'<a href="{MERGED}" rel="noreferrer external">' in page
    assert "The alert rings" in page
    assert 'href="/items/1"' in waiting
    assert 'href="/items/1"' not in visitor.read("/items?status=done&unverified=1")


def test_a_failed_verification_opens_the_item_again(visitor: Visitor, work: Work) -> None:
    """Its reason stands in the history."""
    visitor.send("/items/1", {**visitor.form("/items/1"), "status": "verified"})
    told = {"version": visitor.form("/items/1")["version"], "failed": "it stayed silent"}

    answer = visitor.send("/items/1/fail", told, seen_on="/items/1")

    work.rollback()
    assert answer.status_code == 303
    assert work.items.get(1).status is Status.OPEN
    assert re.search(r"Verification failed:</span> <b>it stayed silent", visitor.read("/items/1"))


@pytest.mark.parametrize(
    ("path", "told", "status"),
    [
        ("verify", {"evidence": MERGED}, 409),
        ("verify", {"evidence": " "}, 400),
        ("fail", {"failed": "no"}, 409),
        ("fail", {"failed": ""}, 400),
        ("verify", {"evidence": "x" * 2001}, 400),
    ],
)
def test_what_cannot_be_verified_is_refused_with_a_sentence(
    visitor: Visitor, work: Work, path: str, told: dict[str, str], status: int
) -> None:
    """An open item has nothing to show, and nothing is stored."""
    answer = visitor.send(f"/items/1/{path}", {"version": "1", **told}, seen_on="/items/1")

    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert work.items.get(1).version == 1
