"""Action items and where they stand in their documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from tracker.domain.errors import NotFound, Stale
from tracker.domain.history import BOT, HANDS, Author, Change, differences
from tracker.domain.items import ACTIVE, ActionItem, Kind, Section, Source, Status
from tracker.storage.columns import is_number
from tracker.storage.history import History
from tracker.storage.incident_pages import names_service
from tracker.storage.sight import visible_items
from tracker.storage.sync_tables import LinkRow, TargetRow
from tracker.storage.tables import (
    ChangeRow,
    IncidentRow,
    ItemRow,
    PostmortemRow,
    RevisionRow,
    SourceRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

SAME = (
    "title",
    "owner",
    "priority",
    "due",
    "due0",
    "accepted_at",
    "closed_at",
    "reason",
    "approver",
    "duplicate_of",
    "assign_by",
    "review_by",
    "criterion",
    "verify_by",
    "evidence",
    "in_document",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items a caller asks for; absent means all.

    *unowned*, *undated*: open ones, as in figures, unless another *status* is asked for.
    *stale_since*: open ones that nobody changed, here or in a tracker, since that moment.
    *unverified_on*: done, and not verified by the day this was to be. *unassigned_on*: open and
    without an owner past the day by which one had to be found.
    """

    status: Sequence[str] = ()
    owner: str | None = None
    unowned: bool = False
    overdue_on: date | None = None
    undated: bool = False
    incident_id: int | None = None
    text: str | None = None
    ids: Sequence[int] | None = None
    kind: str | None = None
    priority: str | None = None
    severity: str | None = None
    service: str | None = None
    target: str | None = None
    stale_since: datetime | None = None
    unverified_on: date | None = None
    unassigned_on: date | None = None


OPEN = sorted(status.value for status in ACTIVE)
BY_PEOPLE = sorted(origin.value for origin in HANDS)


class Items:
    """Keeps items; every change of one is written into the history with it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._history = History(session)

    def get(self, item_id: int) -> ActionItem:
        """Return an item with its sources, or raise NotFound."""
        found = self.find(Wanted(ids=[item_id])) if is_number(item_id) else []
        if not found:
            raise NotFound(f"there is no item A-{item_id}")
        return found[0]

    def find(self, wanted: Wanted | None = None) -> list[ActionItem]:
        """Return the items asked for, by number."""
        rows = self._session.scalars(
            select(ItemRow).where(*conditions(wanted or Wanted())).order_by(ItemRow.id)
        ).all()
        sources = self._sources([row.id for row in rows])
        return [item_of(row, sources.get(row.id, ())) for row in rows]

    def visible(self, ids: Collection[int]) -> set[int]:
        """Return those of some items that whoever asks may see."""
        return visible_items(self._session, ids)

    def add(self, item: ActionItem, said: dict[str, Any], by: Author) -> ActionItem:
        """Store a new item and return it with its number."""
        row = ItemRow(
            incident_id=item.incident_id,
            fingerprint=self._free(item.incident_id, item.fingerprint),
            created_at=item.created_at,
            said=said,
            version=1,
        )
        fill(row, item)
        self._session.add(row)
        self._session.flush()
        change = Change(
            item.incident_id, row.id, "status", None, item.status.value, item.created_at, by
        )
        self._history.add([change])
        return replace(item, id=row.id, fingerprint=row.fingerprint, version=1)

    def save(self, item: ActionItem, at: datetime, by: Author) -> ActionItem:
        """Store a changed item with its history; nothing where nothing changed.

        Raises Stale where the item was changed since it was read.
        """
        before = self.get(item.id)
        changes = differences(before, item, at, by)
        if not changes and before == item:
            return before
        claimed = self._session.scalar(
            update(ItemRow)
            .where(ItemRow.id == item.id, ItemRow.version == item.version)
            .values(version=item.version + 1)
            .returning(ItemRow.version)
            .execution_options(synchronize_session="fetch")
        )
        if claimed is None:
            raise Stale(f"{item.key} was changed by somebody else meanwhile")
        fill(self._session.get_one(ItemRow, item.id), item)
        self._session.flush()
        self._history.add(changes)
        return replace(item, version=claimed)

    def said(self, item_id: int) -> dict[str, Any]:
        """Return what the document said of an item last."""
        return dict(self._session.get_one(ItemRow, item_id).said)

    def all_said(self, incident_id: int) -> dict[int, dict[str, Any]]:
        """Return what the documents said last of each item of an incident."""
        where = ItemRow.incident_id == incident_id
        rows = self._session.execute(select(ItemRow.id, ItemRow.said).where(where))
        return {number: dict(said) for number, said in rows}

    def documents(self, incident_id: int) -> dict[int, tuple[int, str]]:
        """Return number and path of the document in which each item of an incident stood last."""
        rows = self._session.execute(
            select(SourceRow.item_id, PostmortemRow.id, PostmortemRow.path)
            .join(ItemRow, ItemRow.id == SourceRow.item_id)
            .join(RevisionRow, RevisionRow.id == SourceRow.revision_id)
            .join(PostmortemRow, PostmortemRow.id == RevisionRow.postmortem_id)
            .where(ItemRow.incident_id == incident_id)
        )
        return {item: (number, path) for item, number, path in rows}

    def incidents_with(self, fingerprints: Iterable[str]) -> list[int]:
        """Return the incidents that have an item with one of these identities."""
        where = ItemRow.fingerprint.in_(sorted(fingerprints)[:500])
        return sorted(self._session.scalars(select(ItemRow.incident_id).where(where).distinct()))

    def say(self, item_id: int, said: dict[str, Any]) -> None:
        """Store what the document says of an item now."""
        self._session.get_one(ItemRow, item_id).said = said

    def place(self, item_id: int, revision_id: int, sources: Iterable[Source]) -> None:
        """Store where an item stands in a revision, instead of where it stood."""
        self._session.execute(delete(SourceRow).where(SourceRow.item_id == item_id))
        for position, source in enumerate(sources):
            self._session.add(
                SourceRow(
                    item_id=item_id,
                    revision_id=revision_id,
                    position=position,
                    section=source.section.value,
                    heading=source.heading,
                    text=source.text,
                    first_line=source.first_line,
                    last_line=source.last_line,
                )
            )

    def _free(self, incident_id: int, fingerprint: str) -> str:
        """Return *fingerprint*, numbered where another item of the incident has it."""
        where = (ItemRow.incident_id == incident_id, ItemRow.fingerprint.startswith(fingerprint))
        taken = set(self._session.scalars(select(ItemRow.fingerprint).where(*where)))
        number, free = 1, fingerprint
        while free in taken:
            number += 1
            free = f"{fingerprint}-{number}"
        return free

    def _sources(self, ids: Sequence[int]) -> dict[int, list[Source]]:
        found: dict[int, list[Source]] = {}
        for start in range(0, len(ids), 500):
            rows = self._session.scalars(
                select(SourceRow)
                .where(SourceRow.item_id.in_(ids[start : start + 500]))
                .order_by(SourceRow.item_id, SourceRow.position)
            )
            for row in rows:
                found.setdefault(row.item_id, []).append(
                    Source(
                        Section(row.section), row.heading, row.text, row.first_line, row.last_line
                    )
                )
        return found


def conditions(wanted: Wanted) -> Iterator[Any]:
    """Yield what the database must check for *wanted*."""
    if wanted.status:
        yield ItemRow.status.in_(list(wanted.status))
    if wanted.owner is not None:
        yield ItemRow.owner == wanted.owner
    if wanted.kind is not None:
        yield ItemRow.kind == wanted.kind
    if wanted.priority is not None:
        yield func.lower(ItemRow.priority) == wanted.priority.lower()
    if wanted.incident_id is not None:
        yield ItemRow.incident_id == wanted.incident_id
    if wanted.text:
        yield ItemRow.title.icontains(wanted.text, autoescape=True)
    if wanted.ids is not None:
        yield ItemRow.id.in_(list(wanted.ids))
    yield from _lacking(wanted)
    yield from _elsewhere(wanted)


def _lacking(wanted: Wanted) -> Iterator[Any]:
    """Yield what an item must lack: an owner, a date, time, proof, or anybody's attention."""
    if wanted.unowned:
        yield ItemRow.owner.is_(None)
    if wanted.undated:
        yield ItemRow.due.is_(None)
    if (wanted.unowned or wanted.undated) and not wanted.status:
        yield ItemRow.status.in_(OPEN)
    if wanted.overdue_on is not None:
        yield ItemRow.due < wanted.overdue_on
        yield ItemRow.status.in_(OPEN)
    if wanted.unverified_on is not None:
        yield ItemRow.verify_by < wanted.unverified_on
        yield ItemRow.status == Status.DONE.value
    if wanted.unassigned_on is not None:
        yield ItemRow.assign_by < wanted.unassigned_on
        yield ItemRow.owner.is_(None)
        yield ItemRow.status.in_(OPEN)
    if wanted.stale_since is not None:
        yield from _stale(wanted.stale_since)


