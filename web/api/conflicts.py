"""Conflicts: list, one, choose a side, undo, keep."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from flask import Response, jsonify
from pydantic import Field

from tracker import editing
from tracker.domain.errors import BadInput, IllegalMove, Stale
from tracker.storage.lists import CONFLICT_ORDER, ConflictsWanted
from tracker.telling import conflict_told, items_told
from web.api import shapes
from web.api.idempotency import Key, once
from web.api.paging import Part, after, listed
from web.api.problems import Refused
from web.api.resource import BODY, Input, Path, answers, resource
from web.api.texts import Flag, ItemName, RowNumber, Words, number
from web.context import author, desk, lists, now, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.items import ActionItem

conflicts = resource("conflicts", "What both sides changed differently; nothing is lost.")

REFUSALS = (HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT)


class ConflictsQuery(Part):
    """Which conflicts are asked for."""

    item: ItemName | None = None
    target: Words | None = None
    settled: Flag | None = Field(None, description="false: those that nobody has settled yet.")


class ConflictPath(Path):
    """Which conflict is meant."""

    conflict: RowNumber


class Choice(Input):
    """Whose value is to stand."""

    side: Literal["ours", "theirs"]


@conflicts.get("/conflicts", responses=answers(shapes.ConflictPart))
def list_conflicts(query: ConflictsQuery) -> Response:
    """List conflicts, the newest first."""
    item = number(query.item) if query.item else None
    wanted = ConflictsWanted(item, query.target, query.settled)
    key = after(query, CONFLICT_ORDER)
    found = lists().conflicts(wanted, key, query.limit)
    return listed([conflict_told(one) for one in found.rows], found.next)


@conflicts.get("/conflicts/<conflict>", responses=answers(shapes.Conflict))
def show_conflict(path: ConflictPath) -> Response:
    """Show one conflict."""
    return jsonify(conflict_told(work().conflicts.get(path.conflict)))


@conflicts.post(
    "/conflicts/<conflict>/choose", responses=answers(shapes.Settled, *BODY, HTTPStatus.CONFLICT)
)
@once
def choose_side(path: ConflictPath, header: Key, body: Choice) -> Response:
    """Let one side's value stand, whatever was chosen before; the next sync carries it over."""
    del header
    return _settled(
        path.conflict,
        lambda: editing.choose(work(), path.conflict, body.side, author(), desk().people, now()),
    )


@conflicts.post("/conflicts/<conflict>/undo", responses=answers(shapes.Settled, *REFUSALS))
@once
def undo_conflict(path: ConflictPath, header: Key) -> Response:
    """Choose the other value of a conflict, once."""
    del header
    return _settled(
        path.conflict,
        lambda: editing.undo(work(), path.conflict, author(), desk().people, now()),
    )


@conflicts.post("/conflicts/<conflict>/keep", responses=answers(shapes.Settled, *REFUSALS))
@once
def keep_conflict(path: ConflictPath, header: Key) -> Response:
    """Agree with what stands."""
    del header
    conflict = work().conflicts.get(path.conflict)
    editing.resolve(work(), conflict.id, now())
    return _settled(conflict.id, lambda: work().items.get(conflict.item_id))


def _settled(conflict_id: int, settle: Callable[[], ActionItem]) -> Response:
    """Answer with a settled conflict and its item; a value that cannot stand now is a conflict."""
    try:
        item = settle()
    except (BadInput, IllegalMove, Stale) as error:
        raise Refused(HTTPStatus.CONFLICT, str(error), "conflict") from error
    conflict = work().conflicts.get(conflict_id)
    return jsonify(conflict=conflict_told(conflict), item=items_told(work(), [item])[0])
