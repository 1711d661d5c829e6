"""Links, and the writes that are intended for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from tests.tracker.storage.building import BOB, LATER, NOW, a_link, an_item
from tracker.domain.links import LinkState, OperationState
from tracker.storage.sync_tables import OperationRow

if TYPE_CHECKING:
    from tracker.storage import Store, Work

ENDED = (OperationState.DONE, OperationState.FAILED)
ACTIVE = (OperationState.READY, OperationState.INFLIGHT, OperationState.UNKNOWN)


def a_row(link_id: int, state: OperationState) -> OperationRow:
    """Return a write as nobody would make it through the API."""
    return OperationRow(
        link_id=link_id, kind="create", state=state.value, attempts=0, negatives=0, created_at=NOW
    )


def test_that_an_item_got_its_issue_is_written_into_its_history(store: Store) -> None:
    """Once for each issue, by the tracker; what is saved afterwards is no news."""
    with store.work() as work:
        link = a_link(work)
        for note in (None, "moved"):
            work.links.save(replace(link, remote_id="47", remote_key="acme/platform#12", note=note))
        work.links.save(replace(link, remote_id=None))
        work.links.save(replace(link, remote_id="48", remote_key=None))
        told = [one for one in work.history.of_item(link.item_id) if one.field == "link"]

    assert [(one.old, one.new, one.author.origin.value) for one in told] == [
        (None, "platform acme/platform#12", "github"),
        (None, "platform 48", "github"),
    ]


def test_a_new_link_waits_for_its_issue(store: Store) -> None:
    """A link is stored before its issue exists."""
    with store.work() as work:
        link = a_link(work)

    assert (link.state, link.remote_id, link.marker) == (LinkState.PENDING, None, "m1")


def test_a_saved_link_comes_back_as_it_was(store: Store) -> None:
    """Every field of a link survives, the bases with their absent values too."""
    with store.work() as work:
        link = replace(
            a_link(work),
            generation=2,
            state=LinkState.LINKED,
            remote_id="4711",
            remote_key="acme/platform#12",
            url="https://github.com/acme/platform/issues/12",
            remote_updated=LATER,
            remote={"status": "open", "labels": ["a"]},
            base_local={"title": "Alert", "owner": None},
            base_remote={"title": "Alert"},
            assumed=True,
            planned_version=3,
            note="moved",
        )
        work.links.save(link)
        work.commit()
    with store.reading() as work:
        assert work.links.get(link.id) == link


def test_a_marker_never_changes(store: Store) -> None:
    """Saving a link leaves the marker that its issue bears."""
    with store.work() as work:
        link = a_link(work)
        work.links.save(replace(link, marker="other"))

        assert work.links.get(link.id).marker == "m1"


def test_a_link_is_found_by_marker_and_by_issue(store: Store) -> None:
    """Both names lead to the link; an unknown one to nothing."""
    with store.work() as work:
        link = replace(a_link(work), remote_id="4711")
        work.links.save(link)

        assert work.links.by_marker("m1") == link
        assert work.links.by_remote(link.target_id, "4711") == link
        assert work.links.by_marker("m2") is None
        assert work.links.by_remote(link.target_id, "4712") is None


def test_an_item_has_one_link_in_a_target(store: Store) -> None:
    """The database refuses a second one, whoever asks."""
    with store.work() as work:
        link = a_link(work)

        with pytest.raises(IntegrityError):
            work.links.add(link.item_id, link.target_id, 2, "m2")


def test_an_issue_belongs_to_one_link(store: Store) -> None:
    """Two items of a target never share an issue."""
    with store.work() as work:
        work.links.save(replace(a_link(work, marker="m1"), remote_id="4711"))
        second = a_link(work, marker="m2")

        with pytest.raises(IntegrityError):
            work.links.save(replace(second, remote_id="4711"))


def test_links_are_listed_by_item_and_by_target(store: Store) -> None:
    """An item in two targets has two links, each of one target."""
    with store.work() as work:
        first = a_link(work, "platform", "m1")
        ops = work.targets.known("ops", "jira")
        second = work.links.add(first.item_id, ops.id, 1, "m2")
        other = a_link(work, "ops", "m3")

        assert work.links.of_item(first.item_id) == [first, second]
        assert work.links.of_target(ops.id) == [second, other]
        assert work.links.of_items([first.item_id, 999]) == {first.item_id: [first, second]}


def test_an_edited_item_makes_its_link_wait(store: Store) -> None:
    """A link is due from its item's change until that version was planned."""
    with store.work() as work:
        link = a_link(work)
        work.links.planned(link.id, 1)
        before = work.links.changed(link.target_id)
        item = work.items.get(link.item_id)
        saved = work.items.save(replace(item, title="Sooner"), LATER, BOB)
        during = work.links.changed(link.target_id)
        work.links.planned(link.id, saved.version)

        assert (before, [one.id for one in during]) == ([], [link.id])
        assert work.links.changed(link.target_id) == []


