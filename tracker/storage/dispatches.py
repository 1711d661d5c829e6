"""Keeps what is sent exactly once; every step is one conditional write, fenced by its epoch."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from tracker.domain.dispatches import SHOWN, Dispatch, DispatchKind, DispatchState
from tracker.storage.dispatch_tables import ChannelRow, DispatchRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

DUE, SENDING, SENT, FAILED, UNSURE = (state.value for state in DispatchState)


class Dispatches:
    """Notes what is due, lets one process at a time send it, and keeps what came of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def first_week(self, channel: str) -> str | None:
        """Return the first week that belongs to a channel, or None for one never seen."""
        where = ChannelRow.name == channel
        return self._session.scalar(select(ChannelRow.first_week).where(where))

    def begin(self, channel: str, week: str, at: datetime) -> None:
        """Store that a channel is there from *week* on; the first to say so is right."""
        self._add(ChannelRow(name=channel, first_week=week, seen_at=at))

    def note(
        self, kind: DispatchKind, occasion: str, channel: str, at: datetime, *, done: bool = False
    ) -> None:
        """Store that something is due, or was done, once."""
        row = DispatchRow(kind=kind.value, occasion=occasion, channel=channel)
        row.state = SENT if done else DUE
        row.attempts, row.epoch, row.reached, row.made_at = 0, 0, [], at
        self._add(row)

    def find(self, kind: DispatchKind, occasion: str, channel: str) -> Dispatch | None:
        """Return what became of one thing to send, or None where it never was due."""
        where = (DispatchRow.kind == kind.value, DispatchRow.channel == channel)
        row = self._session.scalar(
            select(DispatchRow).where(*where, DispatchRow.occasion == occasion)
        )
        return _dispatch(row) if row else None

    def known(self, kind: DispatchKind, occasions: Collection[str]) -> list[Dispatch]:
        """Return what was due on *occasions*, oldest first."""
        where = (DispatchRow.kind == kind.value, DispatchRow.occasion.in_(occasions))
        order = (DispatchRow.occasion, DispatchRow.id)
        return [
            _dispatch(row)
            for row in self._session.scalars(select(DispatchRow).where(*where).order_by(*order))
        ]

    def newest(self, most: int) -> list[Dispatch]:
        """Return what was due last, newest first."""
        order = (DispatchRow.made_at.desc(), DispatchRow.id.desc())
        rows = self._session.scalars(select(DispatchRow).order_by(*order).limit(most))
        return [_dispatch(row) for row in rows]

    def undelivered(self, now: datetime) -> list[Dispatch]:
        """Return what failed or is unsure and still matters, oldest first."""
        report = DispatchRow.kind == DispatchKind.REPORT.value
        matters = or_(
            and_(report, DispatchRow.made_at >= now - SHOWN),
            DispatchRow.made_at >= now - timedelta(days=1),
        )
        where = (DispatchRow.state.in_((FAILED, UNSURE)), matters)
        rows = self._session.scalars(select(DispatchRow).where(*where).order_by(DispatchRow.id))
        return [_dispatch(row) for row in rows]

    def counted_since(self, since: datetime) -> dict[tuple[str, str], int]:
        """Return how many reports were due since a moment, by channel and state."""
        found = (
            select(DispatchRow.channel, DispatchRow.state, func.count())
            .where(DispatchRow.kind == DispatchKind.REPORT.value, DispatchRow.made_at >= since)
            .group_by(DispatchRow.channel, DispatchRow.state)
            .order_by(DispatchRow.channel, DispatchRow.state)
        )
        return {(name, state): count for name, state, count in self._session.execute(found)}

    def ready(
        self, kind: DispatchKind, occasions: Collection[str], now: datetime
    ) -> list[Dispatch]:
        """Return what may be sent at *now*, the oldest occasion first."""
        where = (DispatchRow.kind == kind.value, DispatchRow.occasion.in_(occasions), _free(now))
        order = (DispatchRow.occasion, DispatchRow.id)
        rows = self._session.scalars(select(DispatchRow).where(*where).order_by(*order))
        return [_dispatch(row) for row in rows]

    def claim(self, number: int, now: datetime, seconds: float) -> Dispatch | None:
        """Lease one thing to send, or return None where another was faster.

        Two workers may try at once; only one update finds it free.
        """
        claimed = self._session.scalar(
            update(DispatchRow)
            .where(DispatchRow.id == number, _free(now))
            .values(
                state=SENDING,
                epoch=DispatchRow.epoch + 1,
                attempts=DispatchRow.attempts + 1,
                leased_until=now + timedelta(seconds=seconds),
                crossed_at=None,
            )
            .returning(DispatchRow.id)
        )
        row = self._session.get(DispatchRow, claimed, populate_existing=True) if claimed else None
        return _dispatch(row) if row else None

    def cross(self, claim: Dispatch, at: datetime) -> bool:
        """Store that *claim* goes beyond the point of no return; False where it may not."""
        return self._change(claim, DispatchRow.state == SENDING, crossed_at=at)

    def keep_sent(self, claim: Dispatch, at: datetime, reached: Collection[str]) -> bool:
        """Store that it arrived, with all."""
        held = DispatchRow.state.in_((SENDING, UNSURE))
        told = {"state": SENT, "sent_at": at, "trouble": None, "leased_until": None}
        return self._change(claim, held, **told, reached=list(reached), not_before=None)

    def keep_failed(
        self,
        claim: Dispatch,
        trouble: str,
        not_before: datetime,
        *,
        told: bool,
        reached: Collection[str] = (),
    ) -> bool:
        """Store that it did not arrive, and from when on it is tried again.

        *told*: the other side said so. Else it is only known before the point of no return,
        and False is returned beyond it.
        """
        held: ColumnElement[bool] = DispatchRow.state.in_((SENDING, UNSURE))
        if not told:
            held = and_(DispatchRow.state == SENDING, DispatchRow.crossed_at.is_(None))
        values = {"state": FAILED, "trouble": trouble, "leased_until": None}
        return self._change(claim, held, **values, not_before=not_before, reached=list(reached))

    def keep_unsure(self, claim: Dispatch, trouble: str) -> bool:
        """Store that nobody knows whether it arrived."""
        values = {"state": UNSURE, "trouble": trouble, "leased_until": None}
        return self._change(claim, DispatchRow.state == SENDING, **values)

    def settle(self, kind: DispatchKind, now: datetime, trouble: str) -> list[Dispatch]:
        """Store as unsure whatever died beyond the point of no return, and return it."""
        settled = self._session.scalars(
            update(DispatchRow)
            .where(DispatchRow.kind == kind.value, _lost(now))
            .values(state=UNSURE, trouble=trouble, leased_until=None)
            .returning(DispatchRow.id)
        ).all()
        found = select(DispatchRow).where(DispatchRow.id.in_(settled)).order_by(DispatchRow.id)
        fresh = {"populate_existing": True}
        return [_dispatch(row) for row in self._session.scalars(found, execution_options=fresh)]

    def unsettled(self, kind: DispatchKind, now: datetime) -> bool:
        """Return whether something died beyond the point of no return."""
        found = select(DispatchRow.id).where(DispatchRow.kind == kind.value, _lost(now)).limit(1)
        return self._session.scalar(found) is not None

    def give_up(self, kind: DispatchKind, first: str) -> None:
        """Store that what failed before the occasion *first* is not tried again by itself."""
        late = (DispatchRow.state == FAILED, DispatchRow.occasion < first)
        self._session.execute(
            update(DispatchRow).where(DispatchRow.kind == kind.value, *late).values(not_before=None)
        )

    def again(self, found: Dispatch) -> bool:
        """Let it be sent at the next occasion, to all, or to those who do not have it yet."""
        reached = [] if found.state is DispatchState.SENT else list(found.reached)
        values = {"state": DUE, "trouble": None, "not_before": None, "sent_at": None, "attempts": 0}
        return self._change(found, DispatchRow.state != SENDING, **values, reached=reached)

    def mark_sent(self, found: Dispatch, at: datetime) -> bool:
        """Store that a person knows that it arrived, or wants it sent no more."""
        values = {"state": SENT, "trouble": None, "not_before": None, "sent_at": at}
        return self._change(found, DispatchRow.state != SENDING, **values)

    def _change(self, of: Dispatch, condition: ColumnElement[bool], **values: Any) -> bool:
        changed = self._session.scalar(
            update(DispatchRow)
            .where(DispatchRow.id == of.id, DispatchRow.epoch == of.epoch, condition)
            .values(**values)
            .returning(DispatchRow.id)
        )
        return changed is not None

    def _add(self, row: ChannelRow | DispatchRow) -> None:
        with contextlib.suppress(IntegrityError), self._session.begin_nested():
            self._session.add(row)  # where it is there already, another process was first


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(
        DispatchRow.state == DUE,
        and_(
            DispatchRow.state == FAILED,
            or_(DispatchRow.not_before.is_(None), DispatchRow.not_before <= now),
        ),
        and_(
            DispatchRow.state == SENDING,
            DispatchRow.leased_until <= now,
            DispatchRow.crossed_at.is_(None),
        ),
    )


def _lost(now: datetime) -> ColumnElement[bool]:
    return and_(
        DispatchRow.state == SENDING,
        DispatchRow.leased_until <= now,
        DispatchRow.crossed_at.is_not(None),
    )


def _dispatch(row: DispatchRow) -> Dispatch:
    return Dispatch(
        id=row.id,
        kind=DispatchKind(row.kind),
        occasion=row.occasion,
        channel=row.channel,
        state=DispatchState(row.state),
        attempts=row.attempts,
        epoch=row.epoch,
        crossed_at=row.crossed_at,
        not_before=row.not_before,
        reached=tuple(row.reached),
        sent_at=row.sent_at,
        trouble=row.trouble,
        leased_until=row.leased_until,
    )
