"""Each incident's completion, counted by the database as METRICS M7 defines it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, exists, func, literal_column, or_, select

from tracker.domain.items import ACTIVE as ACTIVE_STATUSES
from tracker.domain.items import KEPT as KEPT_STATUSES
from tracker.domain.items import Status
from tracker.storage.days import local_day
from tracker.storage.incidents import incident_of
from tracker.storage.tables import ChangeRow, ItemRow

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import Subquery

    from tracker.domain.incidents import Incident

ACTIVE = tuple(status.value for status in ACTIVE_STATUSES)
KEPT = tuple(status.value for status in KEPT_STATUSES)
CHANGES = ChangeRow.__table__
URGENT = ("P0", "P1", "HIGHEST", "HIGH", "CRITICAL", "URGENT", "BLOCKER")


@dataclass(frozen=True, slots=True)
class Completion:
    """One incident's figures: *done* of *total*, and what is late or next.

    *total* is what was promised: done, in progress, open, and *missed*, which was given up
    too late or without an approver. What was given up in time is only in *wont_do*.
    """

    incident: Incident
    total: int = 0
    done: int = 0
    in_progress: int = 0
    open: int = 0
    missed: int = 0
    overdue: int = 0
    wont_do: int = 0
    proposed: int = 0
    next_due: date | None = None
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """One incident's completion, how its late items divide, and where its issues live.

    *remediated*: all its P0 and P1 items are done; where it has none, all its items.
    """

    completion: Completion
    late_in_progress: int
    remediated: bool
    targets: tuple[str, ...]


def figures_on(today: date, zone: ZoneInfo, only: Any = None) -> Subquery:
    """Return each incident's counts, as one table to join; *only* those of some incidents.

    Days end as clocks in *zone* tell.
    """

    def counted(condition: Any, name: str) -> Any:
        return func.sum(case((condition, 1), else_=0)).label(name)

    active, kept = ItemRow.status.in_(ACTIVE), ItemRow.status.in_(KEPT)
    given_up = ItemRow.status == Status.WONT_DO.value
    promised = ItemRow.accepted_at.is_not(None)
    too_late = and_(
        ItemRow.due0.is_not(None),
        or_(
            local_day(ItemRow.closed_at, zone) > ItemRow.due0,
            _is_approved_after(ItemRow.due0, zone),
        ),
    )
    missed = and_(given_up, promised, or_(ItemRow.approver.is_(None), too_late))
    late = and_(active, ItemRow.due < today)
    urgent = func.upper(ItemRow.priority).in_(URGENT)
    working = ItemRow.status == Status.IN_PROGRESS.value
    return (
        select(
            ItemRow.incident_id.label("incident_id"),
            counted(kept, "done"),
            counted(working, "in_progress"),
            counted(ItemRow.status == Status.OPEN.value, "open"),
            counted(missed, "missed"),
            counted(given_up, "wont_do"),
            counted(ItemRow.status == Status.PROPOSED.value, "proposed"),
            counted(late, "overdue"),
            counted(and_(late, working), "late_in_progress"),
            counted(and_(urgent, or_(active, kept, missed)), "urgent"),
            counted(and_(urgent, or_(active, missed)), "urgent_left"),
            func.min(case((active, ItemRow.due))).label("next_due"),
        )
        .where(*(() if only is None else (ItemRow.incident_id.in_(only),)))
        .group_by(ItemRow.incident_id)
        .subquery()
    )


def _is_approved_after(day: Any, zone: ZoneInfo) -> Any:
    """Return whether an item got an approver after a day; it has none while it is not given up."""
    log = CHANGES.c
    return exists().where(
        log.item_id == ItemRow.id,
        log.field == literal_column("'approver'"),
        log.old.is_(None),
        local_day(log.at, zone) > day,
    )


def progress_of(row: Any, owners: tuple[str, ...], targets: tuple[str, ...]) -> Progress:
    """Return what a row of an incident joined with its figures tells."""
    incident = incident_of(row.IncidentRow)
    if row.incident_id is None:
        return Progress(Completion(incident, owners=owners), 0, remediated=False, targets=targets)
    left = row.open + row.in_progress + row.missed
    completion = Completion(
        incident=incident,
        total=row.done + left,
        done=row.done,
        in_progress=row.in_progress,
        open=row.open,
        missed=row.missed,
        overdue=row.overdue,
        wont_do=row.wont_do,
        proposed=row.proposed,
        next_due=row.next_due,
        owners=owners,
    )
    none_left = left == 0 or (row.urgent > 0 and row.urgent_left == 0)
    return Progress(completion, row.late_in_progress, bool(row.done and none_left), targets)
