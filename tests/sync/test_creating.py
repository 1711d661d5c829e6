"""Whatever hits a create, one open issue an item is left: the create machine."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.calls import said
from tests.sync.bench import ROW, WORDS
from tests.sync.conftest import ON_BOTH
from tests.sync.editions import EDITIONS
from tracker.clock import wait

if TYPE_CHECKING:
    from tests.fakes.proxy import Fault
    from tests.sync.bench import Bench
    from tests.sync.places import Place

LOST = {
    "dropped before": faults.drop_before,
    "dropped after": faults.drop_after,
    "502 before": faults.broken_before,
    "502 after": faults.broken_after,
    "503 with Retry-After": faults.answer(said(503, {}, Retry_After="1")),
    "503 after": faults.instead(said(503, {"message": "Service unavailable"})),
    "hanging before": faults.hang_before,
    "hanging after": faults.hang_after,
    "dripping": faults.drip,
    "empty": faults.garbled(b""),
    "cut JSON": faults.garbled(b'{"number": 1, "ti'),
    "HTML with 200": faults.garbled(b"<html>Sorry</html>", "text/html"),
    "JSON of another kind": faults.garbled(b'"done"'),
    "JSON without its members": faults.garbled(b"{}"),
}
ARRIVED = ("dropped after", "502 after", "503 after", "empty", "cut JSON")


def two_items(bench: Bench) -> None:
    """Ingest two items."""
    bench.take_in(ROW, f"{WORDS[1]} | @bob | | ")


@ON_BOTH
@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
def test_whatever_hits_a_create_one_open_issue_is_left(
    bench: Bench, place: Place, fault: Fault
) -> None:
    """At most one open issue an item and target, whatever becomes of a create (I1)."""
    two_items(bench)
    bench.configure(request_timeout_seconds=faults.patience(fault))
    rule = place.proxy.inject(fault, "POST", place.creates)
    bench.sync()
    last = bench.cycles()

    assert rule.hits == 1
    assert bench.one_open_issue_an_item()
    assert len(place.issues()) == 2
    assert [one.error for one in last.tallies] == [None]


@pytest.mark.parametrize("place", EDITIONS, indirect=True)
@pytest.mark.parametrize("fault", [LOST[name] for name in ARRIVED], ids=ARRIVED)
def test_an_issue_whose_answer_was_lost_is_adopted_for_nothing(
    bench: Bench, place: Place, fault: Fault
) -> None:
    """What arrived although its answer was lost is taken by the next pull: no further request."""
    bench.take_in(ROW)
    place.proxy.inject(fault, "POST", place.creates)
    first = bench.sync()
    place.proxy.forget()
    second = bench.sync()

    assert first.tallies[0].unknown == 1
    assert not first.failed
    assert place.proxy.requests == 1
    assert (second.tallies[0].requests, second.tallies[0].unknown) == (1, 0)
    assert bench.link_states == ["linked"]


def test_every_answer_lost_still_leaves_one_issue_an_item(bench: Bench, place: Place) -> None:
    """A tracker that loses every answer to a create ends with one issue an item all the same."""
    bench.take_in_many(7)
    place.proxy.inject(faults.drop_after, "POST", place.creates, times=None)
    bench.cycles(12)

    assert bench.one_open_issue_an_item()
    assert len(place.issues()) == 7


def test_the_account_of_a_new_token_is_ours_too(
    filed: Bench, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the token became another account's, a lost answer is still found by its marker."""
    variable = {"github": "GITHUB_TOKEN", "jira": "JIRA_USER"}[place.provider]
    filed.take_in(f"{WORDS[1]} | | | ", name="other.md")
    with place.acting_as("second-bot"):
        monkeypatch.setenv(variable, "sandbox-token-of-the-second")
        place.proxy.inject(faults.drop_after, "POST", place.creates)
        filed.cycles()
        shown = [one.key for one in place.issues()]

    assert filed.link_states == ["linked", "linked"]
    assert len(shown) == 2


def test_an_unknown_create_is_not_sent_again_before_it_settled(bench: Bench, place: Place) -> None:
    """Until the settling time is over, an unknown create waits, however often a sync runs."""
    bench.configure(settle_seconds=3600)
    bench.take_in(f"{WORDS[0]} | | | ")
    place.proxy.inject(faults.drop_before, "POST", place.creates)
    cycles = [bench.sync() for _ in range(4)]

    assert [cycle.tallies[0].unknown for cycle in cycles] == [1, 1, 1, 1]
    assert not any(cycle.failed for cycle in cycles)
    assert len(place.proxy.writes) == 1
    assert place.issues() == []


def test_one_pull_without_it_is_not_enough_to_send_again(bench: Bench, place: Place) -> None:
    """Two complete pulls without it are needed before an unknown create is sent again."""
    bench.take_in(f"{WORDS[0]} | | | ")
    place.proxy.inject(faults.drop_before, "POST", place.creates)
    bench.sync()
    bench.sync()

    assert len(place.proxy.writes) == 1
    bench.sync()
    assert len(place.proxy.writes) == 2


@ON_BOTH
def test_a_late_twin_is_closed_and_does_not_close_its_item(bench: Bench, place: Place) -> None:
    """A create that takes effect long after it was sent again is closed; its item stays open."""
    release = Event()
    bench.take_in(ROW)
    place.proxy.inject(faults.held(release, place.proxy), "POST", place.creates)
    bench.sync()
    bench.cycles()
    release.set()
    arrived(place, 2)
    cycle = bench.cycles()

    assert sorted(one.state in {"open", "in_progress"} for one in place.issues()) == [False, True]
    assert bench.item.status.value == "open"
    assert bench.one_open_issue_an_item()
    assert cycle.tallies[0].error is None


@ON_BOTH
def test_an_effect_within_the_settling_time_makes_no_twin(bench: Bench, place: Place) -> None:
    """A create that takes effect some time after its answer was lost is waited for."""
    bench.configure(settle_seconds=3)
    bench.take_in(ROW)
    place.proxy.inject(faults.late(place.proxy, 0.4), "POST", place.creates)
    waiting = [bench.sync().tallies[0].unknown for _ in range(3)]
    arrived(place, 1)
    bench.cycles()

    assert waiting[0] == 1
    assert len(place.proxy.writes) == 1
    assert bench.one_open_issue_an_item()


def test_a_late_twin_is_announced_by_the_plan(bench: Bench, place: Place) -> None:
    """The closing of a twin stands in the plan, as a write to no item."""
    release = Event()
    bench.take_in(f"{WORDS[0]} | | | ")
    place.proxy.inject(faults.held(release, place.proxy), "POST", place.creates)
    bench.sync()
    bench.cycles()
    release.set()
    arrived(place, 2)
    planned = bench.plan().told()["writes"]

    assert planned == bench.sync().told()["writes"]
    assert [(one["item"], one["operation"]) for one in planned] == [(None, "close")]


def test_a_batch_of_which_half_is_refused_is_told_apart(bench: Bench, place: Place) -> None:
    """What was not accepted of one item holds up no other."""
    place.proxy.inject(
        faults.answer(said(422, {"message": "Validation Failed"})), "POST", place.creates
    )
    two_items(bench)
    first = bench.sync()
    last = bench.cycles()

    assert first.failed
    assert bench.one_open_issue_an_item()
    assert (last.tallies[0].failed, last.failed) == (0, False)


def arrived(place: Place, count: int) -> None:
    """Wait until the tracker has *count* issues."""
    for _ in range(500):
        if len(place.issues()) >= count:
            return
        wait(0.01)
    raise AssertionError(f"there are not {count} issues")
