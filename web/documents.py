"""A text cut where items begin and end, so that a page can mark them; pure.

Of a very long one only the lines around the marks are shown, and what is left out is said.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WHOLE_LINES = 1500  # up to here a text is shown whole
WHOLE_LETTERS = 300_000
HEAD = 40  # lines that are always shown
AROUND = 8  # lines before and behind a mark
MOST = 3000  # lines on one page
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Content-Disposition": "attachment"}


class Marked(Protocol):
    """Lines that belong to something; *item_id* says to what."""

    @property
    def item_id(self) -> int:
        """To what."""

    @property
    def first_line(self) -> int:
        """From where."""

    @property
    def last_line(self) -> int:
        """To where, this line included."""


@dataclass(frozen=True, slots=True)
class Span:
    """Lines that belong to something, such as an entry of a draft."""

    item_id: int
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Mark:
    """By which name, word and address marked lines lead to what they mark."""

    name: str
    word: str
    address: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong to the same items; *begins* are the items that start here.

    One that is *hidden* is not shown here: only how many lines it has.
    """

    first_line: int
    lines: tuple[str, ...]
    items: tuple[int, ...]
    begins: tuple[int, ...]
    hidden: int = 0

    @property
    def last_line(self) -> int:
        """Return the number of its last line."""
        return self.first_line + (self.hidden or len(self.lines)) - 1


def passages(text: str, places: Iterable[Marked], first: int | None = None) -> list[Passage]:
    """Return a text in passages, in order; no line is lost or doubled.

    From line *first* on, where it is given, a page of it; else what is hidden of a long one
    is told by passages without lines.
    """
    lines = text.rstrip("\n").split("\n")
    known = [place for place in places if 1 <= place.first_line <= len(lines)]
    shown = _shown(lines, known, len(text), first)
    edges = {1, *(one for low, high in shown for one in (low, high + 1))}
    edges |= {one.first_line for one in known} | {one.last_line + 1 for one in known}
    cuts = sorted(one for one in edges if 1 <= one <= len(lines))
    ends = [*cuts[1:], len(lines) + 1]
    starts = [low for low, _ in shown]
    made: list[Passage] = []
    for begin, end in zip(cuts, ends, strict=True):
        at = bisect_right(starts, begin) - 1
        if at >= 0 and begin <= shown[at][1]:
            made.append(_passage(lines, begin, end, known))
        elif first is None:
            _hide(made, begin, end)
    return made


def lines_in(text: str) -> int:
    """Return how many lines a text has."""
    return text.rstrip("\n").count("\n") + 1


def _shown(
    lines: Sequence[str], places: Sequence[Marked], letters: int, first: int | None
) -> list[tuple[int, int]]:
    """Return which lines are shown, as ranges that do not touch."""
    if first is not None:
        begin = min(max(1, first), len(lines))
        return [(begin, min(len(lines), begin + WHOLE_LINES - 1))]
    if len(lines) <= WHOLE_LINES and letters <= WHOLE_LETTERS:
        return [(1, len(lines))]
    around = [
        (max(1, one.first_line - AROUND), max(one.first_line, one.last_line) + AROUND)
        for one in places
    ]
    wanted = [(1, HEAD), *sorted(around)]
    found: list[tuple[int, int]] = []
    left = MOST
    for low, high in wanted:
        begin = max(low, found[-1][1] + 1) if found else low
        end = min(high, len(lines), begin + left - 1)
        if end < begin:
            continue
        left -= end - begin + 1
        if found and found[-1][1] + 1 == begin:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def _passage(lines: Sequence[str], first: int, end: int, places: Sequence[Marked]) -> Passage:
    held = [one.item_id for one in places if one.first_line <= first <= one.last_line]
    begins = [one.item_id for one in places if one.first_line == first]
    return Passage(
        first,
        tuple(line.rstrip("\r") for line in lines[first - 1 : end - 1]),
        tuple(dict.fromkeys(held)),
        tuple(dict.fromkeys(begins)),
    )


def _hide(made: list[Passage], begin: int, end: int) -> None:
    """Add lines that are not shown to those before them."""
    if made and made[-1].hidden:
        last = made.pop()
        begin = last.first_line
    made.append(Passage(begin, (), (), (), hidden=end - begin))
