from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.building import an_incident, an_item
from tracker.clock import now
from tracker.domain.history import Author, Origin
from tracker.domain.items import Status
from tracker.editing import Edit, edit
from tracker.people import People

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.web.building import Visitor
    from tracker.domain.items import ActionItem
    from tracker.storage import Work

DUE = date(2031, 5, 6)


@pytest.fixture
def items(work: Work) -> list[ActionItem]:
    """Return three stored items; the second one has a due date."""
    incident = an_incident(work)
    found = [
        an_item(work, incident, "One"),
        an_item(work, incident, "Two", due=(now() + timedelta(days=3)).date()),
        an_item(work, incident, "Three", owner="@bob"),
    ]
    work.commit()
    return found


def _send(visitor: Visitor, items: list[ActionItem], **values: Any) -> TestResponse:
    chosen = [f"{item.id}.{item.version}" for item in items]
    return visitor.send("/items/bulk", {"item": chosen, **values}, "/items")


def test_several_items_are_changed_at_once_and_told_of(
    visitor: Visitor, work: Work, items: list[ActionItem]
) -> None:
    """One sentence names them, and the list stands where it stood."""
    answer = _send(visitor, items, owner="alice-gh", priority="P1", back="?owner=%40bob")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/items?owner=%40bob"
    assert "3 items are changed: A-1, A-2, A-3." in visitor.read("/items")
    assert {(item.owner, item.priority) for item in work.items.find()} == {("@alice", "P1")}


def test_what_changed_meanwhile_is_shown_and_left_alone(
    visitor: Visitor, work: Work, items: list[ActionItem]
) -> None:
    """The others are changed; the one that somebody edited keeps that edit."""
    edit(work, 1, Edit({"owner": "@carol"}), Author(Origin.CLI), People({}), now())
    work.commit()

    answer = _send(visitor, items, owner="@alice")

    assert answer.status_code == 409
    assert "2 items changed, 1 left as it is" in answer.text
    assert "A-1 was changed by somebody else meanwhile" in answer.text
    assert "@carol" in answer.text
    assert [item.owner for item in work.items.find()] == ["@carol", "@alice", "@alice"]


def test_what_was_left_can_be_changed_as_it_is_now(
    visitor: Visitor, work: Work, items: list[ActionItem]
) -> None:
    """The page offers the same change again, with the version that it shows."""
    edit(work, 1, Edit({"owner": "@carol"}), Author(Origin.CLI), People({}), now())
    work.commit()

    page = _send(visitor, items, owner="@alice").text

    assert 'name="item" value="1.2" checked' in page
    assert 'name="item" value="2.' not in page
    assert 'name="owner" value="@alice"' in page


def test_a_moved_date_needs_its_reason_which_stays_in_the_history(
    visitor: Visitor, work: Work, items: list[ActionItem]
) -> None:
    """A first date needs none; a moved one is skipped without, and told of with it."""
    without = _send(visitor, items, due=str(DUE))
    told = _send(visitor, items[1:2], due=str(DUE), due_reason="The vendor is late")

    assert without.status_code == 409
    assert "say why the due date of A-2 moves" in without.text
    assert told.status_code == 303
    assert {item.due for item in work.items.find()} == {DUE}
    assert "The vendor is late" in visitor.read("/items/2")
    assert [one.new for one in work.history.of_item(2) if one.field == "due_reason"] == [
        "The vendor is late"
    ]


def test_fields_are_emptied_only_where_somebody_says_so(
    visitor: Visitor, work: Work, items: list[ActionItem]
) -> None:
    """An empty field leaves each item's own value alone."""
    _send(visitor, items, priority="P2", remove="owner")

    assert {(item.owner, item.priority) for item in work.items.find()} == {(None, "P2")}
    assert work.items.get(2).due is not None


def test_giving_up_needs_a_reason_and_an_item_that_cannot_move_is_skipped(
    visitor: Visitor, work: Work, items: list[ActionItem]
) -> None:
    """Each item follows the same rules as alone."""
    refused = _send(visitor, items, status="wont_do")
    _send(visitor, items, status="wont_do", reason="Retired")

    assert refused.status_code == 409
    assert "only with a reason" in refused.text
    assert {(item.status, item.reason) for item in work.items.find()} == {
        (Status.WONT_DO, "Retired")
    }


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "fill in a field first"),
        ({"reason": "because"}, "fill in a field first"),
        ({"owner": "@alice", "remove": "owner"}, "both given and removed"),
    ],
)
def test_a_form_that_says_nothing_is_shown_again(
    visitor: Visitor, work: Work, items: list[ActionItem], values: dict[str, str], sentence: str
) -> None:
    """With one sentence, what was chosen and what was typed."""
    before = work.items.find()
    work.rollback()

    answer = _send(visitor, items, **values)

    assert answer.status_code == 400
    assert sentence in answer.text
    assert answer.text.count('name="item"') == 3
    assert work.items.find() == before


@pytest.mark.parametrize(
    "chosen", ["", "x", "1", "1.", ".1", "0.1", "1.0", "99999999999.1", "1.1.1", "-1.1", "\uff11.1"]
)
def test_a_forged_choice_is_refused(
    visitor: Visitor, work: Work, items: list[ActionItem], chosen: str
) -> None:
    """Numbers that no page offered change nothing and break nothing."""
    before = work.items.find()
    work.rollback()

    answer = visitor.send("/items/bulk", {"item": chosen, "owner": "@alice"}, "/items")

    assert answer.status_code == 400
    assert work.items.find() == before
    assert len(items) == 3


def test_items_that_are_gone_are_passed_over_and_counted(
    visitor: Visitor, work: Work, items: list[ActionItem]
) -> None:
    """The rest is done, whether others were skipped or not; what is gone is not named."""
    chosen = ["998.1", "999.1", f"1.{items[0].version}"]
    answer = visitor.send("/items/bulk", {"item": chosen, "owner": "@a"}, "/items")
    after = visitor.read("/items")
    stale = visitor.send("/items/bulk", {"item": chosen[1:], "owner": "@b"}, "/items")

    assert answer.status_code == 303
    assert "1 item is changed: A-1. 2 of the items chosen are not there any more." in after
    assert stale.status_code == 409
    assert "1 of the items chosen is not there any more." in stale.text
    assert not any("A-99" in one for one in (after, stale.text))
    assert work.items.get(1).owner == "@a"


def test_where_all_chosen_items_are_gone_a_sentence_says_so(
    visitor: Visitor, items: list[ActionItem]
) -> None:
    """No list of none that were changed."""
    wanted = {"item": ["998.1", "999.1"], "owner": "@a"}
    answer = visitor.send("/items/bulk", wanted, "/items")

    assert answer.status_code == 404
    assert "None of the items chosen is there any more; nothing was changed." in answer.text
    assert len(items) == 3


def test_nobody_is_led_elsewhere_by_the_form(visitor: Visitor, items: list[ActionItem]) -> None:
    """Where the list stood is only ever a part of its own address."""
    answer = _send(visitor, items, owner="@a", back="//evil.example/?x")

    assert answer.headers["Location"] == "/items"
