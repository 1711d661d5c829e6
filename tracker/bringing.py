"""Somebody brings a document: it is read and laid out before them; nothing is filed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tracker.decided import match_again
from tracker.domain.deadlines import dated
from tracker.domain.drafts import MOST, Draft, Entry, Near, Plan, begin, merged, taken_apart
from tracker.domain.errors import BadInput
from tracker.extraction import extract, fingerprint, likeness
from tracker.moving import BROUGHT, Around, digest_of, known_items
from tracker.reading import SUFFIXES, Document, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.addresses import RemoteDocument
    from tracker.domain.incidents import Candidate, Extraction, Revision
    from tracker.domain.items import ActionItem
    from tracker.intake import Clerk
    from tracker.storage import Work

ALIKE = 0.5  # titles
NEWEST = 500  # incidents whose titles are compared
SHOWN = 5
LONGEST_NAME = 120
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
PASTED = "pasted text"


def bring(work: Work, document: Document, clerk: Clerk, *, restricted: bool = False) -> Draft:
    """Store *document* as a draft, or return the one that holds this very text already.

    The caller commits. Raises BadInput where it holds more than a person could look through, or
    is to be *restricted* to nobody.
    """
    text = normal(document.text)
    draft = _begun(document.path, clerk, restricted=restricted)
    known = work.drafts.with_text(text, restricted=restricted)
    if known:
        return known
    return work.drafts.add(laid_out(work, draft, replace(document, text=text), clerk))


def _begun(path: str, clerk: Clerk, *, restricted: bool) -> Draft:
    who, now = clerk.by.who, clerk.now
    if restricted and who is None:
        raise BadInput("only somebody with an account can keep a document to themselves")
    return Draft(0, named(path), "", None, who, now, now, changed_by=who, restricted=restricted)


def laid_out(work: Work, draft: Draft, document: Document, clerk: Clerk) -> Draft:
    """Return *draft* with what *document* says, aimed at what it is nearest to."""
    text = normal(document.text)
    found = dated(extract(text, name=draft.name, today=clerk.today))
    if len(found.items) > MOST:
        raise BadInput(
            f"{draft.name} promises {len(found.items)} things, more than {MOST}; "
            "take it in with `amends ingest`"
        )
    items = tuple(replace(one, owner=clerk.people.called(one.owner)) for one in found.items)
    found = replace(found, items=items)
    key = document.key or key_of(draft.name, text)
    near = nearest(work, found, text, key)
    whole = replace(
        draft, key=key, text=text, found=found, near=near, plan=begin(items), came_at=clerk.now
    )
    likely = (
        near[0] if near and is_likely(near[0]) and not _is_other(work, near[0], found) else None
    )
    plan = aimed(work, whole, likely.postmortem_id if likely else None, clerk)
    return replace(whole, plan=plan)


def normal(text: str) -> str:
    """Return a text as a file would hold it: browsers send other line ends, and cut the last."""
    told = text.replace("\r\n", "\n").replace("\r", "\n")
    return told if told.endswith("\n") else told + "\n"


def named(name: str) -> str:
    """Return a document's name as it is shown: the last part of a path, without tricks."""
    plain = HIDDEN.sub("", name.replace("\\", "/")).strip()
    last = plain.rsplit("/", 1)[-1].strip()[-LONGEST_NAME:]
    return last if last.strip(".") else PASTED


