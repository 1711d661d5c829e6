"""What a report says, before it is Markdown or HTML; every text here is plain, never markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tracker.counting.figures import percent

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")  # Cc, Cs, Zl, Zp
TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")  # would reorder the line


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; its percentage is said from *fewest* on."""

    part: int
    whole: int
    fewest: int = 1

    @property
    def text(self) -> str:
        """Return it in words, such as "3 of 4 (75%)"."""
        rate = percent(self.part, self.whole)
        enough = rate is not None and self.whole >= self.fewest
        return f"{self.part} of {self.whole}" + (f" ({rate}%)" if enough else "")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that is drawn beside others, of which *most* is the largest."""

    value: int
    most: int


@dataclass(frozen=True, slots=True)
class Delta:
    """By how much a number changed."""

    value: int


Cell = str | int | Share | Amount | Delta


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A command to type."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; *entries* are the entries of the history that the lines tell of, where they do."""

    lines: tuple[str, ...]
    entries: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A head and rows; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Return for each column whether it holds numbers alone, to be set to the right."""
        return tuple(
            all(isinstance(row[index], (int, Amount, Delta)) for row in self.rows)
            for index in range(len(self.head))
        )


@dataclass(frozen=True, slots=True)
class Fold:
    """Details that a reader may open."""

    summary: str
    body: Bullets | Paragraph | Table


class Form(StrEnum):
    """How the figures of a chart are drawn."""

    FLOW = "flow"
    COMPLETION = "completion"
    AGES = "ages"


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that are drawn; *told* says in words what the drawing shows.

    *figures* are the same in numbers: a row names its place, then come its values. They stand
    in a table elsewhere, unless *alone*.
    """

    form: Form
    title: str
    told: str
    figures: Table
    alone: bool = False


Block = Paragraph | Code | Bullets | Table | Fold | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A title and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    lead: str
    sections: tuple[Section, ...]


def plain(text: str) -> str:
    """Return *text* on one line, without characters that nobody sees or that turn the line."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(TURNING.sub("", UNSEEN.sub(" ", text)).split())


def words(cell: Cell) -> str:
    """Return a cell as text."""
    match cell:
        case Share():
            return cell.text
        case Amount(value, _):
            return str(value)
        case Delta(value):
            return f"{value:+}" if value else "0"
        case int():
            return str(cell)
        case str():
            return cell
