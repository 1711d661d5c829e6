"""Which notation a document is written in, by its name and by its looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.formats.asciidoc import asciidoc_rows
from tracker.formats.debris import cleaned
from tracker.formats.html import page_rows
from tracker.formats.islands import TABLE, with_islands
from tracker.formats.jirawiki import is_jira_wiki, jira_wiki_rows
from tracker.formats.mediawiki import mediawiki_rows
from tracker.formats.orgmode import org_rows
from tracker.formats.restructured import restructured_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.formats.grids import Rows

READERS: dict[str, Callable[[str], Rows]] = {
    ".html": page_rows,
    ".htm": page_rows,
    ".xhtml": page_rows,
    ".rst": restructured_rows,
    ".rest": restructured_rows,
    ".adoc": asciidoc_rows,
    ".asciidoc": asciidoc_rows,
    ".org": org_rows,
    ".mediawiki": mediawiki_rows,
    ".wiki": mediawiki_rows,
}
PAGE = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--[^<>]{0,2000}-->\s*)?"
    r"<(?:!doctype html|html|head|body|ac:|table|div|main|article)\b",
    re.IGNORECASE,
)
STORED = re.compile(r"<ac:(?:structured-macro|task-list|layout)\b")
WIKI_HEADING = re.compile(r"^={1,6}\s?[^=\s](?:.{0,200}[^=])?={1,6}\s*$", re.MULTILINE)
WIKI_TABLE = re.compile(r"^\{\|.{0,300}$", re.MULTILINE)
FEW = 2  # headings of a wiki that may stand in any text
CLOSING = re.compile(r"</(?:html|body|div|table|main|article)>\s*$", re.IGNORECASE)


def rows(text: str, name: str) -> Rows:
    """Return the lines of *text* as Markdown, each with the number of its line in *text*.

    The notation is told by the suffix of *name*, and by the text itself where the suffix
    says nothing or something else.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = _reader(text, name)
    if reader is None:
        lines = list(enumerate(cleaned(text, name).split("\n"), 1))
        tabled = "<" in text and ("</table" in text or "</TABLE" in text)
        return with_islands(lines, TABLE) if tabled else lines
    return reader(text)


def is_page(text: str, name: str) -> bool:
    """Return whether *text* is a saved page, whose own lines tell a reader little."""
    return _reader(text, name) is page_rows


def _reader(text: str, name: str) -> Callable[[str], Rows] | None:
    """Return what reads *text*, or None for Markdown and plain text."""
    dot = name.rfind(".")
    named = READERS.get(name[dot:].lower()) if dot >= 0 else None
    if named is page_rows:
        return page_rows if "<" in text else None
    if _is_page(text):
        return page_rows
    if named is None and "=" in text and "\n==" in f"\n{text}" and _is_wiki(text):
        return mediawiki_rows
    return jira_wiki_rows if named is None and is_jira_wiki(text) else named


def _is_page(text: str) -> bool:
    """Return whether *text* is a whole page, or a wiki's storage of one."""
    start = text[:4000]
    if "<" not in start or not start.lstrip("\ufeff \t\n").startswith("<"):
        return False
    found = PAGE.match(start.lstrip("\ufeff"))
    if found is None:
        return bool(STORED.search(text[:200_000]))
    whole = found[0].lower().endswith(("html", "head", "body", "ac:"))
    return whole or bool(CLOSING.search(text[-200:]))


def _is_wiki(text: str) -> bool:
    """Return whether *text* has headings as MediaWiki writes them."""
    found = WIKI_HEADING.finditer(text)
    return all(next(found, None) for _ in range(FEW))
