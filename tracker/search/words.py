"""Words as a search compares them: without case and accents, and with a few slips allowed."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

WORD = re.compile(r"[^\W_]+")
WHOLE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})  # no mark to take off
SHORTEST, LONGEST = 3, 40
DIGITS = 3
MOST = 10_000
SURE, LONG = 4, 8


def fold(text: str) -> str:
    """Return *text* without case and accents: Störung and STORUNG are one word."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold()).translate(WHOLE)
    return "".join(one for one in spread if not unicodedata.combining(one))


def words_of(text: str) -> list[str]:
    """Return the words of *text* in order, in lower case."""
    return WORD.findall(unicodedata.normalize("NFC", text).lower())


def worth_knowing(text: str) -> set[str]:
    """Return the words that a slip of the finger may mean; numbers and digests are none.

    Of a text that is no prose, only so many.
    """
    words = (
        word
        for word in dict.fromkeys(words_of(text))
        if SHORTEST <= len(word) <= LONGEST and sum(map(str.isdigit, word)) <= DIGITS
    )
    return set(islice(words, MOST))


def slips_allowed(word: str) -> int:
    """Return how many slips a word may hold: in a short one each changes too much."""
    if len(word) < SURE:
        return 0
    return 1 if len(word) < LONG else 2


def slips(typed: str, word: str, most: int) -> int | None:
    """Return how many slips lead from *typed* to the beginning of *word*, None if above *most*.

    A slip is a letter that is wrong, missing or too many, or two that changed places.
    """
    before: list[int] = []
    row = list(range(len(word) + 1))
    for at, letter in enumerate(typed, 1):
        older, before = before, row
        row = [at]
        for place, other in enumerate(word, 1):
            best = min(row[-1] + 1, before[place] + 1, before[place - 1] + (letter != other))
            if at > 1 and place > 1 and letter == word[place - 2] and typed[at - 2] == other:
                best = min(best, older[place - 2] + 1)
            row.append(best)
        if min(row) > most:
            return None
    return (
        found
        if (found := min(row[max(0, len(typed) - most) :], default=most + 1)) <= most
        else None
    )
