"""Items are saved with their history, and never over somebody else's change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.tracker.storage.building import ALICE, BOB, DUE, LATER, NOW, an_incident, an_item
from tracker.domain.errors import NotFound, Stale
from tracker.domain.history import Change
from tracker.domain.items import Kind, Section, Source, Status
from tracker.storage.items import Wanted

if TYPE_CHECKING:
    from tracker.domain.items import ActionItem
    from tracker.storage import Store, Work

WHERE = Source(Section.TASK, "Actions", "Alert on late index", 12, 13)
AGAIN = Source(Section.MEASURE, None, "Alert earlier", 40, 40)


def kept(store: Store, **values: Any) -> ActionItem:
    """Store an item and return it."""
    with store.work() as work:
        item = an_item(work, **values)
        work.commit()
    return item


def saved(store: Store, item: ActionItem) -> ActionItem:
    """Save an item as Bob and return it."""
    with store.work() as work:
        after = work.items.save(item, LATER, BOB)
        work.commit()
    return after


def history(store: Store, item: ActionItem) -> list[Change]:
    """Return an item's history."""
    with store.reading() as work:
        return work.history.of_item(item.id)


def test_an_item_comes_back_as_it_was_stored(store: Store) -> None:
    """Every field of an item survives."""
    item = kept(
        store,
        status=Status.WONT_DO,
        kind=Kind.DETECT,
        owner="@alice",
        priority="P1",
        due=DUE,
        due0=DUE,
        closed_at=LATER,
        reason="too dear",
        approver="@bob",
        refs=("acme/platform#4",),
        in_document=False,
    )

    with store.reading() as work:
        assert work.items.get(item.id) == item


def test_a_new_item_begins_its_history(store: Store) -> None:
    """The first entry says with which status an item came, when, and by whom."""
    item = kept(store)

    assert history(store, item) == [
        Change(item.incident_id, item.id, "status", None, "open", NOW, ALICE)
    ]


def test_each_changed_field_is_told(store: Store) -> None:
    """One entry a changed field, with the old value, the new one, who and when."""
    item = kept(store, due=DUE)
    saved(store, replace(item, owner="@bob", due=None))

    assert history(store, item)[1:] == [
        Change(item.incident_id, item.id, "owner", None, "@bob", LATER, BOB),
        Change(item.incident_id, item.id, "due", "2026-06-01", None, LATER, BOB),
    ]


def test_saving_what_is_the_same_changes_nothing(store: Store) -> None:
    """An item that did not change keeps its version, and its history grows by nothing."""
    item = kept(store)

    assert saved(store, item) == item
    assert len(history(store, item)) == 1


def test_each_change_gives_a_new_version(store: Store) -> None:
    """Versions count the changes, whatever these are."""
    first = saved(store, replace(kept(store), title="Alert sooner"))
    second = saved(store, replace(first, refs=("#4",)))

    assert (first.version, second.version) == (2, 3)


def test_an_old_version_is_refused(store: Store) -> None:
    """Who read an item before somebody changed it cannot save over that change."""
    item = kept(store)
    saved(store, replace(item, title="Faster"))

    with store.work() as work, pytest.raises(Stale, match="A-1 was changed by somebody else"):
        work.items.save(replace(item, title="Slower"), LATER, BOB)

    with store.reading() as work:
        assert work.items.get(item.id).title == "Faster"


def test_a_refused_save_leaves_no_history(store: Store) -> None:
    """What did not happen is not told."""
    item = kept(store)
    saved(store, replace(item, title="Faster"))
    with store.work() as work:
        with pytest.raises(Stale):
            work.items.save(replace(item, title="Slower"), LATER, BOB)
        work.commit()

    assert [change.new for change in history(store, item)] == ["open", "Faster"]


@pytest.mark.parametrize("number", [7, 0, 2**31, 10**12 - 1, 10**30])
def test_an_item_that_is_not_there_is_named(store: Store, number: int) -> None:
    """The sentence names the item as people know it, however large its number."""
    with store.reading() as work, pytest.raises(NotFound, match=f"there is no item A-{number}"):
        work.items.get(number)


def test_sources_are_kept_in_their_order(store: Store) -> None:
    """An item's sources come back as they were placed, with headings and lines."""
    item = placed(store, [WHERE, AGAIN])

    with store.reading() as work:
        assert work.items.get(item.id).sources == (WHERE, AGAIN)


def test_a_new_place_takes_the_old_ones(store: Store) -> None:
    """Where an item stood before is not told any more."""
    item = placed(store, [WHERE, AGAIN])
    with store.work() as work:
        work.items.place(item.id, 1, [AGAIN])
        work.commit()

    with store.reading() as work:
        assert work.items.get(item.id).sources == (AGAIN,)


def test_two_items_of_the_same_words_have_fingerprints_of_their_own(store: Store) -> None:
    """The second of two equal promises is numbered, as is the third."""
    with store.work() as work:
        found = [an_item(work).fingerprint for _ in range(3)]

    assert found == ["f00d", "f00d-2", "f00d-3"]


def test_the_same_words_in_another_incident_are_free(store: Store) -> None:
    """Fingerprints count within an incident."""
    with store.work() as work:
        first = an_item(work)
        other = an_incident(work, "other.md")
        second = an_item(work, incident_id=other.id)

    assert first.fingerprint == second.fingerprint == "f00d"


def placed(store: Store, sources: list[Source]) -> ActionItem:
    """Store an item that stands in a document."""
    with store.work() as work:
        item = an_item(work)
        document = work.incidents.add_postmortem(item.incident_id, "search.md", NOW)
        revision = work.incidents.revise(document, "digest", "text", 1, NOW)
        work.items.place(item.id, revision.id, sources)
        work.commit()
    return item


def a_shelf(work: Work) -> None:
    """Store items that differ in what one may ask for."""
    an_item(work, "Late index", owner="@alice", due=date(2026, 5, 1))
    an_item(work, "100% coverage", status=Status.IN_PROGRESS, due=date(2026, 7, 1))
    an_item(work, "100 percent", status=Status.DONE, owner="@bob", due=date(2026, 5, 1))
    an_item(work, "ÄRGER vermeiden", status=Status.PROPOSED)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [1, 2, 3, 4]),
        (Wanted(status=["done", "proposed"]), [3, 4]),
        (Wanted(owner="@alice"), [1]),
        (Wanted(unowned=True), [2]),
        (Wanted(overdue_on=date(2026, 5, 2)), [1]),
        (Wanted(overdue_on=date(2026, 5, 1)), []),
        (Wanted(undated=True), []),
        (Wanted(incident_id=1), [1, 2, 3, 4]),
        (Wanted(incident_id=2), []),
        (Wanted(text="LATE"), [1]),
        (Wanted(text="100%"), [2]),
        (Wanted(text="_"), []),
        (Wanted(ids=[]), []),
        (Wanted(ids=[4, 2]), [2, 4]),
        (Wanted(unowned=True, undated=True), []),
        (Wanted(unowned=True, undated=True, status=["proposed"]), [4]),
    ],
)
def test_items_are_found_by_what_one_asks_for(
    store: Store, wanted: Wanted, numbers: list[int]
) -> None:
    """Filters narrow, together more so; signs of SQL in a text are only letters."""
    with store.work() as work:
        a_shelf(work)

        assert [item.id for item in work.items.find(wanted)] == numbers
