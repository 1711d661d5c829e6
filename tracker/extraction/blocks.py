"""Lines cut into blocks: headings, list entries, table rows and paragraphs' lines."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from tracker.extraction.lines import Line, read_lines
from tracker.extraction.markup import DEFINITION, plain, undecorated


class Shape(StrEnum):
    """What a block looks like."""

    HEADING = "heading"
    ENTRY = "entry"
    LINE = "line"
    ROW = "row"
    CODE = "code"


# looked up in their enumeration again and again, they take a noticeable time
LINE, ENTRY, ROW, CODE = Shape.LINE, Shape.ENTRY, Shape.ROW, Shape.CODE


@dataclass(slots=True)
class Block:
    """One heading, list entry, table row or (logical) line of a paragraph.

    *text* keeps its inline markup. *parts* are the lines it was written on.
    """

    shape: Shape
    parts: list[Line]
    level: int = 0  # of a heading; 1 is the highest
    indent: int = 0
    marker: str = ""
    ticked: bool | None = None
    gap: bool = True  # a blank line stands before it
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    words: str = field(default="", compare=False)
    _plain: str | None = field(default=None, init=False, compare=False)
    _shown: str | None = field(default=None, init=False, compare=False)

    @property
    def text(self) -> str:
        """Return its words with their markup, on one line."""
        if not self.words:
            parts = self.parts
            self.words = parts[0].text if len(parts) == 1 else " ".join(p.text for p in parts)
        return self.words

    @property
    def plain(self) -> str:
        """Return its words as a reader sees them."""
        if self._plain is None:
            self._plain = plain(self.text)
        return self._plain

    @property
    def shown(self) -> str:
        """Return its plain words without emoji around them."""
        if self._shown is None:
            self._shown = undecorated(self.plain)
        return self._shown

    @property
    def first(self) -> int:
        """Return its first line's number."""
        return self.parts[0].number

    @property
    def last(self) -> int:
        """Return its last line's number."""
        return self.parts[-1].number


@dataclass(slots=True)
class Document:
    """A document's blocks in order, its front matter and its link definitions."""

    blocks: list[Block]
    front: dict[str, str]
    definitions: dict[str, str]


HEADING = re.compile(r"(#{1,6})(?:\s+|(?=[A-Za-z*]))(.*?)\s?#{0,6}$")
HEADING_MARKS = re.compile(r"(#{1,6})(?:\s+|(?=[A-Za-z*]))")
WIKI_HEADING = re.compile(r"(={1,6})\s?([^=].{0,200}?)\s?\1$")
RULE = re.compile(r"(?:[-*_=~] ?){3,}$")
RULED, HEADED = frozenset("-*_=~"), frozenset("#=*_'")  # their first characters
UNDERLINES = frozenset(("===", "---", "~~~", "^^^", '"""'))
UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,}|\^{3,}|\"{3,})$")
BOLD_LINE = re.compile(r"(?:\*\*|__|''')([^*_].{0,200}?)(?:\*\*|__|''')\s?[:;]?$")
BULLET = re.compile(r"([-*+•‣◦▪●\u2013\u2014·]|\d{1,3}[.)]|[a-zA-Z][.)]|\(\d{1,2}\))\s+(\S.*)$")
BOX = re.compile(r"\[([ xX✓✔]?)\]\s+(\S.*)$")
EMOJI_BOX = {"✅": True, "☑": True, "☒": True, "✔": True, "☐": False, "⬜": False}
FRONT_KEY = re.compile(r"([A-Za-z][\w -]{0,40}?) ?[:=]\s?(.*)$")
BOLD_LEVEL = 7
FEWEST_CELLS = 2  # of a row that stands without its table: when, and what
LONGEST_HEADING = 200
# a link is one word to those who wrap by machine
WORD = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)\S*|\S+")
WIDEST = 140
SLACK = 4  # columns by which a wrapped line may fall short
FEW = 3  # wrapped lines that may be an accident
SHARE = 5  # one line in so many runs on in a wrapped document
WIDTH = 50  # a paragraph that wraps earlier than this is not wrapped but broken on purpose


def cut(text: str, *, name: str = "") -> Document:
    """Cut *text* into blocks; *name* only hints at its notation."""
    return Cutter.over(text, name=name).document()


