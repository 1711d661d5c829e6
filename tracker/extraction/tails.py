"""What stands after an item's text: its status, owner, deadline, effort and links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.extraction.phrases import words
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
FIELD = re.compile(
    r"[\s(;,|-]*\b(owner|assignee|assigned to|responsible|due|due date|deadline|eta|priority|status"
    r"|ticket|effort|target)\s?[:=]\s?((?:[^:;|()\n]|:(?=//)){1,80}?)[.)\s]*$",
    re.IGNORECASE,
)
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
HANDLE = re.compile(r"@[\w.-]+(?:/[\w.-]+)?$")
FEW = 4  # words of a status
MOST = 6  # tails of one item


@dataclass(slots=True)
class Tail:
    """What was cut off an item's end."""

    text: str
    done: bool | None = None
    owner: str | None = None
    due: str | None = None
    priority: str | None = None
    ended: list[str] = field(default_factory=list)


def cut_tail(raw: str) -> Tail:
    """Cut trailing metadata off *raw*, which keeps its markup."""
    tail = Tail(raw.strip())
    for _ in range(MOST):
        before = tail.text
        _cut_parenthesis(tail)
        _cut_field(tail)
        tail.text = PLACEHOLDER.sub("", tail.text[-80:]).join((tail.text[:-80], ""))
        if tail.text == before:
            break
    return tail


def _cut_field(tail: Tail) -> None:
    start = max(0, len(tail.text) - 160)
    found = FIELD.search(tail.text, start)
    if not found or found.start() == 0:
        return
    key, value = found[1].lower(), found[2].strip().strip("*_`")
    _note(tail, key, value)
    tail.text = tail.text[: found.start()].rstrip(" -(;,|\u2013\u2014*_")


def _note(tail: Tail, key: str, value: str) -> None:
    if key in {"owner", "assignee", "assigned to", "responsible"}:
        tail.owner = tail.owner or value
    elif key in {"due", "due date", "deadline", "eta", "target"}:
        tail.due = tail.due or value
    elif key == "priority":
        tail.priority = tail.priority or value
    elif key == "status":
        tail.done = status(value)


def _cut_parenthesis(tail: Tail) -> None:
    start = max(0, len(tail.text) - 600)
    found = PARENTHESIS.search(tail.text, start)
    if not found or found.start() == 0 or tail.text[found.start() - 1] == "]":
        return
    inner = found[1].strip()
    if not _is_metadata(tail, inner):
        return
    tail.text = tail.text[: found.start()].rstrip()


def _is_metadata(tail: Tail, inner: str) -> bool:
    """Note what *inner* says and return whether it is no part of the text."""
    bare = inner.strip("*_` ").rstrip(".")
    said = status(bare)
    if said is not None:
        tail.done = said if tail.done is None else tail.done
        return True
    if EFFORT.match(bare):
        return True
    if HANDLE.match(bare):
        tail.owner = tail.owner or bare
        return True
    if PRIORITY.match(bare):
        tail.priority = tail.priority or bare
        return True
    return _is_link(bare)


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
