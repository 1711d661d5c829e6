"""A report as the plain text of a mail: what mail programs without pictures and looks show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reporting.document import Bullets, Chart, Code, Fold, Paragraph, Table, plain, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.reporting.document import Block, Document
    from tracker.reporting.headlines import Headlines

ROWS = 15  # of a table or a list
LONGEST = 600  # letters of a paragraph or a line of a list
NAME = 60  # letters of a row's name


def mail_text(document: Document, headlines: Headlines, address: str | None) -> str:
    """Return the headlines, where the whole report is, and its sections without the details."""
    parts = [plain(document.title), plain(document.lead), "\n".join(headlines.lines)]
    if address:
        parts.append(f"The whole report: {address}")
    for section in document.sections:
        title = plain(section.title)
        told = "\n\n".join(filter(None, map(_block, section.blocks)))
        parts.append(f"{title}\n{'-' * len(title)}\n{told}")
    return "\n\n".join(parts) + "\n"


def brief(text: str) -> str:
    """Return a text on one line; one that runs on, as a list of all incidents does, is cut."""
    line = plain(text)
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST].rpartition(' ')[0] or line[:LONGEST]} \N{HORIZONTAL ELLIPSIS}"


def _block(block: Block) -> str:
    match block:
        case Paragraph(text) | Code(text):
            return brief(text)
        case Bullets(lines):
            return "\n".join(_shortened([f"* {brief(line)}" for line in lines]))
        case Table():
            return _table(block)
        case Chart():
            return plain(block.told)
        case Fold():
            return ""


def _table(table: Table) -> str:
    """Return a row a line, its values set under each other."""
    rows = [[plain(words(cell)) for cell in row] for row in table.rows]
    names = [row[0][:NAME] for row in rows]
    widest = max(map(len, [table.head[0], *names]))
    widths = [
        max(map(len, [head, *(row[place] for row in rows)]))
        for place, head in enumerate(table.head[1:], 1)
    ]
    told = [_line(table.head[0], table.head[1:], widest, widths)]
    told += [_line(name, row[1:], widest, widths) for name, row in zip(names, rows, strict=True)]
    return "\n".join([told[0], *_shortened(told[1:])])


def _line(name: str, values: Sequence[str], widest: int, widths: Sequence[int]) -> str:
    told = "  ".join(value.rjust(width) for value, width in zip(values, widths, strict=True))
    return f"{name:<{widest}}  {told}".rstrip()


def _shortened(lines: list[str]) -> Iterator[str]:
    yield from lines[:ROWS]
    if len(lines) > ROWS:
        yield f"and {len(lines) - ROWS} more"
