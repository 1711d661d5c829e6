"""A draft is accepted: it becomes an incident or a revision, by the way every document takes.

What people decided is stored beside it, so that the same document, read again from anywhere,
changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker import editing, restricting
from tracker.correcting import correct
from tracker.decided import HAND, lines_of, obeyed
from tracker.domain.decisions import Decision
from tracker.domain.drafts import BESIDE, FIELDS
from tracker.domain.errors import BadInput, IllegalMove
from tracker.domain.extensions import WHY
from tracker.domain.history import Change
from tracker.domain.incidents import Candidate
from tracker.domain.items import ActionItem, Section, Source, Status
from tracker.enforcing import hold_to
from tracker.extending import check_move, told_of_move
from tracker.extraction import fingerprint
from tracker.intake import add, as_told, follow, revised, said_of
from tracker.matching import Known, Matches
from tracker.moving import Around, digest_of, known_items
from tracker.reading import Document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.domain.drafts import Draft, Entry, Lines
    from tracker.domain.incidents import Extraction, Revision
    from tracker.intake import Arrival, Clerk
    from tracker.storage import Work


@dataclass(frozen=True, slots=True)
class _Acceptance:
    """What accepting one draft works with."""

    work: Work
    draft: Draft
    text: str
    clerk: Clerk
    found: Extraction

    @property
    def document(self) -> Document:
        """Return the draft as intake takes documents."""
        return Document(self.draft.name, self.text, None, self.draft.key)

    @property
    def read(self) -> list[Entry]:
        """Return the entries that the document itself says, and that were kept."""
        return [one for one in self.draft.plan.kept if one.parts]


def accept(work: Work, draft: Draft, clerk: Clerk) -> Arrival:
    """Store a draft as people want it; the caller commits.

    Raises IllegalMove where its very text is an incident's already, Stale where the draft was
    changed or accepted meanwhile, and BadInput where a known item gets more time and the policy
    wants more to be said of that.
    """
    work.alone("intake")
    if draft.text is None:
        raise IllegalMove("this document has not come yet")
    stood = {known: work.items.get(known) for one in draft.plan.kept if (known := one.item)}
    kept = [one for one in draft.plan.kept if one.parts]
    items = tuple(_candidate(draft, draft.text, one) for one in kept)
    found = replace(draft.found, items=items, ambiguous=False)
    one = _Acceptance(work, draft, draft.text, clerk, found)
    arrival, numbers = _as_new(one) if draft.plan.to is None else _as_revision(one)
    incident_id = arrival.incident_id or 0
    if draft.restricted:
        _keep_restricted(one, incident_id)
    revision = next(
        rev for rev in work.incidents.newest_of(incident_id) if rev.sha256 == digest_of(draft.text)
    )
    by_hand = [entry for entry in draft.plan.kept if not entry.parts]
    numbers |= {entry.id: _added(one, entry, revision) for entry in by_hand}
    _decide(one, revision, numbers)
    for entry in draft.plan.kept:
        after = _edit(one, entry, numbers[entry.id])
        if entry.item is not None:
            _tell_of_move(one, entry, stood[entry.item], after)
    correct(work, incident_id, draft.plan.facts, clerk.by, clerk.now)
    hold_to(work, sorted(numbers.values()), clerk.terms, clerk.now)
    work.drafts.accept(draft, incident_id, clerk.now)
    return replace(arrival, added=arrival.added + len(by_hand))


def _keep_restricted(one: _Acceptance, incident_id: int) -> None:
    """Let a restricted draft become an incident that nobody but who brought it sees.

    Raises IllegalMove where it is to be a text of an incident that everybody sees.
    """
    standing = one.work.restrictions.of(incident_id)
    if one.draft.plan.to is None:
        names = [one.draft.who or ""]
        restricting.restrict(one.work, incident_id, names, one.clerk.by, one.clerk.now)
    elif standing is None:
        raise IllegalMove(
            f"this draft is restricted, and everybody sees I-{incident_id}; restrict that first"
        )


def _as_new(one: _Acceptance) -> tuple[Arrival, dict[int, int]]:
    digest = digest_of(one.text)
    same = one.work.incidents.with_text(digest)
    if same:
        raise IllegalMove(
            f"this very text is I-{same[0].incident_id} already; choose that one instead"
        )
    names = (one.draft.key, *(f"{one.draft.key}-{digest[:end]}" for end in range(8, 65)))
    path = next(name for name in names if not one.work.incidents.has_path(name))
    arrival = add(one.work, one.document, path, one.found, one.clerk)
    ids = [entry.id for entry in one.read]
    return arrival, dict(zip(ids, arrival.items, strict=True))


def _as_revision(one: _Acceptance) -> tuple[Arrival, dict[int, int]]:
    work, clerk, plan = one.work, one.clerk, one.draft.plan
    last = work.incidents.newest_by(plan.to or 0)
    revision = revised(work, one.document, last, one.found, clerk)
    known = {
        held.item.id: held
        for held in known_items(work, last.incident_id, last.postmortem_id, Around(clerk.folder))
        if held.item.id > 0
    }
    pairs = list(zip(one.read, one.found.items, strict=True))
    same = tuple(
        (known.get(entry.item) or Known(work.items.get(entry.item), ""), candidate)
        for entry, candidate in pairs
        if entry.item is not None
    )
    fresh = [(entry, candidate) for entry, candidate in pairs if entry.item is None]
    taken = {held.item.id for held, _ in same}
    gone = tuple(held for number, held in known.items() if number not in taken)
    matches = Matches(same, tuple(candidate for _, candidate in fresh), gone)
    matches = obeyed(work, matches, revision, lambda said: said_of(said, clerk.people), clerk.now)
    arrival = follow(work, one.document, revision, matches, clerk, doubt=False)
    numbers = {entry.id: entry.item for entry, _ in pairs if entry.item is not None}
    ids = [entry.id for entry, _ in fresh]
    return arrival, numbers | dict(zip(ids, arrival.items, strict=True))


def _candidate(draft: Draft, text: str, entry: Entry) -> Candidate:
    """Return what an entry's document says of it, with all lines it has."""
    parts = [draft.found.items[part] for part in entry.parts]
    sources = [source for part in parts for source in part.sources]
    sources += [_source(text, span) for span in entry.lines]
    refs = tuple(dict.fromkeys(ref for part in parts for ref in part.refs))
    return replace(parts[0], sources=tuple(sources), refs=refs)


