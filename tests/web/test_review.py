"""What was proposed is accepted, dropped or edited, several at once."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.web.building import an_incident, an_item
from tracker.domain.items import Status

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.web.building import Visitor
    from tracker.domain.items import ActionItem
    from tracker.storage import Store, Work


@pytest.fixture
def proposed(work: Work) -> list[ActionItem]:
    """Return three proposed items of two incidents, and one that is open."""
    first, second = an_incident(work, "Disk full"), an_incident(work, "Mail lost")
    items = [
        an_item(work, first, "Alert on disk space", status=Status.PROPOSED),
        an_item(work, first, "Rehearse the restore", status=Status.PROPOSED),
        an_item(work, second, "Watch the queue", status=Status.PROPOSED),
        an_item(work, second, "Known already", status=Status.OPEN),
    ]
    work.commit()
    return items


def press(
    visitor: Visitor, deed: str, picked: tuple[int, ...] = (), /, **typed: str
) -> TestResponse:
    """Send the review's form as it was loaded, with what was typed: e1_title."""
    page = visitor.read("/review")
    held = dict(re.findall(r'name="((?:version|csrf_token)[\w-]*)" value="([^"]*)"', page))
    held |= {"seen": "{}", "do": deed}
    for name, value in typed.items():
        where, _, what = name.partition("_")
        held[f"{where[1:]}-{what}" if re.fullmatch(r"e\d+", where) else name] = value
    return visitor.client.post("/review", data={**held, "picked": [str(one) for one in picked]})


def states(store: Store) -> list[str]:
    """Return the status of each item."""
    with store.reading() as work:
        return [item.status.value for item in work.items.find()]


@pytest.mark.usefixtures("proposed")
def test_proposals_stand_by_incident_with_their_words(visitor: Visitor) -> None:
    """The newest incident first, each item with its lines; what is open is not here."""
    page = visitor.read("/review")

    assert page.index("Mail lost") < page.index("Disk full")
    assert page.count('class="entry"') == 3
    assert re.search(r"<blockquote>Alert on disk space.*line 4", page)
    assert "Known already" not in page


@pytest.mark.usefixtures("proposed")
def test_the_header_counts_what_waits(visitor: Visitor) -> None:
    """On every page, until nothing waits."""
    page = visitor.read("/items")

    assert re.search(r'Review\s*<span class="badge mild">3', page)


@pytest.mark.usefixtures("proposed")
def test_one_click_accepts(visitor: Visitor, store: Store) -> None:
    """The item is open, and the others still wait."""
    answer = press(visitor, "accept:1")

    assert answer.status_code == 303
    assert states(store) == ["open", "proposed", "proposed", "open"]


@pytest.mark.usefixtures("proposed")
def test_several_are_accepted_at_once(visitor: Visitor, store: Store) -> None:
    """By their boxes."""
    press(visitor, "accept", (1, 3))

    assert states(store) == ["open", "proposed", "open", "open"]


@pytest.mark.usefixtures("proposed")
def test_several_are_dropped_with_one_reason(visitor: Visitor, store: Store) -> None:
    """The reason stays with each."""
    press(visitor, "drop", (1, 2), reason="Only a thought", fate="wont_do")
    with store.reading() as work:
        reasons = [item.reason for item in work.items.find()]

    assert states(store) == ["wont_do", "wont_do", "proposed", "open"]
    assert reasons[:2] == ["Only a thought"] * 2


@pytest.mark.usefixtures("proposed")
def test_a_duplicate_names_its_original(visitor: Visitor, store: Store) -> None:
    """Without one, nothing is changed and the page says why."""
    without = press(visitor, "drop:3", **{"fate-3": "duplicate"})
    unchanged = states(store)
    press(visitor, "drop:3", **{"fate-3": "duplicate", "original-3": "A-4"})
    with store.reading() as work:
        assert work.items.get(3).duplicate_of == 4

    assert without.status_code == 400
    assert "which item it repeats" in without.text
    assert unchanged == ["proposed"] * 3 + ["open"]


@pytest.mark.usefixtures("proposed")
def test_a_reason_is_needed(visitor: Visitor, store: Store) -> None:
    """What is given up says why."""
    answer = press(visitor, "drop:1", **{"reason-1": " "})

    assert answer.status_code == 409
    assert "only with a reason" in answer.text
    assert states(store)[0] == "proposed"


@pytest.mark.usefixtures("proposed")
def test_an_item_is_edited_and_accepted_in_one(visitor: Visitor, store: Store) -> None:
    """What was typed goes with the button."""
    press(visitor, "accept:1", e1_title="Alert early", e2_owner="alice-gh")
    with store.reading() as work:
        one, two = work.items.get(1), work.items.get(2)

    assert (one.title, one.status) == ("Alert early", Status.OPEN)
    assert (two.owner, two.status) == ("@alice", Status.PROPOSED)


@pytest.mark.usefixtures("proposed")
def test_one_that_cannot_be_changed_holds_up_no_other(visitor: Visitor, store: Store) -> None:
    """The good ones are stored; the bad one keeps its words and its reason on the page."""
    answer = press(visitor, "accept", (1, 2), e1_due="soon", e2_owner="@bob")

    assert answer.status_code == 400
    assert "is no date" in answer.text
    assert states(store) == ["proposed", "open", "proposed", "open"]


def test_the_second_of_two_people_sees_both(
    visitor: Visitor, store: Store, proposed: list[ActionItem]
) -> None:
    """Nothing is overwritten."""
    first = proposed[0]
    page = visitor.read("/review")
    token = re.search(r'name="csrf_token" value="([^"]*)"', page)
    press(visitor, "save", e1_title="Theirs")
    seen = json.dumps({"1": {"title": first.title}})
    answer = visitor.client.post(
        "/review",
        data={
            "csrf_token": token[1] if token else "",
            "version": "1", "version-1": "1", "seen": seen, "1-title": "Mine", "do": "save",
        },
    )  # fmt: skip
    with store.reading() as work:
        stored = work.items.get(1).title

    assert answer.status_code == 409
    assert "Stored meanwhile: <b>Theirs</b>" in answer.text
    assert "Mine" in answer.text
    assert stored == "Theirs"


def test_an_empty_list_says_so(visitor: Visitor) -> None:
    """And leads to where something can be brought."""
    page = visitor.read("/review")

    assert "Nothing waits" in page
    assert 'href="/bring"' in page


def test_choosing_nothing_is_said(visitor: Visitor, work: Work) -> None:
    """A button for the chosen, and none is."""
    an_item(work, an_incident(work), status=Status.PROPOSED)
    work.commit()

    assert "choose the items first" in press(visitor, "accept").text


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1"])
def test_a_forged_version_changes_nothing(visitor: Visitor, work: Work, version: str) -> None:
    """It is as if somebody else had been faster."""
    item = an_item(work, an_incident(work), status=Status.PROPOSED)
    work.commit()
    answer = press(visitor, "accept:1", **{"version-1": version})

    assert answer.status_code == 409
    assert work.items.get(item.id).status is Status.PROPOSED
