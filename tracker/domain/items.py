"""What an action item is, and the moves its status allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.errors import IllegalMove

if TYPE_CHECKING:
    from datetime import date, datetime


class Status(StrEnum):
    """Where an action item stands."""

    PROPOSED = "proposed"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    VERIFIED = "verified"
    WONT_DO = "wont_do"
    DUPLICATE = "duplicate"


ACTIVE = frozenset({Status.OPEN, Status.IN_PROGRESS})
KEPT = frozenset({Status.DONE, Status.VERIFIED})
COMMITTED = ACTIVE | KEPT
CLOSED = KEPT | {Status.WONT_DO, Status.DUPLICATE}


class Kind(StrEnum):
    """How an item helps."""

    REPAIR = "repair"
    PREVENT = "prevent"
    DETECT = "detect"
    MITIGATE = "mitigate"
    PROCESS = "process"


class Section(StrEnum):
    """Which sort of list a source stands in."""

    MEASURE = "measure"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item stands in its document; lines count from 1, both included."""

    section: Section
    heading: str | None
    text: str
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class ActionItem:
    """The unit of tracked work.

    *assign_by*: by when it needs an owner. *review_by*: until when a won't-do stands.
    *criterion*: how one sees that it is done, *verify_by* by when somebody should have seen it,
    *evidence* what was shown; there is evidence only of what is verified.
    """

    id: int
    incident_id: int
    title: str
    status: Status
    created_at: datetime
    kind: Kind | None = None
    owner: str | None = None
    priority: str | None = None
    due: date | None = None
    due0: date | None = None
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    reason: str | None = None
    approver: str | None = None
    duplicate_of: int | None = None
    assign_by: date | None = None
    review_by: date | None = None
    criterion: str | None = None
    verify_by: date | None = None
    evidence: str | None = None
    refs: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    in_document: bool = True
    fingerprint: str = ""
    version: int = 1

    @property
    def key(self) -> str:
        """Return the item's public name, such as A-17."""
        return f"A-{self.id}"

    def is_overdue(self, today: date) -> bool:
        """Return whether the promise is still open past its day."""
        return self.status in ACTIVE and self.due is not None and self.due < today

    def move(
        self,
        to: Status,
        at: datetime,
        *,
        reason: str | None = None,
        approver: str | None = None,
        duplicate_of: int | None = None,
    ) -> ActionItem:
        """Return this item with status *to* since *at*, or raise IllegalMove."""
        if duplicate_of == self.id:
            raise IllegalMove(f"{self.key} cannot be a duplicate of itself")
        if to is self.status and to not in CLOSED:
            return self
        if to is self.status:
            return replace(
                self,
                reason=reason or self.reason,
                approver=(approver if reason else None) or self.approver,
                duplicate_of=duplicate_of or self.duplicate_of,
            )
        if to is Status.PROPOSED:
            raise IllegalMove(f"{self.key} was accepted; it cannot be proposed again")
        closes = to in CLOSED
        only_verified = self.status in KEPT and to in KEPT
        return replace(
            self,
            status=to,
            accepted_at=self.accepted_at or (at if to in COMMITTED else None),
            closed_at=(self.closed_at if only_verified else at) if closes else None,
            reason=reason if to in {Status.WONT_DO, Status.DUPLICATE} else None,
            approver=approver if to is Status.WONT_DO else None,
            duplicate_of=duplicate_of if to is Status.DUPLICATE else None,
            review_by=None,
            evidence=None,
        )
