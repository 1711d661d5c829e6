"""One draft: its document beside what was found in it, and what a person makes of that."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from tracker import correcting, editing
from tracker.accepting import accept, dues
from tracker.bringing import aimed
from tracker.domain import drafts
from tracker.domain.errors import BadInput, IllegalMove, NotFound, Stale
from tracker.domain.items import Kind, Status
from tracker.storage.items import Wanted
from web import bring
from web.bring import clerk
from web.context import author, desk, now, work
from web.documents import PLAIN, lines_in, passages
from web.draft_cards import Desk, laid, typed, words_of
from web.draft_form import NEW, OTHER, DraftForm
from web.forms import LARGEST_ID

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

    from tracker.domain.drafts import Draft, Plan

pages = Blueprint("drafts", __name__)
pages.url_value_preprocessor(bring.allow_documents)

DRAFT = f"/drafts/<int(max={LARGEST_ID}):draft_id>"
STATUSES = (Status.OPEN, Status.IN_PROGRESS, Status.DONE)
TEXT_AT = ".text"


@pages.get(DRAFT)
def show(draft_id: int) -> Answer | str:
    """Show a draft, or lead to what became of it."""
    draft = work().drafts.get(draft_id)
    if draft.incident_id:
        return redirect(url_for("incidents.show", incident_id=draft.incident_id))
    if draft.text is None:
        return render_template("bring/waiting.html", draft=draft)
    return _page(draft, _desk(draft))


@pages.get(f"{DRAFT}/text")
def text(draft_id: int) -> Answer | str:
    """Show all lines of a draft's document, a part at a time; or let it be saved."""
    draft = work().drafts.get(draft_id)
    if draft.text is None:
        raise NotFound("this document has not come yet")
    if request.args.get("plain"):
        return Response(draft.text, headers=PLAIN)
    table = laid(draft, {}, {})
    first = request.args.get("from", default=1, type=int)
    return render_template(
        "documents/show.html",
        section="bring",
        name=draft.name,
        passages=passages(draft.text, table.spans, min(max(first, 1), LARGEST_ID)),
        marks={
            number: replace(mark, address=url_for(".show", draft_id=draft.id) + mark.address)
            for number, mark in table.marks.items()
        },
        prefix="",
        last=lines_in(draft.text),
        back=url_for(".show", draft_id=draft.id),
        here=url_for(TEXT_AT, draft_id=draft.id),
    )


@pages.post(DRAFT)
def change(draft_id: int) -> Answer | tuple[str, int]:
    """Store what a person wants of a draft; where that cannot be, show why and lose nothing."""
    draft = work().drafts.get(draft_id)
    if draft.incident_id:
        flash("This draft was accepted already.")
        return redirect(url_for("incidents.show", incident_id=draft.incident_id), 303)
    form = DraftForm.of(request.form)
    if draft.text is None:
        return _ask_again(draft, form)
    if form.version != draft.version:
        return _both(draft, form)
    try:
        changed = replace(
            draft, plan=_planned(draft, form), changed_by=author().who, updated_at=now()
        )
        return _done(work().drafts.save(changed) if changed != draft else draft, form)
    except Stale:
        work().rollback()
        return _both(work().drafts.get(draft_id), form)
    except (BadInput, IllegalMove, NotFound) as error:
        work().rollback()
        status = HTTPStatus.CONFLICT if isinstance(error, IllegalMove) else HTTPStatus.BAD_REQUEST
        table = typed(_desk(draft), form, stale=False)
        return _page(draft, table, form=form, error=error), status


def _planned(draft: Draft, form: DraftForm) -> Plan:
    """Return what a person wants: every field that was touched, then what the button says."""
    plan = draft.plan
    stored = {card.entry.id: card for card in _desk(draft).cards}
    for number, card in stored.items():
        touched = form.touched(str(number))
        if touched:
            editing.checked(card.values | touched)
            plan = drafts.edited(plan, number, {**card.entry.edits, **touched})
    facts = form.touched("facts")
    if facts:
        correcting.checked(facts, drafts.facts_of(plan, draft.found.facts))
        plan = replace(plan, facts={**plan.facts, **facts})
    to = _target(draft, form)
    if to != plan.to:
        plan = aimed(work(), replace(draft, plan=plan), to, clerk())
    return _deed(draft, plan, form)


