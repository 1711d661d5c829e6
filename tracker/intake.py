"""A postmortem arrives: it is matched against what is known, and stored."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.correcting import tell
from tracker.decided import match_again, obeyed
from tracker.domain.deadlines import dated
from tracker.domain.errors import IllegalMove
from tracker.domain.history import Author, Change, Origin
from tracker.domain.items import ACTIVE, ActionItem, Kind, Status
from tracker.enforcing import GIVEN, hold_to
from tracker.extraction import extract, fingerprint
from tracker.moving import (
    PIPED,
    Around,
    digest_of,
    find_edited,
    find_elsewhere,
    find_split,
    known_items,
    set_aside,
)
from tracker.reading import Document, readable

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.incidents import Candidate, Extraction, Revision
    from tracker.matching import Matches
    from tracker.people import People
    from tracker.policy import Terms
    from tracker.storage import Work

READER = 1  # raised whenever the extraction reads better: documents are then read again
BY = Author(Origin.DOCUMENT)


class Outcome(StrEnum):
    """What became of a document."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    MOVED = "moved"
    COPY = "copy"
    NO_POSTMORTEM = "no postmortem"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one document, and of how many items; *items* are those that were added."""

    path: str
    outcome: Outcome
    incident_id: int | None = None
    added: int = 0
    updated: int = 0
    gone: tuple[int, ...] = ()
    proposed: int = 0
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Clerk:
    """What every arrival needs: the folder paths count from, the people, the moment.

    *by* is who brings it: the document itself, or a person. *terms* give items their days.
    """

    folder: Path
    people: People
    now: datetime
    today: date
    by: Author = BY
    terms: Terms | None = None


def take_in(work: Work, document: Document, clerk: Clerk) -> Arrival:
    """Store what *document* says; the caller commits.

    The same text again changes nothing. An edited one updates its items; an item that is no
    longer found is marked so and stays. New ones get the days that the policy gives them.
    """
    arrival = _taken_in(work, document, clerk)
    hold_to(work, arrival.items, clerk.terms, clerk.now)
    return arrival


def _taken_in(work: Work, document: Document, clerk: Clerk) -> Arrival:
    """Store what a document says, with no other days than those it names."""
    work.alone("intake")
    digest, path = digest_of(document.text), key_of(document, clerk.folder)
    last = work.incidents.newest(path)
    if last is None and work.incidents.has_path(path):  # hidden from whoever brings this one
        raise IllegalMove(f"another document is known as {path}; give this one another name")
    if last and _is_known(work, last, digest, clerk):
        return Arrival(document.path, Outcome.UNCHANGED, last.incident_id)
    around = Around(clerk.folder, document.beside)
    known = find_elsewhere(work, digest, path, last, around)
    if known:
        outcome = Outcome.COPY if known.is_copy else Outcome.MOVED
        return Arrival(document.path, outcome, known.incident_id)
    found = dated(extract(document.text, name=Path(path).name, today=clerk.today))
    same = find_edited(work, found, path, last, around)
    if last and same is None:
        path = set_aside(work, last, digest)
    if same:
        return _revise(work, document, digest, same, found, clerk)
    if not found.is_postmortem:
        return Arrival(document.path, Outcome.NO_POSTMORTEM)
    whole = find_split(work, found, around)
    if whole:
        number = work.incidents.add_postmortem(whole, path, clerk.now)
        part = work.incidents.revise(number, digest, document.text, READER, clerk.now)
        return _matched(work, document, part, found, clerk)
    return add(work, document, path, found, clerk)


def key_of(document: Document, folder: Path) -> str:
    """Return by which path a document is known: from the folder of amends.toml, if inside."""
    if document.key is not None:
        return document.key
    if document.file is None:
        first = next((line for line in document.text.splitlines() if line.strip()), "")
        return PIPED + (re.sub(r"\W+", "-", first.casefold()).strip("-")[:80] or "document")
    path = document.file.resolve()
    inside = path.is_relative_to(folder.resolve())
    return readable((path.relative_to(folder.resolve()) if inside else path).as_posix())


def add(work: Work, document: Document, path: str, found: Extraction, clerk: Clerk) -> Arrival:
    """Store a new incident with what its document says; the caller commits."""
    title = found.facts.title or title_from(path)
    key = path
    while work.incidents.has_key(key):
        key += "+"
    incident = work.incidents.add(key, title, found.facts, clerk.now)
    number = work.incidents.add_postmortem(incident.id, path, clerk.now)
    revision = _revision(work, document, number, clerk)
    work.history.add([Change(incident.id, None, "incident", None, title, clerk.now, clerk.by)])
    items = tuple(
        _add_item(work, revision, candidate, clerk, doubt=found.ambiguous)
        for candidate in found.items
    )
    proposed = len(items) if found.ambiguous else 0
    return Arrival(
        document.path, Outcome.ADDED, incident.id, len(items), proposed=proposed, items=items
    )


def _revise(
    work: Work, document: Document, digest: str, last: Revision, found: Extraction, clerk: Clerk
) -> Arrival:
    revision = revised(work, document, last, found, clerk)
    arrival = _matched(work, document, revision, found, clerk)
    changed = last.sha256 != digest or arrival.added or arrival.updated or arrival.gone
    return arrival if changed else replace(arrival, outcome=Outcome.UNCHANGED)


def revised(
    work: Work, document: Document, last: Revision, found: Extraction, clerk: Clerk
) -> Revision:
    """Store a document's text as the revision after *last*, and what it tells of its incident."""
    if last.sha256 == digest_of(document.text):
        work.incidents.reread(last.id, READER)
        revision = last
    else:
        revision = _revision(work, document, last.postmortem_id, clerk)
    if work.incidents.newest_of(last.incident_id)[0].postmortem_id == last.postmortem_id:
        tell(work, last.incident_id, found.facts, clerk.now)
    return revision


