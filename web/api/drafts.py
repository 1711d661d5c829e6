"""Drafts: a document is brought to be looked at, put right, and accepted or discarded."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from flask import Response, jsonify, request, url_for
from pydantic import Field, StrictBool

from tracker import correcting
from tracker.accepting import accept, dues
from tracker.addresses import remote_document
from tracker.bringing import PASTED, ask_for, bring
from tracker.domain.drafts import facts_of
from tracker.domain.errors import BadInput, IllegalMove, NotFound, Stale
from tracker.reading import Document
from tracker.storage.drafts import DRAFT_ORDER
from tracker.storage.items import Wanted
from tracker.telling import arrival_told
from web.api import shapes
from web.api.draft_steps import DraftChanges, aim, taken
from web.api.idempotency import Key, once
from web.api.items import Match
from web.api.paging import Part, after, listed
from web.api.problems import Refused
from web.api.resource import BODY, Input, Path, answers, resource
from web.api.texts import VISIBLE, DocumentPath, RowNumber, number
from web.bring import clerk, source_places
from web.context import author, now, work
from web.draft_cards import laid

if TYPE_CHECKING:
    from tracker.domain.drafts import Draft
    from web.draft_cards import Card

drafting = resource("drafts", "Documents that were brought and that nobody has accepted yet.")

STALE = HTTPStatus.PRECONDITION_FAILED
CHANGING = (*BODY, HTTPStatus.CONFLICT, STALE)
NO_BODY = (HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, STALE)
FORBIDDEN = (BadInput, IllegalMove, NotFound)


class DraftPath(Path):
    """Which draft is meant."""

    draft: RowNumber


class DraftHeaders(Match, Key):
    """Which version of the draft the caller saw, and the key of this request."""


class Brought(Input):
    """A document to be laid out, by its `text`, or by its `address` in a configured repository."""

    text: Annotated[str, Field(pattern=VISIBLE)] = Field(default_factory=str)
    address: Annotated[str, Field(max_length=2000, pattern=VISIBLE)] = Field(
        default_factory=str, description="As a browser shows it; the worker fetches it."
    )
    name: DocumentPath = Field(PASTED, description="Its last part is shown; its ending tells how.")
    restricted: StrictBool = Field(
        default=False, description="Nobody else sees it, nor the incident that it becomes."
    )


@drafting.get("/drafts", responses=answers(shapes.DraftPart))
def list_drafts(query: Part) -> Response:
    """List the drafts that wait, the newest first: one's own; to admins all."""
    found = work().drafts.part(after(query, DRAFT_ORDER), query.limit)
    return listed([_told(one) for one in found.rows], found.next)


@drafting.post("/drafts", responses=answers(shapes.DraftWhole, *CHANGING, status=201))
@once
def bring_draft(header: Key, body: Brought) -> Response:
    """Bring a document to look at; the same again is the same draft, and nothing is filed."""
    del header
    try:
        draft = _brought(body)
    except BadInput as error:
        raise Refused(HTTPStatus.CONFLICT, str(error), "conflict") from error
    made = _whole(draft)
    made.status_code = HTTPStatus.CREATED
    made.headers["Location"] = url_for(".show_draft", draft=draft.id)
    return made


def _brought(body: Brought) -> Draft:
    if bool(body.text) is bool(body.address):
        raise BadInput("send either the text of a document or its address")
    if body.text:
        document = Document(body.name, body.text, None)
        return bring(work(), document, clerk(), restricted=body.restricted)
    remote = remote_document(body.address, source_places())
    return ask_for(work(), remote, clerk(), restricted=body.restricted)


@drafting.get("/drafts/<draft>", responses=answers(shapes.DraftWhole))
def show_draft(path: DraftPath) -> Response:
    """Show a draft with its text and everything that was found in it."""
    return _whole(work().drafts.get(path.draft))


@drafting.patch("/drafts/<draft>", responses=answers(shapes.DraftWhole, *CHANGING))
def change_draft(path: DraftPath, header: Match, body: DraftChanges) -> Response:
    """Correct facts, say what it is a text of, and take steps: all of that, or nothing."""
    draft = _matched(path, header)
    if draft.text is None:
        raise Refused(HTTPStatus.CONFLICT, "this document has not come yet", "conflict")
    try:
        saved = _saved(draft, body)
    except FORBIDDEN as error:
        raise Refused(HTTPStatus.CONFLICT, str(error), "conflict") from error
    work().commit()
    return _whole(saved)


