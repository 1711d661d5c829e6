"""Finds the items we know in what an edited document says now; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.domain.assignment import LARGEST, best_pairs
from tracker.domain.incidents import Candidate
from tracker.extraction import fingerprint
from tracker.extraction.rewording import DOUBLED
from tracker.nearness import (
    LED,
    LIKELY,
    SURE,
    Nearness,
    in_place,
    in_words,
    pointed,
    wordings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tracker.domain.items import ActionItem, Source

STOOD = 0.08  # is added to the likeness where the place is the same
OWNER, DUE, SECTION, LEAD, PRIORITY = 4.0, 2.0, 2.0, 2.0, 1.0  # what tells equal lines apart


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
    compared: int = 0


def identity(text: str) -> str:
    """Return the fingerprint of a line, with the figures that it takes for shorter ones."""
    return " ".join([fingerprint(Candidate(text, ())), *sorted(_doubled(text))])


def standing(item: ActionItem) -> list[str]:
    """Return the identities of an item's lines: of a measure and of its task."""
    return [identity(in_words(source)) for source in item.sources]


def match(known: Sequence[Known], candidates: Sequence[Candidate]) -> Matches:
    """Return which item each candidate is: first by fingerprint, then by likeness.

    Each item and each candidate is taken at most once, so that all together fit best. Items
    that stand in the document go before those that vanished from it.
    """
    found: dict[int, int] = {}
    exact = [identity(candidate.title) for candidate in candidates]
    prints = [fingerprint(candidate) for candidate in candidates]
    here = [number for number, one in enumerate(known) if one.item.in_document]
    away = [number for number, one in enumerate(known) if not one.item.in_document]
    for among, says, identities in (
        (here, exact, _last), (away, exact, _last), (here, exact, _standing),
        (here, prints, _first), (away, exact, _standing), (away, prints, _first),
        (here, exact, _title),
    ):  # fmt: skip  # what it says now goes before what it said once
        _take_equal(found, known, candidates, says, among, identities)
    nearness = Nearness(
        [wordings(one.item.title, one.item.sources) for one in known],
        [wordings(one.title, one.sources) for one in candidates],
    )
    for among in (here, away):
        taken = set(found.values())
        rest = {number for number in among if number not in taken}
        found.update(_alike(nearness, known, candidates, found, rest))
    return _joined(known, candidates, found, nearness.compared)


def _alike(
    nearness: Nearness,
    known: Sequence[Known],
    candidates: Sequence[Candidate],
    found: dict[int, int],
    rest: set[int],
) -> dict[int, int]:
    """Return which of the items in *rest* the lines are that are nobody yet."""
    items = [one.item for one in known]
    stood = in_place(items, candidates, found)
    signs = pointed(items, candidates, found)
    worth = {}
    for line in _open(candidates, found) if rest else ():
        besides = signs.get(line, set()) | ({stood[line]} if line in stood else set())
        scores = nearness.to_line(line, sorted(besides))
        for item in scores.keys() & rest:
            score, there = scores[item].score, stood.get(line) == item
            sure = score >= (LIKELY if there else SURE) and not nearness.is_sibling(item, scores)
            if sure or (score >= LED and item in signs.get(line, ())):
                worth[line, item] = score + STOOD * there
    return best_pairs(worth)


def _take_equal(
    found: dict[int, int],
    known: Sequence[Known],
    candidates: Sequence[Candidate],
    prints: Sequence[str],
    among: Iterable[int],
    identities: Callable[[Known], Iterable[str]],
) -> None:
    """Add to *found* who has one of the identities of whom; of equal ones the closest pairs."""
    taken = set(found.values())
    wanted: dict[str, list[int]] = {}
    for number in _open(candidates, found):
        wanted.setdefault(prints[number], []).append(number)
    bearers: dict[str, list[int]] = {}
    for number in among:
        for identity in dict.fromkeys(identities(known[number])) if number not in taken else ():
            if identity in wanted:
                bearers.setdefault(identity, []).append(number)
    for identity, numbers in bearers.items():
        free = [number for number in numbers if number not in taken]
        pairs = _closest(wanted[identity], free, candidates, known)
        found.update(pairs)
        taken.update(pairs.values())


