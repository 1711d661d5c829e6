"""The report in Markdown (CommonMark with tables, as GitHub and GitLab show it)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.reporting.document import (
    Bullets,
    Chart,
    Code,
    Fold,
    Paragraph,
    Table,
    plain,
    words,
)
from tracker.reporting.sections import document_of

if TYPE_CHECKING:
    from tracker.reporting.document import Block, Section
    from tracker.reporting.report import WeeklyReport

SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$!#]")
OPENING = re.compile(r"^([-+=])|^([0-9]{1,9})([.)])")


def as_markdown(report: WeeklyReport) -> str:
    """Return *report* in Markdown; no title or name in it acts as markup."""
    document = document_of(report)
    head = [f"# {escape(document.title)}", escape(document.lead)]
    parts = [part for section in document.sections for part in _section(section)]
    return "\n\n".join([*head, *parts]) + "\n"


def escape(text: str) -> str:
    """Return *text* as Markdown that shows just these characters, also at a line's beginning."""
    return OPENING.sub(_opened, within(text))


def within(text: str) -> str:
    """Return *text* as Markdown that shows just these characters in a table's cell."""
    return SPECIAL.sub(r"\\\g<0>", plain(text)).replace(r"\|", "&#124;")


def _opened(found: re.Match[str]) -> str:
    sign, number, point = found.groups()
    return f"\\{sign}" if sign else f"{number}\\{point}"


def _section(section: Section) -> list[str]:
    return [f"## {escape(section.title)}", *map(_block, section.blocks)]


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return escape(text)
        case Code(text):
            return f"    {plain(text)}"
        case Bullets(lines):
            return "\n".join(f"- {escape(line)}" for line in lines)
        case Table():
            return _table(block)
        case Chart(_, _, told, figures, alone):
            return f"{escape(told)}\n\n{_table(figures)}" if alone else escape(told)
        case Fold(summary, body):
            return f"**{escape(summary)}**\n\n{_block(body)}"


def _table(table: Table) -> str:
    rule = ["---:" if right else "---" for right in table.numeric]
    rows = [[within(words(cell)) for cell in row] for row in table.rows]
    return "\n".join(_row(row) for row in [[within(name) for name in table.head], rule, *rows])


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
