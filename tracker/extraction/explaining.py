"""What each line of a document was taken for, and why: the reading, told line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extraction.facts import story
from tracker.extraction.finder import Reading, read
from tracker.extraction.labels import front_labels
from tracker.extraction.origins import LABELLED, front_line
from tracker.extraction.periods import span
from tracker.extraction.reasons import RANK, Reason, Taken
from tracker.extraction.sections import section_reasons
from tracker.extraction.traces import cut_reasons
from tracker.extraction.works import works

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.domain.incidents import Extraction
    from tracker.extraction.evidence import Evidence
    from tracker.extraction.vocabulary import Role

BLANK = Reason(Taken.BLANK)
BARE = Reason(Taken.TEXT, "it holds nothing that is read")
CLASH = "its end comes before its start, so its start is left out"
YIELDING = frozenset({Taken.TEXT, Taken.LESSON, Taken.ADVICE, Taken.CLOSING, Taken.CODE})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, what it was taken for, and why."""

    number: int
    text: str
    taken: Taken
    why: str = ""
    score: float | None = None  # of the likeness that made or nearly made a pair
    items: tuple[int, ...] = ()  # counted from 1, as extraction orders them
    facts: tuple[str, ...] = ()
    section: Role | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a document holds, the evidence for it, and its lines, each exactly once."""

    found: Extraction
    evidence: Evidence
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def pairs(self) -> int:
        """Return how many items are a measure and its task."""
        return sum(1 for item in self.found.items if len(item.sources) > 1)


def explain(text: str, *, name: str = "", today: date | None = None) -> Explanation:
    """Return why each line of *text* was taken for what it was; never raises."""
    reading = read(text, name=name, today=today)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reasons: dict[int, list[Reason]] = {}
    told = (*_cut(text, name), *section_reasons(reading), *works(reading), *_front(reading, lines))
    for number, reason in told:
        reasons.setdefault(number, []).append(reason)
    items = {at: one.item for at, found in reasons.items() for one in reversed(found) if one.item}
    sections = _sections(reading)
    explained = (
        _line(number, written, reasons.get(number, []), items, sections.get(number))
        for number, written in enumerate(lines, start=1)
    )
    return Explanation(reading.found, reading.evidence, tuple(explained), _notes(reading))


def _cut(text: str, name: str) -> Iterator[tuple[int, Reason]]:
    """Yield the lines that are part of no block."""
    flat = text.replace("\r\n", "\n").replace("\r", "\n")
    yield from cut_reasons(flat, name=name.lower()).items()


def _front(reading: Reading, lines: list[str]) -> Iterator[tuple[int, Reason]]:
    """Yield the lines of the front matter that gave a fact."""
    facts = reading.found.facts
    for label in front_labels(reading.document.front):
        fact = LABELLED.get(label.role, "")
        if fact and getattr(facts, fact):
            yield front_line(label, lines), Reason(Taken.FRONT, f"labelled as {label.role}")


def _sections(reading: Reading) -> dict[int, Role]:
    """Return the role of the section that each line stands in."""
    return {
        number: chapter.role
        for chapter in reading.chapters
        if chapter.role
        for number in (
            chapter.line,
            *(part.number for block in chapter.blocks for part in block.parts),
        )
    }


def _line(
    number: int,
    text: str,
    reasons: list[Reason],
    items: dict[int, int],
    section: Role | None,
) -> Line:
    """Return a line with what it is first of all, and all that it gave."""
    if not reasons:
        reasons = [BARE if text.strip() else BLANK]
    ordered = sorted(reasons, key=lambda one: RANK[one.taken])
    taken = ordered[0].taken
    telling = [one for one in ordered if one.taken is taken or one.taken not in YIELDING]
    whys = dict.fromkeys(why for one in telling if (why := _why(one, items)))
    of = [items[one.of] for one in ordered if one.of in items and not any(o.item for o in ordered)]
    return Line(
        number,
        text,
        taken,
        "; ".join(whys),
        next((one.score for one in ordered if one.score is not None), None),
        tuple(dict.fromkeys([one.item for one in ordered if one.item] or of)),
        tuple(dict.fromkeys(one.fact for one in ordered if one.fact)),
        section,
    )


def _why(reason: Reason, items: dict[int, int]) -> str:
    """Return the words of a reason, with the item or the fact that it is about."""
    about = f"item {items[reason.of]}" if reason.of in items else reason.fact
    return ": ".join(part for part in (about, reason.why) if part)


def _notes(reading: Reading) -> tuple[str, ...]:
    """Return what else a person should know who checks the document."""
    known = story(reading.document, reading.chapters, reading.said)
    return (CLASH,) if reading.found.is_postmortem and span(known).clash else ()
