"""A page's table as rows of cells, those that span several repeated where that helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.formats.grids import Cell, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.formats.html.tree import Node


@dataclass(slots=True)
class Row:
    """A table's row: its cells as elements, and where it stands."""

    node: Node
    cells: list[Node]

    def is_header(self) -> bool:
        """Return whether all of its cells head their columns."""
        return all(cell.name == "th" for cell in self.cells)

    def laid(self, words: Callable[[Node], str]) -> list[Cell]:
        """Return its cells' words, and what they span."""
        heads = self.is_header()
        return [
            Cell(words(cell), number(cell.get("rowspan")), number(cell.get("colspan")), heads)
            for cell in self.cells
        ]

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
