"""What stands after an item's text: its status, owner, deadline, effort and links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.extraction.phrases import phrases, words
from tracker.extraction.vocabulary import simplified

DONE = words(
    """
    done finished complete completed fixed closed resolved implemented deployed shipped
    merged added landed verified released
    accomplished delivered achieved fait termine hecho completado
    feito concluido erledigt fertig
    """
)
OPEN = words(
    """
    open todo planned pending started ongoing wip scheduled filed backlog proposed blocked
    deferred tbd new assigned unassigned progress ouvert abierto pendiente pendente offen
    geplant
    """
)
STATUS_PHRASES = {
    "in progress": False,
    "not started": False,
    "to do": False,
    "not done": False,
    "on hold": False,
    "under review": False,
    "in review": False,
    "en cours": False,
    "a faire": False,
    "en progreso": False,
    "em andamento": False,
    "deja fait": True,
    "action taken": True,
    "action planned": False,
    "actions planned": False,
    "planned actions": False,
    "actions taken": True,
    "already done": True,
    "this has been done": True,
    "in arbeit": False,
}
EFFORT = re.compile(
    r"~?\d+(?:[.,]\d+)?(?: ?- ?\d+)? ?"
    r"(?:minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|w|months?|sprints?|pts?|points?)$",
    re.IGNORECASE,
)
PARENTHESIS = re.compile(
    r"\s?[(\[]([^()\[\]]*(?:\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])?[^()\[\]]*)*)[)\]]\.?$"
)
KEYS = {
    key: column
    for column, keys in {
        "owner": "owner; owners; assignee; assigned to; responsible; dri; verantwortlich"
        "; responsable; responsável",
        "due": "due; due date; due by; deadline; eta; target; target date; frist; termin; échéance"
        "; fecha límite; prazo",
        "priority": "priority; prio; prioridad; prioridade; priorité; priorität",
        "status": "status; state; estado; statut",
        "aside": "ticket; effort; estimate; tracking",
    }.items()
    for key in phrases(keys)
}
NAMES = "|".join(sorted(KEYS, key=len, reverse=True))
VALUE = r"(?:[^:;|()\n]|:(?=//)){1,80}?"
FIELD = re.compile(rf"[\s(;,|-]*\b({NAMES})\s?[:=]\s?({VALUE})[.)\s]*$", re.IGNORECASE)
KEYED = re.compile(rf"({NAMES})(?:\s?[:=]\s?|\s+(?=.*\d))({VALUE})$", re.IGNORECASE)
DASHED = re.compile(r"\s?(?:[-\u2013\u2014:]|->)\s?[*_]{0,2}([^\W\d][\w ]{1,24})[*_]{0,2}[.!]?$")
TICKET = re.compile(r"#\d{1,7}|[A-Z][A-Z0-9]{1,9}-\d{1,7}|https?://\S+|PR ?#?\d+", re.ASCII)
PLACEHOLDER = re.compile(
    r"\s*\[?(?:link to (?:github |jira )?(?:issue|ticket)|issue link|ticket link|add link)\]?$",
    re.IGNORECASE,
)
LINK_WORDS = words(
    """
    issue issues ticket pr pull request link jira github bug tracking filed
    """
)
PRIORITY = re.compile(r"(?:P[0-5]|high|medium|low|critical|urgent)(?: priority)?$", re.IGNORECASE)
PARTS = re.compile(r"[,;|]")
HANDLE = re.compile(r"@[\w.-]+(?:/[\w.-]+)?$")
FEW = 4  # words of a status
MOST = 6  # tails of one item


@dataclass(slots=True)
class Tail:
    """An item's text, and what was cut off its end."""

    text: str
    done: bool | None = None
    owner: str | None = None
    due: str | None = None
    priority: str | None = None

    def note(self, column: str, value: str) -> None:
        """Keep what a field says, unless one nearer to the end said it before."""
        if column == "owner":
            self.owner = self.owner or value
        elif column == "due":
            self.due = self.due or value
        elif column == "priority":
            self.priority = self.priority or value
        elif column == "status" and self.done is None:
            self.done = status(value)


def cut_tail(raw: str) -> Tail:
    """Cut trailing metadata off *raw*, which keeps its markup."""
    tail = Tail(raw.strip())
    for _ in range(MOST):
        before = tail.text
        _cut_parenthesis(tail)
        _cut_field(tail)
        _cut_dash(tail)
        tail.text = tail.text[:-80] + PLACEHOLDER.sub("", tail.text[-80:])
        if tail.text == before:
            break
    return tail


def _cut_field(tail: Tail) -> None:
    start = max(0, len(tail.text) - 160)
    found = FIELD.search(tail.text, start)
    if not found or found.start() == 0:
        return
    tail.note(KEYS[found[1].lower()], found[2].strip().strip("*_`"))
    tail.text = tail.text[: found.start()].rstrip(" -(;,|\u2013\u2014*_")


def _cut_dash(tail: Tail) -> None:
    """Cut "- done" off the end."""
    found = DASHED.search(tail.text, max(0, len(tail.text) - 40))
    said = status(found[1]) if found and found.start() else None
    if found and said is not None and len(found[1].split()) <= len(("in", "progress")):
        tail.note("status", found[1])
        tail.text = tail.text[: found.start()].rstrip()


def _cut_parenthesis(tail: Tail) -> None:
    start = max(0, len(tail.text) - 600)
    found = PARENTHESIS.search(tail.text, start)
    if not found or found.start() == 0 or tail.text[found.start() - 1] == "]":
        return
    inner = found[1].strip()
    notes = _notes(inner)
    if notes is None:
        parts = [_notes(part.strip()) for part in PARTS.split(inner)]
        notes = None if None in parts else [note for part in parts for note in part or ()]
    if notes is None:
        return
    for column, value in notes:
        tail.note(column, value)
    tail.text = tail.text[: found.start()].rstrip()


def _notes(inner: str) -> list[tuple[str, str]] | None:
    """Return what a parenthesis notes by column, or None if it is part of the text."""
    bare = inner.strip("*_` ").rstrip(".")
    if status(bare) is not None:
        return [("status", bare)]
    if HANDLE.match(bare):
        return [("owner", bare)]
    if PRIORITY.match(bare):
        return [("priority", bare)]
    if keyed := KEYED.match(bare):
        return [(KEYS[keyed[1].lower()], keyed[2].strip())]
    return [] if EFFORT.match(bare) or _is_link(bare) else None


def _is_link(inner: str) -> bool:
    """Return whether *inner* is only links and tickets, such as [issue](url) or #12."""
    rest = re.sub(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?", r" \1 ", inner)
    had = rest != inner or bool(TICKET.search(inner))
    named = simplified(TICKET.sub(" ", rest)).split()
    return had and all(word in LINK_WORDS or word.isdigit() for word in named)


def status(text: str) -> bool | None:
    """Return whether *text* is a status that says done (True) or open (False)."""
    said = simplified(text)
    if not said:
        return None
    for phrase, done in STATUS_PHRASES.items():
        if f"{said} ".startswith(f"{phrase} "):
            return done
    spelt = said.split()
    if spelt[0] in DONE:
        return True
    begun = spelt[:2] == ["in", "progress"] or spelt[0] == "filed"
    return False if begun or (len(spelt) <= FEW and spelt[0] in OPEN) else None
