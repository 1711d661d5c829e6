"""What the formats' tests share: rows as text."""

from __future__ import annotations

from textwrap import dedent

from tracker.formats import rows


def shown(text: str, name: str) -> list[str]:
    """Return the lines that are not blank of what *text* is read as."""
    return [line for _, line in rows(dedent(text).strip("\n"), name) if line]


def numbers(text: str, name: str) -> dict[str, int]:
    """Return in which line of *text* each line that is not blank stands."""
    return {line: number for number, line in rows(text, name) if line}
