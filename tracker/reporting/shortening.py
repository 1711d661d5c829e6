"""A report without the ends of its long lists, for those who read it on a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.reporting.document import Bullets, Fold, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.reporting.document import Block, Document

MOST = 100  # rows of a table, lines of a list
NAMES = 500  # in a list of names alone


def shortened(document: Document) -> Document:
    """Return the report with the first MOST of each list, and how many more there are.

    One whose lists are short is the same as before.
    """
    sections = (
        replace(section, blocks=tuple(part for block in section.blocks for part in _parts(block)))
        for section in document.sections
    )
    return replace(document, sections=tuple(sections))


def _parts(block: Block) -> Iterator[Block]:
    match block:
        case Table(_, rows) if len(rows) > MOST:
            yield replace(block, rows=rows[:MOST])
            yield Paragraph(f"And {_more(len(rows), MOST)}.")
        case Fold(summary, Table(_, rows) as table) if len(rows) > MOST:
            first = f"{summary}: the first {MOST} of {len(rows)}"
            yield Fold(first, replace(table, rows=rows[:MOST]))
        case Fold(_, Bullets() as lines):
            yield replace(block, body=_fewer(lines))
        case Fold(_, Paragraph(text)):
            yield replace(block, body=_fewer_names(text))
        case Bullets():
            yield _fewer(block)
        case _:
            yield block


def _fewer(told: Bullets) -> Bullets:
    if len(told.lines) <= MOST:
        return told
    entries = (*told.entries[:MOST], None) if told.entries else ()
    return Bullets((*told.lines[:MOST], f"and {_more(len(told.lines), MOST)}"), entries)


def _fewer_names(text: str) -> Paragraph:
    names = text.split(", ")
    if len(names) <= NAMES:
        return Paragraph(text)
    return Paragraph(f"{', '.join(names[:NAMES])} and {_more(len(names), NAMES)}")


def _more(count: int, shown: int) -> str:
    return f"{count - shown} more"
