"""Labelled facts: "Impact: ...", "**Duration:**" and its lines, two-column tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from string import ascii_uppercase
from typing import TYPE_CHECKING

from tracker.extraction.blocks import BOLD_LEVEL, CODE, ENTRY, LINE, ROW, Block
from tracker.extraction.dates import DIGIT
from tracker.extraction.markup import plain, undecorated
from tracker.extraction.outline import ENTRY_LEVEL, LABEL_LEVEL
from tracker.extraction.phrasebook import Role
from tracker.extraction.times import stamps
from tracker.extraction.vocabulary import role_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.extraction.outline import Chapter

DASHED = re.compile(r"\s[-\u2013\u2014]\s")
BESIDE = re.compile(r"\s[|\u00b7\u2022]\s")  # parts facts on one line
LONGEST, SHORTEST = 60, 2  # characters of a label
CAPITALS = f"{ascii_uppercase} \t\n"  # a label's colon stands before space, or "Impact:All"
LONGEST_DASHED = 40
FACTS = frozenset(
    {
        Role.IMPACT, Role.CAUSE,
        Role.REASON, Role.RESOLUTION, Role.SUMMARY, Role.DURATION, Role.START, Role.END,
        Role.DETECTED, Role.DETECTION, Role.DATE, Role.SEVERITY, Role.SERVICES,
    }
)  # fmt: skip
EVENTFUL = frozenset({Role.EVENTS, Role.DURATION, Role.SUMMARY, Role.START})
WIDEST = 120  # characters of a label with its markup
TIMES = frozenset({"time", "times", "zeit", "uhrzeit", "hora", "heure"})
LONGEST_TIME = 7  # characters of these
STAMPED = frozenset({Role.START, Role.END, Role.DETECTED})
PAIR = 2  # columns of a table of facts


@dataclass(slots=True)
class Label:
    """A labelled value and the chapter it stands in."""

    role: Role
    value: str
    line: int
    within: Role | None


def labels(chapters: list[Chapter]) -> list[Label]:
    """Return the labelled facts of all chapters in order."""
    found: list[Label] = []
    for chapter in chapters:
        eventful = chapter.role in EVENTFUL
        for block, below in zip_longest(chapter.blocks, chapter.blocks[1:]):
            if eventful or _may_hold(block):
                found += _completed(_of_block(block, chapter), block, below)
    return found


def _may_hold(block: Block) -> bool:
    """Return whether a block may hold a label; most have nothing that parts it from a value."""
    if block.shape is ROW:
        return True
    return _is_parted(block.text) and (len(block.parts) > 1 or label_of(block.shown) is not None)


def front_labels(front: dict[str, str]) -> list[Label]:
    """Return the facts of the front matter; its date may be only that of publishing."""
    named = ((role_of_label(key), value) for key, value in front.items())
    return [
        Label(role, value, 0, None)
        for role, value in named
        if role in FACTS and role is not Role.DATE and value
    ]


def label_of(text: str) -> tuple[Role, str] | None:
    """Return what *text* (plain) is labelled as, and its value."""
    colon = text.find(":", 0, LONGEST + 2)
    parted = colon >= SHORTEST and not text[colon + 1 : colon + 2].strip(CAPITALS)
    if parted and (role := _role(text[:colon], text, colon + 1)):
        return role, text[colon + 1 :].strip()
    dash = DASHED.search(text, SHORTEST, LONGEST_DASHED + 3)
    if dash and not 0 <= colon < dash.start():
        role = _role(text[: dash.start()], text, dash.end())
        return (role, text[dash.end() :].strip()) if role else None
    return None


def _role(label: str, text: str, end: int = 0) -> Role | None:
    """Return the fact that *label* names; "Time" is one only before figures in *text*."""
    role = None if "|" in label else role_of_label(label)
    if role is None:
        timed = len(label) <= LONGEST_TIME and label.lower() in TIMES and DIGIT.search(text, end)
        return Role.DURATION if timed else None
    return role if role in FACTS else None


def _completed(found: Iterator[Label], block: Block, below: Block | None) -> Iterator[Label]:
    """Give "- Impact:" the value that is nested in it."""
    for label in found:
        nested = below is not None and (
            (below.shape is ENTRY and below.indent > block.indent)
            or (below.shape is LINE and not below.gap and block.shape is ENTRY)
        )
        if label.value or below is None or not nested:
            yield label
        else:
            yield Label(label.role, below.shown, below.first, label.within)


def _of_block(block: Block, chapter: Chapter) -> Iterator[Label]:
    if block.shape is ROW:
        yield from _of_row(block, chapter)
    elif block.shape is not CODE:
        yield from _of_lines(block, chapter)


def _of_lines(block: Block, chapter: Chapter) -> Iterator[Label]:
    """Read a block line by line: a line without a label goes on with the one above."""
    role: Role | None = None
    line, values = block.first, list[str]()
    beside = chapter.level >= ENTRY_LEVEL + block.indent  # an entry level with "- **Context**:"
    within = None if (beside and block.shape is ENTRY) or _ends(chapter, block) else chapter.role
    for part in block.parts:
        if role is None and not _may_label(part.text, chapter):
            continue
        text = block.shown if len(block.parts) == 1 else undecorated(plain(part.text))
        several = _side_by_side(text)
        yield from (Label(*one, part.number, within) for one in several[:-1])
        found = several[-1] if several else label_of(text) or _event(text, chapter)
        if found:
            if role:
                yield Label(role, " ".join(values).strip(), line, within)
            role, line, values = found[0], part.number, [found[1]]
        else:
            values.append(text)
    if role:
        yield Label(role, " ".join(values).strip(), line, within)


def _ends(chapter: Chapter, block: Block) -> bool:
    """Return whether a paragraph is labelled as the title of *chapter* is, so that it is level."""
    if block.shape is not LINE or not block.gap:
        return False
    bold = chapter.level == BOLD_LEVEL and block.text.startswith(("**", "__"))
    return bold or chapter.level == LABEL_LEVEL


def _side_by_side(text: str) -> list[tuple[Role, str]]:
    """Return the facts of "Severity: P1 | Duration: 45 min", where there are several."""
    if not ("|" in text or "\u00b7" in text or "\u2022" in text):
        return []
    found = [one for piece in BESIDE.split(text) if (one := label_of(piece.strip()))]
    return found if len(found) > 1 else []


def _may_label(raw: str, chapter: Chapter) -> bool:
    """Return whether a line with its markup may start with a label; most cannot."""
    return chapter.role in EVENTFUL or _is_parted(raw[:WIDEST])


def _is_parted(raw: str) -> bool:
    """Return whether anything parts a label from its value: a colon, a dash, an entity."""
    if ":" in raw or "&" in raw:
        return True
    dashed = "-" in raw or "\u2013" in raw or "\u2014" in raw
    return dashed and DASHED.search(raw) is not None


def _event(text: str, chapter: Chapter) -> tuple[Role, str] | None:
    """Read "First detected 2025-07-23 15:35", as key events are listed."""
    if chapter.role not in EVENTFUL:
        return None
    found = stamps(text[:100])
    if not found:
        return None
    day = found[0].day
    begin = min(found[0].start, day.start) if day else found[0].start
    role = role_of_label(text[:begin].strip(" :-\u2013\u2014"))
    return (role, text[begin:]) if role in STAMPED else None


def _of_row(row: Block, chapter: Chapter) -> Iterator[Label]:
    if len(row.header) != PAIR or len(row.cells) < PAIR:
        return
    told = row.header[1]
    titled = not any(char.isdigit() for char in told) and len(told.split()) < PAIR
    for cells in (row.cells,) if titled else (row.header, row.cells):
        value = plain(cells[1])
        role = _role(plain(cells[0]).rstrip(": "), value)
        if role and value:
            yield Label(role, value, row.first, chapter.role)
