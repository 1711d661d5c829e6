"""Which lines became which item, with the grounds for its fields and for its pair."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from tracker.extraction import prose
from tracker.extraction.blocks import Shape
from tracker.extraction.finder import partners, says
from tracker.extraction.grounds import grounds, side, sort
from tracker.extraction.items import is_task
from tracker.extraction.markup import plain
from tracker.extraction.outline import WORK
from tracker.extraction.pairs import ENOUGH, scores
from tracker.extraction.phrasebook import Role
from tracker.extraction.reasons import Reason, Taken, quoted
from tracker.extraction.scattered import PROMISED, lessons
from tracker.extraction.verbs import is_imperative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.extraction.blocks import Block
    from tracker.extraction.drafts import Draft
    from tracker.extraction.finder import Reading
    from tracker.extraction.items import Promise
    from tracker.extraction.outline import Chapter

NEAR = 0.25  # by which a likeness may fall short and still be told
NO_INCIDENT = "work, but the document is taken for no postmortem"
NO_WORDS = "it has no words"
LESSON = "an order among lessons learned, which all are orders"
ORDER = "an order below the resolution"
PLAN = "a row below columns that show work"
LISTED = "listed below words that announce work"
SENTENCE = "a sentence that promises"


@dataclass(frozen=True, slots=True)
class _Match:
    """A promise on the other side, and how alike they are."""

    score: float
    other: Promise


def works(reading: Reading) -> Iterator[tuple[int, Reason]]:
    """Yield each line of a piece of work, with the item it became."""
    kept = [one for one in reading.promises if says(one)]
    pairs = partners(kept)
    numbers = {id(one): at for at, row in enumerate(pairs, 1) for one in row if one}
    partner = {id(one): other for one, other in pairs if other}
    partner |= {id(other): one for one, other in pairs if other}
    places = _places(reading.chapters)
    pages = _Pages(places)
    learned = frozenset(draft.first for draft in lessons(reading.chapters))
    likely = _likeliest(kept, partner)
    for draft, one in zip(reading.drawn, reading.promises, strict=True):
        lines = pages.lines(draft)
        if not says(one) or not reading.found.is_postmortem:
            why = NO_INCIDENT if says(one) else NO_WORDS
            yield from _spread(lines, Reason(Taken.NOTHING, why))
            continue
        number = numbers[id(one)]
        other = partner.get(id(one))
        match = likely.get(id(one))
        told = [
            _where(draft, places, learned),
            _kind(one, other),
            *grounds(draft, one, None if is_task(one) else other),
        ]
        told += _pair(match, merged=other is not None)
        score = round(match.score, 2) if match else None
        why = "; ".join(part for part in told if part)
        yield from _spread(lines, Reason(Taken.ITEM, why, item=number, score=score))


def _spread(lines: list[int], reason: Reason) -> Iterator[tuple[int, Reason]]:
    """Yield *reason* for the first of *lines*; the others only go on with it."""
    yield from ((line, reason) for line in lines[:1])
    rest = replace(reason, why="", on=lines[0])
    yield from ((line, rest) for line in lines[1:])


Places = dict[tuple[int, int], list[tuple["Chapter", "Block"]]]


def _places(chapters: list[Chapter]) -> Places:
    """Return the blocks, with their chapters, by their first and last line."""
    found: Places = {}
    for chapter in chapters:
        for block in chapter.blocks:
            found.setdefault((block.first, block.last), []).append((chapter, block))
    return found


class _Paragraph:
    """A block of several lines, in which sentences are looked for one after another."""

    def __init__(self, block: Block) -> None:
        self.numbers = [part.number for part in block.parts]
        texts = [plain(part.text) for part in block.parts]
        self.text = " ".join(texts)
        self.starts = [0, *accumulate(len(text) + 1 for text in texts[:-1])]
        self.done = 0

    def lines(self, sentence: str) -> list[int]:
        """Return the lines on which the next such *sentence* stands, none if it does not."""
        start = self.text.find(sentence, self.done)
        if start < 0:
            return []
        self.done = start + 1
        first = bisect_right(self.starts, start) - 1
        last = bisect_left(self.starts, start + len(sentence), first + 1)
        return sorted(set(self.numbers[first:last]))


class _Pages:
    """Knows on which lines each draft stands; of a paragraph only those of its sentence."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.paragraphs: dict[tuple[int, int], _Paragraph] = {}

    def lines(self, draft: Draft) -> list[int]:
        place = draft.first, draft.last
        whole = list(range(draft.first, draft.last + 1))
        if place not in self.places or len(whole) == 1:
            return whole
        if place not in self.paragraphs:
            self.paragraphs[place] = _Paragraph(self.places[place][0][1])
        return self.paragraphs[place].lines(draft.raw) or whole


def _where(draft: Draft, places: Places, learned: frozenset[int]) -> str:
    """Return as what a piece of work was found."""
    chapter, block = next(iter(places.get((draft.first, draft.last), [])), (None, None))
    side_ = str(draft.section)
    if chapter is None or block is None or chapter.role in WORK:
        return f"{side_}, {_promise(draft.raw)}" if draft.prose else side_
    if block.shape is Shape.ROW:
        return f"{side_}, {PLAN}"
    if draft.first in learned:
        return f"{side_}, {LESSON}"
    if draft.prose:
        return f"{side_}, {ORDER if chapter.role is Role.RESOLUTION else _promise(draft.raw)}"
    return f"{side_}, {LISTED}"


def _promise(sentence: str) -> str:
    """Return that a sentence promises, and by which words."""
    if is_imperative(sentence):
        return f"{SENTENCE}, as an order"
    found = PROMISED.match(sentence) or prose.PROMISE.search(sentence)
    return f"{SENTENCE}, by {quoted(found[0])}" if found else f"{SENTENCE}, or tells what was done"


def _kind(one: Promise, other: Promise | None) -> str:
    """Return the kind of the item; a pair's is told where its measure stands."""
    if other is None:
        return f"kind {sort(one)}"
    return "" if is_task(one) else f"kind {sort(one, other)}"


def _likeliest(kept: list[Promise], partner: dict[int, Promise]) -> dict[int, _Match]:
    """Return for each promise its partner, or the likeliest one that it was kept apart from."""
    measures = [one for one in kept if not is_task(one)]
    tasks = [one for one in kept if is_task(one)]
    found: dict[int, _Match] = {}
    for score, i, j in scores(measures, tasks):
        for one, other in ((measures[i], tasks[j]), (tasks[j], measures[i])):
            own = partner.get(id(one))
            if own is other or (own is None and score >= ENOUGH - NEAR):
                found.setdefault(id(one), _Match(score, other))
    return found


def _pair(match: _Match | None, *, merged: bool) -> list[str]:
    """Return with which line a promise was merged, or from which it was kept apart."""
    if match is None:
        return []
    likeness, line = f"alike by {match.score:.2f} (words and place)", match.other.source.first_line
    if merged:
        role = side(match.other)
        return [f"one with its {role} on line {line}: {likeness}, {ENOUGH} needed"]
    if match.score >= ENOUGH:
        return [f"apart from line {line}, which is likelier that of another: {likeness}"]
    return [f"kept apart from line {line}: {likeness}, {ENOUGH} needed"]
