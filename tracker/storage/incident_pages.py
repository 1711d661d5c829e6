"""Which incidents a list shows, and in which order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Float, Text, and_, case, cast, exists, func, or_, select

from tracker.storage.columns import passed_over
from tracker.storage.completion import ACTIVE
from tracker.storage.tables import IncidentRow, ItemRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Subquery

State = Literal["all", "open", "overdue", "remediated"]
By = Literal["date", "title", "severity", "duration", "completion", "due"]
STATES: tuple[State, ...] = ("all", "open", "overdue", "remediated")
COUNTED: tuple[By, ...] = ("completion", "due")


@dataclass(frozen=True, slots=True)
class IncidentsWanted:
    """Which incidents a caller asks for; absent means all. Both days are included."""

    text: str | None = None
    severity: str | None = None
    owner: str | None = None
    state: State = "all"
    service: str | None = None
    begin: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class IncidentOrder:
    """By what incidents are sorted, and whether the largest stands first."""

    by: By = "date"
    down: bool = True


def facts_of(wanted: IncidentsWanted) -> Iterator[Any]:
    """Yield what the incidents themselves must fulfil."""
    if wanted.text:
        yield IncidentRow.title.icontains(wanted.text, autoescape=True)
    if wanted.severity is not None:
        yield IncidentRow.severity == wanted.severity
    if wanted.service is not None:
        yield names_service(wanted.service)
    if wanted.begin is not None:
        yield IncidentRow.started_at >= str(wanted.begin)
    if wanted.end is not None and wanted.end < date.max:
        yield IncidentRow.started_at < str(wanted.end + timedelta(days=1))
    if wanted.owner is not None:
        owns = select(ItemRow.incident_id).where(ItemRow.owner == wanted.owner)
        yield IncidentRow.id.in_(owns)


def names_service(service: str) -> ColumnElement[bool]:
    """Return whether an incident's list of services holds one of this name."""
    return cast(IncidentRow.services, Text).contains(json.dumps(service), autoescape=True)


def work_of(state: State, today: date) -> Iterator[Any]:
    """Yield what items an incident in a state must have, where that alone decides.

    No figure of any other incident needs to be counted for it.
    """
    if state not in {"open", "overdue"}:
        return
    left = exists().where(ItemRow.incident_id == IncidentRow.id)
    left = left.where(passed_over(ItemRow.status).in_(ACTIVE))
    yield left.where(passed_over(ItemRow.due) < today) if state == "overdue" else left


def is_in_state(state: State, figures: Subquery) -> ColumnElement[bool]:
    """Return whether an incident's figures say that it is in a state."""
    left = func.coalesce(figures.c.open + figures.c.in_progress, 0)
    if state == "open":
        return left > 0
    if state == "overdue":
        return func.coalesce(figures.c.overdue, 0) > 0
    lost = figures.c.open + figures.c.in_progress + figures.c.missed
    none_left = or_(and_(figures.c.urgent > 0, figures.c.urgent_left == 0), lost == 0)
    return func.coalesce(and_(figures.c.done > 0, none_left), False)


def order_of(order: IncidentOrder, figures: Subquery | None) -> tuple[Any, ...]:
    """Return the columns to sort by; what is not told stands last, either way."""
    by: Any
    if order.by == "title":
        by = func.lower(IncidentRow.title)
    elif order.by == "severity":
        by = IncidentRow.severity
    elif order.by == "duration":
        by = IncidentRow.duration_minutes
    elif order.by == "due" and figures is not None:
        by = figures.c.next_due
    elif order.by == "completion" and figures is not None:
        whole = figures.c.done + figures.c.open + figures.c.in_progress + figures.c.missed
        by = case((whole > 0, cast(figures.c.done, Float) / whole))
    else:
        by = IncidentRow.started_at
    sorted_by = by.desc() if order.down else by.asc()
    newest = (IncidentRow.started_at.desc().nulls_last(), IncidentRow.id.desc())
    same = (IncidentRow.id.desc() if order.down else IncidentRow.id.asc(),)
    return (sorted_by.nulls_last(), *(same if order.by == "date" else newest))
