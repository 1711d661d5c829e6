"""AsciiDoc as Markdown, line by line: titles, lists, tables, attributes, delimited blocks."""

from __future__ import annotations

import re

from tracker.formats.grids import Rows, as_table

TITLE = re.compile(r"(={1,6})\s+(\S.*?)(?:(?<!\s)\s+=+)?$")
ENTRY = re.compile(r"\s*(\*{1,5}|-|\.{1,5}|\d{1,3}\.)\s+(\S.*)$")
BOX = re.compile(r"\[([ xX*])\]\s+")
ATTRIBUTE = re.compile(r":(!?[\w-]{1,60}!?):(?:\s+(.*))?$")
USED = re.compile(r"\{([\w-]{1,60})\}")
TERM = re.compile(r"([^:\s][^:\n]{0,100}?)(?::{2,4}|;;)(?:\s+(\S.*))?$")
MACRO = re.compile(r"(?:link:)?(https?://[^\s\[\]]{1,2000})\[([^\[\]]{0,300})\]")
CROSS = re.compile(
    r"<<([^<>,]{1,200})(?:,\s?([^<>]{1,200}))?>>|xref:([^\s\[\]]{1,200})\[([^\[\]]{0,200})\]"
)
ANCHOR = re.compile(r"\[\[[^\[\]]{0,100}\]\]|^\[#[^\[\]]{0,100}\]")
STYLE = re.compile(r"\[[^\[\]]{0,300}\]$")
BLOCK_TITLE = re.compile(r"\.([^\s.].{0,200})$")
LEFT_OUT = re.compile(r"(?:include|image|toc|ifdef|ifndef|ifeval|endif|video|audio)::")
BOLD = re.compile(r"(?<![\w*])\*([^\s*](?:[^*\n]{0,300}[^\s*])?)\*(?![\w*])")
PASSED = re.compile(r"\+\+([^+\n]{0,300})\+\+")
NOTE = re.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+")
MOST = 1_000_000  # letters that attributes stand for
CODE, HIDDEN = ("----", "....", "```"), "////"
FRAMES = ("====", "****", "____", "--")
LABELS = frozenset({"author", "revdate", "date", "status", "severity", "owner"})


def asciidoc_rows(text: str) -> Rows:
    """Return the lines of *text* as Markdown, each with its number."""
    return _Reader(text.split("\n")).rows


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.rows: Rows = []
        self.lines = lines
        self.values: dict[str, str] = {}
        self.left = MOST
        self.inner = ""  # the indent of an entry's further lines
        at = 0
        while at < len(lines):
            at = self._take(at, lines[at].rstrip())

    def _take(self, at: int, line: str) -> int:
        """Read what begins at a line, and return where the next begins."""
        if line.startswith((*CODE, HIDDEN)) and len(set(line)) == 1:
            return self._apart(at, line, shown=not line.startswith(HIDDEN))
        if line in {"|===", "!==="}:
            return self._table(at)
        words = "" if self._is_silent(line) else self._line(line)
        self.inner = self.inner if words else ""
        self.rows.append((at + 1, words))
        return at + 1

    def _is_silent(self, line: str) -> bool:
        """Return whether a line only tells how to show others; an attribute is noted."""
        if found := ATTRIBUTE.match(line):
            self.values[found[1].lower()] = found[2] or ""
            return not (found[1].lower() in LABELS and found[2])
        frame = line.startswith(FRAMES) and len(set(line)) == 1
        alone = LEFT_OUT.match(line) or ANCHOR.fullmatch(line) or STYLE.match(line)
        return frame or line.startswith("//") or line == "+" or alone is not None

    def _line(self, line: str) -> str:
        """Return a line as Markdown writes it."""
        if found := TITLE.match(line):
            return f"{'#' * len(found[1])} {self._told(found[2])}"
        if found := ATTRIBUTE.match(line):
            return f"{found[1]}: {found[2]}"
        if found := ENTRY.match(line):
            return self._entry(found[1], found[2])
        if found := TERM.match(line):
            return f"**{self._told(found[1])}:** {self._told(found[2] or '')}".rstrip()
        if found := BLOCK_TITLE.match(line):
            return self._told(found[1])
        # what follows an entry without a blank line is its own
        words = self._told(NOTE.sub("", line) if line[:1].isupper() else line.strip())
        return self.inner + words if words != "'''" else "***"

    def _entry(self, marker: str, words: str) -> str:
        deep = len(marker) if marker[0] in "*." else 1
        indent = "    " * (deep - 1)
        bullet = "-" if marker[0] in "*-" else "1."
        box = BOX.match(words)
        if box:
            words = ("[ ] " if box[1] == " " else "[x] ") + words[box.end() :]
        self.inner = f"{indent}  "
        return f"{indent}{bullet} {self._told(words)}"

    def _apart(self, at: int, mark: str, *, shown: bool) -> int:
        """Read what stands between two delimiters, as code or not at all."""
        end = next((i for i in range(at + 1, len(self.lines)) if self.lines[i].rstrip() == mark), 0)
        if not end:
            self.rows.append((at + 1, ""))
            return at + 1
        if shown:
            inner = [(i + 1, self.lines[i]) for i in range(at + 1, end)]
            self.rows += [(at + 1, "```"), *inner, (end + 1, "```")]
        return end + 1

    def _table(self, at: int) -> int:
        """Read a table; without a fixed number of columns its first row tells it."""
        mark = self.lines[at].rstrip()
        cells: list[tuple[int, str]] = []
        width = 0
        end = at + 1
        while end < len(self.lines) and self.lines[end].rstrip() != mark:
            line = self.lines[end].strip()
            parts = re.split(r"(?<!\\)(?:(?<=\s)\d{0,2}[.<^>]{0,2}[aehlmsd]?)?\|", line)
            if cells and parts[0].strip():
                cells[-1] = (cells[-1][0], f"{cells[-1][1]}\n{parts[0].strip()}")
            cells += [(end + 1, part.strip()) for part in parts[1:]]
            width = width or (len(cells) if not line and cells else 0)
            end += 1
        above = self.lines[at - 1] if at else ""
        if told := re.search(r"cols=\"?(\d{1,2})\*|cols=\"([^\"]{1,200})\"", above):
            width = int(told[1]) if told[1] else told[2].count(",") + 1
        width = max(
            width or len([one for one in cells if one[0] == cells[0][0]] if cells else []), 1
        )
        rows = [cells[i : i + width] for i in range(0, len(cells), width)]
        self.rows.append((at + 1, ""))
        self.rows += as_table(
            [(row[0][0], [self._told(t).lstrip("*- ") for _, t in row]) for row in rows]
        )
        return min(end + 1, len(self.lines))

    def _value(self, found: re.Match[str]) -> str:
        """Return what an attribute stands for, within bounds for the whole document."""
        value = self.values.get(found[1].lower(), found[0])
        self.left -= len(value)
        return value if self.left > 0 else found[0]

    def _told(self, words: str) -> str:
        words = words.removesuffix(" +")
        words = PASSED.sub(r"\1", words) if "++" in words else words
        if "{" in words:
            words = USED.sub(self._value, words)
        if "[" in words:
            words = MACRO.sub(lambda m: f"[{m[2].rstrip('^')}]({m[1]})" if m[2] else m[1], words)
            words = ANCHOR.sub("", words)
        if "<<" in words or "xref:" in words:
            words = CROSS.sub(lambda m: m[2] or m[4] or m[1] or m[3] or "", words)
        return BOLD.sub(r"**\1**", words) if "*" in words else words
