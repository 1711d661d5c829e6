"""Items: list, one, edit, several at once, accept, history, links."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from flask import Response, jsonify, request
from pydantic import Field

from tracker import editing
from tracker.domain.errors import AmendsError, BadInput, IllegalMove, NotFound, Stale
from tracker.domain.extensions import extensions
from tracker.domain.items import ActionItem, Kind, Status
from tracker.storage.lists import CHANGE_ORDER, ITEM_ORDERS, ItemSort
from tracker.storage.page_queries import Sort
from tracker.telling import change_told, extension_told, items_told
from web.api import shapes
from web.api.idempotency import Key, once
from web.api.item_filters import ItemFilters
from web.api.paging import Part, after, listed
from web.api.problems import Refused, documented
from web.api.resource import BODY, Headers, Input, Path, answers, resource
from web.api.texts import (
    Criterion,
    Day,
    Evidence,
    Failure,
    ItemName,
    MoveReason,
    Name,
    Priority,
    Reason,
    RowNumber,
    Title,
    number,
)
from web.context import author, desk, lists, now, work
from web.item_list import spreadsheet

if TYPE_CHECKING:
    from tracker.storage.items import Wanted
    from tracker.storage.keysets import Slice

items = resource("items", "What was promised, and how far it is.")

MANY = 200
SHEET = documented(HTTPStatus.CONFLICT) | {
    "200": {
        "description": "One line an item, below a line of headings.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}
STALE = HTTPStatus.PRECONDITION_FAILED
STATUS = {Stale: STALE, NotFound: HTTPStatus.NOT_FOUND}


class ItemsQuery(ItemFilters, Part):
    """Which part of which items is asked for, and in which order."""

    sort: ItemSort = "id"


class SheetQuery(ItemFilters):
    """Which items are asked for as a spreadsheet, and in which order."""

    sort: Sort = "due"


class ItemPath(Path):
    """Which item is meant."""

    item: ItemName


class Match(Headers):
    """Which version the caller saw."""

    if_match: str | None = Field(
        None,
        alias="If-Match",
        description="The ETag of the item as it was read. Another version is not overwritten: 412.",
    )


class _Changes(Input):
    """What to change: only the fields that are there; null removes one."""

    owner: Name | None = None
    priority: Priority | None = None
    due: Day | None = None
    due_reason: MoveReason = Field(default_factory=str, description="Why the due date moves.")
    due_approver: Name = Field(default_factory=str, description="Who approved that it moves.")
    status: Status = Field(default_factory=lambda: Status.OPEN)
    reason: Reason = Field(default_factory=str, description="Goes with a status that ends an item.")
    approver: Name = Field(default_factory=str, description="Goes with `wont_do` and a reason.")
    review_by: Day | None = Field(None, description="Until when a `wont_do` stands.")
    verify_by: Day | None = Field(None, description="By when it is to be verified.")

    @property
    def wanted(self) -> dict[str, str]:
        """Return what to change, as texts; an empty one removes."""
        told = self.model_dump(mode="json", exclude_unset=True)
        return {name: "" if value is None else str(value) for name, value in told.items()}


class SharedChanges(_Changes):
    """What to change of several items alike."""


class ItemChanges(_Changes):
    """What to change of an item: only the fields that are there; null removes one."""

    title: Title = Field(default_factory=str)
    kind: Kind | None = None
    duplicate_of: ItemName = Field(default_factory=str, description="Goes with `duplicate`.")
    criterion: Criterion | None = Field(None, description="How one sees that it is done.")
    evidence: Evidence | None = Field(
        None, description="An address or a note that shows it: `done` becomes `verified`."
    )
    failed: Failure = Field(
        default_factory=str, description="Why it is not done after all: it opens again."
    )


class Chosen(Input):
    """One item of several; with a version, it is left alone where it is at another one."""

    item: ItemName
    version: RowNumber | None = None


class SeveralChanges(Input):
    """Which items to change, and what."""

    items: Annotated[list[Chosen], Field(min_length=1, max_length=MANY)]
    changes: SharedChanges


class AcceptHeaders(Match, Key):
    """Which version the caller saw, and the key of this request."""


@items.get("/items", responses=answers(shapes.ItemPart, HTTPStatus.CONFLICT))
def list_items(query: ItemsQuery) -> Response:
    """List items."""
    return answer_items(query, query.wanted, query.sort)


@items.get("/items.csv", responses=SHEET)
def list_items_as_csv(query: SheetQuery) -> Response:
    """List all the items that the filters find as CSV, as the page does; no cell runs."""
    return spreadsheet(query.wanted, query.sort)


@items.get("/items/<item>", responses=answers(shapes.ItemWhole))
def show_item(path: ItemPath) -> Response:
    """Show one item."""
    return _whole(work().items.get(number(path.item)))


@items.patch(
    "/items/<item>", responses=answers(shapes.ItemWhole, *BODY, HTTPStatus.CONFLICT, STALE)
)
def edit_item(path: ItemPath, header: Match, body: ItemChanges) -> Response:
    """Edit one item: the fields that are there change, null removes one."""
    item = _matched(number(path.item), given=header.if_match is not None)
    version = item.version if header.if_match is not None else None
    saved = _edited(item, body.wanted, version)
    work().commit()
    return _whole(saved)


@items.patch("/items", responses=answers(shapes.Edited, *BODY))
def edit_items(body: SeveralChanges) -> Response:
    """Edit several items alike; each is saved or left as it was, and the answer says which."""
    saved: dict[int, ActionItem] = {}
    refused = []
    for one in body.items:
        try:
            with work().attempt():
                item = work().items.get(number(one.item))
                terms = desk().settings.terms
                edit = editing.Edit(body.changes.wanted, one.version, terms=terms)
                saved[item.id] = _saved(item, edit)
        except AmendsError as error:
            status = STATUS.get(type(error), HTTPStatus.CONFLICT)
            refused.append({"item": one.item, "status": status.value, "detail": str(error)})
    work().commit()
    return jsonify(saved=items_told(work(), list(saved.values())), refused=refused)


@items.post(
    "/items/<item>/accept",
    responses=answers(shapes.ItemWhole, HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, STALE),
)
@once
def accept_item(path: ItemPath, header: AcceptHeaders) -> Response:
    """Accept a proposed item; the next sync files it."""
    item = _matched(number(path.item), given=header.if_match is not None)
    if item.status is not Status.PROPOSED:
        raise Refused(HTTPStatus.CONFLICT, f"{item.key} is {item.status}, not proposed", "conflict")
    return _whole(_edited(item, {"status": Status.OPEN.value}, item.version))


@items.get("/items/<item>/history", responses=answers(shapes.ChangePart))
def list_item_history(path: ItemPath, query: Part) -> Response:
    """List what became of an item, oldest first."""
    item = work().items.get(number(path.item))
    found = lists().changes(after(query, CHANGE_ORDER), query.limit, item=item.id)
    return listed([change_told(one) for one in found.rows], found.next)


@items.get("/items/<item>/links", responses=answers(shapes.Links))
def list_item_links(path: ItemPath) -> Response:
    """List an item's issues."""
    item = work().items.get(number(path.item))
    return listed(items_told(work(), [item])[0]["links"])


