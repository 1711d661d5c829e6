"""Three-way merge, field by field, over pairs of what we had and what they showed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Values = dict[str, "str | None"]

THEIRS = frozenset({"state", "owner"})  # work happens in the tracker; the rest is the record's


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


def merge(
    fields: Iterable[str],
    ours: Mapping[str, str | None],
    theirs: Mapping[str, str | None],
    base_local: Mapping[str, str | None],
    base_remote: Mapping[str, str | None],
    *,
    kept_there: frozenset[str] = frozenset(),
) -> Merge:
    """Return how both sides come to agree.

    A side changed a field if it differs from its own half of the base, so a lossy mapping
    never looks like an edit. *kept_there* are fields in which a person's edit over there
    stays there, without a place here, until ours changes.
    """
    pull: Values = {}
    push: Values = {}
    local, remote = dict(base_local), dict(base_remote)
    disagreements: list[Disagreement] = []
    for name in fields:
        mine, other = ours.get(name), theirs.get(name)
        we, they = mine != base_local.get(name), other != base_remote.get(name)
        if not we and not they:
            continue
        if mine == other:
            local[name], remote[name] = mine, other
        elif not we:
            remote[name] = other
            if name not in kept_there:
                pull[name] = other
        elif not they:
            push[name] = mine
            strange = name in kept_there and base_remote.get(name) != base_local.get(name)
            if strange and base_remote.get(name) is not None:
                disagreements.append(Disagreement(name, base_local.get(name), mine, other, "ours"))
        else:
            kept = "theirs" if name in THEIRS else "ours"
            disagreements.append(Disagreement(name, base_local.get(name), mine, other, kept))
            remote[name] = other  # seen: from now on only ours differs
            if kept == "theirs":
                pull[name] = other
            else:
                push[name] = mine
    return Merge(pull, push, local, remote, tuple(disagreements))
