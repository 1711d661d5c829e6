"""Tables of action items: which column says what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extraction.markup import plain
from tracker.extraction.phrases import words
from tracker.extraction.vocabulary import simplified

if TYPE_CHECKING:
    from tracker.extraction.blocks import Block

COLUMNS: dict[str, str] = {
    "action": """
        action; actions; action item; action items; item; task; tasks; description; todo; to do
        what; measure; improvement; follow up; follow up item; title; summary; work item
        corrective action; preventative action; preventive action; recommendation; activity
        preventative measure; corrective measure; remediation; next step; work; deliverable
        accion; tarea; acao; tarefa; massnahme; aufgabe; tache; mesure; medida
        was; que; quoi; o que
        """,
    "owner": """
        owner; owners; assignee; assignees; responsible; assigned to; who; dri; lead; team
        responsible team; responsible party; point of contact; poc; person; owner team
        wer; quien; qui; quem; responsable; responsavel; verantwortlich; zustandig; propietario
        """,
    "due": """
        due; due date; deadline; eta; target date; target; by when; when; date; due by
        timeline; target completion; completion date; expected date; timeframe; time frame
        echeance; fecha; fecha limite; prazo; data; frist; termin; fallig
        bis; bis wann; wann; cuando; quand; pour quand; quando
        """,
    "priority": "priority; prio; severity; urgency; prioridad; prioridade; priorite; prioritat",
    "status": "status; state; done; progress; completed; estado; statut; etat; stand; notes",
    "kind": "type; kind; category; tipo; typ; categorie; categoria",
    "refs": """
        ticket; bug; issue; link; jira; tracking; tracking issue; github issue; pr; reference
        bug id; issue link; tickets; tracking bug
        """,
    "effort": "effort; estimate; size; estimated effort; story points; points; aufwand",
    "number": "no; id; nr; number; #; number of item",
}
MEANING = {
    phrase.strip(): column
    for column, phrases in COLUMNS.items()
    for phrase in phrases.replace("\n", ";").split(";")
    if phrase.strip()
}
ACTION_WORDS = words(
    """
    action actions item task tasks measure todo improvement recommendation remediation
    follow
    """
)
# the first that shares a word with the title decides
TELLING = {
    "owner": words("owner owners assignee assignees responsible dri"),
    "due": words("due deadline eta"),
    "priority": words("priority prio severity"),
    "status": words("status state"),
    "action": ACTION_WORDS,
    "refs": words("ticket jira link tracking"),
}
BLANK = frozenset({"", "-", "--", "\u2014", "\u2013", "n/a", "none", "tbd", "...", "\u2026", "?"})


def columns(header: tuple[str, ...]) -> dict[str, int]:
    """Return which column of *header* says what; the leftmost of two wins."""
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        title = simplified(plain(cell))
        meaning = MEANING.get(title) or _by_word(set(title.split()))
        if meaning and meaning not in found:
            found[meaning] = at
    return found


def _by_word(title: set[str]) -> str | None:
    """Return what a column says by one telling word, as in "Action owner" or "Due (UTC)"."""
    return next((meaning for meaning, telling in TELLING.items() if title & telling), None)


def is_action_table(header: tuple[str, ...]) -> bool:
    """Return whether *header* alone shows that the rows are work to do."""
    found = columns(header)
    title = simplified(plain(header[found["action"]])) if "action" in found else ""
    return bool(set(title.split()) & ACTION_WORDS) and bool(
        {"owner", "due", "priority", "status"} & set(found)
    )


def row_fields(row: Block) -> dict[str, str]:
    """Return a row's cells by what they say, without blank ones but the status."""
    found: dict[str, str] = {}
    known = columns(row.header)
    for meaning, at in known.items():
        cell = row.cells[at].strip() if at < len(row.cells) else ""
        if meaning == "status" or plain(cell).lower() not in BLANK:
            found[meaning] = cell
    if "action" not in known:
        longest = max(row.cells, key=len, default="")
        found["action"] = longest
    return found
