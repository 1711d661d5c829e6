"""Where in a document the facts stand that its extraction tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extraction import periods, tellings
from tracker.extraction.blocks import FRONT_KEY, Block, Shape
from tracker.extraction.calendars import Calendar, Story, calendar
from tracker.extraction.dates import days
from tracker.extraction.durations import opening_minutes, stated_minutes
from tracker.extraction.markup import plain, undecorated
from tracker.extraction.phrasebook import Role
from tracker.extraction.reasons import quoted
from tracker.extraction.sentences import sentences
from tracker.extraction.timeline import tell
from tracker.extraction.times import periods as ranges
from tracker.extraction.times import stamps
from tracker.extraction.vocabulary import role_of_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.domain.incidents import Facts
    from tracker.extraction.phrases import Cue

LABELLED = {
    Role.IMPACT: "impact",
    Role.CAUSE: "root_cause",
    Role.REASON: "root_cause",
    Role.CAUSE_FIX: "root_cause",
    Role.RESOLUTION: "resolution",
    Role.START: "started_at",
    Role.DATE: "started_at",
    Role.END: "ended_at",
    Role.DETECTED: "detected_at",
    Role.DETECTION: "detected_at",
    Role.DURATION: "duration_minutes",
    Role.SEVERITY: "severity",
    Role.SERVICES: "services",
}
CUES: dict[str, tuple[Cue, ...]] = {
    "impact": (tellings.HURT_PEOPLE, tellings.HURT),
    "root_cause": (tellings.EXPLICIT, tellings.CAUSED, tellings.DUE),
    "resolution": (tellings.STARTS_SOLVED, tellings.SOLVED, tellings.UNDID),
    "started_at": (periods.BEGAN,),
    "ended_at": (periods.OUTAGE_OVER, periods.OVER, periods.ENDED),
    "detected_at": (periods.NOTICED,),
}
TEXTS = frozenset({"impact", "root_cause", "resolution"})
HEAD = 3  # words by which the line is found where a sentence starts
LONGEST = 4000  # characters of a block in which a value is looked for
TO_THE_MINUTE = 16  # characters of a moment in ISO 8601


@dataclass(frozen=True, slots=True)
class Origin:
    """The line that gave a fact, and how it was known there."""

    line: int
    fact: str
    why: str


def origins(story: Story, told: Facts) -> list[Origin]:
    """Return where the facts that *told* holds stand; one that was reckoned stands nowhere."""
    source = _Source(story, calendar(story))
    return [
        origin
        for fact in dict.fromkeys(LABELLED.values())
        if (value := getattr(told, fact)) and (origin := source.of(fact, value))
    ]


def moments(story: Story) -> dict[int, str]:
    """Return the moment of each step that has one, by the step's identity."""
    known = calendar(story)
    told = tell(story.steps, known.day, known.year, known.zone)
    return {id(one.step): str(one.at)[:TO_THE_MINUTE] for one in told}


def front_line(fact: str, lines: list[str]) -> int:
    """Return the line of the front matter that gives *fact*, or 0."""
    found = ((at, FRONT_KEY.match(line.strip())) for at, line in enumerate(lines, start=1))
    keys = ((at, key[1].lower()) for at, key in found if key)
    named = (
        at for at, key in keys if fact in {key, LABELLED.get(role_of_label(key) or Role.ASIDE)}
    )
    return next(named, 0)


