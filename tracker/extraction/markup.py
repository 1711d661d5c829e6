"""Inline markup: the words a reader sees, and the links behind them."""

from __future__ import annotations

import re
import unicodedata

from tracker.formats.entities import decoded

IMAGE = re.compile(r"!\[[^\[\]]*\](?:\([^()\s]*\)|\[[^\[\]]*\])?")
LINK = re.compile(r"\[([^\[\]]*)\]\(\s?<?([^()<>\s]*(?:\([^()\s]*\)[^()<>\s]*)?)>?[^()]{0,200}\)")
REFERENCE = re.compile(r"\[([^\[\]]+)\]\[([^\[\]]*)\]")
SHORTCUT = re.compile(r"(?<!\])\[([^\[\]]{1,100})\](?![\[(:])")
DEFINITION = re.compile(r"\[([^\[\]^]{1,200})\]:\s{0,8}<?(\S+?)>?(?:\s.*)?$")
WIKI_LINK = re.compile(
    r"\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]|\[(https?://[^\s\[\]]++) ([^\[\]]*)\]"
)
TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr"
    r"|i|iframe|img|ins|kbd|li|mark|nowiki|ol|p|pre|q|ref|s|samp|section|small|span|strike|strong|sub"
    r"|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul|var|video)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
QUOTES = re.compile("'{2,5}")
UNDERSCORES = re.compile(r"(?<![A-Za-z0-9])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![A-Za-z0-9_])")
CODE = re.compile(r"(`{1,3})([^`]*)\1")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
URL = re.compile(r"https?://[^\s<>\"'`|\\\]]+")
SHORTCODE = re.compile(
    r"^(?:\s?:[a-z][a-z0-9_+-]{1,40}:)+(?=\s|[A-Z0-9])|(?:\s:[a-z][a-z0-9_+-]{1,40}:)+$"
)
HIDDEN = 0xE000  # where escaped characters wait until all markup is gone
SHOWN = re.compile("[\ue021-\ue07e]")
THIRDS = 3
ARROWS = 0x2190  # where the symbols begin
URL_TAIL = ".,;:!?*_)»\u201d\u2019"


def plain(text: str) -> str:
    """Return the words of *text* as a reader sees them."""
    if not _is_marked(text):
        # no space but single ones within: no other white space can be printed
        neat = text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]
        return text if neat else " ".join(text.split())
    if "[" in text:
        text = _unlinked(IMAGE.sub(" ", text) if "![" in text else text)
    if "`" not in text:
        return " ".join(_unmarked(text).split())
    # split gives text, ticks, code, text, ...: code keeps its stars and underscores
    pieces = CODE.split(text)
    pieces[::THIRDS] = map(_unmarked, pieces[::THIRDS])
    del pieces[1::THIRDS]
    return " ".join("".join(pieces).split())


def _is_marked(text: str) -> bool:
    """Return whether *text* has what markup is made of; a pattern finds that more slowly."""
    return (
        "*" in text or "[" in text or "`" in text or "_" in text or "'" in text or "&" in text
        or "<" in text or "\\" in text or "~" in text or "{" in text or "}" in text
    )  # fmt: skip


def _unlinked(text: str) -> str:
    if "[[" in text or "[http" in text:
        text = WIKI_LINK.sub(lambda m: m[2] or m[1] or m[4] or "", text)
    text = LINK.sub(r"\1", text) if "](" in text else text
    return REFERENCE.sub(r"\1", text) if "][" in text else text


def _unmarked(text: str) -> str:
    escaped = "\\" in text
    if escaped:
        text = ESCAPED.sub(lambda m: chr(HIDDEN + ord(m[1])), text)
    if "<" in text:
        text = TAG.sub("", text)
    if "_" in text:
        text = UNDERSCORES.sub("", text)
    if "'" in text and "''" in text:
        text = QUOTES.sub("", text)
    text = text.replace("*", "").replace("~~", "")
    if "{" in text or "}" in text:
        text = text.replace("{{", "").replace("}}", "")
    text = decoded(text) if "&" in text else text
    return SHOWN.sub(lambda m: chr(ord(m[0]) - HIDDEN), text) if escaped else text


def undecorated(text: str) -> str:
    """Return *text* without the emoji, and their names, before and after it."""
    if text[-1:] == ":" or text.lstrip()[:1] == ":":
        text = SHORTCODE.sub("", text).strip() or text
    if text.isascii():
        return text.strip(" ")
    start, end = 0, len(text)
    while start < end and _is_decoration(text[start]):
        start += 1
    while end > start and _is_decoration(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_decoration(char: str) -> bool:
    return char == " " or (ord(char) > ARROWS and unicodedata.category(char) in {"So", "Sk", "Mn"})


def urls(text: str, definitions: dict[str, str]) -> tuple[str, ...]:
    """Return the addresses in *text*, reference links resolved, in order, each once."""
    if "[" not in text and "http" not in text:
        return ()
    links = ((m.start(), m[2]) for m in LINK.finditer(text))
    named = (
        (m.start(), definitions.get((m[2] or m[1]).lower(), "")) for m in REFERENCE.finditer(text)
    )
    short = ((m.start(), definitions.get(m[1].lower(), "")) for m in SHORTCUT.finditer(text))
    bare = LINK.sub(lambda m: " " * len(m[0]), text)
    plainly = ((m.start(), _trimmed(m[0])) for m in URL.finditer(bare))
    found = [row for row in (*links, *named, *short, *plainly) if row[1].startswith("http")]
    return tuple(dict.fromkeys(address for _, address in sorted(found)))


def _trimmed(address: str) -> str:
    """Return *address* without the sentence's own punctuation after it."""
    while address and address[-1] in URL_TAIL:
        if address[-1] == ")" and "(" in address:
            break
        address = address[:-1]
    return address
