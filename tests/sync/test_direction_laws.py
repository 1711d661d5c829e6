"""The laws of the merge for each direction: both ways, push, pull, off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tracker.domain.directions import Direction
from tracker.domain.merge import Merge, merge

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = ("title", "state", "owner", "due", "priority", "kind", "block")
KEPT = frozenset({"block"})
VALUES = st.sampled_from([None, "a", "b", "c"])
SIDE = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES))
WAYS = st.fixed_dictionaries(
    {name: st.sampled_from(Direction) for name in FIELDS if name not in KEPT}
    | dict.fromkeys(KEPT, st.sampled_from([Direction.PUSH, Direction.OFF]))
)
Side = dict[str, "str | None"]
Ways = dict[str, Direction]


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


class Three(RuleBasedStateMachine):
    """An item and its two issues, each place with directions of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.item: Side = dict.fromkeys(FIELDS)
        self.issues: list[Side] = [dict.fromkeys(FIELDS), dict.fromkeys(FIELDS)]
        self.local: list[Side] = [dict.fromkeys(FIELDS), dict.fromkeys(FIELDS)]
        self.remote: list[Side] = [dict.fromkeys(FIELDS), dict.fromkeys(FIELDS)]
        self.ways: list[Ways] = []
        self.said: set[tuple[str, str | None]] = set()
        self.kept: set[tuple[str, str | None]] = set()

    @initialize(ways=st.tuples(WAYS, WAYS))
    def configure(self, ways: tuple[Ways, Ways]) -> None:
        """Let each place have its directions."""
        self.ways = list(ways)

    @rule(name=st.sampled_from(FIELDS), value=VALUES)
    def edit_here(self, name: str, value: str | None) -> None:
        """Somebody edits the item."""
        self._replaced(name, self.item[name])
        self.item = {**self.item, name: value}

    @rule(number=st.integers(0, 1), name=st.sampled_from(FIELDS), value=VALUES)
    def edit_there(self, number: int, name: str, value: str | None) -> None:
        """Somebody edits an issue."""
        self._replaced(name, self.issues[number][name])
        self.issues[number] = {**self.issues[number], name: value}
        self.said.add((name, value))

    @rule()
    def sync(self) -> None:
        """Two cycles bring everything where it may go; the third is idle, and nothing is lost."""
        self._cycle()
        self._cycle()
        assert self._cycle() == 0
        shown = {(name, side[name]) for side in (self.item, *self.issues) for name in FIELDS}
        assert self.said <= shown | self.kept

    def _replaced(self, name: str, value: str | None) -> None:
        """Note that a person replaced a value with open eyes."""
        self.said.discard((name, value))

    def _cycle(self) -> int:
        moved = 0
        for number in (0, 1):
            one = self._merge(number)
            for name in one.pull:
                self._passed_on(name, self.item[name])
            self.item = {**self.item, **one.pull}
            self.local[number] = {**one.base_local, **one.pull}
            self.remote[number] = one.base_remote
            moved += len(one.pull)
        for number in (0, 1):
            one = self._merge(number)
            for name in one.push:
                self._passed_on(name, self.issues[number][name])
            self.issues[number] = {**self.issues[number], **one.push}
            self.local[number] = {**one.base_local, **one.push}
            self.remote[number] = {**one.base_remote, **one.push}
            moved += len(one.push)
        return moved

    def _passed_on(self, name: str, value: str | None) -> None:
        """Note that a newer value took the place of one that all had agreed on."""
        agreed = {self.local[0][name], self.local[1][name]}
        if value in agreed:
            self.kept.add((name, value))

    def _merge(self, number: int) -> Merge:
        one = merged(
            self.item,
            self.issues[number],
            self.local[number],
            self.remote[number],
            self.ways[number],
        )
        for each in one.disagreements:
            self.kept |= {(each.field, each.ours), (each.field, each.theirs)}
        return one


TestThreeSidesInAnyDirection = Three.TestCase
