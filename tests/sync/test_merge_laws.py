"""The laws of the three-way merge, and random edits on all sides that end in agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tracker.domain.merge import THEIRS, Merge, merge

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = ("title", "state", "owner", "due", "priority", "block")
KEPT = frozenset({"block"})
VALUES = st.sampled_from([None, "a", "b", "c"])
SIDE = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES))
Side = dict[str, "str | None"]


def merged(ours: Side, theirs: Side, base: Side) -> Merge:
    """Return the merge over a base that both sides showed alike."""
    return merge(FIELDS, ours, theirs, base, base, kept_there=KEPT)


def settled(ours: Side, theirs: Side, one: Merge) -> tuple[Side, Side, Side, Side]:
    """Return both sides and both bases after a merge was carried out and confirmed."""
    here, there = {**ours, **one.pull}, {**theirs, **one.push}
    local = {**one.base_local, **{name: here[name] for name in (*one.pull, *one.push)}}
    remote = {**one.base_remote, **{name: there[name] for name in one.push}}
    return here, there, local, remote


@given(base=SIDE)
def test_nothing_changed_is_nothing_to_do(base: Side) -> None:
    """Where both sides stand at the base, nothing moves."""
    one = merged(base, base, base)

    assert (one.pull, one.push, one.disagreements) == ({}, {}, ())


@given(ours=SIDE, base=SIDE)
def test_the_same_edit_on_both_sides_is_agreement(ours: Side, base: Side) -> None:
    """Where both sides say the same, there is nothing to send and nothing to argue."""
    one = merged(ours, ours, base)

    assert (one.pull, one.push, one.disagreements) == ({}, {}, ())
    assert (one.base_local, one.base_remote) == (ours, ours)


@given(ours=SIDE, theirs=SIDE, base=SIDE)
def test_a_second_merge_writes_nothing(ours: Side, theirs: Side, base: Side) -> None:
    """Once a merge is carried out, merging again is idle (I3)."""
    here, there, local, remote = settled(ours, theirs, merged(ours, theirs, base))
    again = merge(FIELDS, here, there, local, remote, kept_there=KEPT)

    assert (again.pull, again.push, again.disagreements) == ({}, {}, ())


@given(ours=SIDE, theirs=SIDE, base=SIDE)
def test_both_sides_end_alike(ours: Side, theirs: Side, base: Side) -> None:
    """After a merge both sides show the same, but for a person's words in the block."""
    here, there, _, _ = settled(ours, theirs, merged(ours, theirs, base))

    assert {name for name in FIELDS if here[name] != there[name]} <= KEPT


@given(ours=SIDE, theirs=SIDE, base=SIDE)
def test_disagreement_is_found_from_either_side(ours: Side, theirs: Side, base: Side) -> None:
    """Whoever looks, the same fields are in conflict."""
    one, other = merged(ours, theirs, base), merged(theirs, ours, base)

    assert argued(one) == argued(other)
    assert argued(one) == {
        name
        for name in FIELDS
        if ours[name] != base[name] and theirs[name] not in {base[name], ours[name]}
    }


def argued(one: Merge) -> set[str]:
    """Return the fields in conflict."""
    return {each.field for each in one.disagreements}


@given(ours=SIDE, theirs=SIDE, base=SIDE)
def test_no_edit_is_lost(ours: Side, theirs: Side, base: Side) -> None:
    """An edit of either side stands on some side in the end, or in a conflict (I2)."""
    one = merged(ours, theirs, base)
    here, there, _, _ = settled(ours, theirs, one)
    kept = {(each.field, value) for each in one.disagreements for value in (each.ours, each.theirs)}
    kept |= {(name, side[name]) for side in (here, there) for name in FIELDS}

    assert edits(ours, base) | edits(theirs, base) <= kept


def edits(side: Mapping[str, str | None], base: Mapping[str, str | None]) -> set[object]:
    """Return what a side changed."""
    return {(name, side[name]) for name in FIELDS if side[name] != base[name]}


@given(ours=SIDE, theirs=SIDE, base=SIDE)
def test_the_right_side_wins(ours: Side, theirs: Side, base: Side) -> None:
    """State and owner are theirs, everything else is ours; and what is kept is what moves."""
    one = merged(ours, theirs, base)
    kept = {each.field: each.kept for each in one.disagreements}

    assert kept == {name: "theirs" if name in THEIRS else "ours" for name in kept}
    assert {name for name in kept if name in one.pull} == set(kept) & THEIRS
    assert {name for name in kept if name in one.push} == set(kept) - THEIRS


@given(ours=SIDE, theirs=SIDE, local=SIDE, remote=SIDE)
def test_a_lossy_mapping_is_no_edit(ours: Side, theirs: Side, local: Side, remote: Side) -> None:
    """A field that stands at its own half of the base was not changed by that side."""
    one = merge(FIELDS, ours, theirs, local, remote, kept_there=KEPT)
    still = {name for name in FIELDS if ours[name] == local[name] and theirs[name] == remote[name]}

    assert still & (set(one.pull) | set(one.push) | argued(one)) == set()


class Three(RuleBasedStateMachine):
    """An item and its two issues, edited anywhere, brought in step now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.item: Side = dict.fromkeys(FIELDS)
        self.issues: list[Side] = [dict.fromkeys(FIELDS), dict.fromkeys(FIELDS)]
        self.local: list[Side] = [dict.fromkeys(FIELDS), dict.fromkeys(FIELDS)]
        self.remote: list[Side] = [dict.fromkeys(FIELDS), dict.fromkeys(FIELDS)]
        self.moved = False

    @rule(name=st.sampled_from(FIELDS), value=VALUES)
    def edit_here(self, name: str, value: str | None) -> None:
        """Somebody edits the item."""
        self.item = {**self.item, name: value}
        self.moved = True

    @rule(number=st.integers(0, 1), name=st.sampled_from(FIELDS), value=VALUES)
    def edit_there(self, number: int, name: str, value: str | None) -> None:
        """Somebody edits an issue."""
        self.issues[number] = {**self.issues[number], name: value}
        self.moved = True

    @rule()
    def sync(self) -> None:
        """Run cycles: every pull comes before any push."""
        self._cycle()
        self._cycle()
        assert self._cycle() == 0
        self.moved = False

    def _cycle(self) -> int:
        moved = 0
        for number in (0, 1):
            one = self._merge(number)
            self.item = {**self.item, **one.pull}
            self.local[number] = {**one.base_local, **one.pull}
            self.remote[number] = one.base_remote
            moved += len(one.pull)
        for number in (0, 1):
            one = self._merge(number)
            self.issues[number] = {**self.issues[number], **one.push}
            self.local[number] = {**one.base_local, **one.push}
            self.remote[number] = {**one.base_remote, **one.push}
            moved += len(one.push)
        return moved

    def _merge(self, number: int) -> Merge:
        local, remote = self.local[number], self.remote[number]
        return merge(FIELDS, self.item, self.issues[number], local, remote, kept_there=KEPT)

    @invariant()
    def in_step(self) -> None:
        """At rest all three show the same, but for a person's words in a block."""
        sides = (self.item, *self.issues)
        apart = {name for name in FIELDS if len({side[name] for side in sides}) > 1}

        assert self.moved or apart <= KEPT


TestThreeSidesAgree = Three.TestCase
