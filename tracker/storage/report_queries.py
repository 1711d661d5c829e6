"""What reports read: the whole change log with what stands at its end, and the links' health."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from tracker.domain.incidents import Facts, Incident
from tracker.domain.items import ACTIVE, ActionItem, Kind, Status
from tracker.domain.links import LinkState, OperationState
from tracker.storage.sync_tables import ConflictRow, LinkRow, OperationRow, TargetRow
from tracker.storage.tables import ChangeRow, IncidentRow, ItemRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

HUSHED = "restricted"
WORDS = frozenset({"title", "reason", "evidence"})  # may be printed; the others are counted
MOVING = ("status", "due", "owner", "approver")
AT_ONCE = 2000
Veil = Callable[[int, str], str]
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
OPEN = sorted(status.value for status in ACTIVE)
KINDS = {kind.value: kind for kind in Kind}
STATUSES = {status.value: status for status in Status}
LOST = (LinkState.UNREACHABLE.value, LinkState.GONE.value)
FILED = (LinkState.LINKED.value, *LOST)


class Movement(NamedTuple):
    """Who changed a field of an item, and from where; *id* is the entry of the history."""

    id: int
    item: int
    field: str
    new: str | None
    at: datetime
    who: str | None
    origin: str


class LinkSeen(NamedTuple):
    """A link as it stands: whether its issue is there, and when its target was read well."""

    item: int
    is_linked: bool
    is_lost: bool
    read_at: datetime | None


class ReportQueries:
    """Answers what reports ask; a fixed number of statements, none of which writes.

    Reports are handed on, so the words of restricted incidents are not in them: these and
    their items count, and are told by their keys. *veil* returns what stands for the words of
    every other incident, given its number and the words; themselves, where nobody veils.
    """

    def __init__(self, session: Session, veil: Veil | None = None) -> None:
        self._session = session
        self._veil = veil

    @cached_property
    def _restricted(self) -> frozenset[int]:
        found = select(IncidentRow.id).where(IncidentRow.restricted)
        return frozenset(self._session.scalars(found))

    def _said(self, incident: int, words: str | None) -> str | None:
        """Return what a report says instead of words of an incident."""
        if not words:
            return words
        if incident in self._restricted:
            return HUSHED
        return self._veil(incident, words) if self._veil else words

    def _unsaid(self, entry: Entry) -> Entry:
        """Return a change with what is said instead of the words that it was about."""
        incident, item, field, old, new, at, origin, who = entry
        if field not in WORDS:
            return entry
        was, now = self._said(incident, old), self._said(incident, new)
        return incident, item, field, was, now, at, origin, who

    def items(self) -> list[ActionItem]:
        """Return what figures need of every item; read it before the changes.

        An item that is edited between both readings then has its change in the log.
        """
        rows = self._session.execute(select(*OF_ITEM).order_by(ItemRow.id))
        return [
            ActionItem(number, incident, self._said(incident, title) or "", STATUSES[status], at,
                       KINDS[kind] if kind else None, owner, priority, due,
                       reason=self._said(incident, reason), approver=approver, duplicate_of=twin)
            for number, incident, title, status, at, kind, owner, priority, due, reason, approver,
            twin in rows
        ]  # fmt: skip

    def incidents(self) -> list[Incident]:
        """Return what figures need of every incident, oldest first; read it before the changes."""
        rows = self._session.execute(select(*OF_INCIDENT).order_by(IncidentRow.id))
        return [
            Incident(
                number,
                key,
                self._said(number, title) or "",
                Facts(title, began, severity=grade, impact=felt, root_cause=why),
                at,
                restricted=hidden,
            )
            for number, key, title, at, hidden, began, grade, felt, why in rows
        ]

    def entries(self) -> Iterable[Entry]:
        """Return all changes in the order in which they were appended.

        They are read a few thousand at a time, so that a long log takes no room, and as plain
        rows: the mapper would take as long as all the rest.
        """
        changes = ChangeRow.__table__.c
        found = select(*(changes[name] for name in OF_CHANGE)).order_by(changes.id)
        result = self._session.connection().execute(found, execution_options={"yield_per": AT_ONCE})
        rows: Iterable[Entry] = chain.from_iterable(result.partitions())
        if not self._veil and not self._restricted:
            return rows
        return map(self._unsaid, rows)

    def movements(self, start: datetime, end: datetime) -> list[Movement]:
        """Return who changed what of items' fields that move figures, in [start, end)."""
        rows = self._session.execute(
            select(ChangeRow.id, ChangeRow.item_id, ChangeRow.field, ChangeRow.new,
                   ChangeRow.at, ChangeRow.who, ChangeRow.origin)
            .where(ChangeRow.field.in_(MOVING), ChangeRow.item_id.is_not(None))
            .where(ChangeRow.at >= start, ChangeRow.at < end)
            .order_by(ChangeRow.id)
        )  # fmt: skip
        return [Movement(*row) for row in rows]  # type: ignore[arg-type]  # none is without item

    def links(self) -> list[LinkSeen]:
        """Return every link that is not detached, by item."""
        rows = self._session.execute(
            select(LinkRow.item_id, LinkRow.state, TargetRow.reported_at, TargetRow.report)
            .join(TargetRow, TargetRow.id == LinkRow.target_id)
            .where(LinkRow.state != LinkState.DETACHED.value)
            .order_by(LinkRow.item_id, LinkRow.id)
        )
        return [
            LinkSeen(
                item=item,
                is_linked=state == LinkState.LINKED.value,
                is_lost=state in LOST,
                read_at=None if report.get("error") else reported_at,
            )
            for item, state, reported_at, report in rows
        ]

    def hindrances(self) -> tuple[tuple[int, ...], ...]:
        """Return the items of open conflicts, unknown writes, refused writes, and missing issues.

        An open item misses its issue where there is a target at all.
        """
        return (
            self._conflicts(),
            self._writes(OperationState.UNKNOWN),
            self._writes(OperationState.FAILED),
            self._unlinked(),
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

    def _unlinked(self) -> tuple[int, ...]:
        if self._session.scalar(select(TargetRow.id).limit(1)) is None:
            return ()
        filed = select(LinkRow.item_id).where(LinkRow.state.in_(FILED))
        where = (ItemRow.status.in_(OPEN), ItemRow.id.not_in(filed))
        return tuple(self._session.scalars(select(ItemRow.id).where(*where).order_by(ItemRow.id)))