class _Source:
    """Looks where the pipeline looked, in its order: fields, then sections, then elsewhere."""

    def __init__(self, story: Story, known: Calendar) -> None:
        self.story = story
        self.known = known
        self.head = ""  # the first words of a text that is looked for

    def of(self, fact: str, value: object) -> Origin | None:
        fits = self._test(fact, value)
        self.head = " ".join(str(value).split()[:HEAD]) if fact in TEXTS else ""
        ways = [self._labelled, self._summed, self._stepped, self._anywhere]
        if fact == "detected_at":
            ways.remove(self._summed)
        if fact in TEXTS:
            ways = [self._labelled, self._anywhere]
        return next((found for way in ways for found in way(fact, fits)), None)

    def _test(self, fact: str, value: object) -> Callable[[str], bool]:
        """Return a test of whether a text says *value*."""
        if fact == "duration_minutes":
            return lambda text: value in _lengths(text)
        if fact == "services" and isinstance(value, tuple):
            return lambda text: all(name in text for name in value)
        said = str(value)
        if fact.endswith("_at"):
            wanted = said[:TO_THE_MINUTE]
            return lambda text: wanted in self._moments(text)
        return lambda text: said in text

    def _moments(self, text: str) -> set[str]:
        """Return the moments and days that *text* may mean, to the minute."""
        known = self.known
        clocks = (known.moment(stamp) for stamp in stamps(text))
        dates = (day.on(known.year) for day in days(text))
        return {moment.isoformat()[:TO_THE_MINUTE] for moment in (*clocks, *dates) if moment}

    def _labelled(self, fact: str, fits: Callable[[str], bool]) -> Iterator[Origin]:
        for label in self.story.labels:
            if LABELLED.get(label.role) == fact and fits(label.value[:LONGEST]):
                yield Origin(label.line, fact, f"labelled as {label.role}")
        for chapter in self.story.chapters:
            if LABELLED.get(chapter.role or Role.ASIDE) == fact:
                for block in chapter.blocks:
                    if line := self._line(block, fits):
                        yield Origin(line, fact, f"below {quoted(chapter.title)}")

    def _summed(self, fact: str, fits: Callable[[str], bool]) -> Iterator[Origin]:
        summed = set(self.story.sums)
        for block in self._blocks():
            text = block.plain[:LONGEST]
            dates = not fact.endswith("_at") or ranges(text) or periods.ENDED.search(text)
            if text in summed and dates and (line := self._line(block, fits)):
                yield Origin(line, fact, "in what sums it up")

    def _stepped(self, fact: str, fits: Callable[[str], bool]) -> Iterator[Origin]:
        known = self.known
        for told in tell(self.story.steps, known.day, known.year, known.zone):
            written = told.at.isoformat()[:TO_THE_MINUTE]
            if fits(written.replace("T", " ")):
                how = _cue(fact, told.step.words) or "as a step of the timeline"
                yield Origin(told.step.entry.line, fact, how)

    def _anywhere(self, fact: str, fits: Callable[[str], bool]) -> Iterator[Origin]:
        for block in self._blocks():
            if line := self._line(block, fits):
                yield Origin(line, fact, _cue(fact, block.plain) or "in running text")

    def _blocks(self) -> Iterator[Block]:
        return (block for chapter in self.story.chapters for block in chapter.blocks)

    def _line(self, block: Block, fits: Callable[[str], bool]) -> int:
        """Return the line on which *block* starts to say what is looked for, or 0."""
        if block.shape is Shape.ROW:
            return block.first if any(fits(plain(cell)[:LONGEST]) for cell in block.cells) else 0
        if not fits(block.shown[:LONGEST]):
            return 0
        told = [(part.number, undecorated(plain(part.text))) for part in block.parts]
        alone = (number for number, text in told if fits(text))
        begins = (number for number, text in told if self.head and self.head in text)
        return next(alone, next(begins, block.first))


def _lengths(text: str) -> set[int | None]:
    told = sentences(text)
    return {
        *(stated_minutes(sentence) for sentence in told),
        *(opening_minutes(sentence) for sentence in told),
        *(period.minutes for period in ranges(text)),
    }


def _cue(fact: str, text: str) -> str:
    """Return the words that made a sentence tell a fact, if words did."""
    for cue in CUES.get(fact, ()):
        for sentence in sentences(text[:LONGEST]):
            if found := cue.search(sentence):
                return f"by {quoted(found[0])}"
    return ""
