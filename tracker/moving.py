"""A document under another path: moved, copied, swapped, or moved and edited."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.decided import stand_in
from tracker.extraction import extract, fingerprint, likeness
from tracker.matching import Known, identity, match, standing
from tracker.reading import Document, read
from tracker.storage.items import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.domain.incidents import Extraction, Revision
    from tracker.domain.items import ActionItem
    from tracker.storage import Work


PIPED = "stdin/"
BROUGHT = "brought/"  # what came through the dashboard; no file is looked for at such a path
SAME_TITLE = 0.5
FEWEST = 2  # promises by which a part of a document is known


@dataclass(frozen=True, slots=True)
class Around:
    """What stands at other paths now: files, counted from *folder*, and texts not taken in yet."""

    folder: Path
    texts: Mapping[str, str] = field(default_factory=dict)

    def has(self, path: str) -> bool:
        """Return whether a file stands there."""
        return not path.startswith(BROUGHT) and (self.folder / path).exists()

    def text_at(self, path: str) -> str | None:
        """Return what stands there; None where nothing does that can be read."""
        if path in self.texts:
            return self.texts[path]
        file = self.folder / path
        there = read(str(file)) if self.has(path) and file.is_file() else None
        return there.text if isinstance(there, Document) else None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A text that is known already: its incident, and whether the other file is still there."""

    incident_id: int
    is_copy: bool


