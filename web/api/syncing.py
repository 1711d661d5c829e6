"""The sync: how it fares, what it is at, and the wish for one now; the targets."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response, jsonify, url_for

from tracker.domain.errors import NotFound
from tracker.storage.pages import OPERATION_ORDER
from web.api import shapes
from web.api.idempotency import Key, once
from web.api.paging import Part, after, listed
from web.api.resource import Path, answers, resource
from web.api.texts import RowNumber
from web.context import author, desk, health, linked, now, work
from web.places import places_of
from web.sync_page import PLAN, WISH, newest_plan, shown_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from web.places import Place

syncing = resource("sync", "How items and issues are kept in step.")


class OperationPath(Path):
    """Which write is meant."""

    operation: RowNumber


COUNTS = (
    "requests",
    "pulled",
    "created",
    "updated",
    "closed",
    "unchanged",
    "unknown",
    "failed",
    "conflicts",
)


@syncing.get("/sync", responses=answers(shapes.Sync))
def show_sync() -> Response:
    """Show what the last cycle did with each target, and what the last run wrote."""
    places = places_of(desk().settings, health(), linked())
    shown = shown_of(places)
    return jsonify(
        targets=[_tally(place) | _outlook(place, shown) for place in places],
        writes=_writes({place.state.id: place.name for place in places if place.state}),
        asked=WISH in work().deliveries.wishes(),
    )


@syncing.post(
    "/sync",
    responses=answers(shapes.SyncAsked, *(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT), status=202),
)
@once
def ask_for_sync(header: Key) -> Response:
    """Ask for a sync; asking twice is asking once."""
    del header
    work().deliveries.wish(WISH, now(), author().who)
    made = jsonify(asked=True)
    made.status_code = HTTPStatus.ACCEPTED
    made.headers["Location"] = url_for(".show_sync")
    return made


@syncing.post(
    "/sync/plan",
    responses=answers(shapes.SyncAsked, *(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT), status=202),
)
@once
def ask_for_plan(header: Key) -> Response:
    """Ask what a sync would write; the worker plans it, and nothing is written."""
    del header
    work().deliveries.wish(PLAN, now(), author().who)
    made = jsonify(asked=True)
    made.status_code = HTTPStatus.ACCEPTED
    made.headers["Location"] = url_for(".show_plan")
    return made


@syncing.get("/sync/plan", responses=answers(shapes.Plan))
def show_plan() -> Response:
    """Show what the worker planned last, as `amends sync --plan --json` tells it."""
    found = newest_plan()
    return jsonify(
        at=_moment(found.at) if found else None,
        writes=found.told.get("writes", []) if found else [],
        asked=PLAN in work().deliveries.wishes(),
    )


@syncing.post(
    "/sync/operations/<operation>/retry",
    responses=answers(shapes.SyncAsked, *(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT), status=202),
)
@once
def retry_operation(path: OperationPath, header: Key) -> Response:
    """Let a write that was refused, put off or lost be taken up by the next sync."""
    del header
    if work().operations.retry(path.operation) is None:
        raise NotFound("this write is done already, or there is none")
    work().deliveries.wish(WISH, now(), author().who)
    made = jsonify(asked=True)
    made.status_code = HTTPStatus.ACCEPTED
    made.headers["Location"] = url_for(".list_operations")
    return made


@syncing.get("/sync/operations", responses=answers(shapes.OperationPart))
def list_operations(query: Part) -> Response:
    """List the writes that wait, are unknown or were refused, the newest first."""
    found = work().pages.operations(after(query, OPERATION_ORDER), query.limit)
    return listed(
        [
            {
                "id": one["id"],
                "item": f"A-{one['item_id']}",
                "target": one["target"],
                "kind": one["kind"],
                "state": one["state"],
                "attempts": one["attempts"],
                "error": one["error"],
                "at": one["at"].isoformat(),
            }
            for one in found.rows
        ],
        found.next,
    )


@syncing.get("/targets", responses=answers(shapes.Targets))
def list_targets() -> Response:
    """List the places where issues live."""
    configured = {one.name: one for one in desk().settings.target}
    known = {state.name: state for state in work().targets.all()}
    counts = linked()
    return listed(
        [
            {
                "name": name,
                "provider": (configured.get(name) or known[name]).provider,
                "container": (one.repository or one.project)
                if (one := configured.get(name))
                else None,
                "configured": name in configured,
                "linked": counts.get(name, 0),
            }
            for name in dict.fromkeys([*configured, *known])
        ]
    )


def _tally(place: Place) -> dict[str, Any]:
    state, paused = place.state, place.is_paused(now())
    report = state.report if state else {}
    told: dict[str, Any] = {"name": place.name, **{one: report.get(one) for one in COUNTS}}
    told["error"] = report.get("error")
    told["reported_at"] = _moment(state.reported_at if state else None)
    told["paused_until"] = _moment(state.paused_until if state and paused else None)
    told["pause_reason"] = state.pause_reason if state and paused else None
    return told


def _outlook(place: Place, shown: Collection[str]) -> dict[str, Any]:
    """Return how a target fares, as its page tells it; of its question, the items *shown*."""
    seconds = place.state.report.get("seconds") if place.state else None
    asked = place.brake and {
        "items": [one for one in place.brake.get("items", ()) if one in shown],
        "command": str(place.brake.get("command", "")),
    }
    return {
        "state": place.health(now())[2],
        "succeeded_at": _moment(place.succeeded_at),
        "next_cycle_at": _moment(place.next_cycle(now())),
        "seconds": seconds if isinstance(seconds, (int, float)) else None,
        "quota": _quota(place),
        "question": asked or None,
        "linked": place.linked,
    }


def _quota(place: Place) -> dict[str, Any] | None:
    if place.quota is None:
        return None
    remaining, limit, resets_at = place.quota
    return {"remaining": remaining, "limit": limit, "resets_at": _moment(resets_at)}


def _writes(names: dict[int, str]) -> list[dict[str, Any]]:
    """Return the writes of the last run, as the cycle told them."""
    written = work().writes.newest(list(names))
    items = work().links.items_of([one.link_id for one in written if one.link_id])
    return [
        {
            "target": names[one.target_id],
            "item": f"A-{items[one.link_id]}" if one.link_id in items else None,
            "operation": one.operation,
            "fields": sorted({*one.before, *one.after}),
        }
        for one in written
    ]


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