@drafting.post("/drafts/<draft>/accept", responses=answers(shapes.Arrival, *NO_BODY))
@once
def accept_draft(path: DraftPath, header: DraftHeaders) -> Response:
    """Store what the draft has become; the next sync files what is new."""
    draft = _matched(path, header)
    try:
        arrival = accept(work(), draft, clerk())
    except Stale:
        raise _stale(draft.id) from None
    except FORBIDDEN as error:
        raise Refused(HTTPStatus.CONFLICT, str(error), "conflict") from error
    made = jsonify(arrival_told(arrival))
    address = url_for("api_incidents.show_incident", incident=f"I-{arrival.incident_id}")
    made.headers["Location"] = address
    return made


@drafting.post("/drafts/<draft>/retry", responses=answers(shapes.DraftWhole, *NO_BODY))
@once
def retry_draft(path: DraftPath, header: DraftHeaders) -> Response:
    """Ask once more for a document that could not be fetched."""
    draft = _matched(path, header)
    if draft.text is not None:
        raise Refused(HTTPStatus.CONFLICT, "this document has come already", "conflict")
    return _whole(work().drafts.save(replace(draft, trouble=None, updated_at=now())))


@drafting.delete("/drafts/<draft>", responses=answers(shapes.Draft, *NO_BODY))
def discard_draft(path: DraftPath, header: Match) -> Response:
    """Discard a draft; nothing of it is filed."""
    draft = _matched(path, header)
    try:
        work().drafts.discard(draft.id, draft.version)
    except Stale:
        raise _stale(draft.id) from None
    work().commit()
    return jsonify(_told(draft))


def _saved(draft: Draft, body: DraftChanges) -> Draft:
    """Store what a person wants of a draft; the caller commits."""
    plan = draft.plan
    if "revises" in body.model_fields_set:
        plan = aim(draft, number(body.revises) if body.revises else None)
    if body.facts:
        correcting.checked(body.facts.wanted, facts_of(plan, draft.found.facts))
        plan = replace(plan, facts={**plan.facts, **body.facts.wanted})
    for step in body.steps:
        plan = taken(draft, plan, step)
    if plan == draft.plan:
        return draft
    changed = replace(draft, plan=plan, changed_by=author().who, updated_at=now())
    try:
        return work().drafts.save(changed)
    except Stale:
        work().rollback()
        raise _stale(draft.id) from None


def _matched(path: DraftPath, header: Match) -> Draft:
    """Return a draft that waits, or refuse where If-Match names another version of it."""
    draft = work().drafts.get(path.draft)
    if draft.accepted_at:
        sentence = f"this draft was accepted; it is I-{draft.incident_id} now"
        raise Refused(HTTPStatus.CONFLICT, sentence, "conflict")
    if header.if_match is not None and not request.if_match.contains(str(draft.version)):
        raise _stale(draft.id)
    return draft


def _stale(draft_id: int) -> Refused:
    draft = work().drafts.get(draft_id)
    return Refused(
        STALE,
        "this draft was changed by somebody else meanwhile",
        "stale",
        current=_told(draft),
        etag=f'"{draft.version}"',
    )


def _whole(draft: Draft) -> Response:
    known = [one.item for one in draft.plan.entries if one.item is not None]
    items = {one.id: one for one in work().items.find(Wanted(ids=known))} if known else {}
    desk = laid(draft, items, dues(work(), draft, items, clerk()))
    to = draft.plan.to
    made = jsonify(
        _told(draft)
        | {
            "text": draft.text,
            "ambiguous": draft.found.ambiguous,
            "facts": desk.facts,
            "revises": f"I-{work().incidents.newest_by(to).incident_id}" if to else None,
            "near": [
                {
                    "incident": f"I-{one.incident_id}",
                    "title": one.title,
                    "path": one.path,
                    "shared": one.shared,
                    "promised": one.promised,
                    "same": one.same,
                }
                for one in draft.near
            ],
            "items": [_item(one) for one in desk.cards],
        }
    )
    made.set_etag(str(draft.version))
    return made


def _item(card: Card) -> dict[str, Any]:
    entry = card.entry
    return card.values | {
        "id": entry.id,
        "dropped": entry.dropped,
        "merged": card.is_made_of_several,
        "known": f"A-{entry.item}" if entry.item else None,
        "places": [{"first_line": first, "last_line": last} for first, last in card.spans],
    }


def _told(draft: Draft) -> dict[str, Any]:
    state = "failed" if draft.trouble else "ready" if draft.came_at else "fetching"
    return {
        "id": draft.id,
        "name": draft.name,
        "title": draft.title,
        "state": "accepted" if draft.accepted_at else state,
        "trouble": draft.trouble,
        "restricted": draft.restricted,
        "who": draft.who,
        "changed_by": draft.changed_by,
        "created_at": draft.created_at.isoformat(),
        "updated_at": draft.updated_at.isoformat(),
        "version": draft.version,
        "incident": f"I-{draft.incident_id}" if draft.incident_id else None,
    }
