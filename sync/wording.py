"""What both trackers' mappings share: one-line titles, priorities in five steps, plain texts."""

from __future__ import annotations

import re
import unicodedata

LEVELS = {
    "P0": ("p0", "highest", "critical", "blocker", "urgent", "immediate"),
    "P1": ("p1", "high", "major", "important"),
    "P2": ("p2", "medium", "normal", "moderate", "med"),
    "P3": ("p3", "low", "minor"),
    "P4": ("p4", "lowest", "trivial", "none"),
}
LEVEL_OF = {word: level for level, words in LEVELS.items() for word in words}


HERE, THERE = "\x02", "\x03"  # around what must stand on lines of its own; in no document's words
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def level(priority: str | None) -> str | None:
    """Return which of P0 to P4 a priority as written means, or None."""
    words = (priority or "").strip().casefold().replace("-", " ").split()
    return next((LEVEL_OF[word] for word in words if word in LEVEL_OF), None)


def one_line(text: str, longest: int) -> str:
    """Return *text* on one line of at most *longest* characters."""
    flat = unicodedata.normalize("NFC", " ".join(text.split()))
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def plain(text: str | None) -> str:
    """Return *text* as both sides compare it: LF, NFC, no space at line ends."""
    flat = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in flat.split("\n")).strip("\n")


def harmless(text: str) -> str:
    """Return *text* as it will be compared, without characters that steer what shows it."""
    return UNSEEN.sub("", plain(text))


def flat(text: str) -> str:
    """Return *text* on one line, without characters that steer what shows it."""
    return UNSEEN.sub("", " ".join(plain(text).split()))