def digest_of(text: str) -> str:
    """Return by what a text is recognised."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_elsewhere(
    work: Work, digest: str, path: str, last: Revision | None, around: Around
) -> Elsewhere | None:
    """Return where this very text is known from, its document moved here if its file is gone.

    *last* is what stood under *path* before; two files that changed places keep their incidents.
    """
    if last and last.sha256 == digest:
        return None
    for one in work.incidents.with_text(digest):
        if path.startswith(PIPED):
            return Elsewhere(one.incident_id, is_copy=True)
        left = not _still_holds(work, one.path, path, digest, around)
        if left and last:
            _swap(work, one, last)
        elif left:
            work.incidents.move(one.postmortem_id, path)
        if left or last is None:
            return Elsewhere(one.incident_id, is_copy=not left)
    return None


def find_edited(
    work: Work, found: Extraction, path: str, last: Revision | None, around: Around
) -> Revision | None:
    """Return the document that this one is, though it was edited; None for another document.

    Mostly it is *last*, what stood under *path* before. Else it is one that left its own path
    and has half of its promises in common with this one, which is then known under *path*.
    """
    if last and (not found.items or _shared(work, last, found)):
        return last
    shared, came = max(
        ((_shared(work, one, found), one) for one in _left(work, found, path, around)),
        key=lambda row: (row[0], -row[1].id),
        default=(0, None),
    )
    if came is None or not shared:
        return None if last and _is_another(work, last, found) else last
    if last:
        _swap(work, came, last)
    else:
        work.incidents.move(came.postmortem_id, path)
    return work.incidents.newest(path)


def _left(work: Work, found: Extraction, path: str, around: Around) -> Iterator[Revision]:
    """Yield the documents whose file is gone, or now holds something else."""
    held = work.repositories.paths()
    for old in work.incidents.paths():
        if old == path or old in held or old.startswith(PIPED):
            continue
        if not around.has(old):
            revision = work.incidents.newest(old)
            if revision:
                yield revision
    prints = {fingerprint(candidate) for candidate in found.items}
    for incident_id in work.items.incidents_with(prints):
        for revision in work.incidents.newest_of(incident_id):
            there = around.text_at(revision.path)
            if revision.path == path or there is None or digest_of(there) == revision.sha256:
                continue
            now = extract(there, name=revision.path)
            if not _shared(work, revision, now):
                yield revision


def find_split(work: Work, found: Extraction, around: Around) -> int | None:
    """Return the incident from whose documents this one was split off.

    Half of its promises, two at least, stood there and stand there no more; and it tells of
    no other day.
    """
    prints = {fingerprint(candidate) for candidate in found.items}
    for incident_id in work.items.incidents_with(prints):
        if _began_else(work, incident_id, found):
            continue
        lost = known_items(work, incident_id, None, around)
        shared = len(match(lost, found.items).same)
        if shared >= FEWEST and shared * 2 >= len(found.items):
            return incident_id
    return None


def _began_else(work: Work, incident_id: int, found: Extraction) -> bool:
    days = work.incidents.get(incident_id).facts.started_at, found.facts.started_at
    return None not in days and len({(day or "")[:10] for day in days}) > 1


def _shared(work: Work, revision: Revision, found: Extraction) -> int:
    """Return how many promises two documents share, if these are enough to be one document.

    That is half of what stands in the longer one; below one title, half of the shorter one.
    """
    known = known_items(work, revision.incident_id, revision.postmortem_id)
    here = [one for one in known if one.item.in_document]
    shared = len(match(here, found.items).same)
    counts = (len(here), len(found.items))
    title = work.incidents.get(revision.incident_id).title
    alike = found.facts.title and likeness(title, found.facts.title) >= SAME_TITLE
    return shared if shared * 2 >= (min(counts) if alike else max(counts)) else 0


def _is_another(work: Work, last: Revision, found: Extraction) -> bool:
    """Return whether a text is no edit of what stood under its path, but another document.

    None of its promises is known, and its title differs; what is piped in has no path, so a
    common first line alone does not make two texts one document.
    """
    known = known_items(work, last.incident_id, last.postmortem_id)
    if not known or not found.items or match(known, found.items).same:
        return False
    title = work.incidents.get(last.incident_id).title
    same_title = likeness(title, found.facts.title or title) >= SAME_TITLE
    return last.path.startswith(PIPED) or not same_title


def set_aside(work: Work, last: Revision, digest: str) -> str:
    """Make room for another document, and return its path: the old one may turn up elsewhere."""
    if last.path.startswith(PIPED):
        return f"{last.path}-{digest[:8]}"
    aside = f"{last.path} (before {digest[:8]})"
    while work.incidents.has_path(aside):  # the same text took the place of another before
        aside += "+"
    work.incidents.move(last.postmortem_id, aside)
    return last.path


def known_items(
    work: Work, incident_id: int, postmortem_id: int | None, around: Around | None = None
) -> list[Known]:
    """Return the items that a document of an incident may hold, with what was said of them last.

    These are its own, those that vanished, and, with what is *around*, those that no other document
    there holds any more. What people decided of other promises stands in for items.
    """
    said = work.items.all_said(incident_id)
    documents = work.items.documents(incident_id)
    held = _Held(work, incident_id, around)
    items = work.items.find(Wanted(incident_id=incident_id))
    known = [Known(item, str(said[item.id].get("fingerprint", ""))) for item in items]
    decided = work.decisions.of(incident_id)
    if decided:
        moment = work.incidents.get(incident_id).created_at
        known += [stand_in(one, moment) for one in decided]
        about = work.decisions.documents(incident_id)
        documents |= {-number: place for number, place in about.items()}
    return [
        one
        for one in known
        if not one.item.in_document
        or documents.get(one.item.id, (postmortem_id, ""))[0] == postmortem_id
        or not held.by(documents[one.item.id], one.item)
    ]


class _Held:
    """Tells which items the other documents of an incident still hold as they stand now."""

    def __init__(self, work: Work, incident_id: int, around: Around | None) -> None:
        self._around = around
        self._digests = {one.path: one.sha256 for one in work.incidents.newest_of(incident_id)}
        self._prints: dict[str, frozenset[str] | None] = {}
        # what a repository holds is as it was read last, unless it comes with this one
        if around:
            self._prints |= dict.fromkeys(work.repositories.paths() - around.texts.keys())

    def by(self, document: tuple[int, str], item: ActionItem) -> bool:
        _, path = document
        if self._around is None:
            return True
        if path not in self._prints:
            self._prints[path] = self._read(self._around, path, self._digests.get(path, ""))
        prints = self._prints[path]
        return prints is None or bool(prints & set(standing(item)))

    @staticmethod
    def _read(around: Around, path: str, digest: str) -> frozenset[str] | None:
        """Return the identities of what a file promises; None where it was not edited."""
        text = around.text_at(path)
        if text is None or digest_of(text) == digest:
            return frozenset() if text is None else None
        return frozenset(identity(one.title) for one in extract(text, name=Path(path).name).items)


def _still_holds(work: Work, old: str, path: str, digest: str, around: Around) -> bool:
    """Return whether this text still stands at *old*, in its repository or as a file."""
    held = work.repositories.still_holds(old, beside=path)
    if held is not None:
        return held
    text = around.text_at(old)
    return text is not None and digest_of(text) == digest


def _swap(work: Work, came: Revision, last: Revision) -> None:
    """Let two documents change their paths."""
    work.incidents.move(last.postmortem_id, f"{last.path} (moving)")
    work.incidents.move(came.postmortem_id, last.path)
    work.incidents.move(last.postmortem_id, came.path)
