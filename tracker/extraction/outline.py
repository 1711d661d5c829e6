"""Blocks gathered into chapters: what each part of a document is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from tracker.extraction.blocks import BOLD_LEVEL, ENTRY, LINE, Block, Document, Shape
from tracker.extraction.kinds import GROUPS
from tracker.extraction.markup import plain
from tracker.extraction.phrasebook import Role
from tracker.extraction.phrases import spoken
from tracker.extraction.statuses import status
from tracker.extraction.vocabulary import (
    exact_role,
    phrase_in,
    role_of_label,
    role_of_title,
    simplified,
)

GLUED = re.compile(r"(?:\*\*|__)([^*_:]{3,40}?)(?::(?:\*\*|__)|(?:\*\*|__) ?:)\s(?=\S)")
# the same without markup: "Corrective measures: Linting should be done ..."
LABELLED = re.compile(r"([A-Z][A-Za-z][A-Za-z /&-]{1,50}?) ?:\s(?=\S)")
# subheadings of a timeline that is told in groups
STEPS = frozenset(
    {Role.DETECTION, Role.DETECTED, Role.ASIDE, Role.RESOLUTION, Role.START, Role.TIMELINE}
)
# what is no follow-up, even below a heading on follow-ups
RESOLVES = spoken("resolution; immediate actions?")
TIMED = re.compile(r"\W*\d{1,2}(?:[:.]\d\d|\s?[ap]m\b)", re.IGNORECASE)
REPORT = spoken("post-?\\s?mortem; incident report; outage report")
QUESTION = 3  # words of a known phrase that make a question a title
REACH = 60  # characters of a label up to its colon
SHORT_LABEL = 2  # words of a label that may stand in any text
SHORTEST_TEXT = 4  # words of a section that stands on its label's line
ENDS = frozenset(".!?;,")
MARKS = "*_`~' "
WIDEST = 400  # characters of a label with its markup
LABEL_LEVEL = 8  # of "Tasks:" on a line of plain text
ENTRY_LEVEL = 10  # of "- **Tasks**:" in a list
LONGEST_LABEL = 8  # words of a label without a colon
LONGEST_COLON_LABEL = 14  # words of a label with one

WORK = frozenset({Role.MEASURE, Role.TASK})
# a subheading without a meaning of its own takes that of the heading above it
INHERITED = frozenset(set(Role) - {Role.SUMMARY, Role.CONCLUSION})
# subheadings that only sort the work above them, such as Detection or Mitigation
SORTS = frozenset(
    set(Role) - {Role.TASK, Role.LESSONS, Role.HINDSIGHT, Role.CONCLUSION, Role.TIMELINE}
)


@dataclass(slots=True)
class Chapter:
    """A heading and the blocks below it, up to the next heading of any level."""

    role: Role | None
    title: str = ""
    level: int = 0
    line: int = 0
    above: str = ""  # the titles above it, joined
    group: str | None = None  # a subheading that sorts the work
    raised: bool = False  # taken one level deeper than it was written
    blocks: list[Block] = field(default_factory=list)
    # the sentences of its paragraphs, once a rule has asked for them
    told: list[str] | None = field(default=None, init=False, compare=False, repr=False)


def outline(document: Document) -> list[Chapter]:
    """Return the chapters of *document* in order; the first has no heading."""
    return Outliner(document).chapters()


class Outliner:
    """Walks the blocks once, and opens a chapter at each title."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.open: list[Chapter] = []  # the headings that enclose the current line
        self.found = [Chapter(role=None)]
        self.first = True

    def chapters(self) -> list[Chapter]:
        """Return the chapters of the document."""
        for block in self.document.blocks:
            glued = self._glued(block)
            heading = None if glued else self._heading(block)
            if glued:
                self._begin(glued[0])
                self.found[-1].blocks.append(glued[1])
            elif heading:
                self._begin(heading)
            else:
                self.found[-1].blocks.append(block)
            self.first = False
        return self.found

    def _heading(self, block: Block) -> Chapter | None:
        """Return the chapter that *block* opens, or None."""
        if block.shape is Shape.HEADING:
            return self._from_heading(block)
        if block.shape is LINE:
            return self._from_line(block)
        if block.shape is ENTRY:
            return self._from_entry(block)
        return None

    def _from_heading(self, block: Block) -> Chapter | None:
        title = block.shown
        # the document's own title names things that sections are called after
        role = role_of_label(title) if self.first else role_of_title(title.rstrip(": "))
        level = self._level(block, title)
        role = None if level > BOLD_LEVEL else role  # it sorts the work above it
        return Chapter(role, title.rstrip(": "), level, block.first)

    def _level(self, block: Block, title: str) -> int:
        """Return a heading's level; a bold "Database:" below bold "Measures" is one deeper."""
        above = self.open[-1] if self.open else None
        if block.level != BOLD_LEVEL or above is None or above.role not in WORK:
            return block.level
        sorts = simplified(title) in GROUPS
        first = above.level == BOLD_LEVEL and not self.found[-1].blocks
        next_ = above.level == BOLD_LEVEL + 1 and above.group is not None and sorts
        inner = next_ or (first and (sorts or role_of_title(title) is None))
        return block.level + 1 if inner else block.level

    def _from_line(self, block: Block) -> Chapter | None:
        raw = block.text
        if len(block.parts) > 1 or len(raw) > WIDEST:
            return None
        if raw[-1] == "?":
            return _from_question(block)
        if raw[-1] in ENDS:
            return None
        text = block.shown
        title = text.rstrip(": ")
        if not title or text[-1] in ENDS or ":" in title:
            return None
        if len(text.split()) > (LONGEST_COLON_LABEL if text[-1] == ":" else LONGEST_LABEL):
            return None
        role = role_of_label(title)
        return Chapter(role, title, LABEL_LEVEL, block.first) if role else None

    def _glued(self, block: Block) -> tuple[Chapter, Block] | None:
        """Split "**Action taken:** The process is ..." into its heading and its text."""
        if block.shape is Shape.HEADING:
            return None if self.first else _titled_text(block)
        if block.shape is not LINE or block.text.find(":", 0, REACH) < 0:
            return None
        led = (GLUED if block.text[0] in "*_" else LABELLED).match(block.text)
        role = exact_role(led[1]) if led else None
        if led is None or (role not in WORK and not _is_deeds(led[1])):
            return None
        if block.text[0] not in "*_" and not self._may_label(led[1], block.text[led.end() :]):
            return None
        rest = [replace(block.parts[0], text=block.parts[0].text[led.end() :].strip())]
        chapter = Chapter(role, led[1].rstrip(": "), BOLD_LEVEL, block.first)
        return chapter, replace(block, parts=[*rest, *block.parts[1:]], words="")

    def _may_label(self, label: str, rest: str) -> bool:
        """Return whether a label without markup opens a section: a long one, or among work."""
        if len(rest.split()) < SHORTEST_TEXT:
            return False
        if rest.rstrip().endswith(":"):
            return True  # it announces a list
        among = bool(self.open) and self.open[-1].role in WORK
        return among or label.isupper() or len(label.split()) > SHORT_LABEL

    def _from_entry(self, block: Block) -> Chapter | None:
        """Return the chapter of a list entry that is nothing but a section's label."""
        raw = block.parts[0].text
        if raw[0] not in "*_" and raw.rstrip(MARKS)[-1:] != ":":
            return None
        text = plain(raw)
        bold = raw.startswith(("**", "__")) and raw.rstrip(": ").endswith(("**", "__"))
        if not (bold or text.endswith(":")):
            return None
        enclosing = self.open[-1] if self.open else None
        closed = enclosing and enclosing.role not in {None, Role.LESSONS}
        if enclosing and closed and enclosing.level < ENTRY_LEVEL:
            return None
        role = exact_role(text.rstrip(": "))
        if not role:
            return None
        chapter = Chapter(role, text.rstrip(": "), ENTRY_LEVEL + block.indent, block.first)
        for part in block.parts[1:]:
            last = chapter.blocks[-1] if chapter.blocks else None
            if last and part.text[0].islower():
                last.parts.append(part)
            else:
                chapter.blocks.append(Block(LINE, [part], indent=block.indent))
        return chapter

    def _begin(self, chapter: Chapter) -> None:
        if self._is_step(chapter):
            chapter.level += 1
            chapter.raised = True
        while self.open and self.open[-1].level >= chapter.level:
            self.open.pop()
        if REPORT.search(chapter.title) and self.open and self.open[-1].role in WORK:
            self.open.clear()  # a report below "Tasks" is none of the tasks
        if self._ends_timeline(chapter):
            chapter.level = self.open.pop().level
        above = self.open[-1] if self.open else None
        if above:
            chapter.above = f"{above.above} {above.title}".strip()
            own = chapter.role
            resolves = own is Role.RESOLUTION and bool(RESOLVES.search(chapter.title))
            firm = chapter.level <= BOLD_LEVEL
            if above.role is Role.TIMELINE and TIMED.match(chapter.title):
                own = None  # a step, whatever it tells of
            chapter.role = _settled(own, above.role, firm=firm, resolves=resolves)
            if above.role is Role.LESSONS and _is_deeds(chapter.title):
                chapter.role = Role.TASK  # what was done about a lesson, not in the incident
            inner = above.role in WORK and own is not Role.TASK
            if chapter.role in WORK and (inner or status(chapter.title) is not None):
                chapter.group = chapter.title
        self.open.append(chapter)
        self.found.append(chapter)

    def _ends_timeline(self, chapter: Chapter) -> bool:
        """Return whether a heading is too deep: no root cause is part of a timeline."""
        inside = bool(self.open) and self.open[-1].role is Role.TIMELINE
        told = chapter.role is not None and chapter.role not in STEPS
        return inside and told and not TIMED.match(chapter.title)

    def _is_step(self, chapter: Chapter) -> bool:
        """Return whether a heading is level with an empty "Timeline" that it belongs to."""
        level = next((one for one in reversed(self.open) if one.level == chapter.level), None)
        if level is None or level.role is not Role.TIMELINE or level.blocks:
            return False
        direct = self.found[-1] is level or self.found[-1].raised
        return direct and chapter.role in STEPS


