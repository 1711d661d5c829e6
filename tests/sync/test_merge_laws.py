"""The laws of the three-way merge, and random edits on all sides that end in agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis.stateful import invariant

from tests.sync.three_sides import FIELDS, KEPT, SIDE, Side, ThreeSides
from tracker.domain.merge import THEIRS, Merge, merge

if TYPE_CHECKING:
    from collections.abc import Mapping


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


class Three(ThreeSides):
    """All fields move both ways."""

    def __init__(self) -> None:
        super().__init__()
        self.moved = False

    def edited(self, name: str, was: str | None, value: str | None) -> None:
        """Remember that there is something to do."""
        del name, was, value
        self.moved = True

    def rested(self) -> None:
        """Remember that there is nothing to do."""
        self.moved = False

    @invariant()
    def in_step(self) -> None:
        """At rest all three show the same, but for a person's words in a block."""
        sides = (self.item, *self.issues)
        apart = {name for name in FIELDS if len({side[name] for side in sides}) > 1}

        assert self.moved or apart <= KEPT


TestThreeSidesAgree = Three.TestCase
