"""What filters can choose from: every owner, priority, severity and service that something has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, literal, select, union_all

from tracker.storage.tables import IncidentRow, ItemRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from tracker.storage.growth import Growth

Choices = dict[str, frozenset[str]]
SERVICE = "service"
NOBODY: frozenset[str] = frozenset()
OF_ITEMS: dict[str, Any] = {"owner": ItemRow.owner, "priority": ItemRow.priority}
OF_INCIDENTS: dict[str, Any] = {
    "severity": IncidentRow.severity,
    SERVICE: cast(IncidentRow.services, Text),
}


def choices(session: Session) -> Choices:
    """Return all names by their sort, in one statement."""
    return _told(session, [_named(*one) for one in (OF_ITEMS | OF_INCIDENTS).items()])


def choices_again(session: Session, before: Choices, growth: Growth) -> Choices:
    """Return all names: as they were *before*, but for what changed since, in one statement.

    What something bore and bears no more is looked for, as other things may bear it still.
    """
    olds = {sort: {old for field, old in growth.olds if field == sort} for sort in OF_ITEMS}
    asked = [_named(sort, of).where(ItemRow.id.in_(growth.items)) for sort, of in OF_ITEMS.items()]
    asked += [
        _named(sort, of).where(of.in_(olds[sort])) for sort, of in OF_ITEMS.items() if olds[sort]
    ]
    held = {sort: before.get(sort, NOBODY) - olds[sort] for sort in OF_ITEMS}
    if growth.facts:
        asked += [_named(*one) for one in OF_INCIDENTS.items()]
    else:
        held |= {sort: before.get(sort, NOBODY) for sort in OF_INCIDENTS}
    told = _told(session, asked)
    both = {sort: held.get(sort, NOBODY) | told.get(sort, NOBODY) for sort in {*held, *told}}
    return {sort: names for sort, names in both.items() if names}


def _named(sort: str, column: Any) -> Any:
    return select(literal(sort), column).where(column.is_not(None)).group_by(column)


def _told(session: Session, asked: Iterable[Any]) -> Choices:
    told: dict[str, set[str]] = {}
    for sort, name in session.execute(union_all(*asked)):
        names = json.loads(name) if sort == SERVICE else [name]
        told.setdefault(sort, set()).update(str(one) for one in names if one)
    return {sort: frozenset(names) for sort, names in told.items() if names}
