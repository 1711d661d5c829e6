"""Tables of words and phrases, written one after another, made into sets and patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_PHRASE = 300  # characters


def words(table: str) -> frozenset[str]:
    """Return the words of *table*, which are parted by space."""
    return frozenset(table.split())


def phrases(table: str) -> list[str]:
    """Return the phrases of *table*, which are parted by semicolons or line ends."""
    return [phrase.strip() for phrase in re.split(r"[;\n]", table) if phrase.strip()]


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern of lower-case phrases, found in any case.

    Lowering the text once is several times faster than a pattern that ignores case;
    the few texts that change their length by it are searched the slow way.
    """

    pattern: re.Pattern[str]
    any_case: re.Pattern[str]

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place where *text* says one of the phrases."""
        lower = text.lower()
        return self.pattern.search(lower) if len(lower) == len(text) else self.any_case.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """Return the phrase that *text* starts with."""
        lower = text[:LONGEST_PHRASE].lower()
        return self.pattern.match(lower)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return all places where *text* says one of the phrases."""
        lower = text.lower()
        return (
            self.pattern.finditer(lower)
            if len(lower) == len(text)
            else self.any_case.finditer(text)
        )


def spoken(table: str) -> Cue:
    """Return a cue that finds any phrase of *table*, whole words, in any case.

    A phrase may be a regular expression, so long as it cannot backtrack without end.
    """
    return _cue(rf"\b(?:{'|'.join(phrases(table))})\b")


def opening(table: str) -> Cue:
    """Return a cue that matches a text which starts with a phrase of *table*."""
    return _cue(rf"^(?:{'|'.join(phrases(table))})(?!\w)")


def _cue(pattern: str) -> Cue:
    return Cue(re.compile(pattern), re.compile(pattern, re.IGNORECASE))