def _revision(work: Work, document: Document, postmortem_id: int, clerk: Clerk) -> Revision:
    digest = digest_of(document.text)
    brought = clerk.by.origin is not Origin.DOCUMENT
    return work.incidents.revise(
        postmortem_id, digest, document.text, READER, clerk.now, brought=brought
    )


def _matched(
    work: Work, document: Document, revision: Revision, found: Extraction, clerk: Clerk
) -> Arrival:
    """Bring the items of an incident to what one of its documents says now."""
    around = Around(clerk.folder, document.beside)
    known = known_items(work, revision.incident_id, revision.postmortem_id, around)
    candidates = [replace(one, owner=clerk.people.called(one.owner)) for one in found.items]
    matches = match_again(work, known, candidates)
    matches = obeyed(work, matches, revision, lambda one: said_of(one, clerk.people), clerk.now)
    return follow(work, document, revision, matches, clerk, doubt=found.ambiguous)


def follow(
    work: Work,
    document: Document,
    revision: Revision,
    matches: Matches,
    clerk: Clerk,
    *,
    doubt: bool,
) -> Arrival:
    """Store what *matches* say of a document's promises; the caller commits."""
    documents = work.items.documents(revision.incident_id)
    updated = _update(work, matches, revision.id, clerk)
    added = tuple(
        _add_item(work, revision, candidate, clerk, doubt=doubt) for candidate in matches.new
    )
    gone = [
        one.item
        for one in matches.gone
        if one.item.in_document
        and documents.get(one.item.id, (revision.postmortem_id,))[0] == revision.postmortem_id
    ]
    for item in gone:
        work.items.save(replace(item, in_document=False), clerk.now, clerk.by)
    return Arrival(
        document.path,
        Outcome.UPDATED,
        revision.incident_id,
        added=len(added),
        updated=updated,
        gone=tuple(item.id for item in gone),
        proposed=len(added) if doubt else 0,
        items=added,
    )


