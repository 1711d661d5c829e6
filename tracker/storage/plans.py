"""What the next sync would write, as the worker planned it last: looked at, never carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from tracker.storage.sync_tables import PlanRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync would have written at a moment, told as `amends sync --plan --json` tells it."""

    at: datetime
    told: Mapping[str, Any]


class Plans:
    """Keeps the newest plan."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newest(self) -> Plan | None:
        """Return the plan that was made last."""
        row = self._session.scalar(select(PlanRow).order_by(PlanRow.id.desc()).limit(1))
        return Plan(row.at, row.told) if row else None

    def keep(self, told: Mapping[str, Any], at: datetime) -> None:
        """Store a plan instead of the one before."""
        self._session.execute(delete(PlanRow))
        self._session.add(PlanRow(at=at, told=dict(told)))
