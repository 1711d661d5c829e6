"""Tables of reStructuredText: grids, simple ones, lists and comma separated ones."""

from __future__ import annotations

import csv
import re
from itertools import pairwise

from tracker.formats.grids import WIDEST

Line = tuple[int, str]
Cells = list[tuple[int, list[str]]]

BORDER = re.compile(r"\+(?:[-=]+\+)+$")
PARTLY = re.compile(r"[+|].{0,2000}\+[-=]{2,}\+")
SIMPLE = re.compile(r"={2,}(?: +={2,})+$")
RULED = re.compile(r"[=-]{2,}(?: +[=-]{2,})*$")
ITEM = re.compile(r"[-*+]\s+|(?:\d{1,3}|#)[.)]\s+")


def joined(lines: list[str]) -> str:
    """Return a cell's lines as running words, entries and paragraphs on lines of their own."""
    told = ""
    fresh = True
    for raw in lines:
        line = raw.strip().removeprefix("| ")
        found = ITEM.match(line)
        if not line or line == "|":
            fresh = True
        elif fresh or found:
            told += ("\n" if told else "") + (line[found.end() :] if found else line)
            fresh = False
        else:
            told += f" {line}"
    return told


def grid(lines: list[Line]) -> Cells:
    """Return the rows of a table that is drawn with + and |."""
    edges = [at for at, char in enumerate(lines[0][1]) if char == "+"][: WIDEST + 1]
    rows: Cells = []
    columns: list[list[str]] = [[] for _ in edges[1:]]
    spanning = [False] * len(columns)
    begin = lines[0][0]
    for number, text in lines:
        if not (BORDER.match(text) or (text[:1] in "+|" and PARTLY.match(text))):
            begin = begin or number
            _put(text, edges, columns)
            continue
        if any(any(cell) for cell in columns):
            rows.append((begin, [joined(cell) for cell in columns]))
        spanning = [_is_open(text, left, right) for left, right in pairwise(edges)]
        # a cell that goes on below a partial border is said again
        columns = [
            cell if open_ and len("".join(cell)) < LONGEST_SPAN else []
            for cell, open_ in zip(columns, spanning, strict=True)
        ]
        begin = 0 if not any(spanning) else number
    return rows


LONGEST_SPAN = 200  # letters of a cell that is said again


def _is_open(text: str, left: int, right: int) -> bool:
    inner = text[left + 1 : right]
    return bool(inner) and inner.strip("-=") != "" and bool(inner.strip("-=+ ") or " " in inner)


def _put(text: str, edges: list[int], columns: list[list[str]]) -> None:
    """Add a line's words to the cells between its bars; a bar may be missing where cells span."""
    at = 0
    for column in range(len(columns)):
        right = edges[column + 1]
        is_last = column == len(columns) - 1
        if is_last or text[right : right + 1] in {"|", "+"}:
            start = edges[at] + 1
            columns[at].append(text[start:].rstrip().rstrip("|") if is_last else text[start:right])
            at = column + 1


def simple(lines: list[Line]) -> Cells:
    """Return the rows of a table that is drawn with lines of = alone."""
    starts = [m.start() for m in re.finditer(r"=+", lines[0][1])][:WIDEST]
    ends = [*starts[1:], None]
    rows: list[tuple[int, list[list[str]]]] = []
    for number, text in lines[1:]:
        if RULED.match(text) or not text.strip():
            continue
        cells = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
        if cells[0] or not rows:
            rows.append((number, [[cell] for cell in cells]))
        else:
            for cell, more in zip(rows[-1][1], cells, strict=True):
                cell.append(more)
    return [(number, [joined(cell) for cell in cells]) for number, cells in rows]


def listed(lines: list[Line]) -> Cells:
    """Return the rows of a table that is written as a list of lists."""
    rows: list[tuple[int, list[list[str]]]] = []
    margin = next((_indent(text) for _, text in lines if text.strip()), 0)
    inner = None
    for number, text in lines:
        indent, bare = _indent(text), text.strip()
        if indent == margin and bare[:1] in {"*", "-", "+"} and bare:
            rest = bare[1:].lstrip()
            inner = indent + len(bare) - len(rest)
            rows.append((number, []))
            text, indent, bare = " " * inner + rest, inner, rest  # noqa: PLW2901  the row's first cell
        if not rows or not bare:
            continue
        if indent == inner and bare[0] in "-*+" and (bare[1:2] in {" ", ""}):
            rows[-1][1].append([bare[1:]])
        elif rows[-1][1]:
            rows[-1][1][-1].append(text)
    return [(number, [joined(cell) for cell in cells]) for number, cells in rows]


def separated(lines: list[Line], header: str, mark: str) -> Cells:
    """Return the rows of comma separated values."""
    told = [line for line in lines if line[1].strip()]
    rows: Cells = []
    try:
        if header:
            number = told[0][0] if told else 1
            rows += [(number, cells) for cells in csv.reader([header], skipinitialspace=True)]
        reader = csv.reader((text for _, text in told), delimiter=mark, skipinitialspace=True)
        begin = 0
        for cells in reader:
            rows.append((told[min(begin, len(told) - 1)][0], cells))
            begin = reader.line_num
    except csv.Error:
        rows += [(number, [text.strip()]) for number, text in told[begin if rows else 0 :]]
    return rows


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