def _source(text: str, span: Lines) -> Source:
    return Source(Section.TASK, None, lines_of(text, *span), *span)


def _added(one: _Acceptance, entry: Entry, revision: Revision) -> int:
    """Store an item that a person added, and that no reading of the document finds."""
    title = entry.edits.get("title", "")
    if not title:
        raise BadInput("an item needs a title")
    sources = tuple(_source(one.text, span) for span in entry.lines)
    told = Candidate(title, sources)
    item = ActionItem(
        id=0,
        incident_id=revision.incident_id,
        title=title,
        status=Status.OPEN,
        created_at=one.clerk.now,
        accepted_at=one.clerk.now,
        fingerprint=fingerprint(told),
    )
    said = said_of(told, one.clerk.people) | {HAND: True}
    added = one.work.items.add(item, said, one.clerk.by)
    one.work.items.place(added.id, revision.id, sources)
    return added.id


def _decide(one: _Acceptance, revision: Revision, numbers: dict[int, int]) -> None:
    """Store what is no item of its own, instead of what was decided of it before."""
    work, clerk, draft = one.work, one.clerk, one.draft
    prints = {fingerprint(candidate) for candidate in draft.found.items}
    before = work.decisions.of(revision.incident_id)
    here = [old for old in before if old.postmortem_id == revision.postmortem_id]
    work.decisions.forget([old.id for old in here if old.said.get("fingerprint") in prints])
    work.decisions.forget([old.id for old in here if old.said.get(HAND)])
    for entry in draft.plan.entries:
        number = None if entry.dropped else numbers[entry.id]
        parts = entry.parts if entry.dropped else entry.parts[1:]
        for candidate in (draft.found.items[part] for part in parts):
            said = said_of(candidate, clerk.people)
            _keep(one, revision, number, said, candidate.sources)
        for span in entry.lines if entry.parts and number else ():
            said = {HAND: True, "title": lines_of(one.text, *span)}
            _keep(one, revision, number, said, (_source(one.text, span),))
    dropped = [draft.found.items[part].title for one in draft.plan.dropped for part in one.parts]
    told = {old.title for old in here if old.item_id is None}
    work.history.add(
        Change(revision.incident_id, None, "dropped", None, title, clerk.now, clerk.by)
        for title in dropped
        if title not in told
    )


def _keep(
    one: _Acceptance,
    revision: Revision,
    item_id: int | None,
    said: dict[str, object],
    sources: tuple[Source, ...],
) -> None:
    decision = Decision(0, revision.incident_id, revision.postmortem_id, item_id, said, sources)
    one.work.decisions.add(decision, one.clerk.now, one.clerk.by.who)


def _edit(one: _Acceptance, entry: Entry, number: int) -> ActionItem:
    """Store what a person wants otherwise than the document, as that person's edit."""
    item = one.work.items.get(number)
    wanted = {
        name: value
        for name, value in entry.edits.items()
        if name in FIELDS and value != str(getattr(item, name) or "")
    }
    if not wanted:
        return item
    edit = editing.Edit(wanted)
    return editing.edit(one.work, number, edit, one.clerk.by, one.clerk.people, one.clerk.now)


def _tell_of_move(one: _Acceptance, entry: Entry, stood: ActionItem, after: ActionItem) -> None:
    """Keep why a known item's due date moved, by whosever words; raise BadInput as an edit does."""
    clerk = one.clerk
    told = {name: entry.edits[name] for name in BESIDE if entry.edits.get(name)}
    policy = clerk.terms.policy if clerk.terms else None
    check_move(one.work, stood, after, told, clerk.by, clerk.people, policy)
    if after.due == stood.due:
        return
    if "due" in entry.edits:
        told.setdefault(WHY, f"{one.draft.name} was brought with this day")
    one.work.history.add(told_of_move(after, told, clerk.by, clerk.now))


def dues(
    work: Work, draft: Draft, items: Mapping[int, ActionItem], clerk: Clerk
) -> dict[int, date | None]:
    """Return by when the known items of a draft are due once its document is obeyed, by entry."""
    known = [(one, item) for one in draft.plan.kept if (item := items.get(one.item or 0))]
    if not known:
        return {}
    said = work.items.all_said(known[0][1].incident_id)
    return {
        entry.id: as_told(
            item,
            said.get(item.id, {}),
            said_of(draft.found.items[entry.parts[0]], clerk.people),
            clerk.now,
        )[0].due
        for entry, item in known
    }
