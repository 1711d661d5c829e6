"""The history: appended to, read, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.tracker.storage.building import ALICE, BOB, LATER, NOW, an_incident, an_item
from tracker.domain.history import Change
from tracker.storage.history import History

if TYPE_CHECKING:
    from tracker.storage import Store

VERBS = {"add", "of_item", "of_incident", "of_field", "changed_since", "newest_at"}


def test_the_history_can_be_added_to_and_read_only() -> None:
    """There is no way through the API to change or remove an entry."""
    assert {name for name in vars(History) if not name.startswith("_")} == VERBS


def test_an_incident_tells_its_own_history_and_its_items(store: Store) -> None:
    """The history of an incident holds the changes of its items too."""
    with store.work() as work:
        item = an_item(work)
        told = Change(item.incident_id, None, "title", "Late", "Too late", LATER, BOB)
        work.history.add([told])
        other = an_incident(work, "other.md")
        work.history.add([Change(other.id, None, "incident", None, "Other", NOW, ALICE)])
        work.commit()
    with store.reading() as work:
        found = work.history.of_incident(item.incident_id)

    assert [(change.item_id, change.field) for change in found] == [
        (item.id, "status"),
        (None, "title"),
    ]


def test_the_oldest_entry_comes_first(store: Store) -> None:
    """Entries are told in the order of their moments, of one moment in that of their writing."""
    with store.work() as work:
        one = an_incident(work).id
        late = Change(one, None, "third", None, None, NOW + timedelta(days=1), BOB)
        early = [Change(one, None, name, None, None, NOW, BOB) for name in ("first", "second")]
        work.history.add([late, *early])

        assert [change.field for change in work.history.of_incident(one)] == [
            "first",
            "second",
            "third",
        ]


def test_a_field_is_told_up_to_a_moment(store: Store) -> None:
    """Reports of a past week see what was known then: the moment itself is left out."""
    with store.work() as work:
        one = an_incident(work).id
        moments = [NOW, LATER, LATER + timedelta(seconds=1)]
        work.history.add(Change(one, None, "due", None, str(at), at, BOB) for at in moments)

        assert [change.at for change in work.history.of_field("due", LATER)] == [NOW]


def test_an_entry_keeps_who_and_from_where(store: Store) -> None:
    """Author and origin come back; nobody stays nobody."""
    with store.work() as work:
        one = an_incident(work).id
        nobody = Change(one, None, "x", "old", "new", NOW, type(BOB)(BOB.origin, None))
        work.history.add([nobody])
        work.commit()
    with store.reading() as work:
        assert work.history.of_incident(one) == [nobody]
