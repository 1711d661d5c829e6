"""The rows of what people bring, and of what they decided about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.columns import JsonColumn
from tracker.storage.tables import Table


class DraftRow(Table):
    """A document that somebody brought; nothing of it is filed before somebody accepts it.

    One that is named by its *address* has no text before the worker has fetched it. Whose it is
    tells *account_id*; a *restricted* one is seen by nobody else.
    """

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str]
    address: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    text: Mapped[str | None]
    found: Mapped[dict[str, Any]]
    plan: Mapped[dict[str, Any]]
    trouble: Mapped[str | None]
    who: Mapped[str | None]
    changed_by: Mapped[str | None]
    created_at: Mapped[datetime]
    came_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    version: Mapped[int]
    accepted_at: Mapped[datetime | None] = mapped_column(index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    restricted: Mapped[bool] = mapped_column(default=False)


class DecisionRow(Table):
    """A promise that a person dropped, or merged into an item, as its document says it."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), index=True)
    postmortem_id: Mapped[int] = mapped_column(ForeignKey("postmortems.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    said: Mapped[dict[str, Any]]
    sources: Mapped[list[Any]]
    in_document: Mapped[bool]
    at: Mapped[datetime]
    who: Mapped[str | None]
