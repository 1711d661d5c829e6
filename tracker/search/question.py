"""What a person asks: a key that leads straight to one thing, or words to look for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tracker.search.words import words_of

LONGEST = 200
MOST = 8
LONGEST_WORD = 60
KEY = re.compile(r"([ai])[-\u2010\u2011\u2013]([0-9]{1,10})", re.IGNORECASE)
LITTLE = frozenset({
    "a", "an", "and", "in", "of", "on", "or", "the", "to", "der", "die", "das", "und", "ein",
    "eine", "le", "la", "les", "de", "des", "et", "un", "une", "el", "los", "las", "y",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A search as typed; at most MOST words of it are looked for."""

    text: str
    words: tuple[str, ...]

    @property
    def key(self) -> tuple[str, int] | None:
        """Return ("A", 17) where the question is an item's key, ("I", 3) for an incident's."""
        found = KEY.fullmatch(self.text)
        return (found[1].upper(), int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question, with the written words that it may mean.

    Whole words begin with *word*; *forms* are other ways to write or mean it.
    """

    word: str
    forms: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def begins(self) -> bool:
        """Return whether longer words count too: one or two letters begin too many."""
        return len(self.word) > 2  # noqa: PLR2004


def question_of(typed: str) -> Question:
    """Read what was typed, whatever it is; what is too long is cut."""
    seen = (" " if unicodedata.category(one).startswith("C") else one for one in typed[:LONGEST])
    text = " ".join("".join(seen).split())
    words = dict.fromkeys(word[:LONGEST_WORD] for word in words_of(text))
    telling = [word for word in words if word not in LITTLE]
    return Question(text, tuple(telling or words)[:MOST])
