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


def rows_of(table: Node) -> tuple[list[Row], list[Node]]:
    """Return the rows of *table*, without those of tables within it, and what is in no cell."""
    found: list[Row] = []
    loose: list[Node] = []
    waiting = list(reversed(table.children))
    while waiting:
        node = waiting.pop()
        if node.name == "tr":
            cells = [cell for cell in node.children if cell.name in {"td", "th"}]
            if cells:
                found.append(Row(node, cells))
            loose += [one for one in node.children if one.name not in {"td", "th"}]
        elif node.name in {"thead", "tbody", "tfoot"}:
            waiting.extend(reversed(node.children))
        elif node.name not in {"colgroup", "col"}:
            loose.append(node)
    return found, loose
