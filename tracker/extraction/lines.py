"""A document's lines: cleaned of what nobody sees, each with its number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tracker.formats import rows

UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\x00\u200e\u200f\ufe0f"))
SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000\x0b\x0c\x85\u2028\u2029"), " "
)
CLEAN = UNSEEN | SPACES
UNCLEAN = tuple(map(chr, CLEAN))
BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
SPACE_NAMES = re.compile(r"&(?:nbsp|emsp|ensp|thinsp);")
HTML_HEADING = re.compile(
    r"<h([1-6])\b[^<>]*>([^<]*(?:<(?!/h)[^<]*)*)(?:</h[1-6]>)?$", re.IGNORECASE
)
HTML_ITEM = re.compile(r"(?:<[ou]l\b[^<>]*>\s*)?<li\b[^<>]*>(.*)$", re.IGNORECASE)
CLOSING_TAGS = re.compile(r"</(?:li|ul|ol|p)>", re.IGNORECASE)
HTML_BOX = re.compile(
    r"</?(?:ul|ol|li|p|div|section|body|html|center|details|summary|pre|article|main|header)\b[^<>]*>",
    re.IGNORECASE,
)
# a bullet that lost its line break: "- 10:45: It began. - 10:50: We noticed."
GLUED = re.compile(r"(?<=[.!?]) - (?=\d{1,2}:\d\d|[A-Z][a-z]{2,20}: )")
FENCE = re.compile(r"(`{3,}+|~{3,}+)([^`]*)$")
FENCES = frozenset(("```", "~~~"))
MOSTLY = 0.5  # a fence round more than this share of a document is its wrapping


@dataclass(slots=True)
class Line:
    """One line, stripped; *code* within a fence, *broken* after a line break in the text.

    Never changed once it is read; not frozen, as that makes reading slower.
    """

    number: int
    indent: int
    text: str
    width: int = 0  # where it ends on the page
    code: bool = False
    broken: bool = False
    quoted: bool = False


def read_lines(text: str, name: str = "") -> list[Line]:
    """Return the lines of *text*, blank ones included, without comments and fences."""
    lines = _raw_lines(text, name)
    if "<" in text and "<!--" in text:
        lines = _without_comments(lines)
    if ("`" in text and "```" in text) or ("~" in text and "~~~" in text):
        lines = _without_fences(lines)
    found: list[Line] = []
    for line in lines:
        said = line.text
        glued = said[:2] == "- " and " - " in said
        if glued or "<" in said or "&" in said or said[:1] == ">":
            found += _pieces(line)
        else:
            found.append(line)
    return found


def unseen(text: str, name: str = "") -> dict[int, str]:
    """Return the lines that are read as if they were blank: comment, fence or markup."""
    raw = _raw_lines(text, name)
    shown = _without_comments(raw)
    kept = _without_fences(shown)
    written = {line.number for line in read_lines(text, name) if line.text}
    return {
        line.number: "markup" if fenced.text else "fence" if seen.text else "comment"
        for line, seen, fenced in zip(raw, shown, kept, strict=True)
        if line.text and line.number not in written
    }


def _raw_lines(text: str, name: str) -> list[Line]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(char in text for char in UNCLEAN):
        text = text.translate(CLEAN)
    lines = []
    for number, raw in rows(text.expandtabs(4) if "\t" in text else text, name):
        kept = raw.rstrip()
        width = len(kept)
        bare = kept.lstrip()
        lines.append(Line(number, width - len(bare), bare, width))
    return lines


def _pieces(line: Line) -> list[Line]:
    if line.text.startswith("- ") and not line.code and len(told := GLUED.split(line.text)) > 1:
        return [replace(line, text=one if one is told[0] else f"- {one}") for one in told]
    return _split_breaks(_unquoted(as_markdown(line)))


def as_markdown(line: Line) -> Line:
    """Return an HTML heading, list item or paragraph as Markdown would write it."""
    text = SPACE_NAMES.sub(" ", line.text).strip() if "&" in line.text else line.text
    if line.code or not text.startswith("<"):
        return line if text == line.text else replace(line, text=text)
    found = HTML_HEADING.match(text)
    if found:
        return replace(line, text=f"{'#' * int(found[1])} {found[2].strip()}")
    if item := HTML_ITEM.match(text):
        return replace(line, text=f"- {CLOSING_TAGS.sub('', item[1]).strip()}".rstrip("- "))
    return replace(line, text=SPACE_NAMES.sub(" ", HTML_BOX.sub("", text)).strip())


def _without_comments(lines: list[Line]) -> list[Line]:
    """Blank what stands between <!-- and -->; a comment that never ends is none."""
    last_end = max((line.number for line in lines if "-->" in line.text), default=0)
    kept: list[Line] = []
    hidden = False
    for line in lines:
        seen, hidden = _seen(line.text, hidden=hidden, may_open=line.number <= last_end)
        kept.append(line if seen == line.text else replace(line, text=seen.strip()))
    return kept


def _seen(text: str, *, hidden: bool, may_open: bool) -> tuple[str, bool]:
    seen: list[str] = []
    at = 0
    while at < len(text):
        end = text.find("-->" if hidden else "<!--", at)
        if end < 0 or (not hidden and not may_open):
            end = len(text)
        if not hidden:
            seen.append(text[at:end])
        if end == len(text):
            break
        at = end + (3 if hidden else 4)
        hidden = not hidden
    return "".join(seen), hidden


def _without_fences(lines: list[Line]) -> list[Line]:
    """Mark fenced lines as code, but unwrap a document that is fenced as a whole."""
    spans = _fences(lines)
    if not spans:
        return lines
    written = sum(1 for line in lines if line.text and not _fence(line.text)) or 1
    marks: dict[int, bool] = {}
    for first, last in spans:
        inside = sum(1 for line in lines[first + 1 : last] if line.text)
        wrapping = inside / written > MOSTLY or last == len(lines)
        marks[first] = marks[last] = False
        marks.update(dict.fromkeys(range(first + 1, last), not wrapping))
    ends = {end for span in spans for end in span}
    return [
        replace(line, text="" if at in ends else line.text, code=code)
        if (code := marks.get(at, False)) or at in ends
        else line
        for at, line in enumerate(lines)
    ]


def _fences(lines: list[Line]) -> list[tuple[int, int]]:
    """Return (opening, closing) indexes; one that never closes ends after the last line."""
    spans = []
    opened: tuple[int, str] | None = None
    for at, line in enumerate(lines):
        found = _fence(line.text)
        if not found or _underlines(lines, at):
            continue
        if opened is None:
            opened = (at, found[1])
        elif found[1].startswith(opened[1]) and not found[2].strip():
            spans.append((opened[0], at))
            opened = None
    if opened:
        spans.append((opened[0], len(lines)))
    return spans


def _fence(text: str) -> re.Match[str] | None:
    return FENCE.match(text) if text[:3] in FENCES else None


def _underlines(lines: list[Line], at: int) -> bool:
    """Return whether tildes stand below a title, as reStructuredText underlines it."""
    line, above = lines[at].text, lines[at - 1].text if at else ""
    return set(line) == {"~"} and 0 < len(above) <= len(line)


def _unquoted(line: Line) -> Line:
    if not line.text.startswith(">") or line.code:
        return line
    inner = line.text.lstrip("> ")
    return Line(line.number, line.indent, inner, line.width, line.code, line.broken, quoted=True)


def _split_breaks(line: Line) -> list[Line]:
    """Return the pieces between <br>s, all with the line's number; table rows stay whole."""
    if line.code or line.text.startswith("|") or "<" not in line.text:
        return [line]
    first, *rest = [piece.strip() for piece in BREAK.split(line.text)]
    if not rest:
        return [line]
    broken = [replace(line, text=piece, width=0, broken=True) for piece in rest]
    broken[-1] = replace(broken[-1], width=line.width)
    return [replace(line, text=first, width=0), *(piece for piece in broken if piece.text)]
