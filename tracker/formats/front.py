"""Which notation a document is written in, by its name and by its looks."""

from __future__ import annotations

from tracker.formats.html import page_rows
from tracker.formats.restructured import restructured_rows


def rows(text: str, name: str) -> list[tuple[int, str]]:
    """Return the lines of *text* as Markdown, each with the number of its line in *text*."""
    if name.endswith((".html", ".htm")):
        return page_rows(text)
    if name.endswith((".rst", ".rest")):
        return restructured_rows(text)
    return list(enumerate(text.split("\n"), 1))
