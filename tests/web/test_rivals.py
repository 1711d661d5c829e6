from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.building import an_incident, an_item
from tracker.clock import now
from tracker.domain.history import Author, Origin
from tracker.editing import Edit, edit
from tracker.people import People

if TYPE_CHECKING:
    from tests.web.building import Visitor
    from tracker.domain.items import ActionItem
    from tracker.storage import Work

BOB = Author(Origin.CLI, "bob")
NOBODY = People({})


@pytest.fixture
def item(work: Work) -> ActionItem:
    """Return a stored item."""
    added = an_item(work, an_incident(work), owner="@bob")
    work.commit()
    return added


def _by_bob(work: Work, item: ActionItem, **values: str) -> None:
    edit(work, item.id, Edit(values), BOB, NOBODY, now())
    work.commit()


def _disputed(work: Work, item: ActionItem) -> int:
    """Store a conflict over the title, and return its number."""
    target = work.targets.known("platform", "github")
    sides = ("Alert", "Ours wins", "Theirs loses")
    work.conflicts.add(item.id, target.id, "title", sides, "ours", now())
    work.commit()
    number = work.conflicts.find(item.id)[0].id
    work.rollback()
    return number


def test_who_was_slower_sees_both_versions_and_overwrites_nothing(
    visitor: Visitor, work: Work, item: ActionItem
) -> None:
    """A stale form ends in 409, with what is stored and what was typed side by side."""
    path = f"/items/{item.id}"
    form = visitor.form(path)
    _by_bob(work, item, title="Bob's words")

    answer = visitor.send(path, {**form, "title": "My words"}, path)

    assert answer.status_code == 409
    assert "Bob&#39;s words" in answer.text
    assert "My words" in answer.text
    assert "both of you changed it" in answer.text
    assert work.items.get(item.id).title == "Bob's words"


def test_what_only_one_of_both_changed_is_chosen_for_them(
    visitor: Visitor, work: Work, item: ActionItem
) -> None:
    """Bob's owner and my due date do not compete, so both are chosen at first."""
    path = f"/items/{item.id}"
    form = visitor.form(path)
    _by_bob(work, item, owner="@carol")

    page = visitor.send(path, {**form, "due": "2031-01-01"}, path).text

    assert 'name="owner" value="@carol" required checked' in page
    assert 'name="due" value="2031-01-01" required checked' in page
    assert "both of you" not in page


def test_the_choice_is_stored_once_made(visitor: Visitor, work: Work, item: ActionItem) -> None:
    """The page of both versions is a form of its own; what it sends is what stands."""
    path = f"/items/{item.id}"
    form = visitor.form(path)
    _by_bob(work, item, title="Bob's words", owner="@carol")
    stale = visitor.send(path, {**form, "title": "My words"}, path)
    chosen = {
        **form,
        "version": "2",
        "seen_title": "Bob's words",
        "seen_owner": "@carol",
        "title": "My words",
        "owner": "@carol",
    }

    answer = visitor.send(path, chosen, path)

    assert stale.status_code == 409
    assert answer.status_code == 303
    saved = work.items.get(item.id)
    assert (saved.title, saved.owner) == ("My words", "@carol")


def test_a_stale_acceptance_is_refused(visitor: Visitor, work: Work, item: ActionItem) -> None:
    """Short forms carry the version as well."""
    _by_bob(work, item, title="Bob's words")

    answer = visitor.send(f"/items/{item.id}/accept", {"version": 1}, f"/items/{item.id}")

    assert answer.status_code == 409


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30])
def test_a_form_without_a_version_is_refused(
    visitor: Visitor, item: ActionItem, version: str
) -> None:
    """Nothing is stored where nobody can say what the person had seen."""
    path = f"/items/{item.id}"
    form = {**visitor.form(path), "version": version, "title": "Mine"}

    assert visitor.send(path, form, path).status_code == 400


def test_a_conflict_shows_both_values_and_can_be_undone(
    visitor: Visitor, work: Work, item: ActionItem
) -> None:
    """The loser of a conflict is never lost, and one button brings it back, once."""
    number = _disputed(work, item)
    path = f"/items/{item.id}"

    page = visitor.read(path)
    first = visitor.send(f"/conflicts/{number}/undo", {}, path)
    second = visitor.send(f"/conflicts/{number}/undo", {}, path)

    assert "Ours wins" in page
    assert "Theirs loses" in page
    assert (first.status_code, second.status_code) == (303, 409)
    assert work.items.get(item.id).title == "Theirs loses"


def test_an_undone_conflict_can_be_chosen_back(
    visitor: Visitor, work: Work, item: ActionItem
) -> None:
    """Who regrets an undoing finds the first value behind a button."""
    number = _disputed(work, item)
    path = f"/items/{item.id}"
    visitor.send(f"/conflicts/{number}/undo", {}, path)
    offered = f"/conflicts/{number}/choose/ours" in visitor.read(path)
    answer = visitor.send(f"/conflicts/{number}/choose/ours", {}, path)
    nonsense = visitor.send(f"/conflicts/{number}/choose/mine", {}, path)

    assert (offered, answer.status_code, nonsense.status_code) == (True, 303, 404)
    assert work.items.get(item.id).title == "Ours wins"
    assert work.conflicts.get(number).undone_at is None


def test_a_conflict_can_be_settled_as_it_stands(
    visitor: Visitor, work: Work, item: ActionItem
) -> None:
    """What a person agreed to asks for nobody's attention any more."""
    target = work.targets.known("platform", "github")
    work.conflicts.add(item.id, target.id, "owner", ("@a", "@b", "@c"), "theirs", now())
    work.commit()
    number = work.conflicts.find(item.id)[0].id
    work.rollback()

    visitor.send(f"/conflicts/{number}/keep", {}, f"/items/{item.id}")

    assert "None: nobody changed the same field" in visitor.read("/sync")
