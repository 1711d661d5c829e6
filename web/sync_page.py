"""How the sync fares: each target, what waits, what both sides disagree about, what comes next."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.domain.errors import NotFound
from tracker.domain.links import OperationState
from tracker.editing import item_number
from tracker.storage.plans import Plan
from tracker.storage.tally import NOTHING, Tally
from web.carrying import carried
from web.context import author, desk, health, linked, now, queries, work
from web.forms import LARGEST_ID
from web.places import Place, at_rest, places_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from tracker.storage.growth import Growth

pages = Blueprint("sync", __name__)

WISH, PLAN = "sync", "plan"
SETTLED_SHOWN = 20
WRITES_SHOWN = 200
LOOKED_FOR = "A sync is asked for: it looks whether the write arrived, and sends it if it did not."
SENT_AGAIN = "The write is sent again with the sync that is asked for."


@pages.get("/sync")
def index() -> str:
    """Show each target's last cycle, and what needs a person."""
    conflicts = work().conflicts.find()
    unsettled = [one for one in conflicts if not (one.resolved_at or one.undone_at)]
    settled = [one for one in conflicts if one.resolved_at or one.undone_at]
    wishes = work().deliveries.wishes()
    places = places_of(desk().settings, health(), linked())
    operations = work().pages.operations(None, WRITES_SHOWN)
    return render_template(
        "sync/index.html",
        places=places,
        shown=shown_of(places),
        operations=operations,
        at_rest=None if operations.rows else _at_rest(places),
        conflicts=unsettled,
        settled=settled[:SETTLED_SHOWN],
        wished=WISH in wishes,
        planning=PLAN in wishes,
        plan=newest_plan(),
        undelivered=work().dispatches.undelivered(now()),
        now=now(),
    )


def shown_of(places: list[Place]) -> set[str]:
    """Return the items about which a target asks and that whoever asks may see."""
    names = [name for place in places if place.brake for name in place.brake.get("items", ())]
    return {f"A-{number}" for number in work().items.visible({item_number(one) for one in names})}


def _at_rest(places: list[Place]) -> str:
    """Return what is true of all writes where none is to be listed."""

    def found(before: Tally | None, growth: Growth | None, settled: int | None) -> Tally:
        del settled
        return queries().unfiled(before or NOTHING, growth.items if growth else None)

    (unfiled,) = carried("unfiled", found).counts if places else (0,)
    return at_rest(places, unfiled, work().history.newest_at(), now())


def newest_plan() -> Plan | None:
    """Return the newest plan, without writes about items that are hidden from whoever asks."""
    found = work().plans.newest()
    if found is None:
        return None
    writes = found.told.get("writes", [])
    numbers = {one["item"]: item_number(one["item"]) for one in writes if one.get("item")}
    seen = work().items.visible(numbers.values())
    shown = [one for one in writes if numbers.get(one.get("item")) in {None, *seen}]
    return Plan(found.at, {**found.told, "writes": shown})


@pages.post("/sync")
def sync_now() -> Response:
    """Store the wish for a sync; asking twice is asking once."""
    _wish(WISH)
    flash("A sync is asked for; the worker takes it up within seconds.")
    back = request.form.get("incident", type=int)
    if back and 0 < back <= LARGEST_ID:
        return redirect(url_for("incidents.show", incident_id=back), HTTPStatus.SEE_OTHER)
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


@pages.post("/sync/plan")
def plan() -> Response:
    """Store the wish for a plan: what a sync would write, which the worker then shows here."""
    _wish(PLAN)
    flash("A plan is asked for; the worker shows it here within seconds.")
    return redirect(url_for(".index", _anchor="plan"), HTTPStatus.SEE_OTHER)


@pages.post(f"/sync/operations/<int(max={LARGEST_ID}):operation_id>/retry")
def retry(operation_id: int) -> Response:
    """Let a write that was refused, put off or lost be taken up by the next cycle."""
    operation = work().operations.retry(operation_id)
    if operation is None:
        raise NotFound("this write is done already, or there is none")
    _wish(WISH)
    flash(LOOKED_FOR if operation.state is OperationState.UNKNOWN else SENT_AGAIN)
    return redirect(url_for(".index", _anchor="writes"), HTTPStatus.SEE_OTHER)


def _wish(wish: str) -> None:
    work().deliveries.wish(wish, now(), author().who)
    work().commit()