def _deed(draft: Draft, plan: Plan, form: DraftForm) -> Plan:
    """Return the plan after what the button says."""
    number, whole = form.about, draft.text or ""
    if form.deed == "merge":
        plan = drafts.merged(plan, form.picked, draft.found.items)
    elif form.deed == "drop":
        plan = drafts.dropped(plan, (number,) if number else form.picked)
    elif form.deed == "restore":
        plan = drafts.restored(plan, number)
    elif form.deed == "apart":
        told = words_of(whole, plan.entry(number).lines)
        plan = drafts.taken_apart(plan, number, told or "Untitled")
    elif form.deed in {"split", "add"}:
        lines = form.chosen_lines(lines_in(whole))
        title = form.title or (words_of(whole, [lines]) if form.deed == "add" else "")
        editing.checked({"title": title or "?"})
        make = drafts.added if form.deed == "add" else partial(drafts.split, number=number)
        plan = make(plan, title=title, lines=lines)
    return plan


def _target(draft: Draft, form: DraftForm) -> int | None:
    """Return of which postmortem the draft is to be a revision; None for a new incident."""
    if form.to == NEW:
        return None
    if form.to == OTHER and form.other:
        incident = work().incidents.get(editing.incident_number(form.other))
        return work().incidents.newest_of(incident.id)[0].postmortem_id
    if form.to.isdecimal() and int(form.to) in {one.postmortem_id for one in draft.near}:
        return int(form.to)
    return draft.plan.to


def _done(draft: Draft, form: DraftForm) -> Answer:
    """Keep what was done, and lead on."""
    if form.deed == "discard":
        work().drafts.discard(draft.id, draft.version)
        work().commit()
        flash(f"The draft of {draft.name} is discarded; nothing of it was filed.")
        return redirect(url_for("bring.index"), HTTPStatus.SEE_OTHER)
    if form.deed == "accept":
        arrival = accept(work(), draft, clerk())
        work().commit()
        flash(f"{draft.title} is accepted; the next sync files what is new.")
        there = url_for("incidents.show", incident_id=arrival.incident_id)
        return redirect(there, HTTPStatus.SEE_OTHER)
    work().commit()
    anchor = f"#i{form.about}" if form.about else "#found"
    return redirect(url_for(".show", draft_id=draft.id) + anchor, HTTPStatus.SEE_OTHER)


def _ask_again(draft: Draft, form: DraftForm) -> Answer:
    """Ask once more for a document that did not come, or give it up."""
    if form.version != draft.version:
        return redirect(url_for(".show", draft_id=draft.id), HTTPStatus.SEE_OTHER)
    if form.deed == "discard":
        return _done(draft, form)
    work().drafts.save(replace(draft, trouble=None, updated_at=now()))
    work().commit()
    return redirect(url_for(".show", draft_id=draft.id), HTTPStatus.SEE_OTHER)


def _both(draft: Draft, form: DraftForm) -> tuple[str, int]:
    """Show what somebody else stored meanwhile beside what was typed here."""
    table = typed(_desk(draft), form, stale=True)
    return _page(draft, table, form=form, stale=True), HTTPStatus.CONFLICT


def _desk(draft: Draft) -> Desk:
    """Return a draft as it is stored, with the known items as accepting it would leave them."""
    ids = [one.item for one in draft.plan.entries if one.item is not None]
    items = {item.id: item for item in work().items.find(Wanted(ids=ids))} if ids else {}
    return laid(draft, items, dues(work(), draft, items, clerk()))


def _page(
    draft: Draft,
    table: Desk,
    *,
    form: DraftForm | None = None,
    error: Exception | None = None,
    stale: bool = False,
) -> str:
    return render_template(
        "bring/draft.html",
        draft=draft,
        desk=table,
        form=form,
        error=error,
        stale=stale,
        policy=desk().settings.policy,
        seen=json.dumps(table.seen),
        passages=passages(draft.text or "", table.spans),
        owners=work().pages.owners(),
        statuses=STATUSES,
        kinds=list(Kind),
        last=lines_in(draft.text or ""),
    )
