"""A task's person and day, which wikis show as a mention and a date, told as its notes."""

from __future__ import annotations

import re

from tracker.formats.html.inline import DAY, MENTION, Run

GOES_ON = re.compile(r"\s*(?:to|will|is|and|should)\b")
MOST_NOTES = 3


def with_notes(found: list[Run]) -> list[Run]:
    """Return a task's words with the person at its ends, and the day at its end, as its notes."""
    rest = list(found)
    notes: list[str] = []
    while rest and len(notes) < MOST_NOTES:
        last = rest[-1]
        if last.style & (MENTION | DAY) and last.text.strip():
            notes.insert(0, _note(last))
        elif last.text.strip(" ,;\n\u2013-"):
            break
        rest.pop()
    led = next((at for at, one in enumerate(rest) if one.text.strip()), 0)
    if rest and rest[led].style & MENTION and not GOES_ON.match("".join(r.text for r in rest[1:3])):
        notes.insert(0, _note(rest.pop(led)))
    return [*rest, Run(f" ({', '.join(notes)})")] if notes and rest else found


def _note(one: Run) -> str:
    if one.style & DAY:
        return f"due {one.text}"
    return one.text if one.text.startswith("@") else f"Owner: {one.text}"
