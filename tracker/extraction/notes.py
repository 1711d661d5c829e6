"""Notes beside an item: "@dana, due 2026-11-07", "owner: Bob", "P1", "2 days", "#12"."""

from __future__ import annotations

import re

from tracker.extraction.dates import days
from tracker.extraction.phrases import phrases, words
from tracker.extraction.relative import is_ahead, within
from tracker.extraction.statuses import DONE, OPEN, STATUS_PHRASES, status
from tracker.extraction.vocabulary import simplified

KEYS = {
    key: column
    for column, keys in {
        "owner": "owner; owners; assignee; assignees; assigned to; responsible; dri; owned by"
        "; verantwortlich; responsable; responsável; action owner",
        "due": "due; due date; due by; due on; deadline; eta; target; target date"
        "; completion date; frist; termin; échéance; fecha límite; prazo",
        "priority": "priority; prio; prioridad; prioridade; priorité; priorität",
        "status": "status; state; estado; statut",
        "effort": "effort; estimate; estimated effort; size; aufwand; esfuerzo; esforço",
        "aside": "ticket; tracking; jira",
    }.items()
    for key in phrases(keys)
}
NAMES = "|".join(sorted(KEYS, key=len, reverse=True))
KEY = re.compile(
    rf"(?<![\w-])[*_`]{{0,3}}({NAMES})[*_`]{{0,3}}\s?[:=][*_`]{{0,3}}\s*", re.IGNORECASE
)
STARTS = re.compile(rf"[*_` ]*(?:{NAMES})[*_`]{{0,3}}\s?[:=]", re.IGNORECASE)
# "owner Dana" and "by 6 May 2024", without a colon
WORDED = re.compile(
    rf"({NAMES}|by|until|before|no later than|bis)\s+(?:by |on |the )?(\S.{{0,60}})$", re.IGNORECASE
)
HANDLE = r"@[A-Za-z0-9](?:[\w.-]{0,60}\w)?(?:/[\w.-]{1,60})?"
HANDLES = re.compile(rf"{HANDLE}(?:(?:, ?| and | & | ?/ ?|,? and | )(?={HANDLE}){HANDLE}){{0,5}}$")
PERSON = re.compile(
    r"[A-ZÀ-Þ][\w'\u2019.-]{0,30}(?: (?:and |& )?[A-ZÀ-Þ][\w'\u2019.-]{0,30}){0,3}$"
)
PRIORITY = re.compile(r"(?:P[0-5]|high|medium|low|critical|urgent)(?: priority)?$", re.IGNORECASE)
EFFORT = re.compile(
    r"~?\d+(?:[.,]\d+)?(?: ?- ?\d+)? ?"
    r"(?:minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|w|months?|sprints?|pts?|points?)$",
    re.IGNORECASE,
)
TICKET = re.compile(r"#\d{1,7}|[A-Z][A-Z0-9]{1,9}-\d{1,7}|https?://\S+|PR ?#?\d+", re.ASCII)
LINKS = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?")
LINK_WORDS = words(
    """
    issue issues ticket pr pull request link jira github bug tracking filed
    """
)
# what every note has, or starts with
HINT = re.compile(r"[\d@:=\[#]")
FIRST_WORDS = (
    DONE
    | OPEN
    | frozenset(phrase.split()[0] for phrase in (*STATUS_PHRASES, *KEYS))
    | words("by until before no bis high medium low critical urgent")
)
PARTS = re.compile(r"[,;|]| (?:--|[-/\u2013\u2014]) ")
MARKS = "*_` "
LONGEST = 200  # characters of a note
HELD = "\x00"  # stands for a comma within a date

Note = tuple[str, str]


def fields_of(text: str) -> list[Note]:
    """Return what "Owner: Dana, due: 2026-12-01" says, key by key."""
    if not (":" in text or "=" in text) or not STARTS.match(text):
        return []
    found = list(KEY.finditer(text[:LONGEST]))
    if not found or text[: found[0].start()].strip(MARKS):
        return []
    ends = [one.start() for one in found[1:]] + [len(text)]
    return [
        (KEYS[key[1].lower()], text[key.end() : end].strip(" ,;|/-\u2013\u2014()[]*_`").rstrip("."))
        for key, end in zip(found, ends, strict=True)
    ]


