"""Who promised: handles, named subjects of a sentence about the future."""

from __future__ import annotations

import re

from tracker.extraction.phrases import words
from tracker.extraction.verbs import IMPERATIVES

HANDLE = re.compile(r"(?:^|[\s(\[])(@[A-Za-z0-9](?:[\w.-]{0,60}[\w])?(?:/[\w.-]{1,60})?)")
SUBJECT = re.compile(
    r"^(?P<who>(?:@?[A-Z][\w'\u2019.-]{0,40})"
    r"(?:(?: |, | and |, and )@?[A-Z][\w'\u2019.-]{0,40}){0,4})"
    r" (?:will|is going to|are going to|shall|to)\b(?! be\b)"
)
NOBODY = words(
    """
    we they it this that these those the our all each every team teams everyone engineers i
    you there here users customers developers services service system systems code next
    nobody somebody lastly finally then also additionally furthermore runbook guide plan
    ability need needs how what when where why going moving access time steps process
    changes updates tests
    """
)
EMPTY = frozenset(
    {"", "-", "n/a", "na", "none", "tbd", "unassigned", "?", "\u2014", "\u2013", "tba", "no owner"}
)


def named_owner(text: str) -> str | None:
    """Return the person or team that *text* (plain) says will act."""
    start = text[:300]
    ahead = " to" in start or " will" in start or " shall" in start
    subject = SUBJECT.match(start) if ahead else None
    if subject:
        who = subject["who"]
        first = who.split()[0].lower().strip(",")
        if first not in NOBODY and first not in IMPERATIVES:
            return who
    handle = HANDLE.search(start) if "@" in start else None
    if handle and re.search(r"\b(?:will|to)\b", start[handle.end() : handle.end() + 12]):
        return handle[1]
    return None


def owner_of_cell(cell: str) -> str | None:
    """Return an owner's name from a column, or None where it is blank."""
    return None if cell.strip().lower() in EMPTY else cell.strip()