def _from_question(block: Block) -> Chapter | None:
    """Return the chapter that a line such as "How will we prevent it?" opens."""
    title = block.shown.rstrip("? ")
    found = phrase_in(title) or ""
    sure = len(found.split()) >= QUESTION
    return Chapter(role_of_title(title), title, LABEL_LEVEL, block.first) if sure else None


def _titled_text(block: Block) -> tuple[Chapter, Block] | None:
    """Split "### Root cause: A disk was full" into its heading and its text."""
    title, colon, text = block.shown.partition(": ")
    role = exact_role(title) if colon and len(text.split()) >= SHORTEST_TEXT else None
    if role is None:
        return None
    told = Block(LINE, [replace(block.parts[0], text=text)])
    return Chapter(role, title, block.level, block.first), told


def _is_deeds(title: str) -> bool:
    may_be = "ction" in title.lower() or not title.isascii()
    return may_be and simplified(title) in {"action taken", "actions taken", "action planned"}


def _settled(own: Role | None, above: Role | None, *, firm: bool, resolves: bool) -> Role | None:
    """Return what a chapter tells, from its own title and that of the chapter around it."""
    if own is None:
        return above if above in INHERITED else None
    if above is Role.TIMELINE and firm and own in STEPS:
        return Role.TIMELINE
    if above in WORK and own in SORTS and firm and not (own is Role.RESOLUTION and resolves):
        return own if above is Role.MEASURE and own is Role.MEASURE else above
    return own
