"""What each line of a document was taken for, and why: the reading, told line by line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.extraction.facts import story
from tracker.extraction.finder import Reading, read
from tracker.extraction.periods import span
from tracker.extraction.reasons import RANK, Reason, Taken
from tracker.extraction.sections import section_reasons
from tracker.extraction.traces import cut_reasons
from tracker.extraction.works import works
from tracker.formats import is_page, rows

if TYPE_CHECKING:
    from datetime import date

    from tracker.domain.incidents import Extraction
    from tracker.extraction.evidence import Evidence
    from tracker.extraction.phrasebook import Role

BLANK = Reason(Taken.BLANK)
BARE = Reason(Taken.TEXT, "it holds nothing that is read")
CLASH = "its end comes before its start, so the start is left out"
GIVING = frozenset({Taken.FACT, Taken.FRONT})
# what is not worth telling of a line that is something else as well
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
    """Return why each line of *text* was taken for what it was; never raises.

    The lines of a saved page are those of the Markdown that is made of it.
    """
    text, name = _in_lines(text, name)
    reading = read(text, name=name, today=today)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reasons = _by_line(reading, lines, name)
    owners = _owners(reasons)
    sections = _sections(reading)
    explained = (
        _line(Line(number, written, Taken.BLANK, section=sections.get(number)), found, owners)
        for number, written in enumerate(lines, start=1)
        for found in [reasons.get(number) or [BARE if written.strip() else BLANK]]
    )
    return Explanation(reading.found, reading.evidence, tuple(explained), _notes(reading))


def _in_lines(text: str, name: str) -> tuple[str, str]:
    """Return the document as lines that people can follow, and a name that says so."""
    if not is_page(text, name):
        return text, name
    lines = (row for _, row in rows(text, name))
    return "\n".join(lines), f"{name.rpartition('.')[0] or name}.md"


def _by_line(reading: Reading, lines: list[str], name: str) -> dict[int, list[Reason]]:
    """Return the reasons for each line that has any, the weightiest first."""
    found: dict[int, list[Reason]] = {}
    cut = cut_reasons("\n".join(lines), name=name.lower()).items()
    for number, reason in (*cut, *section_reasons(reading, lines), *works(reading)):
        found.setdefault(number, []).append(reason)
    steps = {at for at, told in found.items() if any(one.taken is Taken.STEP for one in told)}
    for number, told in found.items():
        known = (replace(one, taken=Taken.STEP) if one.on in steps else one for one in told)
        found[number] = sorted(known, key=lambda one: RANK[one.taken])
    return found


def _owners(reasons: dict[int, list[Reason]]) -> dict[int, int]:
    """Return the item that starts on each line; of several the last, as details follow it."""
    return {at: one.item for at, told in reasons.items() for one in told if one.item and not one.on}


def _sections(reading: Reading) -> dict[int, Role]:
    """Return the role of the section that each line stands in."""
    found: dict[int, Role] = {}
    for chapter in reading.chapters:
        if chapter.role:
            found[chapter.line] = chapter.role
            parts = (part for block in chapter.blocks for part in block.parts)
            found.update((part.number, chapter.role) for part in parts)
    return found


def _line(bare: Line, reasons: list[Reason], owners: dict[int, int]) -> Line:
    """Return a line with what it is first of all, and all that it gave."""
    taken = reasons[0].taken
    beside = YIELDING | ({Taken.HEADING} if taken is Taken.STEP else frozenset())
    telling = [one for one in reasons if one.taken is taken or one.taken not in beside]
    own = list(dict.fromkeys(one.item for one in reasons if one.item))
    if len(own) > 1:
        telling = [_numbered(one) for one in telling]
    details = [owners[one.of] for one in reasons if one.of in owners]
    return replace(
        bare,
        taken=taken,
        why="; ".join(dict.fromkeys(why for one in _joined(telling) if (why := _why(one, owners)))),
        score=next((one.score for one in reasons if one.score is not None), None),
        items=tuple(own or dict.fromkeys(details)),
        facts=tuple(dict.fromkeys(one.fact for one in reasons if one.fact)),
    )


def _numbered(reason: Reason) -> Reason:
    """Return *reason* with the number of its item before it, where a line holds several."""
    named = reason.item and reason.why
    return replace(reason, why=f"{reason.item}: {reason.why}") if named else reason


def _joined(reasons: list[Reason]) -> list[Reason]:
    """Return *reasons*, those that gave several facts in one way as one."""
    facts: dict[tuple[Taken, str], list[str]] = {}
    for one in reasons:
        if one.fact and one.taken in GIVING:
            facts.setdefault((one.taken, one.why), []).append(one.fact)
    return [
        replace(one, fact=", ".join(facts.get((one.taken, one.why), [one.fact]))) for one in reasons
    ]


def _why(reason: Reason, owners: dict[int, int]) -> str:
    """Return the words of a reason, with the item or the fact that it is about."""
    if reason.on is not None:
        return f"goes on from line {reason.on}"
    about = f"of item {owners[reason.of]}" if reason.of in owners else ""
    if reason.taken in GIVING and reason.fact:
        about = f"gives {reason.fact}"
    return ", ".join(part for part in (about, reason.why) if part)


def _notes(reading: Reading) -> tuple[str, ...]:
    """Return what else a person should know who checks the document."""
    known = story(reading.document, reading.chapters, reading.said, reading.told.title)
    return (CLASH,) if reading.found.is_postmortem and span(known).clash else ()
