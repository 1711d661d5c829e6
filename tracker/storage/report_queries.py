"""What reports read: the whole change log with what stands at its end, and the links' health."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tracker.domain.history import Author, Change, Origin
from tracker.domain.links import LinkState, OperationState
from tracker.storage.incidents import incident_of
from tracker.storage.items import item_of
from tracker.storage.sync_tables import ConflictRow, LinkRow, OperationRow, TargetRow
from tracker.storage.tables import ChangeRow, IncidentRow, ItemRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tracker.domain.incidents import Incident
    from tracker.domain.items import ActionItem

HUSHED = "restricted"
WORDS = frozenset({"title", "reason"})
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
        """Return every item without its sources; read it before the changes.

        An item that is edited between both readings then has its change in the log.
        """
        rows = self._session.scalars(select(ItemRow).order_by(ItemRow.id))
        items = [item_of(row, ()) for row in rows]
        return [_hushed(one) if one.incident_id in self._restricted else one for one in items]

    def incidents(self) -> list[Incident]:
        """Return every incident, oldest first; read it before the changes."""
        rows = self._session.scalars(select(IncidentRow).order_by(IncidentRow.id))
        incidents = [incident_of(row) for row in rows]
        return [replace(one, title=HUSHED) if one.restricted else one for one in incidents]

    def changes(self, fields: Collection[str]) -> list[Change]:
        """Return the changes of *fields* in the order in which they were appended."""
        rows = self._session.execute(
            select(
                ChangeRow.incident_id,
                ChangeRow.item_id,
                ChangeRow.field,
                ChangeRow.old,
                ChangeRow.new,
                ChangeRow.at,
                ChangeRow.origin,
                ChangeRow.who,
            )
            .where(ChangeRow.field.in_(sorted(fields)))
            .order_by(ChangeRow.id)
        )
        changes = [
            Change(incident, item, field, old, new, at, Author(Origin(origin), who))
            for incident, item, field, old, new, at, origin, who in rows
        ]
        hidden = self._restricted
        return [_unsaid(one) if one.incident_id in hidden else one for one in changes]

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


def _unsaid(change: Change) -> Change:
    """Return a change without the words that it was about."""
    if change.field not in WORDS:
        return change
    return replace(change, old=change.old and HUSHED, new=change.new and HUSHED)


def _is_fresh(link: Any, since: datetime) -> bool:
    """Return whether a link's target was read without an error, and the link agreed on."""
    if link.state != LinkState.LINKED.value or link.report.get("error"):
        return False
    return link.reported_at is not None and link.reported_at >= since
