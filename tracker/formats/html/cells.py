"""A page's table as rows of cells, those that span several repeated where that helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.formats.html.tree import Node

WIDEST_SPAN = 20  # columns
LONGEST_SPAN = 20  # rows
LONGEST = 200  # letters of a cell that is repeated
MOST = 1_000_000  # letters repeated on one page


@dataclass(slots=True)
class Row:
    """A table's row: its cells as elements, and where it stands."""

    node: Node
    cells: list[Node]

    def is_header(self) -> bool:
        """Return whether all of its cells head their columns."""
        return all(cell.name == "th" for cell in self.cells)

    def is_labels(self) -> bool:
        """Return whether heads and values take turns: "Severity | SEV1 | Start | 10:00"."""
        names = [cell.name for cell in self.cells]
        half = len(names) // 2
        return half > 0 and names == ["th", "td"] * half


def rows_of(table: Node) -> list[Row]:
    """Return the rows of *table*, without those of tables within it."""
    found: list[Row] = []
    waiting = list(reversed(table.children))
    while waiting:
        node = waiting.pop()
        if node.name == "tr":
            cells = [cell for cell in node.children if cell.name in {"td", "th"}]
            if cells:
                found.append(Row(node, cells))
        elif node.name not in {"table", "caption", ""}:
            waiting.extend(reversed(node.children))
    return found


class Spans:
    """Lays cells out in columns; what spans rows is said again in each, within bounds."""

    def __init__(self) -> None:
        self.left = MOST

    def lay(self, rows: list[Row], words: Callable[[Node], str]) -> list[list[str]]:
        """Return each row's texts, column by column."""
        laid: list[list[str]] = []
        kept: dict[int, tuple[str, int]] = {}
        for row in rows:
            line: list[str] = []
            for cell in row.cells:
                self._again(kept, line)
                text = words(cell)
                down = min(_number(cell, "rowspan"), LONGEST_SPAN)
                if down > 1:
                    kept[len(line)] = (text if len(text) <= LONGEST else "", down - 1)
                line.append(text)
                wide = min(_number(cell, "colspan"), WIDEST_SPAN) - 1
                line.extend([text if row.is_header() and len(text) <= LONGEST else ""] * wide)
            self._again(kept, line)
            laid.append(line)
        return laid

    def _again(self, kept: dict[int, tuple[str, int]], line: list[str]) -> None:
        while len(line) in kept:
            at = len(line)
            text, left = kept.pop(at)
            self.left -= len(text)
            line.append(text if self.left > 0 else "")
            if left > 1:
                kept[at] = (text, left - 1)


def _number(cell: Node, key: str) -> int:
    said = cell.get(key).strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < LONGEST_SPAN else 1
