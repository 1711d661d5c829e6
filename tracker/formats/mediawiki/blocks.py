"""The lines of MediaWiki: headings, lists, tables, preformatted parts."""

from __future__ import annotations

import re

from tracker.formats.breaks import TAG, joined
from tracker.formats.grids import Cell, Rows, Spans, as_table, number
from tracker.formats.islands import LISTS, with_islands
from tracker.formats.mediawiki.brackets import unfolded

HEADING = re.compile(r"(={1,6})\s*([^=\s].{0,300}?)\s*\1\s*$")
LISTED = re.compile(r"([*#:;]{1,20})\s*(.*)$")
LINK = re.compile(r"\[(https?://[^\s\[\]]{1,2000})(?:\s++([^\[\]]{0,500}))?\]")
QUOTES = re.compile(r"'{5}|'{3}|''")
STARS = {5: "***", 3: "**", 2: "*"}
SWITCH = re.compile(r"__[A-Z]{3,20}__")
SIGNED = re.compile(r"~{3,5}")
TAGS = re.compile(
    r"</?(?:noinclude|includeonly|onlyinclude|section|translate|templatestyles|poem|references"
    r"|span|div|center|font|small|big|p|u)"
    r"\b[^<>]{0,200}>|<!--T:\d{1,4}-->",
    re.IGNORECASE,
)
# what holds no markup, or is no part of the text
APART = re.compile(
    r"<(ref|nowiki|pre|syntaxhighlight|source|gallery|!--)\b([^<>]{0,300}?)(/?)>|<!--"
)
LABEL = re.compile(r"\s*[A-Z][\w -]{0,40}:\s|\s{4,}\S")
FENCED = frozenset({"pre", "syntaxhighlight", "source"})
ATTRIBUTES = re.compile(r"[^|\[{]{0,300}=[^|\[{]{0,300}\|(?!\|)")
SPAN = re.compile(r"(row|col)span\s?=\s?[\"']?(\d{1,6})")
FENCE = "\x01"  # on a line that opens or closes a preformatted part
STATE = re.compile(r"\((done|not done)\)\s*+(?:[:\u2013\u2014-]\s*+)?(?=\S)")
BROKEN = re.compile(r"<br\s?/?>\s*$", re.IGNORECASE)
MOST_JOINED = 50  # lines that breaks make one paragraph
STEP = 4
MOST_COLUMNS = 200


def mediawiki_rows(text: str) -> Rows:
    """Return the lines of *text* as Markdown, each with its number."""
    rows = _Reader().read(unfolded(_set_apart(text)).split("\n"))
    return with_islands(rows, LISTS) if "</" in text else rows


def _set_apart(text: str) -> str:
    """Return *text* without notes and comments, its preformatted parts marked; lines stay."""
    told: list[str] = []
    at = 0
    missing: set[str] = set()
    while found := APART.search(text, at):
        name = (found[1] or "!--").lower()
        told.append(text[at : found.start()])
        at = found.end()
        if found[3] and name != "!--":
            continue
        end = "-->" if name == "!--" else f"</{name}>"
        close = -1 if end in missing else text.find(end, at)
        if close < 0:
            missing.add(end)
            continue
        inner = text[at:close]
        at = close + len(end)
        if name == "pre" and all(LABEL.match(line) for line in inner.split("\n") if line.strip()):
            told.append(inner)  # a head of labels, as proposals begin with
        elif name in FENCED:
            told.append(FENCE + inner.replace("{{", "{\x02{").replace("[[", "[\x02[") + FENCE)
        elif name == "nowiki":
            told.append(inner.replace("{{", "{\x02{").replace("[[", "[\x02["))
        else:
            told.append("\n" * inner.count("\n"))
    return "".join([*told, text[at:]])


