"""Entities as the letters they stand for."""

from __future__ import annotations

import html


def decoded(text: str) -> str:
    """Return *text* with its entities as letters; a number beyond all letters stays."""
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except ValueError:  # a number of more digits than Python reads
        return text
