"""A document under another path: moved, copied, swapped, or moved and edited."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extraction import likeness
from tracker.matching import Known, match
from tracker.reading import Document, read
from tracker.storage.items import Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.domain.incidents import Extraction, Revision
    from tracker.storage import Work


PIPED = "stdin/"
SAME_TITLE = 0.5


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A text that is known already: its incident, and whether the other file is still there."""

    incident_id: int
    is_copy: bool


def digest_of(text: str) -> str:
    """Return by what a text is recognised."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_elsewhere(
    work: Work, digest: str, path: str, last: Revision | None, folder: Path
) -> Elsewhere | None:
    """Return where this very text is known from, its document moved here if its file is gone.

    *last* is what stood under *path* before; two files that changed places keep their incidents.
    """
    if last and last.sha256 == digest:
        return None
    for one in work.incidents.with_text(digest):
        if path.startswith(PIPED):
            return Elsewhere(one.incident_id, is_copy=True)
        left = not _still_holds(folder / one.path, digest)
        if left and last:
            _swap(work, one, last)
        elif left:
            work.incidents.move(one.postmortem_id, path)
        if left or last is None:
            return Elsewhere(one.incident_id, is_copy=not left)
    return None


def find_edited(work: Work, found: Extraction, path: str, folder: Path) -> Revision | None:
    """Return the vanished document that this one is, by half of what stands in both.

    Below the same title, half of what stands in the shorter one is enough.
    """
    best: tuple[int, Revision] | None = None
    for old in work.incidents.paths() if found.items else ():
        if old == path or (folder / old).exists() or old.startswith(PIPED):
            continue
        revision = work.incidents.newest(old)
        shared = _shared(work, revision, found) if revision else 0
        if revision and shared > (best[0] if best else 0):
            best = (shared, revision)
    if best is None:
        return None
    work.incidents.move(best[1].postmortem_id, path)
    return best[1]


def _shared(work: Work, revision: Revision, found: Extraction) -> int:
    """Return how many promises two documents share, if these are enough to be one document."""
    known = known_items(work, revision.incident_id)
    here = [one for one in known if one.item.in_document]
    shared = len(match(here, found.items).same)
    counts = (len(here), len(found.items))
    title = work.incidents.get(revision.incident_id).title
    alike = found.facts.title and likeness(title, found.facts.title) >= SAME_TITLE
    return shared if shared * 2 >= (min(counts) if alike else max(counts)) else 0


def is_another(work: Work, last: Revision, found: Extraction) -> bool:
    """Return whether a text is no edit of what stood under its path, but another document.

    None of its promises is known, and its title differs; what is piped in has no path, so a
    common first line alone does not make two texts one document.
    """
    known = known_items(work, last.incident_id)
    if not known or not found.items or match(known, found.items).same:
        return False
    title = work.incidents.get(last.incident_id).title
    same_title = likeness(title, found.facts.title or title) >= SAME_TITLE
    return last.path.startswith(PIPED) or not same_title


def set_aside(work: Work, last: Revision, digest: str) -> str:
    """Make room for another document, and return its path: the old one may turn up elsewhere."""
    if last.path.startswith(PIPED):
        return f"{last.path}-{digest[:8]}"
    work.incidents.move(last.postmortem_id, f"{last.path} (before {digest[:8]})")
    return last.path


def known_items(work: Work, incident_id: int) -> list[Known]:
    """Return an incident's items, each with the fingerprint of what was said of it last."""
    items = work.items.find(Wanted(incident_id=incident_id))
    said = work.items.all_said(incident_id)
    return [Known(item, str(said[item.id].get("fingerprint", ""))) for item in items]


def _still_holds(file: Path, digest: str) -> bool:
    there = read(str(file)) if file.is_file() else None
    return isinstance(there, Document) and digest_of(there.text) == digest


def _swap(work: Work, came: Revision, last: Revision) -> None:
    """Let two documents change their paths."""
    work.incidents.move(last.postmortem_id, f"{last.path} (moving)")
    work.incidents.move(came.postmortem_id, last.path)
    work.incidents.move(last.postmortem_id, came.path)
