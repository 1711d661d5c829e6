"""An item's identity that survives rewording, and how alike two items are."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.extraction.markup import plain
from tracker.extraction.phrases import words

if TYPE_CHECKING:
    from tracker.domain.incidents import Candidate

STOP = words(
    """
    a an the this that these those of for to from in into on onto at by with without and or
    but nor so as is are was were be been being will would shall should can could may might
    must we our us i you your they their them it its his her he she all any each every some
    such not no than then there here when while where which who whom whose what how if also
    more most other another both either same own only very just still already now later
    before after during about via per up out over under again further through between within
    across have has had do does did let lets s t re ve ll
    """
)
WORD = re.compile(r"[^\W_]+")
ENDINGS = (
    ("ization", "iz"), ("isation", "iz"), ("izing", "iz"), ("ising", "is"), ("ations", "at"),
    ("ation", "at"), ("ments", ""), ("ment", ""), ("ings", ""), ("ing", ""), ("ies", "y"),
    ("ied", "y"), ("ions", ""), ("ion", ""), ("edly", ""), ("ed", ""), ("ally", "al"), ("ly", ""),
    ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""),
)  # fmt: skip
ANY_ENDING = tuple(ending for ending, _ in ENDINGS)
SHORTEST = 3


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return *word* without its plural or verb ending."""
    for ending, instead in ENDINGS if word.endswith(ANY_ENDING) else ():
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= SHORTEST:
            if ending == "s" and word.endswith(("ss", "us", "is")):
                break
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > SHORTEST else word


def stems(text: str) -> list[str]:
    """Return the stems of the content words of *text* (with or without markup)."""
    flat = plain(text[:8000]).lower()
    if not flat.isascii():
        flat = unicodedata.normalize("NFKD", flat)
        flat = "".join([c for c in flat if c.isascii() or not unicodedata.combining(c)])
    return [stem(word) for word in WORD.findall(flat) if word not in STOP]


def fingerprint(candidate: Candidate) -> str:
    """Return a short hex identity of the item's content words, in any order."""
    words = sorted(set(stems(candidate.title))) or [candidate.title.strip().lower()]
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def likeness(a: str, b: str) -> float:
    """Return how alike two items' texts are, from 0 to 1."""
    left, right = Counter(stems(a)), Counter(stems(b))
    total = sum(left.values()) + sum(right.values())
    if not total:
        return 1.0 if a.strip().lower() == b.strip().lower() else 0.0
    return 2 * sum((left & right).values()) / total
