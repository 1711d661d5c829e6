"""What stands before and after an item's text: its owner, deadline, priority, status, links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.extraction.dates import days, may_count
from tracker.extraction.notes import (
    HANDLE,
    HANDLES,
    KEYS,
    NAMES,
    Note,
    is_ambiguous,
    is_day,
    is_person,
    may_be_notes,
    notes_of,
)
from tracker.extraction.owners import named_owner
from tracker.extraction.phrases import words
from tracker.extraction.statuses import status
from tracker.extraction.verbs import AHEAD, is_imperative

PARENTHESIS = re.compile(
    r"\s?[*_]{0,3}"
    r"[(\[]([^()\[\]]*+(?:\[[^\[\]]*+\](?:\([^()]*+\))?+[^()\[\]]*+)*+)[)\]][*_]{0,3}\.?$"
)
BRACKET = re.compile(r"[)\]]")
VALUE = r"(?:[^:;|()\[\]\n]|:(?=//)){1,80}?"
FIELD = re.compile(rf"[\s(;,|/-]*`?\b({NAMES})\s?[:=]\s?({VALUE})[.)`\s]*$", re.IGNORECASE)
KEYED = re.compile(rf"(?:{NAMES})\s?[:=]")
DASH = re.compile(r"[-\u2013\u2014:]")
DASHED = re.compile(r"\s?(?:[-\u2013\u2014:]|->)\s?[*_]{0,2}([^\W\d][\w ]{1,24})[*_]{0,2}[.!]?$")
# its first character comes first, so that the search passes quickly over all others
SEPARATOR = re.compile(
    r"[\s,;.](?:(?<=\s)(?:(?:--?|[\u2013\u2014|\u2192]|->|=>)\s|(?=\*{0,2}@))|(?<=[,;])\s|(?<=\.)\s(?=@))"
)
DASHES = re.compile(r"[|>\u2013\u2014\u2192]")
DEADLINE = re.compile(r",? (?:due )?(?:by|due)(?: on)? (\S.{4,30})$", re.IGNORECASE)
PLACEHOLDER = re.compile(
    r"\s*\[?(?:link to (?:github |jira )?(?:issue|ticket)|issue link|ticket link|add link)\]?$",
    re.IGNORECASE,
)
DASHED_BY = frozenset("-\u2013\u2014")
PLACED = frozenset("]etkETK")  # its last characters
# "[P1] ", "P1: ", "@dana: ", "**@dana** - " before the text
URGENCY = r"P[0-5](?!\d)"
MARKED = re.compile(
    rf"[*_]{{0,2}}[\[(]\s?[*_]{{0,2}}({URGENCY}|high|medium|low|critical|urgent|{HANDLE})"
    r"[*_]{0,2}\s?[\])][*_]{0,2}(?:\s?[:\u2013\u2014-])?\s*(?=[^\s(\[:]|\[@|\[P|\(@|\(P)",
    re.IGNORECASE,
)
LED = re.compile(
    rf"[*_]{{0,2}}({URGENCY}|{HANDLE}(?:(?:, ?| and | & | ?/ ?){HANDLE}){{0,3}})"
    r"(?:[*_]{0,2}\s?:[*_]{0,2}\s*|[*_]{0,2}\s[-\u2013\u2014]\s+|\*\*\s(?=[A-Z]))(?=\S)",
    re.IGNORECASE,
)
# after these a handle or a day belongs to the sentence
BOUND = words(
    """
    to with by from for of and or as at in on via cc ask tell ping thank contact involve like
    see per before after until since than between
    """
)
FRONT = frozenset("[(pP@")  # what such a mark starts with
MOST = 6  # tails of one item
REACH = 120  # characters of a tail that no bracket holds
BRIEF = 2  # words of a status that no bracket holds


@dataclass(slots=True)
class Tail:
    """An item's text, and what was cut off its ends."""

    text: str
    done: bool | None = None
    owner: str | None = None
    due: str | None = None
    priority: str | None = None
    effort: str | None = None

    def note(self, column: str, value: str) -> None:
        """Keep what a field says, unless one nearer to the end said it before."""
        if column == "owner":
            self.owner = self.owner or value
        elif column == "due":
            self.due = self.due or value
        elif column == "priority":
            self.priority = self.priority or value
        elif column == "effort":
            self.effort = self.effort or value
        elif column == "status" and self.done is None:
            self.done = status(value)


def cut_tail(raw: str) -> Tail:
    """Cut metadata off the ends of *raw*, which keeps its markup."""
    tail = Tail(raw.strip())
    for _ in range(MOST):
        before = tail.text
        _cut_parenthesis(tail)
        _cut_field(tail)
        _cut_dash(tail)
        _cut_notes(tail)
        if tail.text[-1:] in PLACED:
            tail.text = tail.text[:-80] + PLACEHOLDER.sub("", tail.text[-80:])
        if tail.text == before:
            break
    _cut_front(tail)
    _cut_deadline(tail)
    return tail


