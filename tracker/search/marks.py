"""Text cut at the words that were found, so that a page can mark them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.search.question import Term

AROUND = 90
LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text; *hit* where it is a word that was looked for."""

    text: str
    hit: bool


def pattern_of(terms: Iterable[Term]) -> re.Pattern[str] | None:
    """Return what finds the words of *terms* in a text, None without any."""
    whole: set[str] = set()
    begun: set[str] = set()
    for term in terms:
        (begun if term.begins else whole).add(term.word)
        (begun if term.guessed else whole).update(term.forms)
    found = [f"{re.escape(word)}(?![^\\W_])" for word in _longest_first(whole)]
    found += [f"{re.escape(word)}[^\\W_]*" for word in _longest_first(begun)]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(found)})", re.IGNORECASE) if found else None


def marked(text: str, pattern: re.Pattern[str] | None) -> list[Segment]:
    """Return the whole of *text* in segments."""
    segments, at = [], 0
    for hit in pattern.finditer(text) if pattern else ():
        if hit.start() > at:
            segments.append(Segment(text[at : hit.start()], hit=False))
        segments.append(Segment(hit[0], hit=True))
        at = hit.end()
    if at < len(text):
        segments.append(Segment(text[at:], hit=False))
    return segments


def snippet(text: str, pattern: re.Pattern[str] | None) -> list[Segment]:
    """Return the part of *text* that holds most of the words looked for, marked; none: nothing."""
    if pattern is None:
        return []
    hits = [
        (hit.start(), hit.end(), hit[0].casefold())
        for hit, _ in zip(pattern.finditer(text), range(LOOKED_AT), strict=False)
    ]
    if not hits:
        return []
    first = max(range(len(hits)), key=lambda at: (_held(hits, at), -at))
    begin = _word_begins(text, max(0, hits[first][0] - AROUND // 2))
    end = _word_ends(text, min(len(text), hits[first][0] + 2 * AROUND))
    part = " ".join(text[begin:end].split())
    before = "… " if text[:begin].strip() else ""
    after = " …" if text[end:].strip() else ""
    return marked(f"{before}{part}{after}", pattern)


def _held(hits: Sequence[tuple[int, int, str]], at: int) -> int:
    """Return how many different words stand within sight of a hit."""
    limit = hits[at][0] + 2 * AROUND
    seen = set()
    for start, end, word in hits[at : at + 40]:
        if end > limit or start > limit:
            break
        seen.add(word)
    return len(seen)


def _word_begins(text: str, at: int) -> int:
    """Return where the word after *at* begins, unless it is too far."""
    found = re.compile(r"\s").search(text, at, at + 20) if at else None
    return found.end() if found else at


def _word_ends(text: str, at: int) -> int:
    """Return where the word before *at* ends, unless it is too far."""
    found = max(text.rfind(" ", max(0, at - 20), at), text.rfind("\n", max(0, at - 20), at))
    return found if at < len(text) and found > 0 else at


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted((word for word in words if word), key=lambda word: (-len(word), word))
