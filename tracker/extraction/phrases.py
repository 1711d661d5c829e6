"""Tables of words and phrases, written one after another, made into sets and patterns."""

from __future__ import annotations

import re


def words(table: str) -> frozenset[str]:
    """Return the words of *table*, which are parted by space."""
    return frozenset(table.split())


def phrases(table: str) -> list[str]:
    """Return the phrases of *table*, which are parted by semicolons or line ends."""
    return [phrase.strip() for phrase in re.split(r"[;\n]", table) if phrase.strip()]


def spoken(table: str) -> re.Pattern[str]:
    """Return a pattern that finds any phrase of *table*, whole words, in any case.

    A phrase may be a regular expression, so long as it cannot backtrack without end.
    """
    return re.compile(rf"\b(?:{'|'.join(phrases(table))})\b", re.IGNORECASE)


def opening(table: str) -> re.Pattern[str]:
    """Return a pattern that matches a text which starts with a phrase of *table*."""
    return re.compile(rf"^(?:{'|'.join(phrases(table))})(?!\w)", re.IGNORECASE)
