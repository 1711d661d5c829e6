"""Incidents, their postmortems and every text these ever had."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from tracker.domain.errors import NotFound
from tracker.domain.incidents import Facts, Incident, Revision, TimelineEntry
from tracker.storage.columns import is_number
from tracker.storage.tables import IncidentRow, PostmortemRow, RevisionRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

PLAIN = (
    "severity",
    "started_at",
    "ended_at",
    "detected_at",
    "duration_minutes",
    "timezone",
    "impact",
    "root_cause",
    "resolution",
)


class Incidents:
    """Keeps incidents with their documents."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._met: dict[int, IncidentRow] = {}  # a session forgets what nobody holds
        self._paths: dict[int, str | None] = {}

    def get(self, incident_id: int) -> Incident:
        """Return an incident, or raise NotFound."""
        row = self._session.get(IncidentRow, incident_id) if is_number(incident_id) else None
        if row is None:
            raise NotFound(f"there is no incident I-{incident_id}")
        self._met[incident_id] = row
        return incident_of(row)

    def facts_of(self, incidents: Collection[int]) -> dict[int, Facts]:
        """Return what is told of each of these incidents."""
        rows = self._session.scalars(select(IncidentRow).where(IncidentRow.id.in_(incidents)))
        return {row.id: incident_of(row).facts for row in rows}

    def all(self) -> list[Incident]:
        """Return every incident, oldest first."""
        rows = self._session.scalars(select(IncidentRow).order_by(IncidentRow.id))
        return [incident_of(row) for row in rows]

    def has_key(self, key: str) -> bool:
        """Return whether an incident bears *key*, whoever may see it."""
        table = IncidentRow.__table__
        return self._session.scalar(select(table.c.id).where(table.c.key == key)) is not None

    def has_path(self, path: str) -> bool:
        """Return whether a document was read from *path*, whoever may see it."""
        table = PostmortemRow.__table__
        return self._session.scalar(select(table.c.id).where(table.c.path == path)) is not None

    def add(self, key: str, title: str, facts: Facts, at: datetime) -> Incident:
        """Store a new incident."""
        row = IncidentRow(key=key, title=title, created_at=at, updated_at=at)
        _fill(row, facts)
        self._session.add(row)
        self._session.flush()
        return incident_of(row)

    def tell(self, incident_id: int, title: str, facts: Facts, at: datetime) -> None:
        """Replace what is told of an incident."""
        row = self._session.get_one(IncidentRow, incident_id)
        row.title = title
        row.updated_at = at
        _fill(row, facts)
        self._session.flush()

    def newest(self, path: str) -> Revision | None:
        """Return the newest revision of the document at *path*."""
        return self._newest(PostmortemRow.path == path)

    def newest_of(self, incident_id: int) -> list[Revision]:
        """Return the newest revision of each document of an incident."""
        ids = self._session.scalars(
            select(PostmortemRow.id)
            .where(PostmortemRow.incident_id == incident_id)
            .order_by(PostmortemRow.id)
        ).all()
        found = [self._newest(PostmortemRow.id == one) for one in ids]
        return [revision for revision in found if revision]

    def with_text(self, sha256: str) -> list[Revision]:
        """Return the newest revisions whose text has this digest: perhaps a moved document."""
        ids = self._session.scalars(
            select(RevisionRow.postmortem_id).where(RevisionRow.sha256 == sha256).distinct()
        ).all()
        found = [self._newest(PostmortemRow.id == one) for one in ids]
        return [revision for revision in found if revision and revision.sha256 == sha256]

    def path(self, incident_id: int) -> str | None:
        """Return where the first document of an incident is read from."""
        if incident_id not in self._paths:
            self._paths[incident_id] = self._session.scalar(
                select(PostmortemRow.path)
                .where(PostmortemRow.incident_id == incident_id)
                .order_by(PostmortemRow.id)
                .limit(1)
            )
        return self._paths[incident_id]

    def paths(self) -> list[str]:
        """Return every path from which a document was read."""
        return list(self._session.scalars(select(PostmortemRow.path)))

    def add_postmortem(self, incident_id: int, path: str, at: datetime) -> int:
        """Store that the document at *path* tells of an incident; return its number."""
        row = PostmortemRow(incident_id=incident_id, path=path, created_at=at)
        self._paths.clear()
        self._session.add(row)
        self._session.flush()
        return row.id

    def move(self, postmortem_id: int, path: str) -> None:
        """Store that a document is now read from *path*."""
        self._session.get_one(PostmortemRow, postmortem_id).path = path
        self._paths.clear()
        self._session.flush()

    def revise(
        self,
        postmortem_id: int,
        sha256: str,
        text: str,
        reader: int,
        at: datetime,
        *,
        brought: bool = False,
    ) -> Revision:
        """Store a new text of a document; *brought* where a person brought it."""
        last = self._session.scalar(
            select(func.max(RevisionRow.number)).where(RevisionRow.postmortem_id == postmortem_id)
        )
        row = RevisionRow(
            postmortem_id=postmortem_id,
            number=(last or 0) + 1,
            sha256=sha256,
            text=text,
            reader=reader,
            brought=brought,
            at=at,
        )
        self._session.add(row)
        self._session.flush()
        return self._revision(row, self._session.get_one(PostmortemRow, postmortem_id))

    def reread(self, revision_id: int, reader: int) -> None:
        """Store that a newer extraction has read a revision again."""
        self._session.get_one(RevisionRow, revision_id).reader = reader

    def caught_up(self, revision_id: int) -> None:
        """Store that a document's file says what a person brought."""
        self._session.get_one(RevisionRow, revision_id).brought = False

    def had(self, postmortem_id: int, sha256: str) -> bool:
        """Return whether a document ever had the text of this digest."""
        where = (RevisionRow.postmortem_id == postmortem_id, RevisionRow.sha256 == sha256)
        return self._session.scalar(select(RevisionRow.id).where(*where).limit(1)) is not None

    def newest_by(self, postmortem_id: int) -> Revision:
        """Return the newest revision of a document, or raise NotFound."""
        found = self._newest(PostmortemRow.id == postmortem_id)
        if found is None:
            raise NotFound("there is no such document")
        return found

    def headings(self, newest: int) -> list[tuple[int, str, str | None]]:
        """Return number, title and start of the newest incidents."""
        columns = (IncidentRow.id, IncidentRow.title, IncidentRow.started_at)
        rows = self._session.execute(select(*columns).order_by(IncidentRow.id.desc()).limit(newest))
        return [(number, title, started) for number, title, started in rows]

    def said(self, incident_id: int) -> dict[str, Any]:
        """Return what the document says of the facts that a person corrected."""
        return dict(self._session.get_one(IncidentRow, incident_id).said)

    def say(self, incident_id: int, said: dict[str, Any]) -> None:
        """Store what the document says of the facts that a person corrected."""
        self._session.get_one(IncidentRow, incident_id).said = said

    def _newest(self, where: object) -> Revision | None:
        found = self._session.execute(
            select(RevisionRow, PostmortemRow)
            .join(PostmortemRow, PostmortemRow.id == RevisionRow.postmortem_id)
            .where(where)  # type: ignore[arg-type]
            .order_by(RevisionRow.number.desc())
            .limit(1)
        ).first()
        return self._revision(found[0], found[1]) if found else None

    @staticmethod
    def _revision(row: RevisionRow, document: PostmortemRow) -> Revision:
        return Revision(
            row.id,
            document.id,
            document.incident_id,
            document.path,
            row.number,
            row.sha256,
            row.text,
            row.reader,
            row.at,
            row.brought,
        )


def incident_of(row: IncidentRow) -> Incident:
    """Return the value that a row holds."""
    facts = Facts(
        title=row.title,
        services=tuple(row.services),
        timeline=tuple(TimelineEntry(**entry) for entry in row.timeline),
        **{name: getattr(row, name) for name in PLAIN},
    )
    return Incident(row.id, row.key, row.title, facts, row.created_at, row.restricted)


def _fill(row: IncidentRow, facts: Facts) -> None:
    for name in PLAIN:
        setattr(row, name, getattr(facts, name))
    row.services = list(facts.services)
    row.timeline = [asdict(entry) for entry in facts.timeline]