def _cut_field(tail: Tail) -> None:
    start = max(0, len(tail.text) - 160)
    end = tail.text[start:]
    if not (":" in end or "=" in end) or not KEYED.search(end.lower()):
        return
    found = FIELD.search(tail.text, start)
    if not found or found.start() == 0 or is_ambiguous(found[2]):
        return
    value, comma, rest = found[2].strip().strip("*_`").partition(",")
    beside = notes_of(rest) if comma else None
    tail.note(KEYS[found[1].lower()], value if beside else value + comma + rest)
    _keep(tail, beside or [])  # "Owner: @dana, due 2026-11-07"
    tail.text = tail.text[: found.start()].rstrip(" -(;,|/\u2013\u2014*_")


def _cut_dash(tail: Tail) -> None:
    """Cut "- done" off the end."""
    start = max(0, len(tail.text) - 40)
    found = DASHED.search(tail.text, start) if DASH.search(tail.text, start) else None
    said = status(found[1]) if found and found.start() else None
    if found and said is not None and len(found[1].split()) <= BRIEF:
        tail.note("status", found[1])
        tail.text = tail.text[: found.start()].rstrip()


def _cut_parenthesis(tail: Tail) -> None:
    if not BRACKET.search(tail.text, max(0, len(tail.text) - 5)):
        return
    start = max(0, len(tail.text) - 600)
    found = PARENTHESIS.search(tail.text, start)
    if not found or found.start() == 0 or _is_target(tail.text, found):
        return
    notes = notes_of(found[1].strip())
    if notes is None:
        return
    _keep(tail, notes)
    tail.text = tail.text[: found.start()].rstrip()


def _is_target(text: str, found: re.Match[str]) -> bool:
    """Return whether the brackets hold the target of a link's text right before them."""
    return text[found.start() - 1] == "]" and found[0][0] in "[("


def _cut_notes(tail: Tail) -> None:
    """Cut "- @dana, 2026-11-07" off the end: notes that no bracket holds."""
    start = max(1, len(tail.text) - REACH)
    if not _is_parted(tail.text[start:]):
        return
    for found in SEPARATOR.finditer(tail.text, start):
        rest, before = tail.text[found.end() :], tail.text[: found.start()]
        last = before.rsplit(None, 1)[-1].lower() if before.strip() else ""
        bound = last in BOUND or last[-1:] in {":", "="} or bool(HANDLES.match(last.strip(",;")))
        if bound or not before.strip() or before.count("(") > before.count(")"):
            continue
        notes = _loose(rest)
        if not notes and tail.due and not tail.owner and found[0][-2:-1] in DASHED_BY:
            notes = [("owner", rest)] if is_person(rest) else None  # "- Ana (2026-11-07)"
        if not notes:
            continue
        _keep(tail, notes)
        tail.text = before.rstrip(" -,;|\u2013\u2014")
        return


def _is_parted(end: str) -> bool:
    """Return whether any character stands in *end* that a separator is made of."""
    return "," in end or ";" in end or "-" in end or "@" in end or DASHES.search(end) is not None


def _loose(rest: str) -> list[Note] | None:
    """Return the notes of *rest* if they are sure without a bracket round them."""
    if not may_be_notes(rest):
        return None
    handle, space, day = rest.rstrip(". ").partition(" ")
    if space and HANDLES.match(handle) and is_day(day.strip("()")):
        return [("owner", handle), ("due", day.strip("()"))]
    notes = notes_of(rest)
    if not notes or any(c == "status" and len(v.split()) > BRIEF for c, v in notes):
        return None
    return notes


def _cut_front(tail: Tail) -> None:
    """Cut "[P1]", "P1:" and "@dana:" off the start."""
    if tail.text.lstrip("*_")[:1] not in FRONT:
        return
    for _ in range(MOST):
        found = MARKED.match(tail.text) or LED.match(tail.text)
        if not found:
            return
        tail.note("owner" if found[1].startswith("@") else "priority", found[1])
        tail.text = tail.text[found.end() :].lstrip("*_ " if found[0].count("**") == 1 else " ")


def _cut_deadline(tail: Tail) -> None:
    """Cut "by 2026-11-07" off an order; a sentence about somebody needs its words."""
    start = max(0, len(tail.text) - 44)
    found = DEADLINE.search(tail.text, start) if may_count(tail.text[start:]) else None
    if not found or not is_day(found[1].rstrip(".")) or _needs(tail.text):
        return
    if (
        not all(day.year for day in days(found[1]))
        or len(tail.text[: found.start()].split()) < BRIEF
    ):
        return
    tail.note("due", found[1])
    tail.text = tail.text[: found.start()]


def _needs(text: str) -> bool:
    """Return whether a sentence of somebody's future needs its deadline's words."""
    return not is_imperative(text) and bool(AHEAD.search(text) or named_owner(text))


def _keep(tail: Tail, notes: list[Note]) -> None:
    for column, value in notes:
        tail.note(column, value)
