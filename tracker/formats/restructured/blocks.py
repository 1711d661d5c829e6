"""The blocks of reStructuredText: titles, directives, fields, terms, literals and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.formats.grids import Rows, as_table
from tracker.formats.restructured import tables
from tracker.formats.restructured.inline import Names, as_markdown

if TYPE_CHECKING:
    from tracker.formats.restructured.tables import Line

ADORNED = re.compile(r"([!-/:-@\[-`{-~])\1{2,}$")
DIRECTIVE = re.compile(r"\.\. (?:\|([^|]{1,100})\|\s+)?([\w.+:-]{0,60}?[\w+-])::(?:\s+(.*))?$")
TARGET = re.compile(r"(?:\.\. )?_(?:`([^`]{1,200})`|([^:`\\_]{1,200})):(?:\s+(\S.*))?$")
UNNAMED = re.compile(r"(?:\.\. __:|__)\s+(\S.*)$")
NOTE = re.compile(r"\.\. \[([^\]\s]{1,40})\]\s+(.*)$")
FIELD = re.compile(r":([A-Za-z][^:`]{0,60}):(?:\s+(.*))?$")
OPTION = re.compile(r"\s*:([\w-]{1,40}):\s*(.*)$")
NUMBER = re.compile(r"(\s*)\(?(?:#|[ivxIVX]{1,5}|\d{1,3}|[A-Za-z])[.)]\s+(?=\S)")
BULLET = re.compile(r"\s*[-*+\u2022]\s")
LINED = re.compile(r"((?<!\s)\s*+(?:[-*+]|\d{1,3}[.)])\s++)\|\s+")  # an entry of lines
QUOTED = re.compile(r"\s*[-*+>|.:=#(\u2022]|\s*\d{1,3}[.)]|\s*\w[.)]\s")
CODE = frozenset(
    {
        "code", "code-block", "sourcecode", "parsed-literal", "math", "prompt", "console",
        "literalinclude", "mermaid", "uml", "graphviz", "doctest", "testcode", "testoutput",
        "ipython", "highlight",
    }
)  # fmt: skip
DROPPED = frozenset(
    {
        "contents", "toctree", "include", "raw", "meta", "index", "image", "sectnum",
        "section-numbering", "role", "default-role", "title", "tags", "feed", "post", "video",
        "youtube", "unicode", "date", "header", "footer", "bibliography", "tabularcolumns",
        "sectionauthor", "codeauthor", "currentmodule", "module", "highlight", "literalinclude",
    }
)  # fmt: skip
TITLED = frozenset({"admonition", "topic", "sidebar", "rubric", "dropdown", "details", "table"})
DEEPEST = 8  # directives within directives
LONGEST_TERM = 80
LONGEST_BODY = 200  # lines of a field or of what a term means


def restructured_rows(text: str) -> Rows:
    """Return the lines of *text* as Markdown, each with its number."""
    lines = list(enumerate(text.split("\n"), 1))
    names = _names(lines)
    return _Reader(names).read(lines, 0)


def _names(lines: list[Line]) -> Names:
    """Return what the document's names stand for."""
    names = Names()
    for _, text in lines:
        bare = text.strip()
        if bare.startswith(("..", "__", "_")):
            if found := TARGET.match(bare):
                names.add(found[1] or found[2], (found[3] or "").strip("`<> "))
            elif found := UNNAMED.match(bare):
                names.unnamed.append(found[1].strip())
            elif (found := DIRECTIVE.match(bare)) and found[1]:
                shown = found[3] or "" if found[2] == "replace" else ""
                names.texts[" ".join(found[1].lower().split())] = shown
    return names


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


