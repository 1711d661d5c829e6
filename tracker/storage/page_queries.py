"""Read-only questions of the dashboard: filtered, sorted, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tracker.domain.errors import NotFound
from tracker.domain.items import Status
from tracker.storage.completion import ACTIVE, KEPT, Progress, figures_on, progress_of
from tracker.storage.items import conditions, item_of
from tracker.storage.sync_tables import ConflictRow, LinkRow, OperationRow, TargetRow
from tracker.storage.tables import IncidentRow, ItemRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import Subquery
    from sqlalchemy.orm import Session

    from tracker.domain.items import ActionItem
    from tracker.storage.items import Wanted

NO_DATABASE = (OperationalError, InterfaceError, PoolTimeout)
NEWEST = 200

Sort = Literal["due", "priority", "created"]
State = Literal["all", "open", "remediated"]


@dataclass(frozen=True, slots=True)
class IncidentsWanted:
    """Which incidents a caller asks for; absent means all."""

    text: str | None = None
    severity: str | None = None
    owner: str | None = None
    state: State = "all"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What hinders the sync now."""

    failed: int
    unknown: int
    conflicts: int


class PageQueries:
    """Answers what only the dashboard asks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def progress(
        self, wanted: IncidentsWanted, today: date, offset: int = 0, limit: int | None = 50
    ) -> list[Progress]:
        """Return the incidents asked for with their figures, the newest first."""
        figures = figures_on(today)
        rows = self._session.execute(
            select(IncidentRow, *figures.c)
            .outerjoin(figures, figures.c.incident_id == IncidentRow.id)
            .where(*chosen(wanted, figures))
            .order_by(IncidentRow.started_at.desc().nulls_last(), IncidentRow.id.desc())
            .offset(offset)
            .limit(limit)
        ).all()
        return self.told(rows)

    def progress_of(self, incident_id: int, today: date) -> Progress:
        """Return one incident with its figures, or raise NotFound."""
        figures = figures_on(today)
        rows = self._session.execute(
            select(IncidentRow, *figures.c)
            .outerjoin(figures, figures.c.incident_id == IncidentRow.id)
            .where(IncidentRow.id == incident_id)
        ).all()
        if not rows:
            raise NotFound(f"there is no incident I-{incident_id}")
        return self.told(rows)[0]

    def count(self, wanted: IncidentsWanted, today: date) -> int:
        """Return how many incidents *wanted* finds."""
        figures = figures_on(today)
        found = (
            select(func.count())
            .select_from(IncidentRow)
            .outerjoin(figures, figures.c.incident_id == IncidentRow.id)
            .where(*chosen(wanted, figures))
        )
        return self._session.scalar(found) or 0

    def severities(self) -> list[str]:
        """Return every severity that an incident has."""
        told = select(IncidentRow.severity).where(IncidentRow.severity.is_not(None)).distinct()
        return [one for one in self._session.scalars(told.order_by(IncidentRow.severity)) if one]

    def items(
        self, wanted: Wanted, sort: Sort = "due", offset: int = 0, limit: int = 50
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

    def trouble(self) -> Trouble:
        """Return how many writes were refused or are unknown, and the conflicts nobody settled."""
        rows = self._session.execute(
            select(OperationRow.state, func.count())
            .where(OperationRow.state.in_(("failed", "unknown")))
            .group_by(OperationRow.state)
        )
        states = dict(rows.all())
        unsettled = select(func.count(ConflictRow.id)).where(
            ConflictRow.resolved_at.is_(None), ConflictRow.undone_at.is_(None)
        )
        conflicts = self._session.scalar(unsettled) or 0
        return Trouble(states.get("failed", 0), states.get("unknown", 0), conflicts)

    def linked(self) -> dict[str, int]:
        """Return how many issues are linked in each target."""
        rows = self._session.execute(
            select(TargetRow.name, func.count())
            .join(LinkRow, LinkRow.target_id == TargetRow.id)
            .where(LinkRow.state == "linked")
            .group_by(TargetRow.name)
        )
        return dict(rows.all())

    def titles(self, ids: Collection[int]) -> dict[int, str]:
        """Return the titles of some incidents and of the newest ones, the newest first."""
        newest = select(IncidentRow.id).order_by(IncidentRow.id.desc()).limit(NEWEST)
        rows = self._session.execute(
            select(IncidentRow.id, IncidentRow.title)
            .where(or_(IncidentRow.id.in_(ids), IncidentRow.id.in_(newest)))
            .order_by(IncidentRow.id.desc())
        )
        return dict(rows.all())

    def told(self, rows: Sequence[Any]) -> list[Progress]:
        """Return what rows of incidents, joined with their figures, tell."""
        ids = [row.IncidentRow.id for row in rows]
        owners, targets = self._owners(ids), self._targets(ids)
        return [
            progress_of(row, tuple(owners.get(row[0].id, ())), tuple(targets.get(row[0].id, ())))
            for row in rows
        ]

    def _owners(self, ids: list[int]) -> dict[int, list[str]]:
        return self._grouped(
            select(ItemRow.incident_id, ItemRow.owner)
            .where(ItemRow.incident_id.in_(ids), ItemRow.owner.is_not(None))
            .where(ItemRow.status.in_((*ACTIVE, *KEPT, Status.PROPOSED.value)))
            .distinct()
            .order_by(ItemRow.incident_id, ItemRow.owner)
        )

    def _targets(self, ids: list[int]) -> dict[int, list[str]]:
        return self._grouped(
            select(ItemRow.incident_id, TargetRow.name)
            .join(LinkRow, LinkRow.item_id == ItemRow.id)
            .join(TargetRow, TargetRow.id == LinkRow.target_id)
            .where(ItemRow.incident_id.in_(ids))
            .distinct()
            .order_by(ItemRow.incident_id, TargetRow.name)
        )

    def _grouped(self, pairs: Any) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for incident_id, name in self._session.execute(pairs):
            found.setdefault(incident_id, []).append(str(name))
        return found


def chosen(wanted: IncidentsWanted, figures: Subquery) -> list[Any]:
    """Return what the database must check for *wanted*."""
    where: list[Any] = []
    if wanted.text:
        where.append(IncidentRow.title.icontains(wanted.text, autoescape=True))
    if wanted.severity is not None:
        where.append(IncidentRow.severity == wanted.severity)
    if wanted.owner is not None:
        owns = select(ItemRow.incident_id).where(ItemRow.owner == wanted.owner)
        where.append(IncidentRow.id.in_(owns))
    left = figures.c.open + figures.c.in_progress
    lost = left + figures.c.missed
    if wanted.state == "open":
        where.append(left > 0)
    if wanted.state == "remediated":
        none_left = or_(and_(figures.c.urgent > 0, figures.c.urgent_left == 0), lost == 0)
        where.append(and_(figures.c.done > 0, none_left))
    return where


def _order(sort: Sort) -> tuple[Any, ...]:
    """Return by what a list is sorted; open work stands before what is closed."""
    closed = case((ItemRow.status.in_((*ACTIVE, Status.PROPOSED.value)), 0), else_=1)
    priority = func.upper(ItemRow.priority).asc().nulls_last()
    due = ItemRow.due.asc().nulls_last()
    if sort == "created":
        return (ItemRow.created_at.desc(), ItemRow.id.desc())
    if sort == "priority":
        return (closed, priority, due, ItemRow.id)
    return (closed, due, priority, ItemRow.id)
