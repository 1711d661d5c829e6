"""Blocks gathered into chapters: what each part of a document is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.extraction.blocks import BOLD_LEVEL, Block, Document, Shape
from tracker.extraction.markup import plain, undecorated
from tracker.extraction.vocabulary import Role, exact_role, role_of_label, role_of_title

LABEL_LEVEL = 8  # of "Tasks:" on a line of plain text
ENTRY_LEVEL = 10  # of "- **Tasks**:" in a list
LONGEST_LABEL = 8  # words of a label without a colon
LONGEST_COLON_LABEL = 14  # words of a label with one

WORK = frozenset({Role.MEASURE, Role.TASK})
# a subheading without a meaning of its own takes that of the heading above it
INHERITED = frozenset(set(Role) - {Role.SUMMARY, Role.CONCLUSION})
# subheadings that only sort the work above them, such as Detection or Mitigation
SORTS = frozenset(set(Role) - {Role.TASK, Role.LESSONS, Role.CONCLUSION, Role.TIMELINE})


@dataclass(slots=True)
class Chapter:
    """A heading and the blocks below it, up to the next heading of any level."""

    role: Role | None
    title: str = ""
    level: int = 0
    line: int = 0
    above: str = ""  # the titles above it, joined
    group: str | None = None  # a subheading that sorts the work
    blocks: list[Block] = field(default_factory=list)


def outline(document: Document) -> list[Chapter]:
    """Return the chapters of *document* in order; the first has no heading."""
    return _Outliner(document).chapters()


class _Outliner:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.open: list[Chapter] = []  # the headings that enclose the current line
        self.found = [Chapter(role=None)]
        self.first = True

    def chapters(self) -> list[Chapter]:
        for block in self.document.blocks:
            heading = self._heading(block)
            if heading:
                self._begin(heading)
            else:
                self.found[-1].blocks.append(block)
            self.first = False
        return self.found

    def _heading(self, block: Block) -> Chapter | None:
        """Return the chapter that *block* opens, or None."""
        if block.shape is Shape.HEADING:
            return self._from_heading(block)
        if block.shape is Shape.LINE:
            return self._from_line(block)
        if block.shape is Shape.ENTRY:
            return self._from_entry(block)
        return None

    def _from_heading(self, block: Block) -> Chapter | None:
        title = undecorated(plain(block.text))
        # the document's own title names things that sections are called after
        role = role_of_label(title) if self.first else role_of_title(title.rstrip(": "))
        return Chapter(role, title.rstrip(": "), self._level(block, title), block.first)

    def _level(self, block: Block, title: str) -> int:
        """Return a heading's level; a bold "Database:" below bold "Measures" is one deeper."""
        above = self.open[-1] if self.open else None
        inner = (
            block.level == BOLD_LEVEL
            and above is not None
            and above.level == BOLD_LEVEL
            and above.role in WORK
            and not self.found[-1].blocks
            and role_of_title(title) is None
        )
        return block.level + 1 if inner else block.level

    def _from_line(self, block: Block) -> Chapter | None:
        text = undecorated(plain(block.text))
        title = text.rstrip(": ")
        most = LONGEST_COLON_LABEL if text.endswith(":") else LONGEST_LABEL
        if len(block.parts) > 1 or not title or len(text.split()) > most or text[-1] in ".!?;,":
            return None
        role = role_of_label(title)
        return Chapter(role, title, LABEL_LEVEL, block.first) if role else None

    def _from_entry(self, block: Block) -> Chapter | None:
        """Return the chapter of a list entry that is nothing but a section's label."""
        text = plain(block.text)
        bold = block.text.startswith(("**", "__")) and block.text.rstrip(": ").endswith(
            ("**", "__")
        )
        if len(block.parts) > 1 or not (bold or text.endswith(":")):
            return None
        enclosing = self.open[-1] if self.open else None
        if enclosing and enclosing.role and enclosing.level < ENTRY_LEVEL:
            return None
        role = exact_role(text.rstrip(": "))
        return (
            Chapter(role, text.rstrip(": "), ENTRY_LEVEL + block.indent, block.first)
            if role
            else None
        )

    def _begin(self, chapter: Chapter) -> None:
        while self.open and self.open[-1].level >= chapter.level:
            self.open.pop()
        above = self.open[-1] if self.open else None
        if above:
            chapter.above = f"{above.above} {above.title}".strip()
            own = chapter.role
            chapter.role = _settled(own, above.role, firm=chapter.level <= BOLD_LEVEL)
            if chapter.role in WORK and above.role in WORK and own is not Role.TASK:
                chapter.group = chapter.title
        self.open.append(chapter)
        self.found.append(chapter)


def _settled(own: Role | None, above: Role | None, *, firm: bool) -> Role | None:
    """Return what a chapter tells, from its own title and that of the chapter around it."""
    if own is None:
        return above if above in INHERITED else None
    if above is Role.TIMELINE and firm and own not in {Role.MEASURE, Role.TASK, Role.LESSONS}:
        return Role.TIMELINE
    if above in WORK and own in SORTS and firm:
        return own if above is Role.MEASURE and own is Role.MEASURE else above
    return own
