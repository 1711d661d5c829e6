"""Tables of any notation written as Markdown: a header, a rule, a row a line."""

from __future__ import annotations

WIDEST = 60  # columns; the cells beyond share the last one
Rows = list[tuple[int, str]]


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
