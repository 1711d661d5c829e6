"""Line breaks within a paragraph: which end a line, and which only wrapped it."""

from __future__ import annotations

import re

MARKED = re.compile(r"(?:[-*+\u2022\u00b7\u25aa\u25cb\u25a0]|\d{1,3}[.)])\s")
# boxes as people draw them, and as they type them
GLYPHS = {
    "\u2610": "[ ] ",
    "\u25a1": "[ ] ",
    "\u2611": "[x] ",
    "\u2612": "[x] ",
    "\U0001f5f9": "[x] ",
}
TAG = re.compile(r"\s?<br\s{0,3}/?>\s?", re.IGNORECASE)


def joined(lines: list[str]) -> str:
    """Return a paragraph's *lines* with their breaks as tags.

    Before what begins an entry it is a new line, and within a sentence it was only a wrap.
    """
    told: list[str] = []
    last = ""
    for line in filter(None, lines):
        if not last:
            told.append(line)
        elif line[0] in GLYPHS or MARKED.match(line):
            told.append(f"\n{line}")
        else:
            wrapped = line[0].islower() and last not in ".!?:;"
            told.append(f" {line}" if wrapped else f"<br>{line}")
        last = line[-1]
    return "".join(told)
