"""The inbox: webhook deliveries and the dashboard's wishes, each stored once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from tracker.storage.sync_tables import DeliveryRow, RequestRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

PUSH = "push"  # GitHub's word for new commits; Jira has none
PING = "ping"  # GitHub's word for: I was set up
REMEMBERED = timedelta(days=30)  # longer than any tracker repeats a delivery


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a tracker told us, as it came; its body is not trusted."""

    id: int
    target: str
    event: str
    body: str


class Deliveries:
    """Keeps what waits for the next cycle."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def store(self, target: str, delivery: str, event: str, body: str, at: datetime) -> bool:
        """Store a delivery; return False where it was stored before."""
        row = DeliveryRow(target=target, delivery=delivery, event=event, body=body, at=at)
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            return False
        return True

    def hear(self, target: str, at: datetime) -> None:
        """Store that the webhook of a target reached us, once for all such words."""
        self.store(target, PING, PING, "", at)
        row = (DeliveryRow.target == target, DeliveryRow.delivery == PING)
        self._session.execute(update(DeliveryRow).where(*row).values(at=at, done_at=at))

    def last(self, target: str) -> datetime | None:
        """Return when a target's webhook spoke last, be it only to say that it was set up."""
        return self._session.scalar(
            select(func.max(DeliveryRow.at)).where(DeliveryRow.target == target)
        )

    def last_event(self, target: str) -> datetime | None:
        """Return when a target's webhook told of an issue last."""
        return self._session.scalar(
            select(func.max(DeliveryRow.at)).where(
                DeliveryRow.target == target, DeliveryRow.event.not_in((PUSH, PING))
            )
        )

    def has_news(self, target: str, since: datetime | None) -> bool:
        """Return whether something about an issue waits that came after a moment, or at all."""
        query = select(DeliveryRow.id).where(
            DeliveryRow.target == target,
            DeliveryRow.event.not_in((PUSH, PING)),
            DeliveryRow.done_at.is_(None),
        )
        if since:
            query = query.where(DeliveryRow.at > since)
        return self._session.scalar(query.limit(1)) is not None

    def waiting(self, target: str) -> list[Delivery]:
        """Return the deliveries for a target that are not handled yet, oldest first."""
        rows = self._session.scalars(
            select(DeliveryRow)
            .where(DeliveryRow.target == target, DeliveryRow.done_at.is_(None))
            .order_by(DeliveryRow.id)
        )
        return [Delivery(row.id, row.target, row.event, row.body) for row in rows]

    def pushes(self) -> list[Delivery]:
        """Return the deliveries that tell of new commits and wait, oldest first."""
        rows = self._session.scalars(
            select(DeliveryRow)
            .where(DeliveryRow.event == PUSH, DeliveryRow.done_at.is_(None))
            .order_by(DeliveryRow.id)
        )
        return [Delivery(row.id, row.target, row.event, row.body) for row in rows]

    def done(self, ids: Sequence[int], at: datetime) -> None:
        """Store that deliveries were handled; their bodies are kept no longer.

        What was handled long ago is forgotten: nobody repeats it.
        """
        long_ago = DeliveryRow.done_at < at - REMEMBERED
        self._session.execute(delete(DeliveryRow).where(long_ago, DeliveryRow.event != PING))
        self._session.execute(
            update(DeliveryRow).where(DeliveryRow.id.in_(ids)).values(done_at=at, body="")
        )

    def wish(self, wish: str, at: datetime, who: str | None) -> None:
        """Store a wish to the worker, such as "sync"; once while it waits."""
        if wish not in self.wishes():
            self._session.add(RequestRow(wish=wish, at=at, who=who))

    def wishes(self) -> list[str]:
        """Return the wishes that wait."""
        where = RequestRow.done_at.is_(None)
        return list(self._session.scalars(select(RequestRow.wish).where(where)))

    def grant(self, wish: str, at: datetime) -> None:
        """Store that a wish was fulfilled."""
        self._session.execute(
            update(RequestRow)
            .where(RequestRow.wish == wish, RequestRow.done_at.is_(None))
            .values(done_at=at)
        )