def _update(work: Work, matches: Matches, revision_id: int, clerk: Clerk) -> int:
    updated = 0
    for one, candidate in matches.same:
        before = work.items.said(one.item.id)
        said = said_of(candidate, clerk.people)
        if said["done"] is None:  # a list without boxes unticks nothing
            said["done"] = before.get("done")
        if GIVEN in before:
            said[GIVEN] = before[GIVEN]
        after, kept = as_told(one.item, before, said, clerk.now)
        saved = work.items.save(replace(after, refs=candidate.refs), clerk.now, clerk.by)
        work.items.say(one.item.id, said)
        work.items.place(one.item.id, revision_id, candidate.sources)
        work.history.add(
            Change(
                one.item.incident_id, one.item.id, f"document {name}", old, new, clerk.now, clerk.by
            )
            for name, old, new in kept
        )
        updated += saved.version != one.item.version
    return updated


def as_told(
    item: ActionItem, before: dict[str, Any], said: dict[str, Any], now: datetime
) -> tuple[ActionItem, list[tuple[str, str | None, str | None]]]:
    """Return *item* as its edited document wants it, and what a person's edit outweighs.

    The document changes a field only where it says something new; where a person changed
    the same field meanwhile, the person's value stays and the document's is told.
    """
    changed = replace(item, in_document=True)
    kept = []
    for name in ("title", "kind", "owner", "priority", "due"):
        old, new = before.get(name), said.get(name)
        ours = _plain(getattr(item, name))
        if new in {old, ours}:
            continue
        if ours == old or (name == "due" and ours == before.get(GIVEN, "")):
            changed = replace(changed, **{name: _value(name, new)})
        else:
            kept.append((name, old, new))
    if changed.due0 is None and changed.due is not None:
        changed = replace(changed, due0=changed.due)
    if said["done"] and not before.get("done") and item.status in ACTIVE:
        changed = changed.move(Status.DONE, now)
    if before.get("done") and said["done"] is False and item.status is Status.DONE:
        changed = changed.move(Status.OPEN, now)
    return changed, kept


def _add_item(
    work: Work, revision: Revision, candidate: Candidate, clerk: Clerk, *, doubt: bool
) -> int:
    status = Status.DONE if candidate.done else Status.OPEN
    status = Status.PROPOSED if doubt else status
    item = ActionItem(
        id=0,
        incident_id=revision.incident_id,
        title=candidate.title,
        status=status,
        created_at=clerk.now,
        kind=candidate.kind,
        owner=clerk.people.called(candidate.owner),
        priority=candidate.priority,
        due=candidate.due,
        due0=candidate.due,
        accepted_at=None if doubt else clerk.now,
        closed_at=clerk.now if status is Status.DONE else None,
        refs=candidate.refs,
        fingerprint=fingerprint(candidate),
    )
    added = work.items.add(item, said_of(candidate, clerk.people), clerk.by)
    work.items.place(added.id, revision.id, candidate.sources)
    return added.id


def _is_known(work: Work, last: Revision, digest: str, clerk: Clerk) -> bool:
    """Return whether a text need not be read: it is the newest, or a person brought a newer one."""
    read_from_file = clerk.by.origin is Origin.DOCUMENT
    if last.sha256 == digest and last.reader == READER:
        if last.brought and read_from_file:
            work.incidents.caught_up(last.id)
        return True
    ahead = last.brought and read_from_file and last.sha256 != digest
    return ahead and work.incidents.had(last.postmortem_id, digest)


def said_of(candidate: Candidate, people: People) -> dict[str, Any]:
    """Return what a document says of an item, as it is kept beside it."""
    return {
        "fingerprint": fingerprint(candidate),
        "title": candidate.title,
        "kind": _plain(candidate.kind),
        "owner": people.called(candidate.owner),
        "priority": candidate.priority,
        "due": _plain(candidate.due),
        "done": candidate.done,
    }


def _value(name: str, text: str | None) -> Any:
    if text is None:
        return None
    return {"due": date.fromisoformat, "kind": Kind}.get(name, str)(text)


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def title_from(path: str) -> str:
    """Return the title of an incident whose document has none."""
    return re.sub(r"[-_]+", " ", Path(path).stem).strip().capitalize() or "Untitled incident"
