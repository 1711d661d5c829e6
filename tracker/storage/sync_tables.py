"""The rows by which items and issues are kept alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import JsonColumn
from tracker.storage.tables import Table

ACTIVE_OPERATION = "state IN ('ready', 'inflight', 'unknown')"


class TargetRow(Table):
    """A place where issues live, and what was learned about it once.

    *link_turns* counts how often one of its links came into another state.
    """

    __tablename__ = "targets"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    provider: Mapped[str]
    container_id: Mapped[str | None]
    accounts: Mapped[list[Any]]
    learned: Mapped[dict[str, Any]]
    cursor: Mapped[datetime | None]
    cursor_since: Mapped[datetime | None]
    cursor_settled: Mapped[bool]
    etag: Mapped[str | None]
    etag_for: Mapped[str | None]
    paused_until: Mapped[datetime | None]
    pause_reason: Mapped[str | None]
    report: Mapped[dict[str, Any]]
    reported_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    verified_to: Mapped[int | None]
    allowed: Mapped[list[Any] | None] = mapped_column(JsonColumn)
    link_turns: Mapped[int] = mapped_column(server_default="0")


class LinkRow(Table):
    """One item's issue in one target, and what both sides last agreed on."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("item_id", "target_id"),
        UniqueConstraint("target_id", "remote_id"),
        Index("ix_links_state_target_id", "state", "target_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("targets.id"))
    generation: Mapped[int]
    marker: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    remote_id: Mapped[str | None]
    remote_key: Mapped[str | None] = mapped_column(index=True)
    url: Mapped[str | None]
    remote_updated: Mapped[datetime | None]
    remote: Mapped[dict[str, Any]]
    base_local: Mapped[dict[str, Any]]
    base_remote: Mapped[dict[str, Any]]
    assumed: Mapped[bool]
    planned_version: Mapped[int]
    note: Mapped[str | None]


class OperationRow(Table):
    """One intended write to a tracker, committed before it is sent."""

    __tablename__ = "operations"
    __table_args__ = (
        Index(
            "uq_operations_active",
            "link_id",
            unique=True,
            sqlite_where=text(ACTIVE_OPERATION),
            postgresql_where=text(ACTIVE_OPERATION),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("links.id"), index=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    attempts: Mapped[int]
    negatives: Mapped[int]
    not_before: Mapped[datetime | None]
    sent_cursor: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WriteRow(Table):
    """One write that a run made in a tracker; *before* and *after* are what the issue showed.

    Without a *link_id* it concerned no item's own issue. Only the newest run of a target stays,
    and one whose undoing was begun and is not done.
    """

    __tablename__ = "writes"

    id: Mapped[int] = mapped_column(primary_key=True)
    run: Mapped[str]
    target_id: Mapped[int] = mapped_column(ForeignKey("targets.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("links.id"))
    operation: Mapped[str]
    key: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class StrayRow(Table):
    """An issue that bears our marker but is no item's link: an orphan, or a twin."""

    __tablename__ = "strays"
    __table_args__ = (UniqueConstraint("target_id", "remote_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("targets.id"))
    remote_id: Mapped[str]
    marker: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    issue: Mapped[dict[str, Any]]
    settled: Mapped[bool]
    seen_at: Mapped[datetime]


class ConflictRow(Table):
    """A field that both sides changed differently; both values are kept."""

    __tablename__ = "conflicts"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("targets.id"))
    field: Mapped[str]
    base: Mapped[str | None]
    ours: Mapped[str | None]
    theirs: Mapped[str | None]
    kept: Mapped[str]
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class DeliveryRow(Table):
    """A webhook delivery, stored once; it only says: look again at this issue."""

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("target", "delivery"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target: Mapped[str]
    delivery: Mapped[str]
    event: Mapped[str]
    body: Mapped[str]
    at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)


class LeaseRow(Table):
    """Who may work on something until when; *epoch* grows with each take-over."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    epoch: Mapped[int]
    expires_at: Mapped[datetime]


class BudgetRow(Table):
    """What a credential has used of its tracker's limits, and until when it pauses.

    *key* names the server and the credential, *strikes* are the limits hit in a row.
    """

    __tablename__ = "budgets"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    ledger: Mapped[dict[str, Any]]
    strikes: Mapped[int]
    paused_until: Mapped[datetime | None]
    pause_reason: Mapped[str | None]


class RequestRow(Table):
    """A wish of the dashboard to the worker, such as: sync now."""

    __tablename__ = "requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    wish: Mapped[str]
    at: Mapped[datetime]
    who: Mapped[str | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)


class PlanRow(Table):
    """What a sync would write, as it was planned last; *told* is the cycle's own JSON."""

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    told: Mapped[dict[str, Any]]


class RepositoryRow(Table):
    """A repository that documents are read from; *key* says which, at which ref, and what in it.

    *rules* are those by which its files were chosen, *tree* and *etag* what it held then.
    """

    __tablename__ = "repositories"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    tree: Mapped[str | None]
    etag: Mapped[str | None]
    rules: Mapped[str | None]
    paused_until: Mapped[datetime | None]


class RepositoryFileRow(Table):
    """A document that its repository holds now; *read_blob* is the content that was read last."""

    __tablename__ = "repository_files"
    __table_args__ = (UniqueConstraint("repository_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    repository_id: Mapped[int] = mapped_column(ForeignKey("repositories.id"))
    path: Mapped[str] = mapped_column(index=True)
    blob: Mapped[str]
    size: Mapped[int | None]
    read_blob: Mapped[str | None]
    reader: Mapped[int | None]
    outcome: Mapped[str | None]
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    trouble: Mapped[str | None]
