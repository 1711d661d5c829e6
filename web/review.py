"""What ambiguous documents proposed: a person says of each whether it is a promise."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker import editing
from tracker.domain.errors import BadInput, IllegalMove, NotFound, Stale
from tracker.domain.items import Kind, Status
from tracker.storage.items import Wanted
from tracker.storage.review_queries import ReviewQueries, Waiting
from web.context import author, desk, now, remembered, work
from web.draft_form import DraftForm
from web.paging import SIZE, Page

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from tracker.domain.items import ActionItem

pages = Blueprint("review", __name__)

FIELDS = ("title", "owner", "due", "priority", "kind")
ENDS = (Status.WONT_DO.value, Status.DUPLICATE.value)
FAILURES = (BadInput, IllegalMove, NotFound)


@dataclass(slots=True)
class Proposal:
    """A proposed item with what was typed about it, what is stored, and what went wrong."""

    item: ActionItem
    values: dict[str, str]
    stored: dict[str, str]
    rivals: dict[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def entry(self) -> ActionItem:
        """Return by whose number its fields are called."""
        return self.item


@pages.app_context_processor
def _waiting() -> dict[str, Any]:
    """Let every page's header tell how much waits; asked only by pages that show it."""
    return {"awaited": awaited}


def awaited() -> Waiting:
    """Return how much waits for a person."""
    return remembered("awaited", lambda: ReviewQueries(work().session).waiting())


@pages.get("/review")
def index() -> str:
    """Show what was proposed, by incident."""
    return _page({})


@pages.post("/review")
def decide() -> Response | tuple[str, int]:
    """Accept, drop or edit items; one that cannot be changed holds up no other."""
    form = DraftForm.of(request.form)
    acted = [form.about] if form.about else list(form.picked)
    if form.deed in {"accept", "drop"} and not acted:
        return _page({}, form, error="choose the items first"), HTTPStatus.BAD_REQUEST
    numbers = {int(one) for one in form.values if one.isdecimal() and form.touched(one)}
    chosen = {*acted} if form.deed in {"accept", "drop"} else set()
    failed: dict[int, Exception] = {}
    done = 0
    for number in sorted(numbers | chosen):
        wanted = {n: v for n, v in form.touched(str(number)).items() if n in FIELDS}
        if number in chosen:
            wanted |= _fate(form, number)
        done += _changed(number, wanted, failed)
    work().commit()
    if failed:
        stale = any(isinstance(one, Stale | IllegalMove) for one in failed.values())
        status = HTTPStatus.CONFLICT if stale else HTTPStatus.BAD_REQUEST
        return _page(failed, form, done=done), status
    flash(_told(form.deed, done, len(chosen)))
    return redirect(url_for(".index", page=request.args.get("page")), HTTPStatus.SEE_OTHER)


def _fate(form: DraftForm, number: int) -> dict[str, str]:
    """Return what is to become of an item: opened, or ended with a reason."""
    if form.deed == "accept":
        return {"status": Status.OPEN.value}
    at = f"-{number}" if form.about else ""
    status = request.form.get(f"fate{at}", "")
    status = status if status in ENDS else Status.WONT_DO.value
    wanted = {"status": status, "reason": request.form.get(f"reason{at}", "").replace("\x00", "")}
    if status == Status.DUPLICATE.value:
        wanted["duplicate_of"] = request.form.get(f"original{at}", "")
    return wanted


def _changed(number: int, wanted: dict[str, str], failed: dict[int, Exception]) -> bool:
    """Change one item by itself; return whether it was, else keep why not."""
    told = request.form.get(f"version-{number}", "")
    version = int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else 0  # noqa: PLR2004  digits
    try:
        with work().attempt():
            if wanted.get("status") == Status.DUPLICATE.value and not wanted["duplicate_of"]:
                raise BadInput("say which item it repeats, such as A-12")
            edit = editing.Edit(wanted, version, terms=desk().settings.terms)
            editing.edit(work(), number, edit, author(), desk().people, now())
    except (*FAILURES, Stale) as error:
        failed[number] = error
        return False
    return True


def _told(deed: str, done: int, chosen: int) -> str:
    items = "1 item is" if chosen == 1 else f"{chosen} items are"
    if deed == "accept":
        return f"{items} accepted; the next sync files what is open."
    if deed == "drop":
        return f"{items} dropped; the reason stays with it."
    return "Saved." if done else "Nothing was changed."


def _page(
    failed: dict[int, Exception],
    form: DraftForm | None = None,
    *,
    done: int = 0,
    error: str = "",
) -> str:
    asked = ReviewQueries(work().session)
    total = asked.waiting().items
    page = Page(request.args.get("page", default=1, type=int), total)
    ids = asked.proposed(page.offset, SIZE)
    found = {item.id: item for item in work().items.find(Wanted(ids=ids))} if ids else {}
    proposals = [_proposal(found[one], form, failed.get(one)) for one in ids if one in found]
    titles = asked.titles(sorted({one.item.incident_id for one in proposals}))
    return render_template(
        "review/index.html",
        groups=[
            (incident_id, titles.get(incident_id, ""), list(group))
            for incident_id, group in groupby(proposals, lambda one: one.item.incident_id)
        ],
        drafts=work().drafts.waiting(),
        page=page,
        seen=json.dumps({str(one.item.id): one.stored for one in proposals}),
        owners=work().pages.owners(),
        kinds=list(Kind),
        form=form,
        done=done,
        error=error,
        gone={key: one for key, one in failed.items() if key not in found},
        ends=ENDS,
    )


def _proposal(item: ActionItem, form: DraftForm | None, why: Exception | None) -> Proposal:
    stored = {name: str(getattr(item, name) or "") for name in FIELDS}
    mine = form.touched(str(item.id)) if form else {}
    one = Proposal(item, stored | mine, stored, error=str(why or ""))
    seen = form.seen.get(str(item.id), {}) if form else {}
    if isinstance(why, Stale):
        one.rivals = {
            name: stored[name]
            for name in FIELDS
            if name in mine and stored[name] not in {mine[name], seen.get(name, "")}
        }
    return one
