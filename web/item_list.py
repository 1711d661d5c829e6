"""The list of items across incidents: ready-made views, filters, one page, or all as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from flask import Response, render_template

from tracker.domain.items import Kind, Status
from tracker.reporting.csv_text import shown
from tracker.storage.tally import NOTHING
from web import visitors
from web.carrying import carried
from web.choices import chooseable
from web.context import (
    desk,
    hour,
    queries,
    remembered,
    remembered_log,
    today,
    work,
)
from web.paging import SIZE, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.domain.items import ActionItem
    from tracker.storage.growth import Growth
    from tracker.storage.items import Wanted
    from tracker.storage.page_queries import Sort
    from tracker.storage.tally import Tally
    from web.forms import ItemFilters

OPEN = (Status.OPEN, Status.IN_PROGRESS)
VIEWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Mine", {"status": OPEN, "mine": True}),
    ("Open", {"status": OPEN}),
    ("Overdue", {"status": OPEN, "overdue": True}),
    ("Undated", {"status": OPEN, "undated": True}),
    ("Unowned", {"status": OPEN, "unowned": True}),
    ("Stale", {"status": OPEN, "stale": "14"}),
    ("Proposed", {"status": (Status.PROPOSED,)}),
    ("To verify", {"status": (Status.DONE,), "unverified": True}),
    ("Done", {"status": (Status.DONE, Status.VERIFIED)}),
    ("Closed otherwise", {"status": (Status.WONT_DO, Status.DUPLICATE)}),
    ("All", {}),
)
PLAIN: dict[str, Any] = {
    "status": (),
    "overdue": False,
    "undated": False,
    "unowned": False,
    "unverified": False,
    "unassigned": False,
    "stale": None,
    "mine": False,
}
COLUMNS = (
    "item", "incident", "incident_title", "title", "kind", "status", "owner", "priority", "due",
    "created_at", "closed_at", "reason", "issues",
)  # fmt: skip


def page(filters: ItemFilters) -> str:
    """Return the page of the list that is asked for."""
    if not filters.me:
        filters = filters.model_copy(update={"me": visitors.known().person or ""})
    views, count = _views(filters)
    asks_who = filters.mine and not filters.me
    page, ids = (Page(1, 0), []) if asks_who else _chosen(filters, count)
    found = queries().items_of(ids)
    return render_template(
        "items/index.html",
        filters=filters,
        page=page,
        found=found,
        asks_who=asks_who,
        views=views,
        statuses=list(Status),
        kinds=list(Kind),
        policy=desk().settings.policy,
        choices=chooseable(),
        titles=queries().titles({item.incident_id for item in found}),
        links=work().links.of_items([item.id for item in found]),
    )


def _chosen(filters: ItemFilters, count: int) -> tuple[Page, list[int]]:
    """Return which page of the list is asked for, and the items on it in their order."""
    wanted, page = filters.wanted(today(), hour()), Page(filters.page, count)
    lasting = remembered if wanted.target else remembered_log  # no log tells where issues are
    return page, lasting(
        ("chosen", filters), lambda: queries().numbers(wanted, filters.sort, page.offset, SIZE)
    )


def spreadsheet(wanted: Wanted, sort: Sort) -> Response:
    """Return all the items asked for as CSV; no cell runs as a formula."""
    issues = queries().issues(wanted)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item, title in queries().exported(wanted, sort):
        cells = _cells(item, title, issues.get(item.id, ()))
        writer.writerow([shown(cell) for cell in cells])
    answer = Response(file.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="items-{today()}.csv"'
    return answer


def _cells(item: ActionItem, title: str, issues: Sequence[str]) -> Iterator[str | None]:
    yield item.key
    yield f"I-{item.incident_id}"
    yield title
    yield item.title
    yield item.kind
    yield item.status
    yield item.owner
    yield item.priority
    yield str(item.due) if item.due else None
    yield item.created_at.isoformat()
    yield item.closed_at.isoformat() if item.closed_at else None
    yield item.reason
    yield " ".join(issues) or None


def _views(filters: ItemFilters) -> tuple[list[tuple[str, str, int | None, bool]], int]:
    """Return the ready-made filters: name, address, how many items, whether it is shown now.

    And how many items are chosen.
    """
    kept = filters.model_copy(update={"page": 1})
    views = [kept.model_copy(update={**PLAIN, **changes}) for _, changes in VIEWS]
    *counts, chosen = _counts([*views, kept])
    unknown = [view.mine and not view.me for view in views]
    told = [
        (name, view.query(), None if nobody else count, view == kept)
        for (name, _), view, count, nobody in zip(VIEWS, views, counts, unknown, strict=True)
    ]
    return told, chosen


def _counts(lists: Sequence[ItemFilters]) -> tuple[int, ...]:
    """Return how many items stand in each of some lists."""
    name = ("counts", hour(), lists[-1].model_copy(update={"sort": "due"}))  # stale: by the hour
    wanted = [one.wanted(today(), hour()) for one in lists]

    def found(before: Tally | None, growth: Growth | None, settled: int | None) -> Tally:
        del settled
        told_else = growth and growth.facts and (wanted[-1].severity or wanted[-1].service)
        only = growth.items if growth and not told_else else None
        return queries().counts(wanted, before or NOTHING, only)

    target = lists[-1].target
    if target:  # no log tells where issues are
        return remembered(name, lambda: queries().counts_in(target, wanted))
    return carried(name, found).counts
