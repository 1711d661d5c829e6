"""A page's headings, paragraphs, lists and tables, in order, as lines of Markdown."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tracker.formats.breaks import GLYPHS, joined
from tracker.formats.grids import Rows, Spans, as_table
from tracker.formats.html.cells import Row, rows_of
from tracker.formats.html.confluence import mend
from tracker.formats.html.content import content
from tracker.formats.html.duties import with_notes
from tracker.formats.html.inline import box, runs, written
from tracker.formats.html.places import line_of, verbatim
from tracker.formats.html.styles import Style, look, sheet
from tracker.formats.html.tree import FLOW, HEADINGS, LISTS, Node, tree

if TYPE_CHECKING:
    from collections.abc import Callable

STEP = 4  # columns by which an inner list is indented
TASK = frozenset({"checked", "checkbox-on", "task-done"})
NUMBERED_LEVEL = re.compile(r"lst-kix_\w{1,40}-(\d)$")
WORD_LEVEL = re.compile(r"mso-list:[^;]{0,40}level(\d)")
FOOTNOTE = re.compile(r"(?:user-content-)?(?:fn|footnote|endnote|cite_note)[-:_.]?", re.IGNORECASE)
INDENT = 36.0  # points of margin that a word processor gives each level
# by how much words are larger than most if they are a heading of a level
TITLES = ((2.0, 1), (1.5, 2), (1.25, 3))
LONGEST_TITLE = 120  # letters


def page_rows(text: str) -> Rows:
    """Return the lines of the page *text* as Markdown, each with its number on the page."""
    root = tree(text)
    mend(root)
    classes = sheet(root)
    page = _Page(classes)
    document = content(root, classes)
    page.size = _usual_size(document, classes)
    page.flow(document, 0)
    return page.rows


class _Page:
    """Writes the rows; *marker* waits for the first words of a list's entry."""

    def __init__(self, classes: dict[str, Style]) -> None:
        self.classes = classes
        self.rows: Rows = []
        self.spans = Spans()
        self.marker: str | None = None
        self.lists = 0
        self.task = False
        self.size = 11.0  # of most words, in points

    # -- where rows are put

    def put(self, number: int, text: str, indent: int = 0) -> None:
        """Add a line, led by the marker that waits for it."""
        if self.marker is not None:
            text, self.marker = self.marker + text, None
        elif self.lists:
            text = " " * (indent + 2) + text
        self.rows.append((number, text))

    def gap(self, number: int) -> None:
        """End a paragraph, but not between a marker and its words."""
        if self.marker is None and self.rows and self.rows[-1][1]:
            self.rows.append((number, ""))

    # -- blocks

    def flow(self, node: Node, indent: int) -> None:
        """Write what *node* holds: blocks as they come, the words between as paragraphs."""
        loose: list[Node] = []
        for child in node.children:
            if child.name in FLOW or child.blocks or "data-task-state" in child.attrs:
                self.paragraph(loose, indent)
                loose = []
                self.block(child, indent)
            else:
                loose.append(child)
        self.paragraph(loose, indent)

    def block(self, node: Node, indent: int) -> None:
        """Write one block."""
        if node.name in HEADINGS:
            self.heading(node, int(node.name[1]), indent)
        elif node.name in LISTS:
            self.listed(node, indent)
        elif node.name == "li" or "data-task-state" in node.attrs:
            self.entry(node, "- ", indent)
        else:
            WRITES.get(node.name, _Page.flow)(self, node, indent)

    def rule(self, node: Node, _indent: int) -> None:
        """Write a line across the page."""
        self.gap(node.line)
        self.rows.append((node.line, "***"))

    def summary(self, node: Node, indent: int) -> None:
        """Write what a folded part is about as its title."""
        if node.headed:
            self.flow(node, indent)
        else:
            self.paragraph(node.children, indent, title=True)

    def heading(self, node: Node, level: int, indent: int) -> None:
        """Write a heading; in an entry it is a bold line, and a blank one is none."""
        text = written(runs(node.children, self.classes), bold=False).replace("\n", " ")
        if not text:
            return
        number = line_of([node])
        if self.lists and (self.marker is not None or indent):
            self.put(number, f"**{text}**", indent)
            return
        self.gap(number)
        self.put(number, f"{'#' * level} {text}")
        self.gap(number)

    def styled(self, node: Node, indent: int) -> None:
        """Write a paragraph, which may be a title or an entry by its style alone."""
        names = node.classes()
        if "title" in names or "msotitle" in names:
            self.heading(node, 1, indent)
            return
        if level := WORD_LEVEL.search(node.get("style")):
            self.entry(node, "- ", (int(level[1]) - 1) * STEP)
            return
        size = self._size(node)
        words = node.size <= LONGEST_TITLE
        large = next((level for least, level in TITLES if size >= least * self.size), None)
        if large and words and not self.lists:
            self.heading(node, large, indent)
        else:
            self.paragraph(node.children, indent)

    def _size(self, node: Node) -> float:
        """Return the size of a paragraph's words where a style gives it."""
        told = [look(one, self.classes).size for one in node.walk() if one.attrs and one.size]
        return min((size for size in told if size), default=0.0)

    def paragraph(self, nodes: list[Node], indent: int, *, title: bool = False) -> None:
        """Write words up to the next block; in an entry the line breaks go on with it."""
        if not nodes:
            return
        found = runs(nodes, self.classes)
        if self.task:
            found = with_notes(found)
        text = written(found)
        if not text:
            return
        if title:
            text = f"**{written(found, bold=False)}**".replace("\n", " ")
        number = line_of(nodes)
        if not self.lists:
            text = joined(text.split("\n"))
        elif self.marker is None:
            self.gap(number)
        for line in text.split("\n"):
            self.put(number, self._led(line), indent)
        if not self.lists:
            self.gap(number)

    def _led(self, line: str) -> str:
        """Return a line with a drawn box as a typed one, and with no heading that it is not."""
        if drawn := GLYPHS.get(line[0]):
            bullet = "- " if self.marker is None else ""
            return f"{bullet}{drawn}{line[1:].lstrip()}"
        return f"\\{line}" if line.startswith("#") else line

    # -- lists

    def listed(self, node: Node, indent: int) -> None:
        """Write a list; one within another is indented, by its place or by its class."""
        if self.marker is not None and self.lists:
            self.marker = None  # an entry that only holds a list is none
        deeper = indent + STEP if self.lists else indent
        level = next((m[1] for one in node.classes() if (m := NUMBERED_LEVEL.match(one))), "0")
        deeper = max(deeper, int(level) * STEP)
        if not self.lists:
            self.gap(node.line)
            if FOOTNOTE.match(next((one.get("id") for one in node.children if one.name), "")):
                self.rows += [(node.line, "# Footnotes"), (node.line, "")]
        self.lists += 1
        count = node.get("start")
        number = int(count) if count.isdecimal() and len(count) < STEP else 1
        for child in node.children:
            if child.name == "li" or "data-task-state" in child.attrs:
                marker = f"{number}. " if node.name == "ol" else "- "
                self.entry(child, marker, self._indent(child, deeper))
                number += 1
            elif child.name in LISTS:
                self.listed(child, deeper)
            elif child.name in FLOW:
                self.block(child, deeper)
            else:
                self.paragraph([child], deeper)
        self.lists -= 1
        if not self.lists:
            self.gap(self.rows[-1][0] if self.rows else node.line)

    def _indent(self, entry: Node, indent: int) -> int:
        """Return how deep an entry stands by what it is told beside its place."""
        level = entry.get("aria-level")
        if level.isdecimal() and len(level) == 1:
            return max(indent, (int(level) - 1) * STEP)
        margin = look(entry, self.classes).margin if entry.attrs else 0.0
        if margin > INDENT and not indent:
            return min(round(margin / INDENT) - 1, 9) * STEP
        return indent

    def entry(self, node: Node, marker: str, indent: int) -> None:
        """Write an entry: its words beside the marker, what it holds beside them below."""
        ticked = _ticked(node)
        task, self.task = self.task, bool(ticked)
        self.lists += 1
        self.marker = " " * indent + marker + ticked
        self.flow(node, indent)
        self.marker = None
        self.lists -= 1
        self.task = task

    def terms(self, node: Node, indent: int) -> None:
        """Write terms and what they mean: "**Severity:** SEV1", or a list below its term."""
        waiting: list[Node] = []
        groups = [one.children if one.name == "div" else [one] for one in node.children]
        for child in (one for group in groups for one in group):
            if child.name == "dt":
                self.paragraph(waiting, indent, title=True)
                waiting = child.children
            elif child.name == "dd":
                if any(one.name in FLOW - {"p"} for one in child.children):
                    self.paragraph(waiting, indent, title=True)
                    self.flow(child, indent)
                else:
                    label = written(runs(waiting, self.classes), bold=False)
                    label = label.replace("\n", " ").rstrip(": ")
                    text = written(runs(child.children, self.classes))
                    self.gap(child.line)
                    lead = f"**{label}:** " if label else ""
                    self.put(line_of([*waiting, child]), lead + text.replace("\n", "<br>"), indent)
                waiting = []
        self.paragraph(waiting, indent, title=True)

    # -- the rest

    def code(self, node: Node, indent: int) -> None:
        """Write preformatted words between fences."""
        lines = verbatim(node)
        if not lines:
            return
        fence = "~~~~" if any("```" in text for _, text in lines) else "```"
        first, last = lines[0][0], lines[-1][0]
        self.gap(first)
        self.marker = None
        told = [(first, fence), *lines, (last, fence)]
        self.rows += [(at, " " * indent + line) for at, line in told]
        self.gap(last)

    def quote(self, node: Node, indent: int) -> None:
        """Write what is quoted behind a mark."""
        begin = len(self.rows)
        self.flow(node, indent)
        self.rows[begin:] = [
            (number, line if not line or line.lstrip()[0] == ">" else f"> {line}")
            for number, line in self.rows[begin:]
        ]
        self.gap(node.line)

    def table(self, node: Node, indent: int) -> None:
        """Write a table; one that only lays a page out is read cell by cell."""
        rows, loose = rows_of(node)
        if any(one.size for one in loose):
            self.flow(Node("div", node.line, children=loose), indent)
        widest = max((len(row.cells) for row in rows), default=0)
        if widest == 1 or any(_holds_chapters(cell) for row in rows for cell in row.cells):
            for row in rows:
                for cell in row.cells:
                    self.flow(cell, indent)
            return
        if rows and all(row.is_labels() for row in rows):
            self.labels(rows, indent)
            return
        numbers = [line_of([row.node]) for row in rows]
        laid = self.spans.lay([row.laid(self.words) for row in rows])
        self.gap(node.line)
        self.rows += as_table(list(zip(numbers, laid, strict=True)))
        self.marker = None

    def labels(self, rows: list[Row], indent: int) -> None:
        """Write a table of labels and values as lines."""
        for row in rows:
            for label, value in zip(row.cells[::2], row.cells[1::2], strict=True):
                said = written(runs(label.children, self.classes), bold=False)
                told = self.words(value).replace("\n", " <br> ")
                line = f"**{said.rstrip(': ')}:** {told}".replace("\n", " ")
                self.put(line_of([label]), line, indent)
                self.gap(label.line)

    def words(self, cell: Node) -> str:
        """Return a cell's words, its paragraphs and entries on lines of their own."""
        return written(runs(cell.children, self.classes), cell=True)


