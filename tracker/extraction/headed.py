"""Work that a subheading names itself: by an order, or with its owner noted below it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.extraction.blocks import ENTRY, LINE, ROW, Block
from tracker.extraction.drafts import Draft
from tracker.extraction.leads import unnamed, unnumbered
from tracker.extraction.notes import fields_of
from tracker.extraction.verbs import is_imperative
from tracker.extraction.vocabulary import role_of_title

if TYPE_CHECKING:
    from tracker.domain.items import Section
    from tracker.extraction.outline import Chapter

FEW = 2  # words of a subheading that only names a component
NOTED = frozenset({ENTRY, LINE})


def headed_work(chapter: Chapter, section: Section) -> Draft | None:
    """Return the work that the subheading of *chapter* is itself, or None."""
    return _noted(chapter, section) or _titled(chapter, section)


def _noted(chapter: Chapter, section: Section) -> Draft | None:
    """Return the work that a subheading names where its owner or deadline is noted below it."""
    noted: dict[str, str] = {}
    rest: list[Block] = []
    last = chapter.line
    for block in chapter.blocks if chapter.group else ():
        said = fields_of(block.text) if block.shape in NOTED else []
        if any(column in noted for column, _ in said):
            return None  # each note is of another entry
        if not said and block.shape is not LINE:
            return None
        noted.update(said)
        last = block.last if said or not rest else last
        rest += [] if said else [block]
    if not chapter.group or not noted:
        return None
    title = unnumbered(chapter.group)
    raw = f"**{title}:** {unnamed(rest[0].text)}" if rest else title
    notes = [block.text for block in rest[1:]]
    return Draft(section, raw, chapter.line, last, fields=noted, notes=notes)


def unnoted(block: Block) -> tuple[Block, dict[str, str]]:
    """Return an entry without the fields it starts with, and these: "- Owner: @dana"."""
    if len(block.parts) == 1 or not fields_of(block.parts[0].text):
        return block, {}
    kept = [part for part in block.parts if not fields_of(part.text)]
    if not kept:
        return block, {}
    noted = [field for part in block.parts for field in fields_of(part.text)]
    return replace(block, parts=kept, words=""), dict(reversed(noted))


def _titled(chapter: Chapter, section: Section) -> Draft | None:
    """Return the work that a subheading such as "Improve the alerts" names itself."""
    title = chapter.group or ""
    lines = [block for block in chapter.blocks if block.shape is LINE]
    if len(title.split()) <= FEW or not is_imperative(title) or not lines or role_of_title(title):
        return None
    if any(block.shape is ROW for block in chapter.blocks):
        return None
    listed = [part for block in lines for part in block.parts]
    if len(listed) > 1 and all(is_imperative(part.text) for part in listed):
        return None  # it titles a list without bullets
    notes = [block.text for block in chapter.blocks if block is not lines[0]]
    raw = f"**{title}:** {lines[0].text}"
    return Draft(section, raw, chapter.line, lines[0].last, notes=notes)
