"""Read-only questions about documents: their texts through time, and where items stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from tracker.domain.errors import NotFound
from tracker.domain.incidents import Revision
from tracker.storage.tables import ItemRow, PostmortemRow, RevisionRow, SourceRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands in one revision of a document."""

    item_id: int
    revision_id: int
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """That a document had this text from *at* on, without the text."""

    id: int
    postmortem_id: int
    path: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item stands in a document; *older* is that text's number if there is a newer one."""

    first_line: int
    postmortem_id: int
    older: int | None


class DocumentQueries:
    """Answers what the dashboard asks of documents."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def places(self, incident_id: int) -> list[Place]:
        """Return where the items of an incident stand in its documents, by line."""
        rows = self._session.scalars(
            select(SourceRow)
            .join(ItemRow, ItemRow.id == SourceRow.item_id)
            .where(ItemRow.incident_id == incident_id)
            .order_by(SourceRow.first_line, SourceRow.item_id)
        )
        return [Place(row.item_id, row.revision_id, row.first_line, row.last_line) for row in rows]

    def spots(self, item_id: int) -> list[Spot]:
        """Return where an item stands in its documents."""
        later = aliased(RevisionRow)
        newer = exists().where(
            later.postmortem_id == RevisionRow.postmortem_id, later.number > RevisionRow.number
        )
        rows = self._session.execute(
            select(SourceRow.first_line, RevisionRow.postmortem_id, RevisionRow.id, newer)
            .join(RevisionRow, RevisionRow.id == SourceRow.revision_id)
            .where(SourceRow.item_id == item_id)
        )
        return [Spot(line, document, text if old else None) for line, document, text, old in rows]

    def revisions(self, incident_id: int) -> list[RevisionNote]:
        """Return what texts the documents of an incident had, the newest first."""
        rows = self._session.execute(
            select(
                RevisionRow.id,
                PostmortemRow.id,
                PostmortemRow.path,
                RevisionRow.number,
                RevisionRow.at,
            )
            .join(PostmortemRow, PostmortemRow.id == RevisionRow.postmortem_id)
            .where(PostmortemRow.incident_id == incident_id)
            .order_by(PostmortemRow.id, RevisionRow.number.desc())
        )
        return [RevisionNote(*row) for row in rows]

    def revision(self, incident_id: int, revision_id: int) -> Revision:
        """Return one text of a document of an incident, or raise NotFound."""
        found = self._session.execute(
            select(RevisionRow, PostmortemRow.path)
            .join(PostmortemRow, PostmortemRow.id == RevisionRow.postmortem_id)
            .where(RevisionRow.id == revision_id, PostmortemRow.incident_id == incident_id)
        ).first()
        if found is None:
            raise NotFound(f"I-{incident_id} has no such revision")
        row, path = found
        return Revision(
            row.id,
            row.postmortem_id,
            incident_id,
            path,
            row.number,
            row.sha256,
            row.text,
            row.reader,
            row.at,
        )
