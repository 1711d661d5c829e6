"""Places that a template leaves to be filled in, and documents nobody filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.extraction.blocks import Shape
from tracker.extraction.phrases import phrases, spoken

if TYPE_CHECKING:
    from tracker.extraction.blocks import Document

WHOLE = re.compile(r"\W*(?:\{\{([^{}]{0,300})\}\}|\[([^\[\]]{0,300})\]|<([^<>/]{1,200})>)\W*$")
SLOT = re.compile(
    r"\{\{[^{}]{0,300}\}\}|\[[^\[\]()]{2,300}\](?![(\[:])|<[A-Za-z][\w -]{1,60}>|_{4,}"
)
# what stands between a slot's brackets
ASKED = spoken(
    """
    summary; name; date; time; yyyy(?:-mm-dd)?; hh:mm(?:\\+tz)?; your; insert; describe
    description; title
    list; e\\.?g; example; owner; assignee; number; start; end; duration; provide; explain; add
    specify; detail; details; briefly; who; what; when; how; link to; percentage; severity; x+; n
    título; titulo; nombre; nome; datos?; fecha; data; horas?; heure; listas?; descripción
    descrição; breve; tempo; tiempo; durée; duração; responsáve(?:l|is); responsables?; equipes?
    equipo
    titre; nom; liste; impacto; incidente
    improvement; task; action; step; event; cause; service; impact; timezone; item; author
    """
)
# what a course tells its students
ASSIGNED = phrases(
    """
    write a postmortem; write a post-mortem; read or watch; background context; first postmortem
    general requirements; by your peers; what were user experiencing; what were users experiencing
    be brief and straight to the point; be very specific, like a todo
    """
)
WIDEST = 2000  # characters of a text that is nothing but a slot
LONGEST = 50_000  # characters in which they are looked for
ANSWER = 100  # words of a postmortem that stands below its assignment
TIMED = re.compile(r"\b[0-2]?\d[:.][0-5]\d\b")
FEW = 3  # words of a slot that asks for nothing known
BLANK = 0.15  # share of a document's blocks with slots that makes it a blank template
LEAST = 4  # slots of a blank template
TEMPLATE = spoken("template; plantilla; modelo; vorlage; modèle")


def is_slot(text: str) -> bool:
    """Return whether *text* (with its markup) is only a place to be filled in."""
    if "]" not in text and "}" not in text and ">" not in text:
        return False
    found = WHOLE.match(text.strip()) if len(text) <= WIDEST else None
    if not found:
        return False
    inner = found[1] or found[2] or found[3] or ""
    return len(inner.split()) <= FEW or (found[1] is None and bool(ASKED.search(inner)))


def is_blank(document: Document) -> bool:
    """Return whether the document is a template that nobody filled in."""
    blocks = document.blocks
    slots = 0
    for block in blocks:
        text = block.text
        # most texts hold nothing of what a slot starts with
        if "[" in text or "{" in text or "<" in text or "_" in text:
            slots += asks(text)
    if slots < LEAST:
        return False
    titled = any(TEMPLATE.search(block.plain[:200]) for block in blocks[:2])
    if any(b.shape is Shape.HEADING and SLOT.search(b.text[:200]) for b in blocks[:1]):
        return True
    return slots >= len(blocks) * (BLANK if titled else 2 * BLANK)


def unassigned(text: str) -> str:
    """Return *text* without the assignment that it answers, on as many lines."""
    lower = text[:LONGEST].lower()
    last = max((lower.rfind(cue) for cue in ASSIGNED), default=-1)
    end = text.find("\n", last)
    rest = text[end:] if last >= 0 and end >= 0 and is_assignment(text) else ""
    answered = len(rest.split()) >= ANSWER and TIMED.search(rest)
    return "\n" * text.count("\n", 0, end) + rest if answered else text


def is_assignment(text: str) -> bool:
    """Return whether the document asks its reader to write a postmortem."""
    lower = text[:LONGEST].lower()
    return sum(cue in lower for cue in ASSIGNED) > 1


def asks(text: str) -> bool:
    """Return whether *text* holds a place to be filled in."""
    return any(ASKED.search(found[0]) for found in SLOT.finditer(text[:WIDEST]))
