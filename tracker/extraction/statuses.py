"""What people write for done and for open."""

from __future__ import annotations

from tracker.extraction.phrases import words
from tracker.extraction.vocabulary import spelt

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
# what a cell of a column such as "Done" says beside those
TICKED = words("yes y x ja oui si sim true 100 ✅ ✔ ✔️ ☑ ☑️ [x] ✓ :white_check_mark: 100%")
BY_FIRST_WORD: dict[str, list[list[str]]] = {}
for _phrase in map(str.split, STATUS_PHRASES):
    BY_FIRST_WORD.setdefault(_phrase[0], []).append(_phrase)
FEW = 4  # words of a status
LONGEST = 400  # characters in which a status is looked for


def status(text: str) -> bool | None:
    """Return whether *text* is a status that says done (True) or open (False)."""
    said = spelt(text[:LONGEST])
    if not said:
        return None
    for phrase in BY_FIRST_WORD.get(said[0], ()):
        if said[: len(phrase)] == phrase:
            return STATUS_PHRASES[" ".join(phrase)]
    if said[0] in DONE:
        return True
    begun = said[:2] == ["in", "progress"] or said[0] == "filed"
    return False if begun or (len(said) <= FEW and said[0] in OPEN) else None


def status_of_cell(cell: str) -> bool:
    """Return whether a cell of a status column says done; a blank one does not."""
    return cell.strip().lower() in TICKED or bool(status(cell))