def _closest(
    lines: list[int], items: list[int], candidates: Sequence[Candidate], known: Sequence[Known]
) -> dict[int, int]:
    if len(lines) == len(items) == 1 or max(len(lines), len(items)) > LARGEST:
        return dict(zip(lines, items, strict=False))
    return best_pairs(
        {
            (line, item): 1 + _closeness(candidates[line], known[item].item)
            + 1 - abs((i + 1) / (len(lines) + 1) - (j + 1) / (len(items) + 1))
            for i, line in enumerate(lines)
            for j, item in enumerate(items)
        }
    )  # fmt: skip


def _closeness(candidate: Candidate, item: ActionItem) -> float:
    """Return how much besides the words is alike."""
    was, now = item.sources[:1], candidate.sources[:1]
    return (
        OWNER * (candidate.owner == item.owner is not None)
        + DUE * (candidate.due == item.due is not None)
        + PRIORITY * (candidate.priority == item.priority is not None)
        + SECTION * ([one.section for one in was] == [one.section for one in now])
        + LEAD * ([one.heading for one in was] == [one.heading for one in now])
    )


def _joined(
    known: Sequence[Known], candidates: Sequence[Candidate], found: dict[int, int], compared: int
) -> Matches:
    """Return the matches, where a measure and its task that were one item still are one."""
    parted = {
        line: other
        for line, item in sorted(found.items())
        if (other := _lost_half(known[item].item, candidates[line])) is not None
    }
    new = [number for number in _open(candidates, found) if len(candidates[number].sources) == 1]
    halves = _halves(parted, [candidates[number] for number in new])
    whole = dict(enumerate(candidates))
    for line, at in halves.items():
        whole[line] = _merged(candidates[line], candidates[new[at]])
        del whole[new[at]]
    same = tuple((known[item], whole[line]) for line, item in sorted(found.items()))
    rest = tuple(whole[number] for number in sorted(whole.keys() - found.keys()))
    taken = set(found.values())
    gone = tuple(one for number, one in enumerate(known) if number not in taken)
    return Matches(same, rest, gone, compared)


def _lost_half(item: ActionItem, candidate: Candidate) -> Source | None:
    """Return where a pair stood beside the only place that *candidate* names now."""
    if len(item.sources) < 2 or len(candidate.sources) > 1:  # noqa: PLR2004  a measure and a task
        return None
    section = candidate.sources[0].section
    return next((one for one in item.sources if one.section is not section), None)


def _halves(parted: dict[int, Source], new: list[Candidate]) -> dict[int, int]:
    if not parted or not new:
        return {}
    lines = list(parted)
    near = Nearness(
        [(in_words(parted[line]),) for line in lines],
        [wordings(one.title, one.sources) for one in new],
    )
    fit = {
        (item, at): found.score
        for at, one in enumerate(new)
        for item, found in near.to_line(at).items()
        if found.score >= SURE and one.sources[0].section is parted[lines[item]].section
    }
    return {lines[item]: at for item, at in best_pairs(fit).items()}


def _merged(one: Candidate, other: Candidate) -> Candidate:
    """Return the one item that a measure and its task are."""
    measure, task = sorted((one, other), key=lambda half: half.sources[0].section.value)
    return replace(
        task,
        sources=(*measure.sources, *task.sources),
        kind=measure.kind,
        owner=task.owner or measure.owner,
        due=task.due or measure.due,
        priority=task.priority or measure.priority,
        done=measure.done if task.done is None else task.done,
        refs=tuple(dict.fromkeys((*measure.refs, *task.refs))),
    )


def _open(candidates: Sequence[Candidate], found: dict[int, int]) -> list[int]:
    return [number for number in range(len(candidates)) if number not in found]


def _last(known: Known) -> Iterable[str]:
    text = in_words(known.item.sources[-1]) if known.item.sources else known.item.title
    return [" ".join([known.last, *sorted(_doubled(text))])]


def _doubled(text: str) -> list[str]:
    return [found[0] for found in DOUBLED.finditer(text)]


def _first(known: Known) -> Iterable[str]:
    first = known.item.fingerprint.partition("-")[0]
    return [first] if first != known.last else []


def _standing(known: Known) -> Iterable[str]:
    return standing(known.item)


def _title(known: Known) -> Iterable[str]:
    return [identity(known.item.title)]