def answer_items(part: Part, wanted: Wanted, sort: ItemSort) -> Response:
    """Answer with a part of a list of items."""
    key = after(part, ITEM_ORDERS[sort], sort)
    found: Slice[ActionItem] = lists().items(wanted, sort, key, part.limit)
    return listed(items_told(work(), found.rows), found.next, sort)


def _whole(item: ActionItem) -> Response:
    told: dict[str, Any] = items_told(work(), [item])[0]
    told["refs"] = list(item.refs)
    told["sources"] = [
        {
            "section": one.section.value,
            "heading": one.heading,
            "text": one.text,
            "first_line": one.first_line,
            "last_line": one.last_line,
        }
        for one in item.sources
    ]
    moves = extensions(work().history.of_item(item.id))
    told["extensions"] = [extension_told(one) for one in moves]
    made = jsonify(told)
    made.set_etag(str(item.version))
    return made


def _matched(item_id: int, *, given: bool) -> ActionItem:
    """Return an item, or refuse where If-Match names another version of it."""
    item = work().items.get(item_id)
    if given and not request.if_match.contains(str(item.version)):
        raise _stale(item)
    return item


def _edited(item: ActionItem, values: dict[str, str], version: int | None) -> ActionItem:
    """Store a change of a field that is well formed; what forbids it now is a conflict."""
    try:
        return _saved(item, editing.Edit(values, version, terms=desk().settings.terms))
    except Stale:
        work().rollback()
        raise _stale(work().items.get(item.id)) from None
    except (BadInput, IllegalMove, NotFound) as error:
        raise Refused(HTTPStatus.CONFLICT, f"{error}", "conflict") from error


def _saved(item: ActionItem, edit: editing.Edit) -> ActionItem:
    """Store an edit; nothing of it may be passed over in silence."""
    status = edit.values.get("status")
    if "approver" in edit.values and (status != Status.WONT_DO or "reason" not in edit.values):
        raise IllegalMove("an approver goes with the status wont_do and a reason")
    if "duplicate_of" in edit.values and status != Status.DUPLICATE:
        raise IllegalMove("the original of a duplicate goes with the status duplicate")
    return editing.edit(work(), item.id, edit, author(), desk().people, now())


def _stale(item: ActionItem) -> Refused:
    current = items_told(work(), [item])[0]
    return Refused(
        STALE,
        f"{item.key} was changed by somebody else meanwhile",
        "stale",
        current=current,
        etag=f'"{item.version}"',
    )
