"""The rows of stored reports: one a past week and team, made once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.storage.tables import Table


class ReportRow(Table):
    """A report as it was made once; *team* is empty for the report of all items.

    *nonce* marks the places in its texts at which titles and reasons stand.
    """

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("week", "team"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[str]
    team: Mapped[str]
    zone: Mapped[str]
    as_of: Mapped[datetime]
    made_at: Mapped[datetime]
    digest: Mapped[str]
    nonce: Mapped[str]
    headlines: Mapped[dict[str, Any]]


class ReportTextRow(Table):
    """One form of a stored report, compressed."""

    __tablename__ = "report_texts"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
