"""Tables and lists that stand as HTML within a text of another notation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.formats.html import page_rows

if TYPE_CHECKING:
    from tracker.formats.grids import Rows

TABLE = re.compile(r"<(/?)(table)\b", re.IGNORECASE)
LISTS = re.compile(r"<(/?)(table|ul|ol)\b", re.IGNORECASE)
FENCE = re.compile(r"\s{0,3}(?:```|~~~)")


def with_islands(rows: Rows, tags: re.Pattern[str]) -> Rows:
    """Return *rows* with what begins in a line of *tags*, to its end, read as a page's part.

    What never ends is left as it is.
    """
    told: Rows = []
    at = 0
    tried = False
    fenced = False
    while at < len(rows):
        text = rows[at][1]
        if FENCE.match(text):
            fenced = not fenced
        found = None if fenced or tried else tags.match(text.lstrip())
        end = _end(rows, at, tags) if found and not found[1] else 0
        if end:
            island = page_rows("\n".join(line for _, line in rows[at:end]))
            for number, line in island:  # whose stars are the outer notation's own
                told.append((rows[at + min(number, end - at) - 1][0], line.replace("\\*", "*")))
            told.append((rows[end - 1][0], ""))
            at = end
            continue
        # an island without an end would be sought again in each of its lines
        tried = tried or bool(found and not found[1])
        told.append(rows[at])
        at += 1
    return told


def _end(rows: Rows, at: int, tags: re.Pattern[str]) -> int:
    """Return where all that a line opens is closed, or nothing if it never is."""
    depth = 0
    for place in range(at, len(rows)):
        text = rows[place][1]
        depth += sum(-1 if found[1] else 1 for found in tags.finditer(text)) if "<" in text else 0
        if depth <= 0:
            return place + 1
    return 0
