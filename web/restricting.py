"""Who sees an incident: everybody, or only those who are named."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker import restricting
from tracker.domain.errors import BadInput, NotFound
from web.context import author, now, work
from web.forms import LARGEST_ID
from web.visitors import known

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from tracker.domain.incidents import Incident
    from tracker.storage.restrictions import Restriction

pages = Blueprint("restricting", __name__)

PLACE = f"/incidents/<int(max={LARGEST_ID}):incident_id>/access"


@pages.get(PLACE)
def show(incident_id: int) -> str:
    """Show who sees an incident."""
    return _page(incident_id)


@pages.post(PLACE)
def change(incident_id: int) -> Response | tuple[str, int]:
    """Store who sees an incident from now on."""
    standing_of(incident_id)
    try:
        if request.form.get("open"):
            restricting.unrestrict(work(), incident_id, author(), now())
            told = f"Everybody sees I-{incident_id} again; the next sync rewrites its issues."
        else:
            names = request.form.getlist("name")
            restricting.restrict(work(), incident_id, names, author(), now())
            told = f"Only who is named sees I-{incident_id} now; the next sync rewrites its issues."
    except BadInput as error:
        work().rollback()
        return _page(incident_id, error), HTTPStatus.BAD_REQUEST
    work().commit()
    flash(told)
    standing, me = work().restrictions.of(incident_id), known().account
    if standing is None or (me and me.name in standing.names):
        return redirect(url_for("incidents.show", incident_id=incident_id), HTTPStatus.SEE_OTHER)
    there = "users.index" if known().manages else "incidents.index"
    return redirect(url_for(there), HTTPStatus.SEE_OTHER)


def _visible(incident_id: int) -> Incident | None:
    """Return an incident where this visitor sees it, else None."""
    try:
        return work().incidents.get(incident_id)
    except NotFound:
        return None


def standing_of(incident_id: int) -> tuple[Incident | None, Restriction | None]:
    """Return what may be told of an incident: to an admin who is not named, its number alone."""
    incident = _visible(incident_id)
    standing = work().restrictions.of(incident_id)
    if incident is None and not (known().manages and standing):
        raise NotFound(f"there is no incident I-{incident_id}")
    return incident, standing


def _page(incident_id: int, error: Exception | None = None) -> str:
    incident, standing = standing_of(incident_id)
    me = known().account
    named = set(standing.names) if standing else {me.name} if me else set()
    return render_template(
        "accounts/access.html",
        section="incidents",
        incident=incident,
        number=incident_id,
        standing=standing,
        named=named,
        accounts=work().accounts.all(),
        error=error,
    )
