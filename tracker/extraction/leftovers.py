"""Why a block that stands among work is no item: asked of the rules that left it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.items import Section
from tracker.extraction import lists, prose, tables
from tracker.extraction.blocks import Block, Shape
from tracker.extraction.drafts import LONGEST
from tracker.extraction.headed import headed_work
from tracker.extraction.notes import fields_of
from tracker.extraction.paragraphs import is_prose, until_closing
from tracker.extraction.phrasebook import Role
from tracker.extraction.reasons import Reason, Taken, quoted
from tracker.extraction.runs import (
    LISTED,
    Run,
    runs_of,
)
from tracker.extraction.sentences import sentences
from tracker.extraction.tails import cut_tail
from tracker.extraction.templates import is_slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.extraction.lists import Node
    from tracker.extraction.outline import Chapter

SORTED = Reason(Taken.INTRO, "it introduces the subheadings that sort the work")
ANNOUNCED = Reason(Taken.INTRO, "it announces the list below it")
CHECKLIST = Reason(Taken.REPORT, "a checklist about the report, not the team's work")
BESIDE_TABLE = Reason(Taken.TEXT, "it stands beside a table, whose rows are the work")
BESIDE_LIST = Reason(Taken.TEXT, "it stands beside a list, whose entries are the work")
LOGGED = Reason(Taken.CODE, "code is no work")
NO_ACTION = Reason(Taken.NOTHING, "its row names no action")
UNFILLED = Reason(Taken.SLOT, "nobody filled it in")
UNDER_WAY = Reason(Taken.DETAIL, "it says how the work above it stands")
Told = tuple[Block, Reason]


def leftovers(chapter: Chapter, *, grouped: bool, drawn: frozenset[int]) -> Iterator[Told]:
    """Yield the blocks of a chapter of work that are no items, each with its reason.

    *drawn* are the lines where a piece of work starts.
    """
    if grouped and not any(block.shape in LISTED for block in chapter.blocks):
        yield from ((block, SORTED) for block in chapter.blocks)
        return
    section = Section.TASK if chapter.role is Role.TASK else Section.MEASURE
    if headed_work(chapter, section):
        detail = Reason(Taken.DETAIL, "its subheading is the work", of=chapter.line)
        yield from ((block, detail) for block in chapter.blocks)
        return
    runs = runs_of(chapter, section)
    held = {id(block) for run in runs for block in run.blocks}
    yield from ((block, ANNOUNCED) for block in chapter.blocks if id(block) not in held)
    for run in runs:
        yield from (row for row in _of_run(run, drawn) if row[0].first not in drawn)


def _of_run(run: Run, drawn: frozenset[int]) -> Iterator[Told]:
    """Yield what a run of blocks left out, by the rule that read it."""
    shapes = {block.shape for block in run.blocks}
    if run.is_about_report():
        yield from ((block, CHECKLIST) for block in run.blocks)
    elif Shape.ROW in shapes:
        yield from ((block, _of_row(block)) for block in run.blocks)
    elif Shape.ENTRY in shapes:
        yield from _of_entries(run, drawn)
    else:
        yield from _of_lines(run, drawn)


def _of_row(block: Block) -> Reason:
    if block.shape is not Shape.ROW:
        return _nothing(block) or BESIDE_TABLE
    text = tables.row_fields(block).get("action", "")
    return (_unfilled(text) if text else None) or NO_ACTION


def _of_entries(run: Run, drawn: frozenset[int]) -> Iterator[Told]:
    told = {id(block): reason for block, reason in _of_trees(run, drawn)}
    for block in run.blocks:
        yield block, told.get(id(block)) or _beside_list(block)


def _of_trees(run: Run, drawn: frozenset[int]) -> Iterator[Told]:
    parent = run.parent()
    above = parent.first if parent and parent.first in drawn else None
    waiting = [(root, above, True) for root in lists.trees(run.blocks)]
    while waiting:
        node, of, asked = waiting.pop()
        yield node.block, _of_node(node, of, asked=asked)
        groups = asked and lists.is_group(node)
        of = node.block.first if node.block.first in drawn else of
        detail = Reason(Taken.DETAIL, "it stands below the work that it details", of=of)
        yield from ((note, detail) for note in node.notes)
        waiting += [(child, of, groups) for child in node.children]


def _of_node(node: Node, of: int | None, *, asked: bool) -> Reason:
    """Return why an entry is no item; one in the list itself was *asked* to be one."""
    block = node.block
    if nothing := _nothing(block):
        return nothing
    if asked and lists.is_group(node):
        return Reason(Taken.GROUP, "it only titles the entries nested in it")
    if of is None:
        return BESIDE_LIST
    if fields_of(block.text):
        return Reason(Taken.DETAIL, "a field", of=of)
    deep = "nested, and no order of some length by itself"
    why = "nested in what is only a detail, or in a list of them"
    return Reason(Taken.DETAIL, why if lists.is_separate(node) else deep, of=of)


def _beside_list(block: Block) -> Reason:
    if block.shape is Shape.CODE:
        return LOGGED
    if nothing := _nothing(block):
        return nothing
    if prose.is_closing(block.plain):
        return _closing(block)
    return prose.ANNOUNCING if prose.is_intro(block.plain) else BESIDE_LIST


def _of_lines(run: Run, drawn: frozenset[int]) -> Iterator[Told]:
    lines = [block for block in run.blocks if block.shape is Shape.LINE]
    told = until_closing(lines)
    after = {id(block) for block in lines[len(told) :]}
    several = len(told) > 1
    kept = [b for b in told if not prose.is_intro(b.plain)] if several else told
    running = is_prose(kept) and run.section is Section.MEASURE
    above: int | None = None
    for block in run.blocks:
        above = block.first if block.first in drawn else above
        if block.shape is not Shape.LINE:
            yield block, LOGGED
        elif id(block) in after:
            yield block, _closing(block)
        elif several and prose.is_intro(block.plain):
            yield block, prose.ANNOUNCING
        else:
            yield block, _of_line(block, above, running=running)


def _closing(block: Block) -> Reason:
    found = prose.CLOSING.match(block.plain)
    how = f"it starts with {quoted(found[0])}" if found else "it follows the last of the work"
    return Reason(Taken.CLOSING, how)


def _of_line(block: Block, above: int | None, *, running: bool) -> Reason:
    if nothing := _nothing(block):
        return nothing
    if running:
        return _of_sentences(block.plain)
    if above is not None and fields_of(block.text):
        return Reason(Taken.DETAIL, "a field", of=above)
    if above is not None and prose.is_status(block.plain):
        return Reason(UNDER_WAY.taken, UNDER_WAY.why, of=above)
    return prose.no_work(block.plain) or _of_sentences(block.plain)


def _of_sentences(text: str) -> Reason:
    """Return why no sentence of a paragraph is a promise, by its first one."""
    first = next(iter(sentences(text)), "")
    if found := prose.CLOSING.match(first):
        return Reason(Taken.CLOSING, f"it starts with {quoted(found[0])}")
    if found := prose.REGRET.search(first):
        return Reason(Taken.REGRET, f"{quoted(found[0])} says what was missed, or is only wished")
    return prose.no_work(first) or Reason(
        Taken.TEXT, "running text without an order, a promise or a deed for prevention"
    )


def _nothing(block: Block) -> Reason | None:
    return _unfilled(block.text) or _unfilled(cut_tail(block.text[:LONGEST]).text)


def _unfilled(text: str) -> Reason | None:
    """Return why a text among work says nothing, or None."""
    if is_slot(text.strip(" *_()-\u2013\u2014")):
        return UNFILLED
    if prose.is_nothing(text):
        return Reason(Taken.NOTHING, "it says that there is no work, or is not filled in")
    fields = fields_of(text)
    if fields and all(prose.is_nothing(value) for _, value in fields):
        return Reason(Taken.NOTHING, "a field that nobody filled in")
    return None
