"""First sync, edits both ways, closing and a lost answer, before trackers that others wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.sync.bench import WORDS

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place

ALONE = pytest.mark.parametrize("place", ["github", "jira"], indirect=True)


def test_a_first_sync_files_and_a_second_writes_nothing(bench: Bench, place: Place) -> None:
    """Each item gets its issue with its owner; the cycles after it cost one request each."""
    first = bench.sync()
    place.proxy.forget()
    cycles = [bench.sync() for _ in range(3)]
    shown = {one.title: one for one in place.issues()}

    assert not first.failed
    assert set(shown) == {WORDS[0], WORDS[1]}
    assert (shown[WORDS[0]].owner, shown[WORDS[0]].due) == ("alice", "2026-12-01")
    assert [cycle.writes for cycle in cycles] == [[], [], []]
    assert place.proxy.writes == []
    assert place.proxy.requests == 3


def test_edits_move_both_ways(bench: Bench, place: Place) -> None:
    """What is edited here is shown there, and what is changed there is taken here."""
    bench.cycles()
    bench.edit(bench.items[0], title="Words of ours", priority="P3", owner="@bob")
    bench.cycles()
    mine = place.titled("Words of ours")
    assert (mine.owner, mine.priority) == ("bob", "P3")

    bench.wait(1.1)  # emulate keeps whole seconds, and leaves out what is of the floor's own
    place.change(place.titled(WORDS[1]), title="Words of theirs")
    last = bench.cycles()
    assert {item.title for item in bench.items} == {"Words of ours", "Words of theirs"}
    assert (last.writes, last.tallies[0].error, bench.conflicts) == ([], None, [])


def test_closing_moves_both_ways(bench: Bench, place: Place) -> None:
    """An item that is done closes its issue; an issue that is closed ends its item."""
    bench.cycles()
    bench.edit(bench.items[0], status="done")
    bench.cycles()
    assert place.titled(WORDS[0]).state == "done"

    bench.wait(1.1)
    done(place)
    bench.cycles()
    assert [item.status.value for item in bench.items] == ["done", "done"]


def done(place: Place) -> None:
    """Close the second issue as a person would."""
    place.change(place.titled(WORDS[1]), state="done")


@ALONE
def test_an_issue_whose_answer_was_lost_is_adopted(bench: Bench, place: Place) -> None:
    """A create whose answer was lost is found again by its marker: one issue an item."""
    place.proxy.inject(faults.drop_after, "POST", r"/issues?$")
    bench.sync()
    bench.cycles()

    assert bench.one_open_issue_an_item()
    assert bench.link_states == ["linked", "linked"]
