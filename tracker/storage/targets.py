"""The targets, and what was learned about each once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tracker.storage.sync_tables import TargetRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

KEPT = (
    "container_id",
    "accounts",
    "learned",
    "cursor",
    "cursor_since",
    "cursor_settled",
    "etag",
    "etag_for",
    "paused_until",
    "pause_reason",
    "report",
    "reported_at",
    "verified_at",
    "verified_to",
    "allowed",
)


@dataclass(slots=True)
class TargetState:
    """What is known of a target between two cycles.

    *cursor* is the newest change of an issue that was read, by the tracker's own clock;
    *cursor_since* is when it was seen first, and *cursor_settled* that nothing older can
    show late any more. *verified_at* is when all links were looked at last; while that goes on,
    *verified_to* is the last link that was. *allowed* are the items whose issues a person lets
    us close although they are many. While *link_turns* is the same, so is every link's state.
    """

    id: int
    name: str
    provider: str
    container_id: str | None = None
    accounts: list[str] = field(default_factory=list)
    learned: dict[str, Any] = field(default_factory=dict)
    cursor: datetime | None = None
    cursor_since: datetime | None = None
    cursor_settled: bool = False
    etag: str | None = None
    etag_for: str | None = None
    paused_until: datetime | None = None
    pause_reason: str | None = None
    report: dict[str, Any] = field(default_factory=dict)
    reported_at: datetime | None = None
    verified_at: datetime | None = None
    verified_to: int | None = None
    allowed: list[str] | None = None
    link_turns: int = 0


class Targets:
    """Keeps what is known of the targets."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def known(self, name: str, provider: str) -> TargetState:
        """Return what is known of a target, making its row at first sight."""
        row = self._session.scalar(select(TargetRow).where(TargetRow.name == name))
        if row is None:
            row = self._met(name, provider)
        row.provider = provider
        return state_of(row)

    def _met(self, name: str, provider: str) -> TargetRow:
        """Return the row of a target at first sight; two processes may meet it at once."""
        row = TargetRow(
            name=name, provider=provider, accounts=[], learned={}, report={}, cursor_settled=False
        )
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            return self._session.scalars(select(TargetRow).where(TargetRow.name == name)).one()
        return row

    def all(self) -> list[TargetState]:
        """Return every target that was ever used, by name."""
        return [
            state_of(row)
            for row in self._session.scalars(select(TargetRow).order_by(TargetRow.name))
        ]

    def pause(self, target_id: int, until: datetime, reason: str) -> None:
        """Let nobody use a target before *until*; whatever else is known of it stays."""
        self._session.execute(
            update(TargetRow)
            .where(TargetRow.id == target_id)
            .values(paused_until=until, pause_reason=reason)
        )

    def keep(self, state: TargetState) -> None:
        """Store what is known of a target now."""
        row = self._session.get_one(TargetRow, state.id)
        for name in KEPT:
            value = getattr(state, name)
            setattr(row, name, value.copy() if isinstance(value, (dict, list)) else value)
        self._session.flush()


def state_of(row: TargetRow) -> TargetState:
    """Return the value that a row holds."""
    kept = {name: getattr(row, name) for name in KEPT}
    for name in ("accounts", "learned", "report"):
        kept[name] = kept[name].copy()
    return TargetState(row.id, row.name, row.provider, **kept, link_turns=row.link_turns)
