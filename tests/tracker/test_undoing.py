"""People settle conflicts: the other value is taken, once, and told."""

from __future__ import annotations

import pytest

from tests.tracker.office import ALICE, PEOPLE, Office, a_row
from tracker.domain.errors import IllegalMove, NotFound
from tracker.domain.items import Status
from tracker.editing import Edit, choose, edit, resolve, undo


def disagree(office: Office, field: str, ours: str | None, theirs: str | None, kept: str) -> None:
    """Let an item of the office have a conflict."""
    office.put(a_row(owner="@bob"))
    with office.store.work() as work:
        target = work.targets.known("platform", "github")
        work.conflicts.add(1, target.id, field, (None, ours, theirs), kept, office.now)
        work.commit()


def choose_the_other(office: Office) -> None:
    """Undo the one conflict as Alice."""
    with office.store.work() as work:
        undo(work, 1, ALICE, PEOPLE, office.now)
        work.commit()


@pytest.mark.parametrize(
    ("field", "ours", "theirs", "kept", "value"),
    [
        ("title", "Sooner", "Louder", "ours", "Louder"),
        ("owner", "@bob", "@carol", "theirs", "@bob"),
        ("owner", "@bob", None, "ours", None),
        ("priority", "P1", "P2", "ours", "P2"),
        ("priority", "P1", "P1,P3", "ours", "P3"),
        ("owner", "bob", "bob,@carol", "ours", "@carol"),
        ("kind", "detect", "repair", "ours", "repair"),
        ("kind", "detect", None, "ours", None),
    ],
)
def test_undoing_takes_the_other_value(
    any_office: Office, field: str, ours: str | None, theirs: str | None, kept: str, value: object
) -> None:
    """Whichever side was kept, the other one's value stands afterwards."""
    disagree(any_office, field, ours, theirs, kept)
    choose_the_other(any_office)

    assert getattr(any_office.items()[0], field) == value


@pytest.mark.parametrize(
    ("theirs", "status"),
    [("done", Status.DONE), ("wont_do", Status.WONT_DO), (None, Status.OPEN)],
)
def test_undoing_a_status_moves_the_item(office: Office, theirs: str, status: Status) -> None:
    """A status that needs a reason gets one that tells of the undoing."""
    disagree(office, "state", "in_progress", theirs, "ours")
    choose_the_other(office)

    assert office.items()[0].status is status


def test_an_undoing_is_remembered_and_told(office: Office) -> None:
    """The conflict says when, the item's history says who."""
    disagree(office, "title", "Sooner", "Louder", "ours")
    choose_the_other(office)
    with office.store.reading() as work:
        undone = work.conflicts.get(1).undone_at

    assert undone == office.now
    assert (office.history(1)[-1].new, office.history(1)[-1].author) == ("Louder", ALICE)


def test_a_conflict_is_undone_once(office: Office) -> None:
    """A second undoing is refused, as it would swing back."""
    disagree(office, "title", "Sooner", "Louder", "ours")
    choose_the_other(office)

    with pytest.raises(IllegalMove, match="conflict 1 was undone before"):
        choose_the_other(office)


def test_words_in_the_issues_own_text_are_put_back_by_hand(office: Office) -> None:
    """An edit inside the managed block has no place here; the sentence says where it has."""
    disagree(office, "block", "a", "b", "ours")

    with pytest.raises(IllegalMove, match="outside the managed block"):
        choose_the_other(office)


def test_agreeing_changes_no_item(office: Office) -> None:
    """Who agrees with what was kept only says so."""
    disagree(office, "title", "Sooner", "Louder", "ours")
    before = office.items()
    with office.store.work() as work:
        resolve(work, 1, office.now)
        work.commit()
    with office.store.reading() as work:
        found = work.conflicts.get(1)

    assert office.items() == before
    assert (found.resolved_at, found.undone_at) == (office.now, None)


def test_a_conflict_that_is_not_there_is_named(office: Office) -> None:
    """Neither undoing nor agreeing invents one."""
    with office.store.work() as work:
        with pytest.raises(NotFound, match="there is no conflict 7"):
            undo(work, 7, ALICE, PEOPLE, office.now)
        with pytest.raises(NotFound, match="there is no conflict 7"):
            resolve(work, 7, office.now)


def choose_side(office: Office, side: str, number: int = 1) -> None:
    """Choose a side of a conflict as Alice."""
    with office.store.work() as work:
        choose(work, number, side, ALICE, PEOPLE, office.now)
        work.commit()


def test_a_choice_may_be_taken_back_and_made_again(any_office: Office) -> None:
    """Choosing the first side again leaves no trace but the history."""
    disagree(any_office, "title", "Sooner", "Louder", "ours")
    choose_side(any_office, "theirs")
    theirs = any_office.items()[0].title
    choose_side(any_office, "ours")
    with any_office.store.reading() as work:
        found = work.conflicts.get(1)

    assert (theirs, any_office.items()[0].title) == ("Louder", "Sooner")
    assert (found.standing, found.undone_at, found.resolved_at) == ("ours", None, any_office.now)


def test_a_choice_counts_after_several_edits(office: Office) -> None:
    """What was edited since is replaced, and stands in the history."""
    disagree(office, "title", "Sooner", "Louder", "ours")
    with office.store.work() as work:
        for words in ("Once more", "And again"):
            edit(work, 1, Edit({"title": words}), ALICE, PEOPLE, office.now)
        work.commit()
    choose_side(office, "theirs")

    assert office.items()[0].title == "Louder"
    assert (office.history(1)[-1].old, office.history(1)[-1].new) == ("And again", "Louder")


@pytest.mark.parametrize(
    ("now", "value", "status"),
    [
        ("open", "duplicate", Status.DUPLICATE),
        ("verified", "done", Status.VERIFIED),
        ("done", "open", Status.OPEN),
    ],
)
def test_a_status_is_chosen_as_a_tracker_would_say_it(
    office: Office, now: str, value: str, status: Status
) -> None:
    """A duplicate needs no original there, and a verified item is done already."""
    disagree(office, "state", "in_progress", value, "ours")
    with office.store.work() as work:
        edit(work, 1, Edit({"status": now}), ALICE, PEOPLE, office.now)
        work.commit()
    choose_side(office, "theirs")

    assert office.items()[0].status is status


def test_the_kept_words_of_a_text_may_be_agreed_with(office: Office) -> None:
    """Only the other ones have no place here."""
    disagree(office, "block", "a", "b", "ours")
    choose_side(office, "ours")

    with pytest.raises(IllegalMove, match="outside the managed block"):
        choose_side(office, "theirs")
