"""Three-way merge, field by field, over pairs of what we had and what they showed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain.directions import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Values = dict[str, "str | None"]

THEIRS = frozenset({"state", "owner"})  # work happens in the tracker; the rest is the record's
EVERYWHERE: Mapping[str, Direction] = {}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field that both sides changed differently, and which side is kept."""

    field: str
    base: str | None
    ours: str | None
    theirs: str | None
    kept: str


@dataclass(frozen=True, slots=True)
class Merge:
    """What to take from there, what to send there, and what the bases are from now on.

    The bases of sent fields move only when the tracker has confirmed them.
    """

    pull: Values
    push: Values
    base_local: Values
    base_remote: Values
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What becomes of one field: which way it goes, whether theirs is seen, who is kept."""

    pull: bool = False
    push: bool = False
    seen: bool = False
    kept: str | None = None


def merge(
    fields: Iterable[str],
    ours: Mapping[str, str | None],
    theirs: Mapping[str, str | None],
    base_local: Mapping[str, str | None],
    base_remote: Mapping[str, str | None],
    *,
    kept_there: frozenset[str] = frozenset(),
    ways: Mapping[str, Direction] = EVERYWHERE,
) -> Merge:
    """Return how both sides come to agree.

    A side changed a field if it differs from its own half of the base, so a lossy mapping
    never looks like an edit. *kept_there* are fields in which a person's edit over there
    stays there, without a place here, until ours changes. *ways* tells in which direction a
    field moves; both ways where it does not say.
    """
    pull: Values = {}
    push: Values = {}
    local, remote = dict(base_local), dict(base_remote)
    disagreements: list[Disagreement] = []
    for name in fields:
        mine, other = ours.get(name), theirs.get(name)
        was, showed = base_local.get(name), base_remote.get(name)
        way = ways.get(name, Direction.BOTH)
        if way is Direction.OFF or (mine == was and other == showed):
            continue
        if mine == other:
            local[name], remote[name] = mine, other
            continue
        if name in kept_there:
            verdict = _kept_there(mine, other, was, showed)
        else:
            verdict = _verdict(name, way, we=mine != was, they=other != showed)
        if verdict.pull:
            pull[name] = other
        if verdict.push:
            push[name] = mine
        if verdict.seen:
            remote[name] = other
        if verdict.kept:
            disagreements.append(Disagreement(name, was, mine, other, verdict.kept))
    return Merge(pull, push, local, remote, tuple(disagreements))


def _verdict(name: str, way: Direction, *, we: bool, they: bool) -> _Verdict:
    """Return what becomes of a field in which both sides differ and one or both moved."""
    if way is Direction.PULL:
        return _Verdict(pull=they, seen=they, kept="theirs" if we and they else None)
    if way is Direction.PUSH:
        # what they changed is put back; it counts as an edit until that is confirmed
        return _Verdict(push=True, kept="ours" if they else None)
    if not we:
        return _Verdict(pull=True, seen=True)
    if not they:
        return _Verdict(push=True)
    if name in THEIRS:
        return _Verdict(pull=True, seen=True, kept="theirs")
    return _Verdict(push=True, seen=True, kept="ours")  # seen: from now on only ours differs


def _kept_there(
    mine: str | None, other: str | None, was: str | None, showed: str | None
) -> _Verdict:
    """Return what becomes of a field in which a person's edit stays until ours changes."""
    if mine == was:
        return _Verdict(seen=True)
    if other != showed:
        return _Verdict(push=True, seen=True, kept="ours")
    strange = showed is not None and showed != was
    return _Verdict(push=True, kept="ours" if strange else None)
