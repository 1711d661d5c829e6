"""Chapters of work read into drafts: one for every entry, row, line or sentence that is work."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from tracker.domain.items import Section
from tracker.extraction import lists, prose
from tracker.extraction.blocks import ENTRY, LINE, ROW, Block
from tracker.extraction.drafts import Draft, row_drafts, section_of
from tracker.extraction.headed import headed_work, unnoted
from tracker.extraction.kinds import GROUPS
from tracker.extraction.leads import split_lead, unnamed, unnumbered
from tracker.extraction.markup import plain
from tracker.extraction.notes import fields_of, notes_of
from tracker.extraction.paragraphs import announced, is_prose, until_closing
from tracker.extraction.phrasebook import Role
from tracker.extraction.phrases import spoken
from tracker.extraction.sentences import sentences
from tracker.extraction.statuses import status
from tracker.extraction.verbs import is_imperative, tells_done
from tracker.extraction.vocabulary import exact_role, simplified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.extraction.outline import Chapter

TASK_INTRO = re.compile(
    r"\b(?:tasks?|action items?|to-?dos?|to-do list|next steps|follow-?ups?)\b", re.IGNORECASE
)
CARRIED_OUT = spoken(
    """
    implement\\w*; taken; made; added; put; complet\\w*; done; introduced; deployed; applied
    performed; executed; carried; adopted; established; rolled out
    """
)
PARTED = re.compile(r"\s[-\u2013\u2014]\s|:\s")
LONGEST_TITLE = 6  # words of an entry that only titles what stands below it
LISTED = frozenset({ENTRY, ROW})


def drafts(chapter: Chapter, *, grouped: bool = False) -> list[Draft]:
    """Return the work that a chapter lists; *grouped* below its own subheadings.

    Then its paragraphs only introduce them.
    """
    if grouped and not any(block.shape in LISTED for block in chapter.blocks):
        ordered = [block for block in chapter.blocks if is_imperative(block.plain)]
        chapter = replace(chapter, blocks=[b for b in ordered if not prose.is_intro(b.plain)])
    section = Section.TASK if chapter.role is Role.TASK else Section.MEASURE
    if titled := headed_work(chapter, section):
        return [titled]
    return [draft for run in runs_of(chapter, section) for draft in run.read()]


@dataclass(slots=True)
class Run:
    """Blocks of a chapter that stand below one introduction."""

    section: Section
    group: str | None
    blocks: list[Block] = field(default_factory=list)

    def read(self) -> Iterator[Draft]:
        """Yield the work that these blocks state."""
        if self.is_about_report():
            return
        self.blocks = _joined(self.blocks)
        said = status(self.group) if self.group else None
        shapes = {block.shape for block in self.blocks}
        if ROW in shapes and ENTRY in shapes:
            beside = [one for one in self._entries() if _is_beside(one)]
            found = iter(sorted([*beside, *self._rows()], key=lambda one: one.first))
        elif ROW in shapes:
            found = self._rows()
        elif ENTRY in shapes:
            found = self._entries()
        else:
            found = self._lines()
        told = self._tells_done()
        for draft in found:
            draft.said_done = said if draft.said_done is None else draft.said_done
            draft.told_done = told and not is_imperative(plain(draft.raw))
            fields = fields_of(draft.raw)
            blank = bool(fields) and all(prose.is_nothing(value) for _, value in fields)
            if not blank and not prose.is_nothing(draft.tail.text):
                yield draft

    def is_about_report(self) -> bool:
        """Return whether this is the report's own checklist, not the team's."""
        listed = [b for b in self.blocks if b.shape is ENTRY]
        about = sum(1 for block in listed if prose.is_about_report(block.plain))
        return about > 1 and about * 2 >= len(listed)

    def _rows(self) -> Iterator[Draft]:
        rows = [block for block in self.blocks if block.shape is ROW]
        yield from (draft for row in rows for draft in row_drafts(row, self.section, self.group))

    def _tells_done(self) -> bool:
        """Return whether the introduction says that all of it is done."""
        first = self.blocks[0].plain if self.blocks else ""
        return first.endswith(":") and bool(CARRIED_OUT.search(first)) and tells_done(first)

    def parent(self) -> Block | None:
        """Return the paragraph that is work itself, though a list details it."""
        at = next((i for i, b in enumerate(self.blocks) if b.shape is ENTRY), 0)
        block = self.blocks[at - 1] if at else None
        if block is None or block.shape is not LINE:
            return None
        told = sentences(split_lead(block.text).text)
        if len(told) != 1 or not told[0].endswith(":") or prose.ANNOUNCES.search(told[0]):
            return None
        return block if is_imperative(told[0]) or tells_done(told[0]) else None

    def _entries(self) -> Iterator[Draft]:
        roots = lists.trees(self.blocks)
        if parent := self.parent():
            yield self._draft(parent)
            separate = [root for root in roots if lists.is_separate(root)]
            roots = roots if len(separate) * 2 > len(roots) else separate
        for leaf in lists.work(roots, self.group):
            block = leaf.node.block
            if led_on := lists.completed(leaf.node):
                named = f"**{block.plain.rstrip(': ')}:** {led_on.text}"
                yield Draft(self.section, named, block.first, led_on.last, leaf.group)
                continue
            if prose.is_existing(block.plain):
                continue
            inner = [child.block for child in leaf.node.children] + leaf.node.notes
            titled = section_of(leaf.group) if leaf.group != self.group else None
            section = titled or self.section
            told, noted = unnoted(block)
            raw = unnumbered(_led_by_line(told))
            raw = unnamed(raw) if noted else raw
            if (led := split_lead(raw)).lead and (own := section_of(led.lead)):
                section, raw = own, led.text  # "Improvements: we have added ..."
                if _lists_lines(block):
                    yield from (
                        Draft(own, part.text, part.number, part.number, leaf.group)
                        for part in block.parts[1:]
                    )
                    continue
                if len(several := _orders(raw)) > 1:
                    yield from (
                        Draft(own, one, block.first, block.last, leaf.group) for one in several
                    )
                    continue
            draft = Draft(section, raw, block.first, block.last, leaf.group, block.ticked)
            draft.fields.update(noted)
            draft.notes = [note.text for note in inner if not _absorbed(draft, note)]
            yield draft

    def _lines(self) -> Iterator[Draft]:
        told = until_closing([b for b in self.blocks if b.shape is LINE])
        told = announced(told)
        told = [b for b in told if not prose.is_intro(b.plain)] if len(told) > 1 else told
        if is_prose(told) and self.section is Section.MEASURE:
            for block in told:
                yield from self._sentences(block)
            return
        if len(told) == 1 and (orders := _orders(told[0].text)):
            yield from (self._draft(replace(told[0], words=order)) for order in orders)
            return
        last: Draft | None = None
        for block in told:
            text = block.plain
            clauses = prose.clauses(text)
            if last and _absorbed(last, block):
                continue
            if last and prose.is_status(text):
                last.said_done = False
            elif clauses:
                for clause in clauses:
                    yield Draft(self.section, clause, block.first, block.last, self.group)
            elif not prose.is_no_work(text):
                last = self._draft(block)
                yield last

    def _draft(self, block: Block) -> Draft:
        raw = unnamed(unnumbered(block.text))
        return Draft(self.section, raw, block.first, block.last, self.group)

    def _sentences(self, block: Block) -> Iterator[Draft]:
        for sentence in prose.promises(block.plain):
            for clause in prose.clauses(sentence) or [sentence]:
                yield Draft(self.section, clause, block.first, block.last, self.group, prose=True)


def _absorbed(draft: Draft, note: Block) -> bool:
    """Take "Owner: Bob" below an item as its field, and return whether it was one."""
    said = (notes_of(note.text) or fields_of(note.text)) if fields_of(note.text) else []
    if not said or any(column in draft.fields for column, _ in said):
        return False
    draft.fields.update(said)
    return True


def _joined(blocks: list[Block]) -> list[Block]:
    """Give "1. Add monitoring:" the bare lines right below it, which are its text, or more work."""
    found: list[Block] = []
    titled: Block | None = None
    for block in blocks:
        bare = block.shape is LINE
        unfilled = titled and found[-1] is titled and len(titled.parts) == 1
        if titled and bare and unfilled and is_imperative(block.plain):
            parts = [*titled.parts, *block.parts]
            found[-1] = titled = replace(titled, parts=parts, words="")
            titled.words = titled.text
        elif titled and bare and is_imperative(block.plain):
            found.append(replace(block, shape=ENTRY, indent=titled.indent))
        else:
            found.append(block)
            titled = block if _is_title(block) else None
    return found


def _is_title(block: Block) -> bool:
    """Return whether an entry is a short title with a colon: "Patch the image:"."""
    text = block.plain
    return block.shape is ENTRY and text.endswith(":") and len(text.split()) <= LONGEST_TITLE


def _lists_lines(block: Block) -> bool:
    """Return whether the lines below an entry's label are work each, not its running text."""
    below = block.parts[1:]
    return len(below) > 1 and all(part.text[:1].isupper() for part in below)


