"""Read-only questions of the dashboard: filtered, sorted, one page at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, exists, func, literal, literal_column, or_, select, true, union
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tracker.domain.errors import NotFound
from tracker.domain.items import Status
from tracker.storage.columns import is_number, passed_over
from tracker.storage.completion import ACTIVE, KEPT, Progress, figures_on, progress_of
from tracker.storage.incident_pages import (
    COUNTED,
    STATES,
    IncidentOrder,
    facts_of,
    is_in_state,
    order_of,
    work_of,
)
from tracker.storage.items import Wanted, conditions, item_of
from tracker.storage.sight import hidden_keys
from tracker.storage.sync_tables import LinkRow, TargetRow
from tracker.storage.tables import IncidentRow, ItemRow
from tracker.storage.tally import NOTHING, counted, marks_of, tallied

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import Subquery
    from sqlalchemy.orm import Session

    from tracker.domain.items import ActionItem
    from tracker.storage.incident_pages import IncidentsWanted
    from tracker.storage.tally import Tally

NO_DATABASE = (OperationalError, InterfaceError, PoolTimeout)
NEWEST = 200
NEWEST_FIRST = IncidentOrder()
OWNER, TARGET = "owner", "target"
LINKS = LinkRow.__table__

CLOSED: Any = literal_column(
    "CASE WHEN items.status IN ('open', 'in_progress', 'proposed') THEN 0 ELSE 1 END"
)

Sort = Literal["due", "priority", "created"]


class PageQueries:
    """Answers what only the dashboard asks."""

    def __init__(self, session: Session, zone: ZoneInfo) -> None:
        self._session, self._zone = session, zone

    def progress(
        self,
        wanted: IncidentsWanted,
        today: date,
        offset: int = 0,
        limit: int | None = 50,
        order: IncidentOrder = NEWEST_FIRST,
    ) -> list[Progress]:
        """Return the incidents asked for with their figures, the newest first or as ordered.

        Where figures do not choose or sort, only those of the incidents shown are counted.
        """
        where = [*facts_of(wanted), *work_of(wanted.state, today)]
        if wanted.state != "remediated" and order.by not in COUNTED:
            shown = select(IncidentRow.id).where(*where).order_by(*order_of(order, None))
            shown = shown.offset(offset).limit(limit)
            return self._progress(
                IncidentRow.id.in_(shown), order, figures_on(today, self._zone, shown)
            )
        figures = figures_on(today, self._zone)
        if wanted.state == "remediated":
            where.append(is_in_state(wanted.state, figures))
        return self._progress(and_(true(), *where), order, figures, offset, limit)

    def progress_of(self, incident_id: int, today: date) -> Progress:
        """Return one incident with its figures, or raise NotFound."""
        only = [incident_id] if is_number(incident_id) else []
        figures = figures_on(today, self._zone, only)
        told = self._progress(IncidentRow.id.in_(only), IncidentOrder(), figures)
        if not told:
            raise NotFound(f"there is no incident I-{incident_id}")
        return told[0]

    def progress_of_all(self, ids: Sequence[int], today: date) -> dict[int, Progress]:
        """Return some incidents with their figures, by number."""
        figures = figures_on(today, self._zone, list(ids))
        told = self._progress(IncidentRow.id.in_(ids), IncidentOrder(), figures)
        return {one.completion.incident.id: one for one in told}

    def states(
        self,
        wanted: IncidentsWanted,
        today: date,
        before: Tally = NOTHING,
        only: Collection[int] | None = None,
    ) -> Tally:
        """Return how many of the incidents asked for there are, and how many in each state.

        The states are STATES, whatever is *wanted*. With what was told *before*, *only* some
        incidents are looked at again.
        """
        figures = figures_on(today, self._zone, only)
        conditions = [true(), *(is_in_state(kind, figures) for kind in STATES[1:])]
        rows = (
            select(IncidentRow.id, marks_of(conditions))
            .outerjoin(figures, figures.c.incident_id == IncidentRow.id)
            .where(*facts_of(wanted))
        )
        return tallied(self._session, rows, IncidentRow.id, len(conditions), before, only)

    def _progress(
        self,
        where: Any,
        order: IncidentOrder,
        figures: Subquery,
        offset: int | None = None,
        limit: int | None = None,
    ) -> list[Progress]:
        rows = self._session.execute(
            select(IncidentRow, *figures.c)
            .outerjoin(figures, figures.c.incident_id == IncidentRow.id)
            .where(where)
            .order_by(*order_of(order, figures))
            .offset(offset)
            .limit(limit)
        ).all()
        people = self._people([row.IncidentRow.id for row in rows])
        return [
            progress_of(row, tuple(told.get(OWNER, ())), tuple(told.get(TARGET, ())))
            for row in rows
            for told in (people.get(row.IncidentRow.id, {}),)
        ]

    def items(
        self, wanted: Wanted, sort: Sort = "due", offset: int = 0, limit: int | None = 50
    ) -> list[ActionItem]:
        """Return one page of the items asked for, without their sources."""
        rows = self._session.scalars(
            select(ItemRow)
            .where(*conditions(wanted))
            .order_by(*_order(sort))
            .offset(offset)
            .limit(limit)
        )
        return [item_of(row, ()) for row in rows]

    def numbers(self, wanted: Wanted, sort: Sort, offset: int, limit: int) -> list[int]:
        """Return one page of the items asked for, in their order, by their numbers."""
        chosen = select(ItemRow.id).where(*conditions(wanted)).order_by(*_order(sort))
        return list(self._session.scalars(chosen.offset(offset).limit(limit)))

    def items_of(self, ids: Sequence[int]) -> list[ActionItem]:
        """Return some items in the order of their numbers as given, without their sources."""
        rows = self._session.scalars(select(ItemRow).where(ItemRow.id.in_(ids)))
        found = {row.id: item_of(row, ()) for row in rows}
        return [found[number] for number in ids if number in found]

    def exported(self, wanted: Wanted, sort: Sort = "due") -> list[tuple[ActionItem, str]]:
        """Return all the items asked for, each with the title of its incident."""
        rows = self._session.execute(
            select(ItemRow, IncidentRow.title)
            .join(IncidentRow, IncidentRow.id == ItemRow.incident_id)
            .where(*conditions(wanted))
            .order_by(*_order(sort))
        )
        return [(item_of(row, ()), title) for row, title in rows]

    def issues(self, wanted: Wanted) -> dict[int, list[str]]:
        """Return where the issues of the items asked for are: addresses, else their names."""
        rows = self._session.execute(
            select(LinkRow.item_id, func.coalesce(LinkRow.url, LinkRow.remote_key))
            .join(ItemRow, ItemRow.id == LinkRow.item_id)
            .where(*conditions(wanted), LinkRow.remote_id.is_not(None) | LinkRow.url.is_not(None))
            .order_by(LinkRow.id)
        )
        found: dict[int, list[str]] = {}
        for item_id, place in rows:
            found.setdefault(item_id, []).append(str(place))
        return found

    def hidden(self) -> frozenset[str]:
        """Return the keys that lead nowhere for whoever asks."""
        return hidden_keys(self._session)

    def counts(
        self,
        kinds: Sequence[Wanted],
        before: Tally = NOTHING,
        only: Collection[int] | None = None,
    ) -> Tally:
        """Return how many items each of *kinds* finds, in one go.

        With what was told *before*, *only* some items are looked at again.
        """
        columns = [and_(true(), *conditions(wanted)) for wanted in kinds]
        rows = select(ItemRow.id, marks_of(columns))
        return tallied(self._session, rows, ItemRow.id, len(columns), before, only)

    def counts_in(self, target: str, kinds: Sequence[Wanted]) -> tuple[int, ...]:
        """Return how many items with an issue in a target each of *kinds* finds."""
        columns = [and_(true(), *conditions(replace(one, target=None))) for one in kinds]
        rows: Any = select().where(*conditions(Wanted(target=target))).select_from(ItemRow)
        return counted(self._session, rows, marks_of(columns), len(columns))

    def linked(self) -> dict[str, int]:
        """Return how many issues are linked in each target."""
        mine: Any = select(func.count()).where(
            LinkRow.state == "linked", LinkRow.target_id == TargetRow.id
        )  # counting in one index, target by target, takes half as long as grouping
        return dict(self._session.execute(select(TargetRow.name, mine.scalar_subquery())).all())

    def unfiled(self, before: Tally = NOTHING, only: Collection[int] | None = None) -> Tally:
        """Return how many active items have no issue anywhere.

        With what was told *before*, *only* some items are looked at again.
        """
        filed = exists().where(LINKS.c.item_id == ItemRow.id, LINKS.c.remote_id.is_not(None))
        rows: Any = select(ItemRow.id, literal(1)).where(ItemRow.status.in_(ACTIVE), ~filed)
        return tallied(self._session, rows, ItemRow.id, 1, before, only)

    def titles(self, ids: Collection[int]) -> dict[int, str]:
        """Return the titles of some incidents and of the newest ones, the newest first."""
        newest = select(IncidentRow.id).order_by(IncidentRow.id.desc()).limit(NEWEST)
        rows = self._session.execute(
            select(IncidentRow.id, IncidentRow.title)
            .where(or_(IncidentRow.id.in_(ids), IncidentRow.id.in_(newest)))
            .order_by(IncidentRow.id.desc())
        )
        return dict(rows.all())

    def _people(self, ids: list[int]) -> dict[int, dict[str, list[str]]]:
        """Return who owns items of some incidents, and in which targets their issues are."""
        owners = (
            select(ItemRow.incident_id, literal(OWNER).label("sort"), ItemRow.owner.label("name"))
            .where(ItemRow.incident_id.in_(ids), passed_over(ItemRow.owner).is_not(None))
            .where(passed_over(ItemRow.status).in_((*ACTIVE, *KEPT, Status.PROPOSED.value)))
        )
        targets = (
            select(ItemRow.incident_id, literal(TARGET), TargetRow.name)
            .join(LinkRow, LinkRow.item_id == ItemRow.id)
            .join(TargetRow, TargetRow.id == LinkRow.target_id)
            .where(ItemRow.incident_id.in_(ids))
        )
        found: dict[int, dict[str, list[str]]] = {}
        both: Any = union(owners, targets).order_by("name")
        for incident_id, sort, name in self._session.execute(both):
            found.setdefault(incident_id, {}).setdefault(sort, []).append(str(name))
        return found


def _order(sort: Sort) -> tuple[Any, ...]:
    """Return by what a list is sorted; open work stands before what is closed.

    By due date, it is word by word the order of an index, which the migrations make.
    """
    if sort == "created":
        return (ItemRow.created_at.desc(), ItemRow.id.desc())
    priority = (func.upper(ItemRow.priority).is_(None), func.upper(ItemRow.priority))
    due = (ItemRow.due.is_(None), ItemRow.due)
    if sort == "priority":
        return (CLOSED, *priority, *due, ItemRow.id)
    return (CLOSED, *due, *priority, ItemRow.id)
