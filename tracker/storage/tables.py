"""The rows of what people care about: incidents, postmortems, items, history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Date, ForeignKey, Index, MetaData, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tracker.storage.columns import JsonColumn, Moment

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    """What all tables share: names for constraints, moments in UTC, texts."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        str: Text,
        datetime: Moment,
        date: Date,
        dict[str, Any]: JsonColumn,
        list[Any]: JsonColumn,
    }


class InstallationRow(Table):
    """One row: by what the secret of this installation is recognised."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_check: Mapped[str]
    created_at: Mapped[datetime]


class IncidentRow(Table):
    """What happened; *key* is its identity from first sight on.

    *said* is what the document says of the facts that a person corrected.
    *restricted*: only those who are named for it see it.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        Index(
            "ix_incidents_restricted",
            "id",
            sqlite_where=text("restricted = 1"),
            postgresql_where=text("restricted"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    severity: Mapped[str | None]
    services: Mapped[list[Any]]
    started_at: Mapped[str | None]
    ended_at: Mapped[str | None]
    detected_at: Mapped[str | None]
    duration_minutes: Mapped[int | None]
    timezone: Mapped[str | None]
    impact: Mapped[str | None]
    root_cause: Mapped[str | None]
    resolution: Mapped[str | None]
    timeline: Mapped[list[Any]]
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
    restricted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class PostmortemRow(Table):
    """A document about one incident; *path* is where it was read last."""

    __tablename__ = "postmortems"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), index=True)
    path: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class RevisionRow(Table):
    """One text of a postmortem; every one is kept. A *brought* one may be ahead of its file."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("postmortem_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    postmortem_id: Mapped[int] = mapped_column(ForeignKey("postmortems.id"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    reader: Mapped[int]
    brought: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]


class ItemRow(Table):
    """The unit of tracked work; *said* is what the document said of it last."""

    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("incident_id", "fingerprint"),
        Index("ix_items_created_at_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    fingerprint: Mapped[str]
    title: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str | None]
    owner: Mapped[str | None] = mapped_column(index=True)
    priority: Mapped[str | None]
    due: Mapped[date | None] = mapped_column(index=True)
    due0: Mapped[date | None]
    created_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    approver: Mapped[str | None]
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    assign_by: Mapped[date | None]
    review_by: Mapped[date | None]
    criterion: Mapped[str | None]
    verify_by: Mapped[date | None]
    evidence: Mapped[str | None]
    refs: Mapped[list[Any]]
    said: Mapped[dict[str, Any]]
    in_document: Mapped[bool]
    version: Mapped[int]


class SourceRow(Table):
    """Where an item stands in the newest revision that holds it."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    position: Mapped[int]
    section: Mapped[str]
    heading: Mapped[str | None]
    text: Mapped[str]
    first_line: Mapped[int]
    last_line: Mapped[int]


class ChangeRow(Table):
    """One entry of the history; rows are added, never changed."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_item_id_id", "item_id", "id"),
        Index("ix_changes_field_at", "field", "at"),
        Index(
            "ix_changes_due_old",
            "old",
            "item_id",
            sqlite_where=text("field = 'due'"),
            postgresql_where=text("field = 'due'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    field: Mapped[str]
    old: Mapped[str | None]
    new: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str | None]
    origin: Mapped[str]


class AnswerRow(Table):
    """What was answered under a caller's key; without a *status*, it is not known yet."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("owner", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    key: Mapped[str]
    fingerprint: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any]]
    body: Mapped[str]
