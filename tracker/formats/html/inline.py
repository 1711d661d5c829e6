"""Words within a paragraph, as Markdown marks them: bold, struck, code, links, boxes."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

from tracker.formats.html.styles import Style, look

if TYPE_CHECKING:
    from tracker.formats.html.tree import Node

BOLD, ITALIC, STRUCK, CODE, MENTION, DAY = 1, 2, 4, 8, 16, 32
MARKS = ((BOLD, "**"), (STRUCK, "~~"), (ITALIC, "*"), (CODE, "`"))
STYLED = {
    "b": BOLD, "strong": BOLD, "i": ITALIC, "em": ITALIC, "cite": ITALIC, "dfn": ITALIC,
    "s": STRUCK, "del": STRUCK, "strike": STRUCK, "code": CODE, "tt": CODE, "kbd": CODE,
    "samp": CODE, "var": CODE,
}  # fmt: skip
BLANK = re.compile(r"[ \t\r\n\f]+")
WORDLIKE = re.compile(r"<(?=[A-Za-z/!?])")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
OPAQUE = re.compile(r"[0-9a-f]{8,}|\d{4,}|:", re.IGNORECASE)  # in a user's name: nobody's name
PEOPLE = frozenset({"confluence-userlink", "user-mention", "mention", "userlink"})
TICK = {"tick": "✅", "yes": "✅", "check": "✅", "cross": "❌", "error": "❌", "no": "❌"}
SAFE = {"www.google.com": "q", "google.com": "q"}


class Run(NamedTuple):
    """Words of one style; a line break is a newline."""

    text: str
    style: int = 0
    href: str = ""


def runs(nodes: list[Node], classes: dict[str, Style]) -> list[Run]:
    """Return the words of *nodes* in order, each with its style."""
    found: list[Run] = []
    for node in nodes:
        _gather(node, classes, 0, "", found)
    return found


def _gather(node: Node, classes: dict[str, Style], style: int, href: str, found: list[Run]) -> None:
    if not node.name:
        found.append(Run(BLANK.sub(" ", node.text), style, href))
        return
    if (alone := _alone(node)) is not None:
        found.append(Run(alone, style, href))
        return
    style |= STYLED.get(node.name, 0)
    if node.attrs:
        style = _worn(look(node, classes), style)
    if node.name == "a":
        href = address(node.get("href")) or href
    if node.name == "time":
        found.append(_moment(node, style, href))
    elif node.attrs and not PEOPLE.isdisjoint(node.classes()):
        found.append(Run(_called(node), style | MENTION, ""))
    else:
        if "data-box" in node.attrs:
            found.append(Run(f"[{node.attrs['data-box']}] ", 0, href))
        for child in node.children:
            _gather(child, classes, style, href, found)
        if node.name in {"p", "div", "li", "tr", "td", "th", "dd", "dt", "pre"}:
            found.append(Run("\n", 0, href))


def _worn(told: Style, style: int) -> int:
    """Return *style* with what a style sheet or attribute says."""
    style = style & ~BOLD if told.bold is False else style | (BOLD if told.bold else 0)
    return style | (STRUCK if told.struck else 0)


def _alone(node: Node) -> str | None:
    """Return what an element without words shows."""
    if node.name == "br":
        return "\n"
    if node.name == "input":
        return f"{box(node)} " if node.get("type") == "checkbox" else ""
    if node.name == "q":
        return f"\u201c{node.words()}\u201d"
    if node.name == "img":
        names = {one.removeprefix("emoticon-") for one in node.classes()}
        shown = next((TICK[one] for one in names if one in TICK), "")
        return shown or (node.get("alt") if names & {"emoji", "emoticon"} else "")
    return None


def box(node: Node) -> str:
    """Return the box that an element shows, ticked or not."""
    ticked = "checked" in node.attrs or node.get("aria-checked") == "true"
    return "[x]" if ticked else "[ ]"


def _moment(node: Node, style: int, href: str) -> Run:
    """Return a day as written by machines, which nobody can misread; a time as people read it."""
    said, shown = node.get("datetime").strip(), node.words()
    return Run(said if DATE.match(said) or not shown else shown, style | DAY, href)


def _called(node: Node) -> str:
    """Return a mentioned person's @name, or their full name."""
    shown = node.words().removeprefix("@")
    user = node.get("data-username") or node.get("ri:username")
    if user and not OPAQUE.search(user):
        return f"@{user}"
    return f"@{shown}" if shown and " " not in shown else shown


def address(href: str) -> str:
    """Return where a link leads, past a redirecting search engine; nothing within the page."""
    href = href.strip()
    if not href.lower().startswith(("http://", "https://")):
        return ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.path == "/url" and parts.netloc in SAFE:
        href = next(iter(parse_qs(parts.query).get(SAFE[parts.netloc], [])), href)
    if ".safelinks." in parts.netloc:
        href = next(iter(parse_qs(parts.query).get("url", [])), href)
    return re.sub(r"[\s<>]", lambda m: f"%{ord(m[0]):02X}", href.strip())


def written(found: list[Run], *, bold: bool = True, cell: bool = False) -> str:
    """Return *found* as one line of Markdown, its line breaks as newlines."""
    kept = [one for one in found if one.text]
    if not bold:
        kept = [one._replace(style=one.style & ~BOLD) for one in kept]
    text = "".join(
        _linked(list(group), href, cell=cell) for href, group in groupby(kept, lambda r: r.href)
    )
    lines = (" ".join(line.split(" ")).strip() for line in BLANK_RUN.sub(" ", text).split("\n"))
    return "\n".join(line for line in lines if line)


BLANK_RUN = re.compile(r" {2,}")


def _linked(found: list[Run], href: str, *, cell: bool) -> str:
    worn = 0
    for one in found:
        worn |= one.style
    text = _marked(found, tuple(mark for mark in MARKS if worn & mark[0]), cell=cell)
    if not href:
        return text
    bare = text.strip()
    if not bare:
        return text
    if bare.rstrip("/") == href.rstrip("/"):
        shown = href
    else:
        label = bare.replace("[", "(").replace("]", ")").replace("\n", " ")
        href = href.replace("(", "%28").replace(")", "%29") if href.count("(") > 1 else href
        shown = f"[{label}]({href})"
    return _around(text, shown)


def _marked(found: list[Run], marks: tuple[tuple[int, str], ...], *, cell: bool) -> str:
    if not marks:
        return "".join(_escaped(one, cell=cell) for one in found)
    (bit, mark), rest = marks[0], marks[1:]
    pieces = []
    for marked, group in groupby(found, lambda one: bool(one.style & bit) and one.text != "\n"):
        text = _marked(list(group), rest, cell=cell)
        pieces.append(_around(text, f"{mark}{text.strip()}{mark}") if marked else text)
    return "".join(pieces)


def _around(text: str, shown: str) -> str:
    """Return *shown* with the blanks that stood around *text*; blanks alone are unmarked."""
    if not text.strip():
        return text
    before = text[: len(text) - len(text.lstrip())]
    return before + shown + text[len(text.rstrip()) :]


def _escaped(one: Run, *, cell: bool) -> str:
    text = one.text
    if cell and "|" in text:
        text = text.replace("|", "\\|")
    if one.style & CODE:
        return text.replace("`", "'")
    if "*" in text and not text.startswith("* "):
        text = text.replace("*", "\\*")
    return WORDLIKE.sub("&lt;", text) if "<" in text else text
