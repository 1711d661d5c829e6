"""The links between items and issues."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from tracker.domain.history import Author, Change, Origin
from tracker.domain.links import Link, LinkState
from tracker.storage.database_time import database_time
from tracker.storage.history import History
from tracker.storage.sync_tables import LinkRow, TargetRow
from tracker.storage.tables import ItemRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

NAMES = tuple(one.name for one in fields(Link))


class Links:
    """Keeps links; a link's marker never changes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, item_id: int, target_id: int, generation: int, marker: str) -> Link:
        """Store the intention to have an issue for an item in a target."""
        row = LinkRow(
            item_id=item_id,
            target_id=target_id,
            generation=generation,
            marker=marker,
            state=LinkState.PENDING.value,
            remote={},
            base_local={},
            base_remote={},
            assumed=False,
            planned_version=0,
        )
        self._session.add(row)
        self._session.flush()
        return link_of(row)

    def get(self, link_id: int) -> Link:
        """Return a link."""
        return link_of(self._session.get_one(LinkRow, link_id))

    def by_marker(self, marker: str) -> Link | None:
        """Return the link that a marker names."""
        return self._one(LinkRow.marker == marker)

    def by_remote(self, target_id: int, remote_id: str) -> Link | None:
        """Return the link to an issue."""
        return self._one(LinkRow.target_id == target_id, LinkRow.remote_id == remote_id)

    def of_item(self, item_id: int) -> list[Link]:
        """Return an item's links."""
        return self._list(LinkRow.item_id == item_id)

    def of_items(self, ids: Sequence[int]) -> dict[int, list[Link]]:
        """Return the links of several items, by item."""
        found: dict[int, list[Link]] = {}
        for start in range(0, len(ids), 500):
            for link in self._list(LinkRow.item_id.in_(ids[start : start + 500])):
                found.setdefault(link.item_id, []).append(link)
        return found

    def items_of(self, ids: Sequence[int]) -> dict[int, int]:
        """Return the items of some links, by link."""
        found: dict[int, int] = {}
        for start in range(0, len(ids), 500):
            where = LinkRow.id.in_(ids[start : start + 500])
            rows = self._session.execute(select(LinkRow.id, LinkRow.item_id).where(where))
            found |= dict(rows.all())
        return found

    def of_target(self, target_id: int) -> list[Link]:
        """Return all links of a target."""
        return self._list(LinkRow.target_id == target_id)

    def changed(self, target_id: int) -> list[Link]:
        """Return the links of a target whose items were edited since they were planned."""
        rows = self._session.scalars(
            select(LinkRow)
            .join(ItemRow, ItemRow.id == LinkRow.item_id)
            .where(LinkRow.target_id == target_id, LinkRow.planned_version != ItemRow.version)
            .order_by(LinkRow.id)
        )
        return [link_of(row) for row in rows]

    def unlinked(self, target_id: int, statuses: Collection[str]) -> list[int]:
        """Return the items in one of *statuses* that have no link in a target."""
        has = select(LinkRow.item_id).where(LinkRow.target_id == target_id)
        where = (ItemRow.status.in_(list(statuses)), ItemRow.id.not_in(has))
        return list(self._session.scalars(select(ItemRow.id).where(*where).order_by(ItemRow.id)))

    def save(self, link: Link) -> None:
        """Store a changed link; that an item got an issue is written into its history."""
        row = self._session.get_one(LinkRow, link.id)
        if row.remote_id is None and link.remote_id is not None:
            self._tell(link)
        if row.state != link.state.value:
            self._turn(row.target_id)
        for name in NAMES:
            if name not in {"id", "item_id", "target_id", "marker"}:
                setattr(row, name, _stored(getattr(link, name)))
        self._session.flush()

    def replan(self, incident_id: int) -> None:
        """Let every issue of an incident's items be compared anew."""
        of_it = select(ItemRow.__table__.c.id).where(ItemRow.__table__.c.incident_id == incident_id)
        where = LinkRow.item_id.in_(of_it)
        self._session.execute(update(LinkRow).where(where).values(planned_version=0))

    def _tell(self, link: Link) -> None:
        target = self._session.get_one(TargetRow, link.target_id)
        item = self._session.get_one(ItemRow, link.item_id)
        told = f"{target.name} {link.remote_key or link.remote_id}"
        at, by = database_time(self._session), Author(Origin(target.provider))
        change = Change(item.incident_id, item.id, "link", None, told, at, by)
        History(self._session).add([change])

    def _turn(self, target_id: int) -> None:
        turned = update(TargetRow).where(TargetRow.id == target_id)
        self._session.execute(turned.values(link_turns=TargetRow.link_turns + 1))

    def planned(self, link_id: int, version: int) -> None:
        """Store that an item's *version* holds nothing more to say to this link."""
        self._session.execute(
            update(LinkRow).where(LinkRow.id == link_id).values(planned_version=version)
        )

    def _one(self, *where: Any) -> Link | None:
        row = self._session.scalar(select(LinkRow).where(*where))
        return link_of(row) if row else None

    def _list(self, *where: Any) -> list[Link]:
        rows = self._session.scalars(select(LinkRow).where(*where).order_by(LinkRow.id))
        return [link_of(row) for row in rows]


def link_of(row: LinkRow) -> Link:
    """Return the value that a row holds."""
    held = {name: getattr(row, name) for name in NAMES}
    return Link(**{**held, "state": LinkState(row.state)})


def _stored(value: Any) -> Any:
    if isinstance(value, LinkState):
        return value.value
    return dict(value) if hasattr(value, "keys") else value
