"""Read-only questions of pages and reports, each answered by a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from tracker.domain.items import Status
from tracker.storage.incidents import incident_of
from tracker.storage.items import Wanted, conditions
from tracker.storage.sync_tables import LinkRow, OperationRow, TargetRow
from tracker.storage.tables import IncidentRow, ItemRow, PostmortemRow

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from tracker.domain.incidents import Incident

ACTIVE = (Status.OPEN.value, Status.IN_PROGRESS.value)
KEPT = (Status.DONE.value, Status.VERIFIED.value)


@dataclass(frozen=True, slots=True)
class Completion:
    """One incident's figures: done of total, and what is late or next."""

    incident: Incident
    total: int
    done: int
    in_progress: int
    open: int
    overdue: int
    wont_do: int
    proposed: int
    next_due: date | None
    owners: tuple[str, ...]


class Pages:
    """Answers what pages and reports ask."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def completions(self, today: date, incident_id: int | None = None) -> list[Completion]:
        """Return each incident with its figures, the newest first.

        *total* counts done, in progress and open items: won't-do, duplicates and
        proposed ones are no promises to keep.
        """
        where = () if incident_id is None else (IncidentRow.id == incident_id,)
        incidents = self._session.scalars(
            select(IncidentRow)
            .where(*where)
            .order_by(IncidentRow.started_at.desc().nulls_last(), IncidentRow.id.desc())
        ).all()
        figures = self._figures(today)
        owners = self._owners()
        return [
            _completion(row, figures.get(row.id), tuple(owners.get(row.id, ())))
            for row in incidents
        ]

    def owners(self) -> list[str]:
        """Return everybody who owns an item, by name."""
        owned = select(ItemRow.owner).where(ItemRow.owner.is_not(None)).distinct()
        return [owner for owner in self._session.scalars(owned.order_by(ItemRow.owner)) if owner]

    def count(self, wanted: Wanted) -> int:
        """Return how many items *wanted* finds."""
        found = select(func.count()).select_from(ItemRow).where(*conditions(wanted))
        return self._session.scalar(found) or 0

    def incident_titles(self) -> dict[int, str]:
        """Return each incident's title."""
        rows = self._session.execute(select(IncidentRow.id, IncidentRow.title))
        return {number: title for number, title in rows}  # noqa: C416  rows are no pairs to mypy

    def document_paths(self) -> dict[int, list[str]]:
        """Return the paths of each incident's documents."""
        found: dict[int, list[str]] = {}
        rows = self._session.execute(
            select(PostmortemRow.incident_id, PostmortemRow.path).order_by(PostmortemRow.id)
        )
        for incident_id, path in rows:
            found.setdefault(incident_id, []).append(path)
        return found

    def operations(self) -> list[dict[str, Any]]:
        """Return the writes that wait, are unknown or were refused, newest first."""
        rows = self._session.execute(
            select(OperationRow, LinkRow.item_id, TargetRow.name)
            .join(LinkRow, LinkRow.id == OperationRow.link_id)
            .join(TargetRow, TargetRow.id == LinkRow.target_id)
            .where(OperationRow.state != "done")
            .order_by(OperationRow.id.desc())
            .limit(200)
        )
        return [
            {
                "item_id": item_id,
                "target": target,
                "kind": row.kind,
                "state": row.state,
                "attempts": row.attempts,
                "error": row.error,
                "at": row.created_at,
            }
            for row, item_id, target in rows
        ]

    def healthy_links(self, since: datetime) -> tuple[int, int]:
        """Return how many links were reconciled since a moment, and how many there are."""
        fresh = func.sum(case((TargetRow.reported_at >= since, 1), else_=0))
        row = self._session.execute(
            select(fresh, func.count()).join(TargetRow, TargetRow.id == LinkRow.target_id)
        ).one()
        return int(row[0] or 0), int(row[1])

    def _figures(self, today: date) -> dict[int, Any]:
        def counted(*statuses: str) -> Any:
            return func.sum(case((ItemRow.status.in_(statuses), 1), else_=0))

        late = (ItemRow.status.in_(ACTIVE)) & (ItemRow.due < today)
        rows = self._session.execute(
            select(
                ItemRow.incident_id,
                counted(*KEPT).label("done"),
                counted(Status.IN_PROGRESS.value).label("in_progress"),
                counted(Status.OPEN.value).label("open"),
                counted(Status.WONT_DO.value).label("wont_do"),
                counted(Status.PROPOSED.value).label("proposed"),
                func.sum(case((late, 1), else_=0)).label("overdue"),
                func.min(case((ItemRow.status.in_(ACTIVE), ItemRow.due))).label("next_due"),
            ).group_by(ItemRow.incident_id)
        )
        return {row.incident_id: row for row in rows}

    def _owners(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        rows = self._session.execute(
            select(ItemRow.incident_id, ItemRow.owner)
            .where(ItemRow.owner.is_not(None))
            .distinct()
            .order_by(ItemRow.incident_id, ItemRow.owner)
        )
        for incident_id, owner in rows:
            found.setdefault(incident_id, []).append(str(owner))
        return found


def _completion(row: IncidentRow, figures: Any, owners: tuple[str, ...]) -> Completion:
    incident = incident_of(row)
    if figures is None:
        return Completion(incident, 0, 0, 0, 0, 0, 0, 0, None, owners)
    return Completion(
        incident=incident,
        total=figures.done + figures.in_progress + figures.open,
        done=figures.done,
        in_progress=figures.in_progress,
        open=figures.open,
        overdue=figures.overdue,
        wont_do=figures.wont_do,
        proposed=figures.proposed,
        next_due=figures.next_due,
        owners=owners,
    )
