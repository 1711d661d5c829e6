"""What an item and an issue that was there before it say when they meet; pure.

Nothing was ever agreed on, so no side counts as the one that changed: what the issue says is
taken, what it leaves open is filled in, and what gives way is kept in a disagreement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.domain.directions import Direction
from tracker.domain.merge import EVERYWHERE, Disagreement, Values

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(slots=True)
class Meeting:
    """What to take from there, and the bases: where ours is to be sent, its base is None."""

    pull: Values = field(default_factory=dict)
    base_local: Values = field(default_factory=dict)
    base_remote: Values = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)


def meet(
    ours: Mapping[str, str | None],
    theirs: Mapping[str, str | None],
    *,
    ours_alone: frozenset[str] = frozenset(),
    unasked: Mapping[str, str] = EVERYWHERE,
    ways: Mapping[str, Direction] = EVERYWHERE,
) -> Meeting:
    """Return how both sides come to agree at first.

    *ours_alone* are fields that only we write, such as our block. *unasked* are values that a
    tracker gives by itself: they say nothing. An empty field of ours never empties theirs.
    """
    met = Meeting()
    for name, mine in ours.items():
        other, way = theirs.get(name), ways.get(name, Direction.BOTH)
        met.base_local[name], met.base_remote[name] = mine, other
        if mine == other or way is Direction.OFF:
            continue
        if name in ours_alone:
            met.base_local[name] = None
            continue
        says_nothing = other is None or (mine is not None and other == unasked.get(name))
        if way.reads and not says_nothing:
            met.pull[name] = other
            _disagree(met, name, (mine, other), "theirs")
        elif way.writes and mine is not None:
            met.base_local[name] = None
            _disagree(met, name, (mine, other), "ours")
    return met


def _disagree(met: Meeting, name: str, values: tuple[str | None, str | None], kept: str) -> None:
    """Keep both values where both sides say something."""
    mine, other = values
    if mine is not None and other is not None:
        met.disagreements.append(Disagreement(name, None, mine, other, kept))
