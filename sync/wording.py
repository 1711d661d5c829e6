"""What both trackers' mappings share: one-line titles, priorities in five steps, plain texts."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.domain.items import ActionItem

LEVELS = {
    "P0": ("p0", "highest", "critical", "blocker", "urgent", "immediate"),
    "P1": ("p1", "high", "major", "important"),
    "P2": ("p2", "medium", "normal", "moderate", "med"),
    "P3": ("p3", "low", "minor"),
    "P4": ("p4", "lowest", "trivial", "none"),
}
LEVEL_OF = {word: level for level, words in LEVELS.items() for word in words}


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


def quoted(item: ActionItem, longest: int = 4000) -> str:
    """Return the words of an item's sources, one a line."""
    lines = []
    for source in item.sources:
        lead = f"{source.heading}: " if source.heading else ""
        where = f"line {source.first_line}"
        if source.last_line != source.first_line:
            where = f"lines {source.first_line}-{source.last_line}"
        lines.append(f"{lead}{source.text}".strip() + f"  ({where})")
    text = "\n".join(lines)
    return text if len(text) <= longest else text[:longest].rstrip() + " …"
