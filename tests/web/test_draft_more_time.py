"""The page of a draft asks why a known item gets more time, and loses nothing that was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tracker.office import a_row
from tests.web.drafting import Drafter, drafter
from tracker.domain.extensions import extensions
from tracker.policy import Policy
from tracker.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.building import Visitor
    from tracker.storage import Work

SOON, LATER = "2030-05-20", "2030-07-01"
ASKED = "gets more time: from"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return a configuration whose policy wants an approver for more time."""
    policy = {"extension_approver": True, "rule": [{"days": 28}]}
    return Settings(folder=tmp_path, policy=Policy.model_validate(policy))


@pytest.fixture
def desk(visitor: Visitor) -> Drafter:
    """Stand before a newer text of a known incident that says nothing new of its item."""
    drafter(visitor, a_row(due=SOON)).done("accept")
    return drafter(visitor, a_row(due=SOON) + "\nA newer text.\n")


def test_a_later_date_is_asked_about_and_nothing_typed_is_lost(desk: Drafter, work: Work) -> None:
    """Once reason and approver are there it is accepted, and the item lists them."""
    refused = desk.press("accept", e1_due=LATER, e1_title="Alert sooner", facts_severity="SEV-2")
    typed = {"e1_due": LATER, "e1_due_reason": "the vendor is late"}
    unapproved = desk.press("accept", **typed)
    done = desk.press("accept", **typed, e1_due_approver="@carol")

    assert (refused.status_code, unapproved.status_code, done.status_code) == (400, 400, 303)
    assert "say why A-1 gets more time" in refused.text
    assert ASKED in refused.text
    assert refused.text.count('name="1-due_reason"') == 1
    assert f'value="{LATER}"' in refused.text
    assert "Alert sooner" in refused.text
    assert 'value="SEV-2"' in refused.text
    assert "name who approved" in unapproved.text
    assert 'value="the vendor is late"' in unapproved.text
    (told,) = extensions(work.history.of_item(1))
    assert (str(told.new), told.reason, told.approver) == (LATER, "the vendor is late", "@carol")


def test_a_reason_that_was_saved_waits_with_its_draft(desk: Drafter, work: Work) -> None:
    """It is shown again, and goes with the acceptance."""
    page = desk.done("save", e1_due=LATER, e1_due_reason="late", e1_due_approver="@carol")
    desk.done("accept")

    assert ASKED in page
    assert 'name="1-due_reason" value="late"' in page
    (told,) = extensions(work.history.of_item(1))
    assert told.reason == "late"


def test_a_text_with_a_later_date_is_asked_about_at_once(visitor: Visitor, desk: Drafter) -> None:
    """Before anybody presses a button, the page tells both dates."""
    later = drafter(visitor, a_row(due=LATER))

    assert ASKED not in desk.look()
    assert ASKED in later.look()
    assert f'name="1-due" value="{LATER}"' in later.look()
    assert later.press("accept").status_code == 400


def test_a_new_item_is_asked_nothing(visitor: Visitor) -> None:
    """It has no date yet that could move."""
    assert 'name="1-due_reason"' not in drafter(visitor, a_row(due=SOON)).look()