def test_items_without_a_link_are_found_by_status(store: Store) -> None:
    """Only items of the wanted statuses that the target lacks are to be filed."""
    with store.work() as work:
        link = a_link(work)
        free = an_item(work)
        target = work.targets.known("ops", "jira").id

        assert work.links.unlinked(link.target_id, ["open"]) == [free.id]
        assert work.links.unlinked(target, ["open"]) == [link.item_id, free.id]
        assert work.links.unlinked(target, ["done"]) == []


def test_an_intention_is_stored_once(store: Store) -> None:
    """Who intends a write that stands already gets the one that stands."""
    with store.work() as work:
        link = a_link(work)
        first = work.operations.intend(link.id, "create", NOW)
        second = work.operations.intend(link.id, "update", LATER)

    assert first == second
    assert (first.kind, first.state) == ("create", OperationState.READY)


@pytest.mark.parametrize("state", ACTIVE)
def test_a_link_has_at_most_one_active_write(store: Store, state: OperationState) -> None:
    """The database itself refuses a second active write, whatever the program thinks."""
    with store.work() as work:
        link = a_link(work)
        work.session.add(a_row(link.id, state))
        work.session.flush()
        work.session.add(a_row(link.id, OperationState.READY))

        with pytest.raises(IntegrityError):
            work.session.flush()


@pytest.mark.parametrize("state", ENDED)
def test_ended_writes_make_room(store: Store, state: OperationState) -> None:
    """Any number of ended writes may stand beside an active one."""
    with store.work() as work:
        link = a_link(work)
        work.session.add_all([a_row(link.id, state), a_row(link.id, state)])
        work.session.add(a_row(link.id, OperationState.INFLIGHT))
        work.session.flush()

        assert len(work.operations.of_target(link.target_id, [state])) == 2


def test_a_finished_write_is_followed_by_a_new_one(store: Store) -> None:
    """After done, an intention is a new write."""
    with store.work() as work:
        link = a_link(work)
        first = work.operations.intend(link.id, "create", NOW)
        work.operations.change(first.id, OperationState.DONE, ended_at=LATER)
        second = work.operations.intend(link.id, "update", LATER)

    assert second.id != first.id
    assert second.kind == "update"


@pytest.mark.parametrize("state", [*ACTIVE, OperationState.FAILED])
def test_what_is_not_done_stands(store: Store, state: OperationState) -> None:
    """A refused write stands until a person settles it, as do those under way."""
    with store.work() as work:
        operation = intended(work)
        work.operations.change(operation, state, error="no", attempts=2)
        found = work.operations.get(operation)

        assert work.operations.standing(found.link_id) == found
        assert (found.state, found.attempts, found.error) == (state, 2, "no")


def test_nothing_stands_where_nothing_is_intended(store: Store) -> None:
    """A link without a write has none, nor has one whose write is done."""
    with store.work() as work:
        operation = intended(work)
        link = work.operations.get(operation).link_id
        work.operations.change(operation, OperationState.DONE)

        assert work.operations.standing(link) is None


def test_the_writes_of_a_target_are_its_own(store: Store) -> None:
    """Another target's writes, and those in other states, are not listed."""
    with store.work() as work:
        operation = work.operations.get(intended(work))
        other = a_link(work, "ops", "m2")
        work.operations.intend(other.id, "create", NOW)
        mine = work.links.get(operation.link_id).target_id

        assert work.operations.of_target(mine, [OperationState.READY]) == [operation]
        assert work.operations.of_target(mine, [OperationState.UNKNOWN]) == []


def intended(work: Work) -> int:
    """Store a link with an intended write; return the write's number."""
    return work.operations.intend(a_link(work).id, "create", NOW).id
