"""What calendars and feeds may hold of what people wrote; pure."""

from __future__ import annotations


def plain(text: str, *, lines: bool = False) -> str:
    """Return a text without the signs that neither XML nor calendars may hold.

    Signs that turn the direction of writing go as well. With *lines*, ends of lines stay.
    """
    kept = (one if one.isprintable() or (lines and one == "\n") else " " for one in text)
    return "".join(kept)