class _Reader:
    """Walks the lines once; what directives hold is read as a document of its own."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.levels: list[str] = []
        self.rows: Rows = []
        self.lined = -1  # where a block of lines, each led by a bar, goes on

    def read(self, lines: list[Line], depth: int) -> Rows:
        at = 0
        while at < len(lines):
            at = self._take(lines, at, depth)
        return self.rows

    def _take(self, lines: list[Line], at: int, depth: int) -> int:
        """Read what begins at a line, and return where the next begins."""
        number, text = lines[at]
        bare = text.strip()
        if not bare:
            self.rows.append((number, ""))
            return at + 1
        if bare.startswith(("..", "__")) and (end := self._explicit(lines, at, depth)):
            return end
        if end := self._title(lines, at) or self._table(lines, at):
            return end
        if bare.startswith(":") and (found := FIELD.match(bare)):
            return self._field(lines, at, found)
        if end := self._term(lines, at):
            return end
        return self._words(lines, at)

    # -- titles

    def _title(self, lines: list[Line], at: int) -> int:
        """Read a title with its line below, and above where there is one."""
        text = lines[at][1].rstrip()
        below = lines[at + 1][1].rstrip() if at + 1 < len(lines) else ""
        third = lines[at + 2][1].rstrip() if at + 2 < len(lines) else ""
        if ADORNED.match(text):
            if below.strip() and third == text and not ADORNED.match(below):
                self._head(lines[at + 1][0], below.strip(), text[0] * 2)
                return at + 3
            if not below.strip() and (at == 0 or not lines[at - 1][1].strip()):
                self.rows.append((lines[at][0], "***"))
                return at + 1
            return 0
        alone = at == 0 or not lines[at - 1][1].strip() or lines[at - 1][1].startswith("..")
        underlined = ADORNED.match(below) and len(below) + 3 >= len(text)
        if not underlined or text[0].isspace() or not (alone or len(below) >= len(text)):
            return 0
        if BULLET.match(text) and below[0] != "=":
            return 0
        self._head(lines[at][0], text, below[0])
        return at + 2

    def _head(self, number: int, text: str, style: str) -> None:
        if style not in self.levels:
            self.levels.append(style)
        level = min(self.levels.index(style) + 1, 6)
        self.rows += [(number, f"{'#' * level} {self._told(text)}"), (number, "")]

    # -- what begins with two dots

    def _explicit(self, lines: list[Line], at: int, depth: int) -> int:
        number, text = lines[at]
        bare, indent = text.strip(), _indent(text)
        if UNNAMED.match(bare):
            return at + 1
        if not bare.startswith("..") or bare[2:3].strip():
            return 0
        end = self._below(lines, at + 1, indent)
        body = lines[at + 1 : end]
        if TARGET.match(bare):
            return at + 1 if not body or body[0][1].strip() else end
        if found := NOTE.match(bare):
            told = " ".join([found[2], *(one.strip() for _, one in body)])
            self.rows.append((number, f"> [{found[1]}] {self._told(told.strip())}"))
            return end
        found = DIRECTIVE.match(bare)
        if found and not found[1]:
            self._directive(found, number, indent, body, depth)
        elif found and found[2] not in {"replace", "image", "unicode", "date"}:
            return end
        self.rows.append((lines[end - 1][0], ""))
        return end

    def _below(self, lines: list[Line], at: int, indent: int, most: int | None = None) -> int:
        """Return where the block that is indented more than *indent* ends, or is long enough."""
        end = at
        last = len(lines) if most is None else min(len(lines), at + most)
        while at < last:
            text = lines[at][1]
            if text.strip():
                if _indent(text) <= indent:
                    break
                end = at + 1
            at += 1
        return end

    def _directive(
        self, found: re.Match[str], number: int, indent: int, body: list[Line], depth: int
    ) -> None:
        name, said = found[2].lower().rsplit(":", 1)[-1], (found[3] or "").strip()
        options: dict[str, str] = {}
        at = 0
        while at < len(body) and (option := OPTION.match(body[at][1])):
            options[option[1]] = option[2].strip()
            at += 1
        body = body[at:]
        if name in CODE and name not in DROPPED:
            self._literal(body, indent)
        elif name in {"list-table", "csv-table"}:
            self._words_of(said, number, indent, title=True)
            mark = {"tab": "\t", "space": " "}.get(
                options.get("delim", ""), options.get("delim", ",")
            )
            cells = (
                tables.listed(body)
                if name == "list-table"
                else tables.separated(body, options.get("header", ""), mark[:1] or ",")
            )
            self._put_table(cells)
        elif name not in DROPPED:
            if name != "figure":
                self._words_of(said, number, indent, title=name in TITLED)
            margin = min((_indent(text) for _, text in body if text.strip()), default=0) - indent
            inner = [(one, text[margin:]) for one, text in body]
            if depth < DEEPEST:
                self.read(inner, depth + 1)
            else:
                self.rows += inner

    def _words_of(self, said: str, number: int, indent: int, *, title: bool) -> None:
        if said:
            told = self._told(said)
            self.rows.append((number, " " * indent + (f"**{told}**" if title else told)))
            if title:
                self.rows.append((number, ""))

    # -- the rest

    def _literal(self, body: list[Line], indent: int) -> None:
        while body and not body[0][1].strip():
            body = body[1:]
        if not body:
            return
        fence = "~~~~" if any("```" in text for _, text in body) else "```"
        mark = " " * indent + fence
        self.rows += [(body[0][0], mark), *body, (body[-1][0], mark), (body[-1][0], "")]

    def _table(self, lines: list[Line], at: int) -> int:
        indent, text = _indent(lines[at][1]), lines[at][1].strip()
        end = at
        if tables.BORDER.match(text):
            while end < len(lines) and lines[end][1].strip()[:1] in {"+", "|"}:
                end += 1
            cells = tables.grid([(number, one[indent:].rstrip()) for number, one in lines[at:end]])
        elif tables.SIMPLE.match(text):
            borders = 0
            while end < len(lines) and borders < 3:  # noqa: PLR2004  above and below the header, and last
                is_border = tables.SIMPLE.match(lines[end][1].strip()) is not None
                blank = end + 1 >= len(lines) or not lines[end + 1][1].strip()
                borders += 1 + (borders == 1 and blank and end > at + 1) if is_border else 0
                end += 1
            cells = tables.simple(
                [(number, one[indent:].rstrip()) for number, one in lines[at:end]]
            )
        else:
            return 0
        self._put_table(cells)
        return end

    def _put_table(self, cells: tables.Cells) -> None:
        told = [
            (number, [self._told(cell).replace("|", "\\|") for cell in row])
            for number, row in cells
        ]
        if told:
            self.rows.append((told[0][0], ""))
        self.rows += as_table(told)

    def _field(self, lines: list[Line], at: int, found: re.Match[str]) -> int:
        """Read ":Owner: Dana" as a label; what stands below it goes on with it."""
        number, text = lines[at]
        end = self._below(lines, at + 1, _indent(text), LONGEST_BODY)
        said = (found[2] or "").strip()
        body = lines[at + 1 : end]
        if any(QUOTED.match(one) for _, one in body):
            self.rows += [(number, f"**{found[1]}:** {self._told(said)}".rstrip()), (number, "")]
            return at + 1
        said = " ".join([said, *(one.strip() for _, one in body if one.strip())]).strip()
        if said:
            self.rows += [(number, f"**{found[1]}:** {self._told(said)}"), (number, "")]
        return end

    def _term(self, lines: list[Line], at: int) -> int:
        """Read a term and what it means, which is indented right below it."""
        number, text = lines[at]
        below = lines[at + 1][1] if at + 1 < len(lines) else ""
        above = lines[at - 1][1] if at else ""
        deeper = below.strip() and _indent(below) > _indent(text)
        if not deeper or above.strip() or len(text) > LONGEST_TERM or text.rstrip()[-1] in ".,;:!?":
            return 0
        if BULLET.match(text) or NUMBER.match(text) or text.lstrip()[0] in "|>.":
            return 0
        end = self._below(lines, at + 1, _indent(text), LONGEST_BODY)
        body = [one.strip() for _, one in lines[at + 1 : end]]
        term = self._told(text.split(" : ")[0].strip())
        indent = " " * _indent(text)
        if any(QUOTED.match(one) for one in body if one):
            self.rows += [(number, f"{indent}**{term}**")]
            return at + 1
        told = self._told(" ".join(one for one in body if one))
        self.rows += [(number, f"{indent}**{term}:** {told}"), (number, "")]
        return end

    def _words(self, lines: list[Line], at: int) -> int:
        """Read a line of a paragraph or entry; one that ends within backquotes takes the next."""
        number, text = lines[at]
        text = text.rstrip()
        end = at + 1
        if text.lstrip().startswith("| "):
            text = text.replace("| ", "", 1)
            if self.lined == len(self.rows) and not text[:1].islower():
                self.rows.append((number, ""))  # a line that was broken on purpose
            self.lined = len(self.rows) + 1
            while end < len(lines) and lines[end][1].strip() and lines[end][1].strip()[0] != "|":
                text = f"{text} {lines[end][1].strip()}"
                end += 1
        while text.count("`") % 2 and end < min(at + 5, len(lines)) and lines[end][1].strip():
            text = f"{text} {lines[end][1].strip()}"
            end += 1
        literal = text.endswith("::")
        if literal:
            text = text[:-1].rstrip(": ") + ":" if text.strip() != "::" else ""
        if (found := NUMBER.match(text)) and found[0].strip() in {"#.", "#)"}:
            text = f"{found[1]}1. {text[found.end() :]}"
        text = LINED.sub(r"\1", text, count=1)
        self.rows.append((number, self._told(text)))
        if not literal or (end < len(lines) and lines[end][1].strip()):
            return end
        body = self._below(lines, end, _indent(lines[at][1]))
        self._literal(lines[end:body], _indent(text))
        return body

    def _told(self, text: str) -> str:
        return as_markdown(text, self.names)
