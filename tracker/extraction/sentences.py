"""Text cut into sentences, as people punctuate them."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.extraction.phrases import words

# the mark comes first, so that the search passes quickly over all else
END = re.compile(r"[.!?\u2026](?<![.!?\u2026]{2})[.!?\u2026]*+[\"'\u201d\u2019)\]]*(?=\s|$)")
MONTHS = re.compile(
    r" (?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]{0,6}\b", re.IGNORECASE
)
ABBREVIATIONS = words(
    """
    e.g. i.e. etc. vs. approx. a.m. p.m. am. no. mr. mrs. ms. dr. st. inc. ltd. fig. cf. al.
    a.k.a. resp. min. max. jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. ex.
    """
)
REMEMBERED = 64  # texts: those of one document, not more
LONGEST = 4000
INITIAL = 2  # characters of an initial and its dot


def sentences(text: str) -> list[str]:
    """Return the sentences of *text* in order; nothing is lost but space between them."""
    return list(_remembered(text)) if len(text) <= LONGEST else _cut(text)


@lru_cache(maxsize=REMEMBERED)
def _remembered(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that several rules of one document ask for."""
    return tuple(_cut(text))


def _cut(text: str) -> list[str]:
    found: list[str] = []
    start = 0
    most = len(text)
    for match in END.finditer(text):
        mark, end = match.span()
        if end == most or _ends(text, mark, end):
            found.append(text[start:end].strip())
            start = end
    if rest := text[start:].strip():
        found.append(rest)
    return found


def first_sentence(text: str) -> str:
    """Return the first sentence of *text*."""
    cut = sentences(text[:LONGEST])
    return cut[0] if cut else ""


def _ends(text: str, dot: int, end: int) -> bool:
    """Return whether the mark at *dot* ends a sentence."""
    following = text[end : end + 2].lstrip() or text[end : end + 40].lstrip()
    if not following:
        return True
    if following[0].islower():
        return False
    if text[dot] != ".":
        return True
    word = text[max(0, dot - 12) : dot + 1].rsplit(None, 1)[-1].lower().lstrip("(\"'")
    if word in ABBREVIATIONS or (word[:-1].isdigit() and MONTHS.match(text, end)):
        return False  # "3. February"
    return not (len(word) == INITIAL and word[0].isalpha())
