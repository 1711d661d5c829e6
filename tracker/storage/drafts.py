"""The documents that people brought and that nobody has accepted yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from tracker.domain.drafts import Draft, Plan
from tracker.domain.errors import NotFound, Stale
from tracker.domain.incidents import Extraction
from tracker.storage.columns import is_number
from tracker.storage.draft_shapes import found_of, found_told, near_of, plan_of, plan_told
from tracker.storage.draft_tables import DraftRow
from tracker.storage.keysets import Order, Slice, slice_of
from tracker.storage.sight import NO_DRAFTS, READER, sees_less, shown_drafts
from tracker.storage.tables import PostmortemRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tracker.storage.keysets import Key

MOST_LISTED = 200
DRAFT_ORDER = Order((DraftRow.id,), (int,), descending=True)
PLAIN = (
    "id",
    "name",
    "key",
    "text",
    "who",
    "created_at",
    "updated_at",
    "version",
    "trouble",
    "changed_by",
    "came_at",
    "accepted_at",
    "incident_id",
    "restricted",
)


class Drafts:
    """Keeps drafts; each has a version, so that nobody overwrites what somebody else wants."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, draft: Draft) -> Draft:
        """Store a new draft, which is whose who reads here, and return it with its number."""
        row = DraftRow(
            who=draft.who,
            created_at=draft.created_at,
            version=1,
            changed_by=draft.changed_by,
            account_id=self._session.info.get(READER, NO_DRAFTS).account_id,
            restricted=draft.restricted,
        )
        _fill(row, draft)
        self._session.add(row)
        self._session.flush()
        return replace(draft, id=row.id, version=1)

    def get(self, number: int) -> Draft:
        """Return a draft, or raise NotFound."""
        mine = (DraftRow.id == number, *shown_drafts(self._session))
        row = self._session.scalar(select(DraftRow).where(*mine)) if is_number(number) else None
        found = self._seen([_draft(row)]) if row else []
        if not found:
            raise NotFound("there is no such draft; it may have been discarded")
        return found[0]

    def with_text(self, text: str, *, restricted: bool) -> Draft | None:
        """Return a draft that holds this very text and waits."""
        where = (DraftRow.accepted_at.is_(None), DraftRow.text == text)
        here = (DraftRow.restricted.is_(restricted), *shown_drafts(self._session))
        row = self._session.scalar(select(DraftRow).where(*where, *here).limit(1))
        found = self._seen([_draft(row)]) if row else []
        return found[0] if found else None

    def waiting(self) -> list[Draft]:
        """Return the drafts that nobody has accepted, the newest first, without their texts."""
        return self.part(None, MOST_LISTED).rows

    def part(self, after: Key | None, limit: int) -> Slice[Draft]:
        """Return a part of the drafts that nobody has accepted, the newest first, as above."""
        query = select(
            *(getattr(DraftRow, name) for name in PLAIN if name != "text"),
            DraftRow.address,
            DraftRow.found,
            DraftRow.plan,
        ).where(DraftRow.accepted_at.is_(None), *shown_drafts(self._session))
        found = slice_of(self._session, query, DRAFT_ORDER, after, limit)
        return Slice(self._seen([_draft(row) for row in found.rows]), found.next)

    def wanted(self) -> list[Draft]:
        """Return the drafts whose documents must still be fetched, oldest first."""
        waits = (DraftRow.accepted_at.is_(None), DraftRow.text.is_(None))
        where = (*waits, *shown_drafts(self._session))
        rows = self._session.scalars(
            select(DraftRow)
            .where(*where, DraftRow.address.is_not(None), DraftRow.trouble.is_(None))
            .order_by(DraftRow.id)
            .limit(MOST_LISTED)
        )
        return [_draft(row) for row in rows]

    def _seen(self, drafts: list[Draft]) -> list[Draft]:
        """Return the drafts without what they are near to and the one who asks may not see.

        One that is to be a revision of such a document is not seen at all.
        """
        if not sees_less(self._session):
            return drafts
        ids = {near.postmortem_id for one in drafts for near in one.near}
        ids |= {one.plan.to for one in drafts if one.plan.to}
        found = select(PostmortemRow.id).where(PostmortemRow.id.in_(sorted(ids)))
        seen = {None, *self._session.scalars(found)}
        return [
            replace(one, near=tuple(near for near in one.near if near.postmortem_id in seen))
            for one in drafts
            if one.plan.to in seen
        ]

    def save(self, draft: Draft) -> Draft:
        """Store a changed draft and return it; raises Stale where it changed meanwhile."""
        claimed = self._session.scalar(
            update(DraftRow)
            .where(DraftRow.id == draft.id, DraftRow.version == draft.version)
            .where(DraftRow.accepted_at.is_(None))
            .values(version=draft.version + 1)
            .returning(DraftRow.version)
            .execution_options(synchronize_session="fetch")
        )
        if claimed is None:
            raise Stale("this draft was changed by somebody else meanwhile")
        _fill(self._session.get_one(DraftRow, draft.id), draft)
        self._session.flush()
        return replace(draft, version=claimed)

    def accept(self, draft: Draft, incident_id: int, at: datetime) -> None:
        """Store that a draft became an incident; its text stands there now.

        Raises Stale where the draft changed meanwhile.
        """
        bare = replace(draft, text=None, found=Extraction(draft.found.facts), near=(), plan=Plan())
        self.save(replace(bare, accepted_at=at, updated_at=at, incident_id=incident_id))

    def forget_restricted(self, account_id: int) -> None:
        """Forget the drafts that nobody but an account may see."""
        mine = (DraftRow.account_id == account_id, DraftRow.restricted)
        gone = delete(DraftRow).where(*mine, DraftRow.accepted_at.is_(None))
        self._session.execute(gone)

    def discard(self, number: int, version: int) -> None:
        """Forget a draft; raises Stale where it changed meanwhile."""
        gone = self._session.scalar(
            delete(DraftRow)
            .where(DraftRow.id == number, DraftRow.version == version)
            .where(DraftRow.accepted_at.is_(None))
            .returning(DraftRow.id)
        )
        if gone is None:
            raise Stale("this draft was changed by somebody else meanwhile")


def _fill(row: DraftRow, draft: Draft) -> None:
    row.name, row.key, row.text = draft.name, draft.key, draft.text
    row.address = dict(draft.address) if draft.address else None
    row.found = found_told(draft.found, draft.near)
    row.plan = plan_told(draft.plan)
    row.trouble, row.changed_by = draft.trouble, draft.changed_by
    row.came_at, row.updated_at = draft.came_at, draft.updated_at
    row.accepted_at, row.incident_id = draft.accepted_at, draft.incident_id


def _draft(row: Any) -> Draft:
    held: dict[str, Any] = {name: getattr(row, name, None) for name in PLAIN}
    return Draft(
        **held,
        address=row.address,
        found=found_of(row.found),
        near=near_of(row.found),
        plan=plan_of(row.plan),
    )
