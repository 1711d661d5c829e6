"""The rows of what is sent: channels with their beginning, and each thing to send once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.tables import Table


class ChannelRow(Table):
    """A channel as it was seen first; nothing before *first_week* is sent there by itself."""

    __tablename__ = "channels"

    name: Mapped[str] = mapped_column(primary_key=True)
    first_week: Mapped[str]
    seen_at: Mapped[datetime]


class DispatchRow(Table):
    """One thing to send through one channel; *epoch* grows with each attempt.

    *crossed_at* was stored before the point of no return of the last attempt.
    """

    __tablename__ = "dispatches"
    __table_args__ = (UniqueConstraint("kind", "occasion", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    occasion: Mapped[str]
    channel: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int]
    epoch: Mapped[int]
    leased_until: Mapped[datetime | None]
    crossed_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    reached: Mapped[list[Any]]
    sent_at: Mapped[datetime | None]
    trouble: Mapped[str | None]
    made_at: Mapped[datetime]
