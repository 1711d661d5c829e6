"""Org mode as Markdown, line by line: headings with their states, boxes, tables, drawers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.formats.grids import Rows

HEADING = re.compile(r"(\*{1,12})\s+(\S.*)$")
STATE = re.compile(r"(TODO|NEXT|STARTED|WAITING|DOING|OPEN|DONE|CANCELLED|CLOSED)\s+(?=\S)")
FINISHED = frozenset({"DONE", "CLOSED"})
PRIORITY = re.compile(r"\[#([A-Z0-9])\]\s*")
TAGS = re.compile(r"(?<!\s)\s+:[\w@:]{1,100}:$")
COUNT = re.compile(r"(?<!\s)\s*+\[\d{0,4}(?:/\d{0,4}|%)\]")
KEYWORD = re.compile(r"\s*#\+(\w{1,40}):\s*(.*)$")
BLOCK = re.compile(r"\s*#\+(begin|end)_(\w{1,40})", re.IGNORECASE)
STAMP = re.compile(
    r"[<\[](\d{4}-\d{2}-\d{2})(?: [^\W\d]{2,10}\.?)?(?: (\d{1,2}:\d{2})(?:-\d{1,2}:\d{2})?)?"
    r"(?: [.+-]{1,2}\d{1,4}[hdwmy])?[>\]]"
)
PLANNED = re.compile(
    r"\b(DEADLINE|SCHEDULED|CLOSED):\s*[<\[](\d{4}-\d{2}-\d{2})[^<>\[\]]{0,40}[>\]]"
)
LINK = re.compile(r"\[\[([^\[\]]{1,2000})\](?:\[([^\[\]]{1,500})\])?\]")
BOLD = re.compile(r"(?<![\w*])\*([^\s*](?:[^*\n]{0,300}[^\s*])?)\*(?![\w*])")
CODE = re.compile(r"(?<![\w=~])([=~])(\S(?:[^=~\n]{0,200}\S)?)\1(?![\w=~])")
TERM = re.compile(r"((?<!\s)\s*+[-+]\s++)([^:\n]{1,100}?)(?<!\s)\s+::\s++(?=\S)")
PROPERTY = re.compile(r"\s*:([\w-]{1,60}):(?:\s+(\S.*))?$")
SHOWN = {"title": "# {}", "author": "Author: {}", "date": "Date: {}"}
FENCED = frozenset({"src", "example", "export", "verse"})
LABELS = frozenset(
    {"owner", "assignee", "due", "deadline", "severity", "status", "priority", "date"}
)


def org_rows(text: str) -> Rows:
    """Return the lines of *text* as Markdown, each with its number."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        reader.take(number, line.rstrip())
    if reader.fenced:
        reader.rows.append((reader.rows[-1][0], "```"))
    return reader.rows


class _Reader:
    def __init__(self) -> None:
        self.rows: Rows = []
        self.fenced = self.drawer = self.hidden = False
        self.below = 0  # the first level of headings, with a title above it the second
        self.task: int | None = None  # the row of a heading that is a task

    def take(self, number: int, line: str) -> None:
        """Read one line."""
        bare = line.strip()
        if found := BLOCK.match(line):
            kind = found[2].lower()
            self.hidden = kind == "comment" and found[1].lower() == "begin"
            self.fenced = kind in FENCED and found[1].lower() == "begin"
            self.rows.append((number, "```" if kind in FENCED else ""))
        elif self.fenced:
            self.rows.append((number, line))
        elif self.drawer or self.hidden or bare in {":PROPERTIES:", ":LOGBOOK:"}:
            self._within(number, bare)
        elif found := KEYWORD.match(line):
            self.below += found[1].lower() == "title"
            shown = SHOWN.get(found[1].lower(), "") if found[2] else ""
            self.rows.append((number, shown.format(told(found[2]))))
        elif found := HEADING.match(line):
            self._heading(number, len(found[1]), found[2])
        elif found := PLANNED.search(line):
            self._planned(number, bare)
        elif bare.startswith("|"):
            rule = set(bare) <= set("|-+")
            self.rows.append((number, bare.replace("+", "|") if rule else told(bare)))
        elif bare.startswith("# ") or bare == "#":
            self.rows.append((number, ""))
        else:
            line = TERM.sub(r"\1**\2:** ", line)
            self.rows.append((number, told(BOXED.sub(r"\1[ ]", line))))

    def _within(self, number: int, bare: str) -> None:
        """Pass over a drawer, but for what it says of a task."""
        self.drawer = not self.hidden and bare != ":END:"
        found = PROPERTY.match(bare)
        label = f"{found[1]}: {told(found[2])}" if found and found[2] else ""
        if found and found[1].lower() in LABELS and label:
            self.rows.append((number, f"  {label}" if self.task is not None else label))

    def _heading(self, number: int, level: int, words: str) -> None:
        """Write a heading, or an entry where it has a state as tasks have."""
        words = COUNT.sub("", TAGS.sub("", words))
        state = STATE.match(words)
        words = words[state.end() :] if state else words
        rank = PRIORITY.match(words)
        words = told(words[rank.end() :] if rank else words)
        self.task = None
        if state:
            self.task = len(self.rows)
            box = "[x]" if state[1] in FINISHED else "[ ]"
            self.rows.append((number, f"- {box} {words}"))
        else:
            self.rows += [
                (number, f"{'#' * min(level + min(self.below, 1), 6)} {words}"),
                (number, ""),
            ]

    def _planned(self, number: int, bare: str) -> None:
        """Tell a task's deadline as its field."""
        due = next((m[2] for m in PLANNED.finditer(bare) if m[1] == "DEADLINE"), "")
        if due and self.task is not None:
            at, words = self.rows[self.task]
            self.rows[self.task] = (at, f"{words} (due {due})")
            due = ""
        self.rows.append((number, f"Due: {due}" if due else ""))


BOXED = re.compile(r"^(\s*(?:[-+*]|\d{1,3}[.)])\s+)\[-\]")


def told(words: str) -> str:
    """Return a line's words with their markup as Markdown writes it."""
    words = words.removesuffix("\\\\")
    if "[[" in words:
        words = LINK.sub(_link, words)
    if "<" in words or "[2" in words or "[1" in words:
        words = STAMP.sub(lambda m: f"{m[1]} {m[2]}" if m[2] else m[1], words)
    if "*" in words:
        words = BOLD.sub(r"**\1**", words)
    return CODE.sub(r"`\2`", words) if "=" in words or "~" in words else words


def _link(found: re.Match[str]) -> str:
    shown = found[2] or found[1]
    return f"[{shown}]({found[1]})" if found[1].startswith("http") and found[2] else shown
