"""Who may work on a target: one conditional write by the database's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from tracker.storage.sync_tables import LeaseRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Lease:
    """A right to work that ends by itself; *epoch* fences off a holder who slept."""

    name: str
    owner: str
    epoch: int


class LeaseLostError(Exception):
    """Somebody else took over; whatever is not committed must be forgotten."""


class Leases:
    """Takes, renews and gives back."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, name: str, owner: str, now: datetime, seconds: float) -> Lease | None:
        """Lease *name* to *owner*, or return None while another holds it.

        Two processes may try at once; only one update finds it free.
        """
        until = now + timedelta(seconds=seconds)
        free = or_(LeaseRow.expires_at <= now, LeaseRow.owner == owner)
        epoch = self._session.scalar(
            update(LeaseRow)
            .where(LeaseRow.name == name, free)
            .values(owner=owner, epoch=LeaseRow.epoch + 1, expires_at=until)
            .returning(LeaseRow.epoch)
        )
        if epoch is None and self._session.get(LeaseRow, name) is None:
            try:
                with self._session.begin_nested():
                    self._session.add(LeaseRow(name=name, owner=owner, epoch=1, expires_at=until))
            except IntegrityError:
                return None
            epoch = 1
        return None if epoch is None else Lease(name, owner, epoch)

    def renew(self, lease: Lease, now: datetime, seconds: float) -> None:
        """Hold *lease* for *seconds* more, or raise LeaseLostError."""
        kept = self._session.scalar(
            update(LeaseRow)
            .where(
                LeaseRow.name == lease.name,
                LeaseRow.owner == lease.owner,
                LeaseRow.epoch == lease.epoch,
            )
            .values(expires_at=now + timedelta(seconds=seconds))
            .returning(LeaseRow.epoch)
        )
        if kept is None:
            raise LeaseLostError(lease.name)

    def give_back(self, lease: Lease, now: datetime) -> None:
        """End *lease* now, if it is still ours."""
        self._session.execute(
            update(LeaseRow)
            .where(LeaseRow.name == lease.name, LeaseRow.epoch == lease.epoch)
            .values(expires_at=now)
        )

    def held_until(self, name: str) -> datetime | None:
        """Return when the present lease of *name* ends."""
        return self._session.scalar(select(LeaseRow.expires_at).where(LeaseRow.name == name))

    def holder(self, name: str, now: datetime) -> tuple[str, datetime] | None:
        """Return who holds the lease of *name* and until when, or None while it is free."""
        row = self._session.get(LeaseRow, name)
        return (row.owner, row.expires_at) if row and row.expires_at > now else None