class _Reader:
    """Walks the lines once."""

    def __init__(self) -> None:
        self.rows: Rows = []
        self.fenced = False
        self.spans = Spans()

    def read(self, lines: list[str]) -> Rows:
        """Return the rows that *lines* make."""
        at = 0
        while at < len(lines):
            line = lines[at].replace("\x02", "")
            if self.fenced or FENCE in line:
                self._code(at + 1, line)
                at += 1
            elif line.lstrip(" :").startswith("{|"):
                at = self._table(lines, at)
            else:
                end = at + 1
                while BROKEN.search(line[-20:]) and end < min(at + MOST_JOINED, len(lines)):
                    if not lines[end].strip() or lines[end][0] in "*#:;=|{" or FENCE in lines[end]:
                        break
                    line += lines[end].replace("\x02", "").rstrip()
                    end += 1
                self._line(at + 1, line)
                at = end
        if self.fenced:
            self.rows.append((len(lines), "```"))
        return self.rows

    def _code(self, at: int, line: str) -> None:
        for place, piece in enumerate(line.split(FENCE)):
            if place:
                self.rows.append((at, "```"))
                self.fenced = not self.fenced
            if piece.strip() or (self.fenced and not place):
                self.rows.append((at, piece))

    def _line(self, at: int, line: str) -> None:
        bare = told(line)
        if found := HEADING.match(bare):
            self.rows += [(at, f"{'#' * len(found[1])} {found[2]}"), (at, "")]
        elif bare.startswith("----"):
            self.rows.append((at, "***"))
        elif bare.upper().startswith("#REDIRECT"):
            self.rows.append((at, ""))
        elif (found := LISTED.match(line)) and bare:
            self._entry(at, found[1], told(found[2]))
        else:
            lines = [line for line in TAG.split(bare) if line] if "<" in bare else [bare]
            self.rows += [(at, line) for line in joined(lines).split("\n")]

    def _entry(self, at: int, marks: str, words: str) -> None:
        """Write an entry; a colon below a bullet goes on with it, a semicolon names a term."""
        indent = " " * (STEP * (len(marks) - 1))
        if not words:
            self.rows.append((at, ""))
        elif marks[-1] == ";":
            term, colon, meaning = words.partition(" : ")
            self.rows.append((at, ""))
            lead = f"**{term.strip('* :')}"
            self.rows.append((at, f"{lead}:** {meaning}" if colon else f"{lead}**"))
        elif marks[-1] == ":" and marks.strip(":"):
            outer = " " * (STEP * (len(marks.rstrip(":")) - 1) + 2)
            self.rows += [(at, ""), (at, outer + words)]
        else:
            if state := STATE.match(words):
                words = ("[x] " if state[1] == "done" else "[ ] ") + words[state.end() :]
            first, *rest = TAG.split(words)
            self.rows.append((at, f"{indent}{'1.' if marks[-1] == '#' else '-'} {first}"))
            self.rows += [(at, f"{indent}  {line}") for line in rest if line]

    def _table(self, lines: list[str], at: int) -> int:
        """Read a table to its end, or to the heading that shows that its end is missing."""
        table = _Table()
        depth, begin = 0, at
        while at < len(lines):
            bare = lines[at].replace("\x02", "").strip(" :")
            if HEADING.match(bare):
                break
            at += 1
            if bare.startswith("{|"):
                depth += 1
            elif bare.startswith("|}"):
                depth -= 1
                if depth == 0:
                    break
            else:
                table.take(at, bare, inner=depth > 1)
        if table.caption:
            self.rows += [(begin + 1, ""), (begin + 1, f"**{table.caption}**")]
        self.rows.append((begin + 1, ""))
        rows = [(one, cells) for one, cells in table.rows if cells]
        laid = self.spans.lay([cells for _, cells in rows])
        if len(rows) == 1 or all(len(cells) == 1 for _, cells in rows):
            words = [(one, cell.text) for one, cells in rows for cell in cells]
            self.rows += [(one, part) for one, cell in words for part in [*cell.split("\n"), ""]]
        else:
            self.rows += as_table(
                [(one, cells) for (one, _), cells in zip(rows, laid, strict=True)]
            )
        return at


class _Table:
    """Gathers a table's rows line by line."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, list[Cell]]] = []
        self.caption = ""
        self.inside = False

    def take(self, at: int, line: str, *, inner: bool) -> None:
        if inner:
            self._more(" ".join(line.lstrip("|!- ").replace("||", " ").split()))
        elif line.startswith("|+"):
            self.caption = told(_bare(line[2:])).strip("*")
        elif line.startswith("|-"):
            self.rows.append((at, []))
        elif line.startswith(("|", "!")):
            heads = line[0] == "!"
            body = line[1:].replace("!!", "||") if heads else line[1:]
            if not self.rows:
                self.rows.append((at, []))
            if not self.rows[-1][1]:
                self.rows[-1] = (at, [])
            for cell in body.split("||", MOST_COLUMNS):
                self.rows[-1][1].append(_cell(cell, heads=heads))
        else:
            self._more(line)

    def _more(self, line: str) -> None:
        """Add a line to the last cell."""
        if self.rows and self.rows[-1][1] and line:
            cell = self.rows[-1][1][-1]
            words = told(line.lstrip("*#: "))
            self.rows[-1][1][-1] = cell._replace(text=f"{cell.text}\n{words}".strip())


def _bare(cell: str) -> str:
    found = ATTRIBUTES.match(cell)
    return cell[found.end() :] if found else cell


def _cell(cell: str, *, heads: bool) -> Cell:
    found = ATTRIBUTES.match(cell)
    spans = {key: number(value) for key, value in SPAN.findall(found[0])} if found else {}
    words = told(_bare(cell).lstrip("*#: ")).replace("|", "\\|")
    return Cell(words, spans.get("row", 1), spans.get("col", 1), heads)


def told(line: str) -> str:
    """Return a line's words with their markup as Markdown writes it."""
    line = line.strip()
    if "''" in line:
        line = QUOTES.sub(lambda m: STARS[len(m[0])], line)
    if "[http" in line:
        line = LINK.sub(lambda m: f"[{m[2].strip()}]({m[1]})" if m[2] else m[1], line)
    if "__" in line:
        line = SWITCH.sub("", line)
    if "~~~" in line:
        line = SIGNED.sub("", line)
    return TAGS.sub("", line).strip() if "<" in line else line