def _led_by_line(block: Block) -> str:
    """Return an entry's words, with a colon after a first line that is all bold."""
    first, *rest = [part.text for part in block.parts]
    bold = first.startswith("**") and first.endswith("**") and first.count("**") == len("**")
    return f"{first}: {' '.join(rest)}" if bold and rest else block.text


def runs_of(chapter: Chapter, section: Section) -> list[Run]:
    """Split a chapter where an introduction announces another sort of list."""
    runs = [Run(section, chapter.group)]
    for block, below in zip_longest(chapter.blocks, chapter.blocks[1:]):
        text = block.plain if block.shape is LINE else ""
        if text.endswith(":") and section is Section.MEASURE and TASK_INTRO.search(text):
            runs.append(Run(Section.TASK, chapter.group))
        elif text.endswith(":") and len(text.split()) <= lists.SHORT + 1 and runs[-1].blocks:
            runs.append(Run(runs[-1].section, text.rstrip(": ")))
        elif block.shape is ENTRY and (own := _titles_rest(block, below)):
            runs.append(Run(own, chapter.group))
        elif block.shape is ENTRY and (own := _titles_lines(block, below)):
            listed = [Block(LINE, [part], indent=block.indent) for part in block.parts[1:]]
            runs.append(Run(own, chapter.group, listed))
        else:
            runs[-1].blocks.append(block)
    return runs