def _front_matter(lines: list[Line]) -> tuple[dict[str, str], int]:
    """Return the keys between a leading pair of --- (YAML) or +++ (TOML), and where they end."""
    opening = next((at for at, line in enumerate(lines) if line.text), 0)
    if not lines or lines[opening].text not in {"---", "+++"}:
        return {}, 0
    for at, line in enumerate(lines[opening + 1 : opening + 80], start=opening + 1):
        if line.text == lines[opening].text:
            return _keys(lines[opening + 1 : at]), at + 1
    return {}, 0


def _keys(rows: list[Line]) -> dict[str, str]:
    """Return the keys of front matter; "- a" and "- b" below a key are its value "a, b"."""
    keys, last = dict[str, str](), ""
    for row in rows:
        if found := FRONT_KEY.match(row.text):
            last = found[1].lower()
            keys[last] = found[2].strip().strip("\"'")
        elif row.text.startswith("- ") and last:
            one = row.text[2:].strip().strip("\"'")
            keys[last] = f"{keys[last]}, {one}" if keys[last] else one
    return keys


class Cutter:
    """Walks the lines once, and joins those that belong together."""

    @classmethod
    def over(cls, text: str, *, name: str = "") -> Self:
        """Return a cutter of *text*, whose *name* tells its notation."""
        lines = read_lines(text, name)
        front, start = _front_matter(lines)
        return cls(lines[start:], front)

    def __init__(self, lines: list[Line], front: dict[str, str]) -> None:
        self.lines = lines
        self.front = front
        self.blocks: list[Block] = []
        self.definitions: dict[str, str] = {}
        self.width = _wrap_width(lines)
        self.header: tuple[str, ...] | None = None
        self.last_header: tuple[str, ...] = ()
        self.gap = True
        self.ended = False  # by a heading or a rule, as by a blank line

    def document(self) -> Document:
        """Return the blocks of all lines."""
        for at, line in enumerate(self.lines):
            if not line.text:
                self.gap = True
                self.header = None
            else:
                self.ended = False
                self._take(at, line)
                self.gap = self.ended
        return Document(self.blocks, self.front, self.definitions)

    def _take(self, at: int, line: Line) -> None:
        if line.code:
            self._add(CODE, line)
            return
        if line.text[0] == "[" and (definition := DEFINITION.match(line.text)):
            self.definitions[definition[1].lower()] = definition[2]
            return
        if "|" in line.text and self._take_row(at, line):
            return
        self.header = None
        if not (self._take_heading(at, line) or self._take_entry(line)):
            self._take_text(line)

    def _add(self, shape: Shape, line: Line) -> Block:
        block = Block(shape, [line], 0, line.indent, gap=self.gap)
        self.blocks.append(block)
        return block

    # -- tables

    def _take_row(self, at: int, line: Line) -> bool:
        if self.header is not None:
            if not _is_table_rule(line.text):
                row = self._add(ROW, line)
                row.cells, row.header = _cells(line.text), self.header
            return True
        below = self.lines[at + 1].text if at + 1 < len(self.lines) else ""
        if _is_table_rule(below) and below.count("|"):
            self.header = self.last_header = _cells(line.text)
            return True
        return self._take_stray_row(line)

    def _take_stray_row(self, line: Line) -> bool:
        """Read a row that a picture or a blank line parts from its table."""
        cells = _cells(line.text) if line.text[0] == "|" else ()
        if len(cells) < FEWEST_CELLS:
            return False
        fits = len(cells) == len(self.last_header)
        if fits and _is_table_rule(line.text):
            return True
        row = self._add(ROW, line)
        row.cells, row.header = cells, self.last_header if fits else ()
        return True

    # -- headings

    def _take_heading(self, at: int, line: Line) -> bool:
        first = line.text[0]
        if first in RULED and line.text[-1] in RULED and RULE.match(line.text):
            self.ended = True
            return True
        found = self._heading(line) if first in HEADED else None
        if not found:
            below = self.lines[at + 1].text[:3] if at + 1 < len(self.lines) else ""
            found = self._underlined(at, line) if below in UNDERLINES else None
        if not found:
            return False
        level, title = found
        heading = self._add(Shape.HEADING, line)
        heading.level, heading.words = level, title
        self.ended = True
        return True

    def _heading(self, line: Line) -> tuple[int, str] | None:
        if line.text[0] == "#":
            # a title without marks after it is the rest of its line
            if line.text[-1] not in "# " and (marks := HEADING_MARKS.match(line.text)):
                return len(marks[1]), line.text[marks.end() :]
            found = HEADING.match(line.text)
            return (len(found[1]), found[2]) if found and found[2] else None
        if line.text.startswith("=") and (found := WIKI_HEADING.match(line.text)):
            return len(found[1]), found[2]
        if len(line.text) < LONGEST_HEADING and (found := BOLD_LINE.match(line.text)):
            bold = "**" in found[1] or "__" in found[1]
            return None if bold else (BOLD_LEVEL, line.text.rstrip("; "))
        return None

    def _underlined(self, at: int, line: Line) -> tuple[int, str] | None:
        below = self.lines[at + 1].text if at + 1 < len(self.lines) else ""
        if not self.gap or len(line.text) > LONGEST_HEADING or not UNDERLINE.match(below):
            return None
        if _bullet(line.text) or (below[0] == "-" and line.text[-1] in ".!?"):
            return None
        return {"=": 1, "-": 2}.get(below[0], 3), line.text

    # -- lists and paragraphs

    def _take_entry(self, line: Line) -> bool:
        found = None if line.broken else _bullet(line.text)
        if found:
            marker, body = found[1], found[2]
        elif line.text[0] == "[" and BOX.match(line.text):
            marker, body = "-", line.text  # a box needs no bullet
        else:
            return False
        width = line.indent
        ticked = None
        if body[0] == "[" and (box := BOX.match(body)):
            ticked, body = box[1].strip() != "", box[2]
        elif body[0] in EMOJI_BOX:
            ticked = EMOJI_BOX[body[0]]
        inner = Line(line.number, width, body, line.width, line.code, line.broken, line.quoted)
        gap = self.gap
        self.blocks.append(Block(ENTRY, [inner], 0, width, marker, ticked, gap))
        return True

    def _take_text(self, line: Line) -> None:
        last = self.blocks[-1] if self.blocks else None
        if last and not self.gap and self._continues(last, line):
            last.parts.append(line)
            last.words = ""
        else:
            self._add(LINE, line)

    def _continues(self, last: Block, line: Line) -> bool:
        entry = last.shape is ENTRY
        if entry and (line.indent > last.indent or _is_bold(last)):
            return True
        if not (entry or last.shape is LINE) or line.broken:
            return False
        above = last.parts[-1]
        if line.text[0].islower() and above.text[-1] not in ".!?:;":
            return True
        word = WORD.match(line.text) if self.width else None
        return word is not None and above.width + word.end() + SLACK >= self.width