def key_of(name: str, text: str) -> str:
    """Return by which path a brought document is known; it never names a file."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower() if path.suffix.lower() in SUFFIXES else ""
    told = name.removesuffix(path.suffix) if suffix else name
    if told == PASTED:
        told = next((line for line in text.splitlines() if line.strip()), "")
    slug = re.sub(r"\W+", "-", told.casefold()).strip("-")[:80]
    return f"{BROUGHT}{slug or 'document'}{suffix}"


def aimed(work: Work, draft: Draft, to: int | None, clerk: Clerk) -> Plan:
    """Return the plan of *draft* as a revision of a postmortem, or as a new incident.

    Promises that are known are those items; what was decided of others before holds again.
    """
    plan = replace(draft.plan, to=to)
    if to is None:
        return replace(plan, entries=tuple(replace(one, item=None) for one in plan.entries))
    last = work.incidents.newest_by(to)
    known = known_items(work, last.incident_id, to, Around(clerk.folder))
    candidates = draft.found.items
    matches = match_again(work, known, candidates)
    number = {id(one): at for at, one in enumerate(candidates)}
    items = {number[id(one)]: known.item.id for known, one in matches.same}
    plan = _parted(plan, {part for part, item in items.items() if item > 0})
    plan = replace(plan, entries=tuple(_known(one, items) for one in plan.entries))
    decided = {one.id: one.item_id for one in work.decisions.of(last.incident_id)}
    return _decided(
        plan, {part: decided.get(-item) for part, item in items.items() if item < 0}, candidates
    )


def nearest(work: Work, found: Extraction, text: str, key: str) -> tuple[Near, ...]:
    """Return the documents that a text may be another version of, the likeliest first."""
    digest = digest_of(text)
    near: dict[int, tuple[float, Near]] = {}
    for revision in _candidates(work, found, digest, key):
        if revision.postmortem_id not in near and len(near) < 4 * SHOWN:
            near[revision.postmortem_id] = _nearness(work, found, revision, digest)
    ranked = sorted(near.values(), key=lambda one: (-one[0], one[1].postmortem_id))
    return tuple(one for score, one in ranked[:SHOWN] if score > 0)


def is_likely(near: Near) -> bool:
    """Return whether a document is proposed for another version of a known one."""
    return near.same or (near.shared > 0 and near.shared * 2 >= near.promised)


def _is_other(work: Work, near: Near, found: Extraction) -> bool:
    """Return whether a text tells of another day under another title than what it is near to.

    Two incidents that led to the same promises are two; a person may still say they are one.
    """
    known = work.incidents.get(near.incident_id)
    days = [(told or "")[:10] for told in (known.facts.started_at, found.facts.started_at)]
    if near.same or not all(days) or days[0] == days[1]:
        return False
    return likeness(known.title, found.facts.title or known.title) < ALIKE


def _candidates(work: Work, found: Extraction, digest: str, key: str) -> Iterator[Revision]:
    yield from work.incidents.with_text(digest)
    last = work.incidents.newest(key)
    if last:
        yield last
    for incident_id in work.items.incidents_with({fingerprint(one) for one in found.items}):
        yield from work.incidents.newest_of(incident_id)
    title, day = found.facts.title, (found.facts.started_at or "")[:10]
    for incident_id, other, started in work.incidents.headings(NEWEST):
        same_day = day and (started or "")[:10] == day
        if same_day or (title and likeness(title, other) >= ALIKE):
            yield from work.incidents.newest_of(incident_id)


def _nearness(work: Work, found: Extraction, revision: Revision, digest: str) -> tuple[float, Near]:
    known = known_items(work, revision.incident_id, revision.postmortem_id)
    here = [one for one in known if one.item.in_document]
    shared = len(match_again(work, here, found.items).same)
    incident = work.incidents.get(revision.incident_id)
    same = revision.sha256 == digest
    alike = likeness(incident.title, found.facts.title or "")
    started, day = incident.facts.started_at, found.facts.started_at
    that_day = bool(day and started and started[:10] == day[:10])
    promised = max(1, min(len(here), len(found.items)))
    score = 10 * same + 2 * shared / promised + (alike if alike >= ALIKE else 0) + that_day
    near = Near(
        revision.postmortem_id, incident.id, revision.path, incident.title,
        shared, promised, same,
    )  # fmt: skip
    return score, near


def _parted(plan: Plan, known: set[int]) -> Plan:
    """Return the plan where no entry holds two promises that are items of their own."""
    for entry in plan.entries:
        if len(known.intersection(entry.parts)) > 1:
            plan = taken_apart(plan, entry.id, "")
    return plan


def _known(entry: Entry, items: Mapping[int, int]) -> Entry:
    """Return an entry led by the promise that is an item already."""
    lead = next((part for part in entry.parts if items.get(part, 0) > 0), None)
    if lead is None:
        return replace(entry, item=None)
    parts = (lead, *(part for part in entry.parts if part != lead))
    return replace(entry, parts=parts, item=items[lead], dropped=False)


def _decided(
    plan: Plan, decided: Mapping[int, int | None], candidates: Sequence[Candidate]
) -> Plan:
    """Return the plan with the decisions that hold: *decided* says into which item, or none."""
    for part, item in decided.items():
        entry = next(one for one in plan.entries if part in one.parts)
        if entry.item is not None or entry.edits:
            continue
        whole = next((one for one in plan.entries if one.item == item is not None), None)
        if whole:
            plan = merged(plan, (whole.id, entry.id), candidates)
        elif item is None:
            gone = replace(entry, dropped=True)
            entries = tuple(gone if one.id == entry.id else one for one in plan.entries)
            plan = replace(plan, entries=entries)
    return plan


def shown_of(entry: Entry, item: ActionItem | None) -> dict[str, str]:
    """Return the fields of a known item, with what a person wants otherwise."""
    held = {} if item is None else _texts(item)
    return held | dict(entry.edits)


def _texts(item: ActionItem) -> dict[str, str]:
    names = ("title", "owner", "due", "priority", "kind", "status")
    return {name: str(getattr(item, name) or "") for name in names}


def ask_for(work: Work, remote: RemoteDocument, clerk: Clerk, *, restricted: bool = False) -> Draft:
    """Store the wish for a document of a repository; the caller commits."""
    draft = _begun(remote.path, clerk, restricted=restricted)
    address = {"repository": remote.repository, "target": remote.target, "path": remote.path}
    if remote.ref:
        address["ref"] = remote.ref
    asked = (one for one in work.drafts.wanted() if one.address == address)
    known = next((one for one in asked if one.restricted is restricted), None)
    return known or work.drafts.add(replace(draft, address=address))


def came(work: Work, draft: Draft, found: Document | Unreadable, clerk: Clerk) -> Draft:
    """Store what came of the wish for a document; the caller commits."""
    if isinstance(found, Unreadable):
        return work.drafts.save(
            replace(draft, trouble=found.sentence, came_at=clerk.now, updated_at=clerk.now)
        )
    try:
        laid = laid_out(work, draft, found, clerk)
    except BadInput as error:
        return came(work, draft, Unreadable(draft.name, str(error)), clerk)
    return work.drafts.save(replace(laid, updated_at=clerk.now))
