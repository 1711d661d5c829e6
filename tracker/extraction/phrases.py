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
    # the same after what ends a word, which a search finds quickly; None for an opening
    after: re.Pattern[str] | None = None
    needs: re.Pattern[str] | None = None  # what all phrases have, where the search is dear

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place where *text* says one of the phrases."""
        lower = text.lower()
        if self.needs and not self.needs.search(lower):
            return None
        if self.after and lower.isascii():
            found = self.after.search(f" {lower}")
            return self.pattern.match(lower, found.start()) if found else None
        return self.pattern.search(lower) if len(lower) == len(text) else self.any_case.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """Return the phrase that *text* starts with."""
        lower = text[:LONGEST_PHRASE].lower()
        return self.pattern.match(lower)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return all places where *text* says one of the phrases."""
        found = self.search(text)
        return found.re.finditer(found.string, found.start()) if found else iter(())


def spoken(table: str, *, needs: str = "") -> Cue:
    """Return a cue that finds any phrase of *table*, whole words, in any case.

    A phrase may be a regular expression that starts with a letter or a digit, so long as it
    cannot backtrack without end.
    """
    said = rf"(?:{'|'.join(phrases(table))})\b"
    after = re.compile(rf"[^a-z0-9_]{said}", re.ASCII)
    return _cue(rf"\b{said}", after, re.compile(needs) if needs else None)


def opening(table: str) -> Cue:
    """Return a cue that matches a text which starts with a phrase of *table*."""
    return _cue(rf"^(?:{'|'.join(phrases(table))})(?!\w)")


def _cue(
    pattern: str, after: re.Pattern[str] | None = None, needs: re.Pattern[str] | None = None
) -> Cue:
    return Cue(re.compile(pattern), re.compile(pattern, re.IGNORECASE), after, needs)
