"""Read-only lists for programs: every filter of the pages, going on from a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, case, func, literal, select

from tracker.storage.access_tables import AccountRow
from tracker.storage.accounts import account_of
from tracker.storage.completion import ACTIVE, figures_on
from tracker.storage.conflicts import conflict_of
from tracker.storage.history import change_of, veiled
from tracker.storage.incident_pages import facts_of, is_in_state, work_of
from tracker.storage.items import conditions, item_of
from tracker.storage.keysets import Key, Order, Slice, slice_of
from tracker.storage.page_queries import PageQueries
from tracker.storage.sync_tables import ConflictRow, TargetRow
from tracker.storage.tables import ChangeRow, IncidentRow, ItemRow, PostmortemRow

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from tracker.domain.access import Account
    from tracker.domain.history import Change
    from tracker.domain.items import ActionItem
    from tracker.storage.completion import Progress
    from tracker.storage.conflicts import Conflict
    from tracker.storage.incident_pages import IncidentsWanted
    from tracker.storage.items import Wanted

LAST_DAY = date(9999, 12, 31)
ItemSort = Literal["id", "due", "priority", "created"]
IncidentSort = Literal["id", "started", "title", "severity"]

_closed = case((ItemRow.status.in_((*ACTIVE, "proposed")), 0), else_=1)
_due = func.coalesce(ItemRow.due, literal(LAST_DAY))
_untold = case((ItemRow.priority.is_(None), 1), else_=0)
_priority = func.coalesce(func.upper(ItemRow.priority), "")
ITEM_ORDERS = {
    "id": Order((ItemRow.id,), (int,)),
    "due": Order(
        (_closed, _due, _untold, _priority, ItemRow.id),
        (int, date, int, str, int),
    ),
    "priority": Order(
        (_closed, _untold, _priority, _due, ItemRow.id),
        (int, int, str, date, int),
    ),
    "created": Order((ItemRow.created_at, ItemRow.id), (datetime, int), descending=True),
}
INCIDENT_ORDERS = {
    "id": Order((IncidentRow.id,), (int,)),
    "started": Order(
        (func.coalesce(IncidentRow.started_at, ""), IncidentRow.id), (str, int), descending=True
    ),
    "title": Order((func.lower(IncidentRow.title), IncidentRow.id), (str, int)),
    "severity": Order(
        (
            case((IncidentRow.severity.is_(None), 1), else_=0),
            func.coalesce(IncidentRow.severity, ""),
            IncidentRow.id,
        ),
        (int, str, int),
    ),
}
CONFLICT_ORDER = Order((ConflictRow.id,), (int,), descending=True)
CHANGE_ORDER = Order((ChangeRow.id,), (int,))
ACCOUNT_ORDER = Order((AccountRow.id,), (int,))
OWNER_ORDER = Order((ItemRow.owner,), (str,))


@dataclass(frozen=True, slots=True)
class ConflictsWanted:
    """Which conflicts a caller asks for; absent means all."""

    item_id: int | None = None
    target: str | None = None
    settled: bool | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns items, how many of them are to be done, and how many of those are late."""

    name: str
    items: int
    active: int
    overdue: int


class Lists:
    """Answers what only programs ask; each list by a fixed number of statements."""

    def __init__(self, session: Session, zone: ZoneInfo) -> None:
        self._session, self._zone = session, zone

    def items(
        self, wanted: Wanted, sort: ItemSort, after: Key | None, limit: int
    ) -> Slice[ActionItem]:
        """Return items without their sources."""
        query = select(ItemRow).where(*conditions(wanted))
        found = slice_of(self._session, query, ITEM_ORDERS[sort], after, limit)
        return Slice([item_of(row.ItemRow, ()) for row in found.rows], found.next)

    def incidents(
        self,
        wanted: IncidentsWanted,
        today: date,
        sort: IncidentSort,
        after: Key | None,
        limit: int,
    ) -> Slice[Progress]:
        """Return incidents with their figures."""
        where = [*facts_of(wanted), *work_of(wanted.state, today)]
        query: Any = select(IncidentRow.id)
        if wanted.state == "remediated":
            figures = figures_on(today, self._zone)
            query = query.outerjoin(figures, figures.c.incident_id == IncidentRow.id)
            where.append(is_in_state(wanted.state, figures))
        found = slice_of(self._session, query.where(*where), INCIDENT_ORDERS[sort], after, limit)
        ids = [row.id for row in found.rows]
        told = PageQueries(self._session, self._zone).progress_of_all(ids, today)
        return Slice([told[one] for one in ids if one in told], found.next)

    def conflicts(self, wanted: ConflictsWanted, after: Key | None, limit: int) -> Slice[Conflict]:
        """Return conflicts, the newest first."""
        query = select(ConflictRow, TargetRow.name.label("target")).join(
            TargetRow, TargetRow.id == ConflictRow.target_id
        )
        query = query.where(*_of_conflicts(wanted))
        found = slice_of(self._session, query, CONFLICT_ORDER, after, limit)
        return Slice([conflict_of(row.ConflictRow, row.target) for row in found.rows], found.next)

    def changes(
        self, after: Key | None, limit: int, *, incident: int | None = None, item: int | None = None
    ) -> Slice[Change]:
        """Return the history of an incident with its items, or of one item, oldest first."""
        where = ChangeRow.item_id == item if item is not None else ChangeRow.incident_id == incident
        query = select(ChangeRow).where(where)
        found = slice_of(self._session, query, CHANGE_ORDER, after, limit)
        told = veiled(self._session, [change_of(row.ChangeRow) for row in found.rows])
        return Slice(told, found.next)

    def owners(self, today: date, after: Key | None, limit: int) -> Slice[Owner]:
        """Return everybody who owns an item, by name."""
        active = ItemRow.status.in_(ACTIVE)
        query = (
            select(
                ItemRow.owner.label("name"),
                func.count().label("items"),
                func.sum(case((active, 1), else_=0)).label("active"),
                func.sum(case((and_(active, ItemRow.due < today), 1), else_=0)).label("overdue"),
            )
            .where(ItemRow.owner.is_not(None))
            .group_by(ItemRow.owner)
        )
        found = slice_of(self._session, query, OWNER_ORDER, after, limit)
        rows = [Owner(row.name, row.items, row.active, row.overdue) for row in found.rows]
        return Slice(rows, found.next)

    def accounts(self, after: Key | None, limit: int) -> Slice[Account]:
        """Return accounts, by number."""
        found = slice_of(self._session, select(AccountRow), ACCOUNT_ORDER, after, limit)
        return Slice([account_of(row.AccountRow) for row in found.rows], found.next)

    def paths(self, incident_ids: list[int]) -> dict[int, list[str]]:
        """Return the paths of the documents of some incidents."""
        rows = self._session.execute(
            select(PostmortemRow.incident_id, PostmortemRow.path)
            .where(PostmortemRow.incident_id.in_(incident_ids))
            .order_by(PostmortemRow.id)
        )
        found: dict[int, list[str]] = {}
        for incident_id, path in rows:
            found.setdefault(incident_id, []).append(path)
        return found


def _of_conflicts(wanted: ConflictsWanted) -> list[Any]:
    where: list[Any] = []
    if wanted.item_id is not None:
        where.append(ConflictRow.item_id == wanted.item_id)
    if wanted.target is not None:
        where.append(TargetRow.name == wanted.target)
    if wanted.settled is not None:
        open_yet = and_(ConflictRow.resolved_at.is_(None), ConflictRow.undone_at.is_(None))
        where.append(~open_yet if wanted.settled else open_yet)
    return where
