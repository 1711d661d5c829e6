"""Stored webhook deliveries: the next sync looks where they point, whatever the lists say."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes import faults
from tests.fakes.lagging import LaggingLists
from tests.sync.telling import EVENTS, telling_of

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place

GARBAGE = (
    "",
    "no JSON",
    "[]",
    "null",
    '{"issue": null}',
    '{"issue": []}',
    '{"issue": {"number": "1; DROP TABLE", "id": "../../x"}}',
    '{"issue": {"number": -1, "id": -1}}',
    '{"issue": {"number": 99999999, "id": "99999999"}}',
    '{"issue": {"number": 1e400, "id": 1e400}}',
    '{"issue": {"number": true, "id": true}}',
    '{"action": "deleted", "issue": {"number": 1}}',
    "{" * 500,
)


def lag(bench: Bench, place: Place) -> LaggingLists:
    """Let the lists stand still from the state of the next cycle on, and run it."""
    layer = LaggingLists(frozen=True)
    place.proxy.lay(layer)
    bench.sync()
    return layer


def test_a_delivery_is_handled_while_the_list_lags(filed: Bench, place: Place) -> None:
    """What a delivery names is looked at by itself; the list may show it later."""
    lag(filed, place)
    place.change(place.only, title="Theirs", state="done")
    blind = filed.sync()
    assert blind.tallies[0].pulled == 0

    filed.deliver(place.name, "d-1", EVENTS[place.provider], telling_of(place, place.only))
    filed.sync()

    assert (filed.item.title, filed.item.status.value) == ("Theirs", "done")


def test_a_list_that_still_lags_takes_nothing_back(filed: Bench, place: Place) -> None:
    """The old state in a lagging list is no edit: nothing moves to and fro."""
    layer = lag(filed, place)
    place.change(place.only, title="Theirs", state="done")
    filed.deliver(place.name, "d-1", EVENTS[place.provider], telling_of(place, place.only))
    filed.sync()
    cycles = [filed.sync() for _ in range(3)]
    place.proxy.lift(layer)
    filed.cycles()

    assert [cycle.writes for cycle in cycles] == [[], [], []]
    assert (filed.item.title, filed.item.status.value) == ("Theirs", "done")
    assert (place.only.title, place.only.state) == ("Theirs", "done")
    assert filed.conflicts == []


def test_our_own_write_is_not_taken_back_by_a_lagging_list(filed: Bench, place: Place) -> None:
    """After a close of ours, a list that shows the issue open reopens nothing."""
    layer = lag(filed, place)
    filed.edit(filed.item, status="done", title="Ours")
    filed.sync()
    cycles = [filed.sync() for _ in range(3)]
    place.proxy.lift(layer)
    filed.cycles()

    assert [cycle.writes for cycle in cycles] == [[], [], []]
    assert (filed.item.status.value, filed.item.title) == ("done", "Ours")
    assert (place.only.state, place.only.title) == ("done", "Ours")
    assert filed.conflicts == []


@pytest.mark.parametrize(
    "lagging",
    [{"requests": 1}, {"requests": 3}, {"seconds": 0.5}],
    ids=["one request", "three requests", "half a second"],
)
def test_a_list_that_is_late_ends_in_one_issue(
    bench: Bench, place: Place, lagging: dict[str, Any]
) -> None:
    """A list that lags only delays, and doubles nothing that stays open."""
    place.proxy.lay(LaggingLists(**lagging))
    bench.take_in("Alert on old jobs | @alice | P1 | 2026-12-01")
    bench.cycles()
    place.change(place.only, title="Theirs")
    bench.sync()
    bench.wait(0.6)
    [bench.sync() for _ in range(5)]
    last = bench.cycles()

    assert bench.item.title == "Theirs"
    assert bench.one_open_issue_an_item()
    assert last.tallies[0].error is None


def test_a_delivery_that_comes_twice_is_stored_once(filed: Bench, place: Place) -> None:
    """A redelivery bears the same number and changes nothing."""
    payload = telling_of(place, place.only)
    first = filed.deliver(place.name, "d-1", EVENTS[place.provider], payload)
    second = filed.deliver(place.name, "d-1", EVENTS[place.provider], payload)
    filed.sync()

    assert (first, second) == (True, False)
    assert filed.sync().tallies[0].requests == 1


def test_deliveries_out_of_order_end_in_the_true_state(filed: Bench, place: Place) -> None:
    """A delivery only says where to look, so an old one cannot bring back an old state."""
    old = telling_of(
        place, place.only, title="Old", state="open", updated_at="2020-01-01T00:00:00Z"
    )
    new = telling_of(place, place.only, title="New", state="closed")
    place.change(place.only, title="True", state="done")
    filed.deliver(place.name, "d-2", EVENTS[place.provider], new)
    filed.deliver(place.name, "d-1", EVENTS[place.provider], old)
    filed.sync()

    assert (filed.item.title, filed.item.status.value) == ("True", "done")


def test_many_deliveries_about_one_issue_are_one_look(filed: Bench, place: Place) -> None:
    """A hundred deliveries about the same issue cost one request."""
    payload = telling_of(place, place.only)
    [filed.deliver(place.name, f"d-{n}", EVENTS[place.provider], payload) for n in range(100)]
    place.proxy.forget()
    filed.sync()

    assert place.proxy.requests == 2


@pytest.mark.parametrize("body", GARBAGE)
def test_a_forged_delivery_does_no_harm(filed: Bench, place: Place, body: str) -> None:
    """Garbage is laid aside: the cycle is whole, and the next one is quiet again."""
    filed.deliver(place.name, "d-1", EVENTS[place.provider], body)
    filed.deliver(place.name, "d-2", "no event of theirs", body)
    cycle = filed.sync()
    place.proxy.forget()
    quiet = filed.sync()

    assert (cycle.failed, cycle.writes) == (False, [])
    assert filed.link_states == ["linked"]
    assert (filed.item.status.value, quiet.failed) == ("open", False)
    assert place.proxy.requests == 1


def test_a_delivery_to_a_target_that_is_not_known_does_no_harm(filed: Bench, place: Place) -> None:
    """Deliveries of a target that was taken from the configuration wait without harm."""
    filed.deliver("nobody", "d-1", EVENTS[place.provider], telling_of(place, place.only))

    assert not filed.sync().failed


def test_a_delivery_about_a_foreign_issue_makes_no_item(filed: Bench, place: Place) -> None:
    """An issue that is none of ours stays none of ours."""
    place.copy_without_marker("Something else")
    foreign = place.titled("Something else")
    filed.deliver(place.name, "d-1", EVENTS[place.provider], telling_of(place, foreign))
    filed.cycles()

    assert len(filed.items) == 1
    assert place.titled("Something else").state == "open"


def test_a_delivery_tells_of_an_issue_whose_answer_was_lost(bench: Bench, place: Place) -> None:
    """An unknown create is adopted by its delivery, while the list does not show it yet."""
    bench.take_in("Alert on old jobs | | | ")
    place.proxy.lay(LaggingLists(frozen=True))
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    bench.sync()
    bench.deliver(place.name, "d-1", EVENTS[place.provider], telling_of(place, place.only))
    bench.sync()

    assert bench.link_states == ["linked"]
    assert len(place.issues()) == 1


def change_all(bench: Bench, place: Place) -> None:
    """Rename every issue, and deliver that in an order that is never sorted."""
    there = list(enumerate(place.issues()))
    random.Random(7).shuffle(there)  # noqa: S311  an order for a test
    for number, one in there:
        place.change(one, title=f"Theirs {number}")
        payload = telling_of(place, one)
        bench.deliver(place.name, f"d-{number}", EVENTS[place.provider], payload)


def test_a_burst_of_deliveries_about_many_issues_is_handled(bench: Bench, place: Place) -> None:
    """Deliveries in any order about many issues bring each to its state."""
    bench.take_in_many(8)
    bench.cycles()
    lag(bench, place)
    change_all(bench, place)
    bench.sync()

    assert {item.title for item in bench.items} == {f"Theirs {number}" for number in range(8)}
