"""How the sync fares: each target, what waits, what both sides disagree about."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from web.context import author, desk, health, now, queries, work
from web.places import places_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("sync", __name__)

WISH = "sync"
SETTLED_SHOWN = 20


@pages.get("/sync")
def index() -> str:
    """Show each target's last cycle, and what needs a person."""
    conflicts = work().conflicts.find()
    unsettled = [one for one in conflicts if not (one.resolved_at or one.undone_at)]
    settled = [one for one in conflicts if one.resolved_at or one.undone_at]
    return render_template(
        "sync/index.html",
        places=places_of(desk().settings, health(), queries().linked()),
        operations=work().pages.operations(),
        conflicts=unsettled,
        settled=settled[:SETTLED_SHOWN],
        wished=WISH in work().deliveries.wishes(),
        now=now(),
    )


@pages.post("/sync")
def sync_now() -> Response:
    """Store the wish for a sync; asking twice is asking once."""
    work().deliveries.wish(WISH, now(), author().who)
    work().commit()
    flash("A sync is asked for; the worker takes it up within seconds.")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)
