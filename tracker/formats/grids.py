"""Tables of any notation written as Markdown: a header, a rule, a row a line."""

from __future__ import annotations

from typing import NamedTuple

WIDEST = 60  # columns; the cells beyond share the last one
WIDEST_SPAN = 20  # columns
LONGEST_SPAN = 20  # rows
LONGEST = 200  # letters of a cell that is repeated
MOST = 1_000_000  # letters repeated in one document
Rows = list[tuple[int, str]]


class Cell(NamedTuple):
    """A table's cell, and how many rows and columns it covers."""

    text: str
    down: int = 1
    wide: int = 1
    heads: bool = False


class Spans:
    """Lays cells out in columns; what spans rows is said again in each, within bounds."""

    def __init__(self) -> None:
        self.left = MOST

    def lay(self, rows: list[list[Cell]]) -> list[list[str]]:
        """Return each row's texts, column by column."""
        laid: list[list[str]] = []
        kept: dict[int, tuple[str, int]] = {}
        for cells in rows:
            line: list[str] = []
            for text, down, wide, heads in cells:
                self._again(kept, line)
                if down > 1:
                    again = text if len(text) <= LONGEST else ""
                    kept[len(line)] = (again, min(down, LONGEST_SPAN) - 1)
                line.append(text)
                more = text if heads and len(text) <= LONGEST else ""
                line.extend([more] * (min(wide, WIDEST_SPAN) - 1))
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


def number(said: str) -> int:
    """Return how many rows or columns a cell is said to cover."""
    said = said.strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < LONGEST_SPAN else 1


def as_table(rows: list[tuple[int, list[str]]]) -> Rows:
    """Return *rows* of cells, the first the header, as a table with a blank line below.

    Each row keeps its number; a line break within a cell becomes a <br>.
    """
    told = [(number, [_flat(cell) for cell in _narrowed(cells)]) for number, cells in rows]
    told = [(number, cells) for number, cells in told if any(cells)]
    if not told:
        return []
    first, header = told[0]
    width = max(len(header), 1)
    written: Rows = [(first, _line(header)), (first, "|" + "---|" * width)]
    written += [(number, _line(cells)) for number, cells in told[1:]]
    return [*written, (told[-1][0], "")]


def _narrowed(cells: list[str]) -> list[str]:
    if len(cells) <= WIDEST:
        return cells
    return [*cells[: WIDEST - 1], "\n".join(cells[WIDEST - 1 :])]


def _flat(cell: str) -> str:
    return " <br> ".join(line.strip() for line in cell.split("\n") if line.strip())


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
