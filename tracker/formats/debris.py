"""Markdown without the tags of site generators and note books; what people wrote stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Every pattern stays within one line or between braces, and moves on at what it cannot match.
LIQUID = re.compile(r"\{%[^%{}\n]*+(?:%(?!\})[^%{}\n]*+)*+%\}")
LIQUID_VALUE = re.compile(
    r"\{\{-?[ \t]*+[\w-]{1,60}(?:\.[\w.-]{1,60}|(?:\.[\w.-]{1,60})?[ \t]*+\|[^{}\n]{0,200})"
    r"[ \t]*+-?\}\}"
)
SHORTCODE = re.compile(r"\{\{[<%][ \t]*+/?[ \t]*+([\w/.-]{1,60})([^{}\n]{0,500}?)[ \t]*+[>%]\}\}")
SHORTCODE_TITLE = re.compile(r"\b(?:title|summary|label)=\"([^\"]{1,200})\"")
SHORTCODE_NAME = re.compile(r"^\s*+\"([^\"]{1,200})\"")
TITLED = frozenset({"details", "expand", "collapse", "tab", "tabitem", "accordion", "notice"})
ERB = re.compile(r"<%[^%\n]{0,500}%>")
JSX_COMMENT = ("{/*", "*/}")
COLONS = re.compile(
    r"^([ \t]{0,8}):{3,}+[ \t]*+(?:\{([^{}\n]{0,200})\}|([A-Za-z][\w-]{0,40}))?"
    r"(?:\[([^\[\]\n]{0,200})\]|[ \t]++(\S[^\n]{0,200}?))?[ \t]*+:*[ \t]*$",
    re.MULTILINE,
)
ADMONITION = re.compile(
    r"^([ \t]{0,8})(?:!!!|\?\?\?\+?)[ \t]+[\w-]{1,40}(?:[ \t]+[\w-]{1,40})?"
    r"(?:[ \t]+\"([^\"\n]{0,200})\")?[ \t]*$",
    re.MULTILINE,
)
CALLOUT = re.compile(r"^([ \t]{0,8}>[> \t]{0,8})\[![\w-]{1,40}\][+-]?", re.MULTILINE)
ATTRIBUTES = re.compile(
    r"\{:[^{}\n]{0,200}\}|(?<=\S)[ \t]+\{[#.][\w#.= \"-]{1,120}\}[ \t]*$", re.MULTILINE
)
CONTENTS = re.compile(
    r"^[ \t]{0,4}(?:[-*+1.]{1,2}[ \t]+(?:TOC|toc)(?=[ \t]*\n[ \t]*\{:toc)"
    r"|\[\[?_?(?:TOC|toc)_?\]?\])[ \t]*$",
    re.MULTILINE,
)
HIDDEN = re.compile(r"%%[^%\n]{1,2000}%%")
HIDDEN_LINES = re.compile(r"^%%[ \t]*$", re.MULTILINE)
EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{0,300}\]\]")
VALUE = re.compile(r"[\[(]([A-Za-z][\w -]{0,30})::[ \t]*([^\[\]()\n]{1,100})[\])]")
PROSE_FENCE = re.compile(
    r"^([ \t]{0,8})(`{3,}|~{3,})\{"
    r"(?:note|warning|tip|important|admonition|attention|caution|danger"
    r"|error|hint|seealso|dropdown|details|topic|margin|sidebar|card|tab-item|callout)"
    r"\}[ \t]*([^\n]*)$",
    re.MULTILINE,
)
MODULE = re.compile(
    r"^(?:import[ \t]+[\w{},*$ \t]{1,200}[ \t]from[ \t]+['\"][^'\"\n]{1,200}['\"];?"
    r"|import[ \t]+['\"][^'\"\n]{1,200}['\"];?"
    r"|export[ \t]+(?:const|let|var|default|function)\b[^\n]{0,500}[;})])[ \t]*$",
    re.MULTILINE,
)
COMPONENT = re.compile(r"<(/?)([A-Z][\w.]{0,60})((?:[ \t\n][^<>]{0,500})?)>")
CLOSED = re.compile(r"</([A-Z][\w.]{0,60})>")
PROPERTY = re.compile(r"\b(?:title|summary|label|header)=[\"']([^\"'\n]{1,200})[\"']")


def cleaned(text: str, name: str) -> str:
    """Return *text* with its template tags blank, on as many lines; most texts have none."""
    for marks, clean in PASSES:
        if any(_holds(text, mark) for mark in marks):
            text = clean(text)
    if name.endswith(".mdx") or ("<" in text and ("/>" in text or "</" in text)):
        text = _without_components(text, mdx=name.endswith(".mdx"))
    return text


def _holds(text: str, mark: str) -> bool:
    """Return whether *text* holds *mark*; single characters are sought many times faster."""
    return mark[0] in text and mark[-1] in text and mark in text


def _liquid(text: str) -> str:
    return LIQUID_VALUE.sub("", LIQUID.sub("", text))


def _shortcodes(text: str) -> str:
    return SHORTCODE.sub(_shortcode, text)


def _shortcode(found: re.Match[str]) -> str:
    """Return the title that a shortcode gives what it holds."""
    titled = SHORTCODE_TITLE.search(found[2])
    if titled is None and found[1].lower() in TITLED:
        titled = SHORTCODE_NAME.match(found[2])
    return titled[1] if titled else ""


def _colons(text: str) -> str:
    def title(found: re.Match[str]) -> str:
        inside = found[2] or ""
        said = re.search(r"title=\"([^\"]{1,200})\"", inside)
        return found[1] + (found[4] or found[5] or (said[1] if said else ""))

    return COLONS.sub(title, text)


def _hidden(text: str) -> str:
    """Blank what stands between two marks of a comment, alone on their lines or within one."""
    text = HIDDEN.sub("", text)
    ends = [found.start() for found in HIDDEN_LINES.finditer(text)]
    told, at = [], 0
    for begin, end in zip(ends[::2], ends[1::2], strict=False):
        told += [text[at:begin], "\n" * text.count("\n", begin, end)]
        at = end + 2
    return "".join([*told, text[at:]])


def _between(text: str, begin: str, end: str) -> str:
    """Return *text* without what stands from each *begin* to the next *end*."""
    told, at = [], 0
    while (start := text.find(begin, at)) >= 0 and (stop := text.find(end, start)) >= 0:
        told += [text[at:start], "\n" * text.count("\n", start, stop)]
        at = stop + len(end)
    return "".join([*told, text[at:]])


def _prose_fences(text: str) -> str:
    """Open the fences that hold prose: each with the next fence of its own length."""
    told, at = [], 0
    while found := PROSE_FENCE.search(text, at):
        close = re.compile(rf"^[ \t]{{0,8}}{found[2]}[ \t]*$", re.MULTILINE).search(
            text, found.end()
        )
        if close is None:
            break
        told += [text[at : found.start()], found[1] + found[3], text[found.end() : close.start()]]
        at = close.end()
    return "".join([*told, text[at:]])


def _without_components(text: str, *, mdx: bool) -> str:
    """Return *text* without components, known by their ends; a <Name> to fill in stays."""
    closed = set(CLOSED.findall(text))

    def shown(found: re.Match[str]) -> str:
        alone = found[3].endswith("/")
        if not (alone or found[2] in closed):
            return found[0]
        titled = PROPERTY.search(found[3])
        lines = "\n" * found[0].count("\n")
        return (titled[1] if titled and not found[1] else "") + lines

    told = COMPONENT.sub(shown, text) if closed or "/>" in text else text
    return MODULE.sub("", told) if mdx or told != text else told


PASSES: tuple[tuple[tuple[str, ...], Callable[[str], str]], ...] = (
    (("{{<", "{{%"), _shortcodes),
    (("{%", "{{"), _liquid),
    (("<%",), lambda text: ERB.sub("", text)),
    (("{/*",), lambda text: _between(text, *JSX_COMMENT)),
    (("```{", "~~~{"), _prose_fences),
    ((":::",), _colons),
    (("!!! ", "??? ", "???+ "), lambda text: ADMONITION.sub(r"\1\2", text)),
    (("> [!", ">[!"), lambda text: CALLOUT.sub(r"\1", text)),
    (("[TOC", "[toc", "[_TOC", "[_toc", "{:toc"), lambda text: CONTENTS.sub("", text)),
    (("{:", "{#", "{."), lambda text: ATTRIBUTES.sub("", text)),
    (("%%",), _hidden),
    (("![[",), lambda text: EMBEDDED.sub("", text)),
    (("::",), lambda text: VALUE.sub(r"(\1: \2)", text)),
)
