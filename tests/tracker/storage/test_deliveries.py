"""The inbox: each delivery and each wish once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.tracker.storage.building import LATER, NOW, close, rivals_of

if TYPE_CHECKING:
    from tracker.storage import Store

SEVERAL = 5


def stored(store: Store, delivery: str = "d-1", target: str = "platform") -> bool:
    """Store a delivery as the dashboard does."""
    with store.work() as work:
        new = work.deliveries.store(target, delivery, "issues", '{"a": 1}', NOW)
        work.commit()
    return new


def test_a_delivery_is_stored_once(store: Store) -> None:
    """The same delivery sent again is known, and waits only once."""
    first, second = stored(store), stored(store)
    with store.reading() as work:
        assert len(work.deliveries.waiting("platform")) == 1

    assert (first, second) == (True, False)


def test_a_delivery_for_another_target_is_another(store: Store) -> None:
    """Numbers of deliveries count within a target."""
    assert [stored(store), stored(store, target="ops")] == [True, True]


def test_deliveries_that_come_at_once_are_stored_once(store: Store) -> None:
    """A tracker that sends the same twice at the same time finds one stored."""
    rivals = rivals_of(store, SEVERAL)
    with ThreadPoolExecutor(SEVERAL) as threads:
        found = list(threads.map(stored, rivals))
    close(rivals)
    with store.reading() as work:
        assert len(work.deliveries.waiting("platform")) == 1

    assert sum(found) == 1


def test_the_oldest_delivery_waits_first(store: Store) -> None:
    """Deliveries are handled in the order in which they came, with their bodies."""
    stored(store, "b")
    stored(store, "a")
    with store.reading() as work:
        found = work.deliveries.waiting("platform")

    assert [one.id for one in found] == [1, 2]
    assert {(one.event, one.body) for one in found} == {("issues", '{"a": 1}')}


def test_a_handled_delivery_is_remembered_without_its_body(store: Store) -> None:
    """It waits no more, and sent again it is still known."""
    stored(store)
    with store.work() as work:
        work.deliveries.done([1], LATER)
        work.commit()
    with store.reading() as work:
        assert work.deliveries.waiting("platform") == []

    assert stored(store) is False


def test_a_known_delivery_spoils_nothing_else(store: Store) -> None:
    """A delivery that is refused as known leaves the rest of its unit of work intact."""
    stored(store)
    with store.work() as work:
        work.deliveries.wish("sync", NOW, "@alice")
        work.deliveries.store("platform", "d-1", "issues", "", NOW)
        work.commit()
    with store.reading() as work:
        assert work.deliveries.wishes() == ["sync"]


def test_a_wish_waits_once(store: Store) -> None:
    """Who presses the button twice wishes once; after it was granted one may wish again."""
    with store.work() as work:
        work.deliveries.wish("sync", NOW, "@alice")
        work.deliveries.wish("sync", NOW, "@bob")
        once = work.deliveries.wishes()
        work.deliveries.grant("sync", LATER)
        granted = work.deliveries.wishes()
        work.deliveries.wish("sync", LATER, None)

        assert (once, granted, work.deliveries.wishes()) == (["sync"], [], ["sync"])


def test_what_was_handled_long_ago_is_forgotten(store: Store) -> None:
    """The inbox does not grow for ever; what waits stays, however old."""
    stored(store, "old"), stored(store, "waits")
    with store.work() as work:
        (old, _) = work.deliveries.waiting("platform")
        work.deliveries.done([old.id], NOW)
        work.deliveries.hear("platform", NOW)
        work.commit()
    with store.work() as work:
        work.deliveries.done([], NOW + timedelta(days=31))
        work.commit()

    assert stored(store, "old")
    assert not stored(store, "waits")
    with store.reading() as work:
        assert len(work.deliveries.waiting("platform")) == 2


def test_the_last_word_of_a_webhook_is_known(store: Store) -> None:
    """A ping and a push are words of it, but only an event of an issue tells of issues."""
    later = NOW + timedelta(minutes=5)
    with store.work() as work:
        work.deliveries.hear("platform", NOW)
        work.deliveries.hear("platform", later)
        assert (work.deliveries.last("platform"), work.deliveries.last("ops")) == (later, None)
        assert work.deliveries.last_event("platform") is None
        work.deliveries.store("platform", "d-1", "issues", "{}", NOW)
        assert work.deliveries.last_event("platform") == NOW
