"""What reports read: the whole change log with what stands at its end, and the links' health."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tracker.domain.incidents import Facts, Incident
from tracker.domain.items import ActionItem, Kind, Status
from tracker.domain.links import LinkState, OperationState
from tracker.storage.sync_tables import ConflictRow, LinkRow, OperationRow, TargetRow
from tracker.storage.tables import ChangeRow, IncidentRow, ItemRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

HUSHED = "restricted"
WORDS = frozenset({"title", "reason"})  # of those that are printed; the others are only counted
AT_ONCE = 2000
Entry = tuple[int, int | None, str, str | None, str | None, "datetime", str, str | None]
OF_ITEM = (
    *(ItemRow.id, ItemRow.incident_id, ItemRow.title, ItemRow.status, ItemRow.created_at),
    *(ItemRow.kind, ItemRow.owner, ItemRow.priority, ItemRow.due),
    *(ItemRow.reason, ItemRow.approver, ItemRow.duplicate_of),
)
OF_INCIDENT = (
    *(IncidentRow.id, IncidentRow.key, IncidentRow.title, IncidentRow.created_at),
    *(IncidentRow.restricted, IncidentRow.started_at, IncidentRow.severity),
    *(IncidentRow.impact, IncidentRow.root_cause),
)
OF_CHANGE = ("incident_id", "item_id", "field", "old", "new", "at", "origin", "who")
LOST = (LinkState.UNREACHABLE.value, LinkState.GONE.value)


@dataclass(frozen=True, slots=True)
class Health:
    """How far the trackers' side can be trusted; each figure as its items, one per link or so.

    *fresh* and *stale* are the links that were reconciled in time, and the others.
    """

    fresh: tuple[int, ...]
    stale: tuple[int, ...]
    lost: tuple[int, ...]
    conflicts: tuple[int, ...]
    unknown: tuple[int, ...]
    failed: tuple[int, ...]


class ReportQueries:
    """Answers what reports ask; a fixed number of statements, none of which writes.

    Reports are handed on, so the words of restricted incidents are not in them: these and
    their items count, and are told by their keys.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _restricted(self) -> frozenset[int]:
        found = select(IncidentRow.id).where(IncidentRow.restricted)
        return frozenset(self._session.scalars(found))

    def items(self) -> list[ActionItem]:
        """Return what figures need of every item; read it before the changes.

        An item that is edited between both readings then has its change in the log.
        """
        rows = self._session.execute(select(*OF_ITEM).order_by(ItemRow.id))
        items = [
            ActionItem(number, incident, title, Status(status), at, Kind(kind) if kind else None,
                       owner, priority, due, reason=reason, approver=approver, duplicate_of=twin)
            for number, incident, title, status, at, kind, owner, priority, due, reason, approver,
            twin in rows
        ]  # fmt: skip
        hidden = self._restricted
        return [_hushed(one) if one.incident_id in hidden else one for one in items]

    def incidents(self) -> list[Incident]:
        """Return what figures need of every incident, oldest first; read it before the changes."""
        rows = self._session.execute(select(*OF_INCIDENT).order_by(IncidentRow.id))
        return [
            Incident(
                number,
                key,
                HUSHED if hidden else title,
                Facts(title, began, severity=grade, impact=felt, root_cause=why),
                at,
                restricted=hidden,
            )
            for number, key, title, at, hidden, began, grade, felt, why in rows
        ]

    def entries(self, fields: Collection[str]) -> Iterable[Entry]:
        """Return the changes of *fields* in the order in which they were appended.

        They are read a few thousand at a time, so that a long log takes no room, and as plain
        rows: the mapper would take as long as all the rest.
        """
        hidden = self._restricted
        changes = ChangeRow.__table__.c
        found = select(*(changes[name] for name in OF_CHANGE)).order_by(changes.id)
        rows: Iterable[Entry] = self._session.connection().execute(
            found.where(changes.field.in_(sorted(fields))), execution_options={"yield_per": AT_ONCE}
        )
        if not hidden:
            return rows
        return (_unsaid(row) if row[0] in hidden else row for row in rows)

    def health(self, since: datetime) -> Health:
        """Return how it stands with the trackers; a link is fresh if reconciled after *since*."""
        links = self._session.execute(
            select(LinkRow.item_id, LinkRow.state, TargetRow.reported_at, TargetRow.report)
            .join(TargetRow, TargetRow.id == LinkRow.target_id)
            .where(LinkRow.state != LinkState.DETACHED.value)
            .order_by(LinkRow.item_id, LinkRow.id)
        ).all()
        fresh = [_is_fresh(link, since) for link in links]
        return Health(
            fresh=tuple(link.item_id for link, good in zip(links, fresh, strict=True) if good),
            stale=tuple(link.item_id for link, good in zip(links, fresh, strict=True) if not good),
            lost=tuple(link.item_id for link in links if link.state in LOST),
            conflicts=self._conflicts(),
            unknown=self._writes(OperationState.UNKNOWN),
            failed=self._writes(OperationState.FAILED),
        )

    def _conflicts(self) -> tuple[int, ...]:
        found = (
            select(ConflictRow.item_id)
            .where(ConflictRow.resolved_at.is_(None), ConflictRow.undone_at.is_(None))
            .order_by(ConflictRow.item_id, ConflictRow.id)
        )
        return tuple(self._session.scalars(found))

    def _writes(self, state: OperationState) -> tuple[int, ...]:
        found = (
            select(LinkRow.item_id)
            .join(OperationRow, OperationRow.link_id == LinkRow.id)
            .where(OperationRow.state == state.value)
            .order_by(LinkRow.item_id, OperationRow.id)
        )
        return tuple(self._session.scalars(found))


def _hushed(item: ActionItem) -> ActionItem:
    return replace(item, title=HUSHED, reason=item.reason and HUSHED)


def _unsaid(entry: Entry) -> Entry:
    """Return a change without the words that it was about."""
    incident, item, field, old, new, at, origin, who = entry
    if field not in WORDS:
        return entry
    return incident, item, field, old and HUSHED, new and HUSHED, at, origin, who


def _is_fresh(link: Any, since: datetime) -> bool:
    """Return whether a link's target was read without an error, and the link agreed on."""
    if link.state != LinkState.LINKED.value or link.report.get("error"):
        return False
    return link.reported_at is not None and link.reported_at >= since