def _bullet(text: str) -> re.Match[str] | None:
    """Return the bullet or number that a line starts with; most start with a letter."""
    if text[0].isalpha() and text[1:2] not in {".", ")"}:
        return None
    return BULLET.match(text)


def _is_bold(block: Block) -> bool:
    """Return whether an entry is one bold line, so that the next line tells of it."""
    text = block.parts[0].text
    return len(block.parts) == 1 and text.startswith("**") and text.rstrip(": ").endswith("**")


def _is_table_rule(text: str) -> bool:
    return "-" in text and set(text) <= set("|-: ") and bool(text)


def _cells(text: str) -> tuple[str, ...]:
    """Return a table row's cells; an escaped pipe is no border."""
    inner = text.strip().removeprefix("|")
    inner = inner.removesuffix("|") if not inner.endswith("\\|") else inner
    cells = inner.replace("\\|", "\x00").split("|")
    return tuple(cell.replace("\x00", "|").strip() for cell in cells)


def _wrap_width(lines: list[Line]) -> int:
    """Return the width at which the document's paragraphs are wrapped, or 0.

    Wrapped text shows in lines that end within a sentence which the next, starting
    in lower case, goes on with.
    """
    pairs = wrapped = 0
    widths: list[int] = []
    for above, line in itertools.pairwise(lines):
        if not above.text or not line.text or line.broken or above.code:
            continue
        if above.text[0] in "#|>" or _bullet(line.text):
            continue
        pairs += 1
        if line.text[0].islower() and above.text[-1] not in ".!?:;":
            wrapped += 1
            widths.append(above.width)
    if wrapped < FEW or wrapped * SHARE < pairs:
        return 0
    widths.sort()
    width = widths[-1 - len(widths) // 10]
    return width if WIDTH <= width <= WIDEST else 0