def _is_beside(draft: Draft) -> bool:
    """Return whether an entry beside a table is work too, not its legend: "P0 - Critical"."""
    text = plain(draft.raw)
    if simplified(PARTED.split(text, maxsplit=1)[0]) in GROUPS:
        return False
    return is_imperative(split_lead(draft.raw).text) or bool(draft.tail.owner)


def _titles_rest(block: Block, below: Block | None) -> Section | None:
    """Return the section of the entries that follow "- Tasks:" at its own level."""
    if below is None or below.shape is not ENTRY:
        return None
    text = block.plain
    if not (text.endswith(":") or (not below.gap and _names_section(text))):
        return None
    return section_of(text.rstrip(": ")) if lists.ends(block, below) else None


def _names_section(text: str) -> bool:
    """Return whether an entry without a colon is a section's name of more than one word."""
    return 1 < len(text.split()) <= LONGEST_TITLE and exact_role(text) is Role.TASK


def _titles_lines(block: Block, below: Block | None) -> Section | None:
    """Return the section of the bare lines that follow "* Tasks:", the first on its own line."""
    if below is None or below.shape is not LINE or len(block.parts) == 1:
        return None
    label = plain(block.parts[0].text)
    return section_of(label.rstrip(": ")) if label.endswith(":") else None


def _orders(text: str) -> list[str]:
    """Return the sentences of a paragraph that is nothing but orders."""
    found = sentences(text)
    return found if len(found) > 1 and all(is_imperative(one) for one in found) else []