WRITES: dict[str, Callable[[_Page, Node, int], None]] = {
    "p": _Page.styled,
    "table": _Page.table,
    "pre": _Page.code,
    "listing": _Page.code,
    "xmp": _Page.code,
    "blockquote": _Page.quote,
    "dl": _Page.terms,
    "hr": _Page.rule,
    "summary": _Page.summary,
}


def _holds_chapters(cell: Node) -> bool:
    """Return whether a cell is a part of the document, with a heading or a table of its own."""
    return cell.tabled or 0 < cell.headed < cell.size


def _ticked(entry: Node) -> str:
    """Return the box of an entry whose state is told by its class."""
    if "data-box" in entry.attrs:
        return f"[{entry.attrs['data-box']}] "
    if state := entry.get("data-task-state"):
        return "[x] " if state == "DONE" else "[ ] "
    for child in entry.children[:4]:
        if "checkbox" in child.classes():
            return "[x] " if "checkbox-on" in child.classes() else "[ ] "
        if child.get("role") == "checkbox":
            return f"{box(child)} "
    return ""


def _usual_size(root: Node, classes: dict[str, Style]) -> float:
    """Return the size in which most words are set, where the page tells sizes at all."""
    sizes: Counter[float] = Counter()
    for node in root.walk():
        if node.attrs and node.size and not node.blocks and (size := look(node, classes).size):
            sizes[size] += node.size
    return sizes.most_common(1)[0][0] if sizes else 11.0
