"""Finds the items we know in what an edited document says now; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extraction import fingerprint, likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.incidents import Candidate
    from tracker.domain.items import ActionItem

REWORDED = 0.55
SAME_HEADING = 0.3


@dataclass(frozen=True, slots=True)
class Known:
    """An item with the fingerprint of what its document said last."""

    item: ActionItem
    last: str


@dataclass(frozen=True, slots=True)
class Matches:
    """Which item each candidate is; *new* stand only here, *gone* only in what we know."""

    same: tuple[tuple[Known, Candidate], ...]
    new: tuple[Candidate, ...]
    gone: tuple[Known, ...]


def match(known: Sequence[Known], candidates: Sequence[Candidate]) -> Matches:
    """Return which item each candidate is: first by fingerprint, then by likeness.

    Each item and each candidate is taken at most once, the most alike first.
    """
    rest = list(known)
    found: dict[int, Known] = {}
    prints = [fingerprint(candidate) for candidate in candidates]
    for identity in (_last, _first):  # what it says now goes before what it said once
        for number, print_ in enumerate(prints):
            same = next((one for one in rest if print_ == identity(one)), None)
            if same and number not in found:
                rest.remove(same)
                found[number] = same
    open_ = [number for number in range(len(candidates)) if number not in found]
    for score, number, one in _ranked(rest, candidates, open_):
        if score and number not in found and one in rest:
            rest.remove(one)
            found[number] = one
    same_ones = tuple((one, candidates[number]) for number, one in sorted(found.items()))
    new = tuple(one for number, one in enumerate(candidates) if number not in found)
    return Matches(same_ones, new, tuple(rest))


def _ranked(
    rest: Sequence[Known], candidates: Sequence[Candidate], open_: Sequence[int]
) -> list[tuple[float, int, Known]]:
    scored = [
        (_score(one.item, candidates[number]), number, one) for number in open_ for one in rest
    ]
    return sorted(scored, key=lambda row: (-row[0], row[1], row[2].item.id))


def _score(item: ActionItem, candidate: Candidate) -> float:
    """Return how sure it is that both are the same promise; 0 where they are not."""
    texts = {item.title, *(source.text for source in item.sources)}
    now = {candidate.title, *(source.text for source in candidate.sources)}
    best = max((likeness(a, b) for a in texts for b in now), default=0.0)
    headings = {_plain(source.heading) for source in item.sources if source.heading}
    shared = any(_plain(source.heading) in headings for source in candidate.sources)
    return best if best >= REWORDED or (shared and best >= SAME_HEADING) else 0.0


def _last(known: Known) -> str:
    return known.last


def _first(known: Known) -> str:
    return known.item.fingerprint.partition("-")[0]


def _plain(heading: str | None) -> str:
    return (heading or "").strip().casefold()
