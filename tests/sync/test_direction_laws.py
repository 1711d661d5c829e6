"""The laws of the merge for each direction: both ways, push, pull, off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import initialize

from tests.sync.three_sides import FIELDS, KEPT, SIDE, Side, ThreeSides, Ways
from tracker.domain.directions import Direction
from tracker.domain.merge import Merge, merge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.domain.merge import Disagreement

WAYS = st.fixed_dictionaries(
    {name: st.sampled_from(Direction) for name in FIELDS if name not in KEPT}
    | dict.fromkeys(KEPT, st.sampled_from([Direction.PUSH, Direction.OFF]))
)


def merged(ours: Side, theirs: Side, local: Side, remote: Side, ways: Ways) -> Merge:
    """Return the merge of both sides over their halves of the base."""
    return merge(FIELDS, ours, theirs, local, remote, kept_there=KEPT, ways=ways)


def moving(ways: Ways, *directions: Direction) -> set[str]:
    """Return the fields that move in one of these directions."""
    return {name for name in FIELDS if ways[name] in directions}


@given(ours=SIDE, theirs=SIDE, local=SIDE, remote=SIDE, ways=WAYS)
def test_a_field_that_is_off_never_moves(
    ours: Side, theirs: Side, local: Side, remote: Side, ways: Ways
) -> None:
    """Nothing is taken, sent or argued, and what was agreed on stays as it was."""
    one = merged(ours, theirs, local, remote, ways)
    off = moving(ways, Direction.OFF)

    assert off & {*one.pull, *one.push, *(each.field for each in one.disagreements)} == set()
    assert {name: one.base_local[name] for name in off} == {name: local[name] for name in off}
    assert {name: one.base_remote[name] for name in off} == {name: remote[name] for name in off}


@given(ours=SIDE, theirs=SIDE, local=SIDE, remote=SIDE, ways=WAYS)
def test_push_never_changes_the_item_and_pull_never_writes(
    ours: Side, theirs: Side, local: Side, remote: Side, ways: Ways
) -> None:
    """One direction is one direction, whoever edited what."""
    one = merged(ours, theirs, local, remote, ways)

    assert set(one.pull) <= moving(ways, Direction.BOTH, Direction.PULL) - KEPT
    assert set(one.push) <= moving(ways, Direction.BOTH, Direction.PUSH)


@given(ours=SIDE, theirs=SIDE, base=SIDE, ways=WAYS)
def test_what_loses_stands_in_a_disagreement(
    ours: Side, theirs: Side, base: Side, ways: Ways
) -> None:
    """A value that is replaced and that somebody had chosen is kept with its words (I2)."""
    one = merged(ours, theirs, base, base, ways)
    told = {(each.field, value) for each in one.disagreements for value in (each.ours, each.theirs)}
    lost = {(name, ours[name]) for name in one.pull if ours[name] != base[name]}
    lost |= {(name, theirs[name]) for name in one.push if theirs[name] != base[name]}

    assert lost <= told


@given(ours=SIDE, theirs=SIDE, base=SIDE, ways=WAYS)
def test_a_second_merge_is_silent_in_every_direction(
    ours: Side, theirs: Side, base: Side, ways: Ways
) -> None:
    """Once a merge is carried out and confirmed, nothing is left to do (I3)."""
    one = merged(ours, theirs, base, base, ways)
    here, there = {**ours, **one.pull}, {**theirs, **one.push}
    local = {**one.base_local, **picked(here, {*one.pull, *one.push})}
    remote = {**one.base_remote, **picked(there, set(one.push))}
    again = merged(here, there, local, remote, ways)

    assert (again.pull, again.push, again.disagreements) == ({}, {}, ())


@given(ours=SIDE, theirs=SIDE, base=SIDE, ways=WAYS)
def test_a_push_that_was_never_confirmed_is_sent_again(
    ours: Side, theirs: Side, base: Side, ways: Ways
) -> None:
    """Killed between the merge and the write, the next merge writes the same (I6)."""
    one = merged(ours, theirs, base, base, ways)
    here = {**ours, **one.pull}
    local = {**one.base_local, **picked(here, set(one.pull))}
    again = merged(here, theirs, local, one.base_remote, ways)

    assert (again.pull, again.push) == ({}, one.push)


@given(ours=SIDE, theirs=SIDE, base=SIDE, ways=WAYS)
def test_both_sides_end_alike_where_what_moved_may_move(
    ours: Side, theirs: Side, base: Side, ways: Ways
) -> None:
    """Both ways and push leave no difference; pull leaves one only where ours alone moved."""
    one = merged(ours, theirs, base, base, ways)
    apart = {
        name for name in FIELDS if {**ours, **one.pull}[name] != {**theirs, **one.push}[name]
    } - KEPT
    ours_alone = {name for name in FIELDS if theirs[name] == base[name]}

    assert apart <= moving(ways, Direction.OFF) | (moving(ways, Direction.PULL) & ours_alone)


def picked(side: Mapping[str, str | None], names: set[str]) -> Side:
    """Return some fields of a side."""
    return {name: side[name] for name in names}


class Three(ThreeSides):
    """Each place has directions of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[tuple[str, str | None]] = set()
        self.kept: set[tuple[str, str | None]] = set()

    @initialize(ways=st.tuples(WAYS, WAYS))
    def configure(self, ways: tuple[Ways, Ways]) -> None:
        """Let each place have its directions."""
        self.ways = list(ways)

    def edited(self, name: str, was: str | None, value: str | None) -> None:
        """Remember what a person said; what that replaces was seen, and given up."""
        self.said.discard((name, was))
        self.said.add((name, value))

    def passed_on(self, name: str, was: str | None) -> None:
        """Remember that a newer value took the place of one that all had agreed on."""
        if was in {self.local[0][name], self.local[1][name]}:
            self.kept.add((name, was))

    def argued(self, one: Disagreement) -> None:
        """Remember what stands in the list of conflicts."""
        self.kept |= {(one.field, one.ours), (one.field, one.theirs)}

    def rested(self) -> None:
        """Nothing that a person said is lost."""
        shown = {(name, side[name]) for side in (self.item, *self.issues) for name in FIELDS}
        assert self.said <= shown | self.kept


TestThreeSidesInAnyDirection = Three.TestCase
