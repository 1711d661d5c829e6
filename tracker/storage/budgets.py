"""What each credential has used of its tracker's limits: one row, shared by all processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tracker.storage.sync_tables import BudgetRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Budget:
    """How a credential stands; *strikes* are the limits hit without a good write in between."""

    ledger: dict[str, Any] = field(default_factory=dict)
    strikes: int = 0
    paused_until: datetime | None = None
    pause_reason: str | None = None


class Budgets:
    """Keeps what was used."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def seen(self, key: str) -> Budget:
        """Return how a credential stands; nobody is held up."""
        row = self._session.scalar(select(BudgetRow).where(BudgetRow.key == key))
        return _budget(row) if row else Budget()

    def held(self, key: str) -> Budget:
        """Return how a credential stands, and let nobody else change it before the commit."""
        query = select(BudgetRow).where(BudgetRow.key == key).with_for_update()
        query = query.execution_options(populate_existing=True)
        row = self._session.scalar(query)
        if row is None:
            self._meet(key)
            row = self._session.scalars(query).one()
        return _budget(row)

    def spend(self, key: str, ledger: dict[str, Any], *, strikes: int) -> None:
        """Store what was used."""
        self._change(key, ledger=ledger, strikes=strikes)

    def pause(self, key: str, until: datetime, reason: str, *, strikes: int) -> None:
        """Let nobody use a credential before *until*."""
        self._change(key, paused_until=until, pause_reason=reason, strikes=strikes)

    def _change(self, key: str, **values: Any) -> None:
        self._session.execute(update(BudgetRow).where(BudgetRow.key == key).values(**values))

    def _meet(self, key: str) -> None:
        """Make a credential's row at first sight; two processes may do so at once."""
        try:
            with self._session.begin_nested():
                self._session.add(BudgetRow(key=key, ledger={}, strikes=0))
        except IntegrityError:
            return


def _budget(row: BudgetRow) -> Budget:
    return Budget(dict(row.ledger), row.strikes, row.paused_until, row.pause_reason)