def _elsewhere(wanted: Wanted) -> Iterator[Any]:
    """Yield what an item's incident and its issues must fulfil."""
    if wanted.severity is not None:
        of = select(IncidentRow.id).where(IncidentRow.severity == wanted.severity)
        yield ItemRow.incident_id.in_(of)
    if wanted.service is not None:
        of = select(IncidentRow.id).where(names_service(wanted.service))
        yield ItemRow.incident_id.in_(of)
    if wanted.target is not None:
        linked = select(LinkRow.item_id).join(TargetRow, TargetRow.id == LinkRow.target_id)
        yield ItemRow.id.in_(linked.where(TargetRow.name == wanted.target))


def _stale(since: datetime) -> Iterator[Any]:
    """Yield what is true of open items that no person has touched since they were accepted (M11).

    What a document, a policy or a bot changed was touched by nobody, nor was what we filed.
    """
    touched = (
        select(ChangeRow.item_id)
        .where(ChangeRow.at > since, ChangeRow.origin.in_(BY_PEOPLE), ChangeRow.field != "link")
        .where(func.coalesce(ChangeRow.who, "").not_like(f"%{BOT}"))
        .where(ChangeRow.item_id.is_not(None))
    )
    yield ItemRow.status.in_(OPEN)
    yield func.coalesce(ItemRow.accepted_at, ItemRow.created_at) <= since
    yield ItemRow.id.not_in(touched)


def item_of(row: ItemRow, sources: Sequence[Source]) -> ActionItem:
    """Return the value that a row holds."""
    return ActionItem(
        id=row.id,
        incident_id=row.incident_id,
        status=Status(row.status),
        created_at=row.created_at,
        kind=Kind(row.kind) if row.kind else None,
        refs=tuple(row.refs),
        sources=tuple(sources),
        fingerprint=row.fingerprint,
        version=row.version,
        **{name: getattr(row, name) for name in SAME},
    )


def fill(row: ItemRow, item: ActionItem) -> None:
    """Write what is told of an item into its row."""
    for name in SAME:
        setattr(row, name, getattr(item, name))
    row.status = item.status.value
    row.kind = item.kind.value if item.kind else None
    row.refs = list(item.refs)