def notes_of(inner: str) -> list[Note] | None:
    """Return what *inner* notes by column, or None if a part of it is no note."""
    if len(inner) > LONGEST:
        return None
    parts = _parts(inner)
    read = [_note(part) for part in parts]
    known = [note for found in read for note in found or ()]
    # a name is an owner's only beside what is surely a note
    sure = any(column == "due" for column, _ in known)
    if sure and not any(column == "owner" for column, _ in known):
        read = [
            [("owner", part.strip(MARKS))] if found is None and is_person(part) else found
            for part, found in zip(parts, read, strict=True)
        ]
    if any(found is None for found in read) or not parts:
        return _note(inner)
    if any(column == "due" and is_ambiguous(value) for column, value in known):
        return None  # the words stay, as nobody can tell what they mean
    return [note for found in read for note in found or ()]


def may_be_notes(text: str) -> bool:
    """Return whether *text* may be notes at all, which most texts cannot."""
    if HINT.search(text) or not text.isascii():
        return True
    first = text.split(None, 1)[:1]
    return bool(first) and first[0].strip(MARKS + ".,;|").lower() in FIRST_WORDS


def _parts(inner: str) -> list[str]:
    """Split *inner* at its commas, but for those of its dates."""
    held = list(inner)
    for day in days(inner):
        held[day.start : day.end] = inner[day.start : day.end].replace(",", HELD)
    parts = (part.replace(HELD, ",").strip() for part in PARTS.split("".join(held)))
    return [part for part in parts if part.strip(MARKS)]


def _note(part: str) -> list[Note] | None:
    """Return what one part notes; nothing for an effort or a ticket; None if it is text."""
    bare = part.strip(MARKS).rstrip(".").strip(MARKS)
    if bare[:2] == "[@" and HANDLES.match(named := LINKS.sub(r"\1", bare)):
        return [("owner", named)]  # a link to a person's page
    if column := _sort(bare):
        return [(column, bare)]
    if fields := fields_of(part):
        return fields if all(len(value) <= LONGEST // 2 for _, value in fields) else None
    if (worded := WORDED.match(bare)) and (field := _worded(worded[1].lower(), worded[2])):
        return [field]
    if EFFORT.match(bare):
        return [("effort", bare)]
    return [] if _is_link(part.strip(MARKS)) else None


def _sort(bare: str) -> str | None:
    """Return what a note without a key is by its looks."""
    if status(bare) is not None:
        return "status"
    if HANDLES.match(bare):
        return "owner"
    if PRIORITY.match(bare):
        return "priority"
    return "due" if is_day(bare) or is_ahead(bare) else None


def _worded(key: str, value: str) -> Note | None:
    """Read a field without a colon only where its value is of the right sort."""
    column = KEYS.get(key, "due")
    value = value.strip(MARKS)
    fits = {
        "due": bool(days(value) or EFFORT.match(value) or within(value)),
        "effort": bool(EFFORT.match(value)),
        "owner": bool(HANDLES.match(value)) or is_person(value),
        "priority": bool(PRIORITY.match(value)),
        "status": status(value) is not None,
    }
    return (column, value) if fits.get(column) else None


def is_day(text: str) -> bool:
    """Return whether *text* is a day and nothing else."""
    found = days(text)
    return len(found) == 1 and found[0].start == 0 and not text[found[0].end :].strip(" .)")


def is_ambiguous(text: str) -> bool:
    """Return whether *text* names days, and each may be two."""
    found = days(text)
    return bool(found) and not any(day.sure for day in found)


def is_person(part: str) -> bool:
    """Return whether *part* looks like names and nothing else."""
    return bool(PERSON.match(part.strip(MARKS)))


def _is_link(inner: str) -> bool:
    """Return whether *inner* is only links and tickets, such as [issue](url) or #12."""
    rest = LINKS.sub(r" \1 ", inner)
    had = rest != inner or bool(TICKET.search(inner))
    named = simplified(TICKET.sub(" ", rest)).split()
    return had and all(word in LINK_WORDS or word.isdigit() for word in named)
