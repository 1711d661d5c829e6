"""Who altered what, when, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as uncompared
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from tracker.domain.items import ActionItem


class Origin(StrEnum):
    """From where a change came."""

    DOCUMENT = "document"
    WEB = "web"
    CLI = "cli"
    API = "api"
    GITHUB = "github"
    JIRA = "jira"
    POLICY = "policy"


HANDS = frozenset({Origin.WEB, Origin.CLI, Origin.API, Origin.GITHUB, Origin.JIRA})
BOT = "[bot]"  # how GitHub ends the name of an App's account


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, and from where; *who* is None where nobody is known."""

    origin: Origin
    who: str | None = None

    @property
    def is_person(self) -> bool:
        """Return whether a person did it, here or in a tracker: no document, policy or bot."""
        return self.origin in HANDS and not (self.who or "").endswith(BOT)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the append-only history; values are texts, absent is None.

    *id* is there once it is stored.
    """

    incident_id: int
    item_id: int | None
    field: str
    old: str | None
    new: str | None
    at: datetime
    author: Author
    id: int | None = uncompared(default=None, compare=False)


TOLD = (
    *("title", "status", "kind", "owner", "priority", "due", "reason", "approver", "duplicate_of"),
    *("assign_by", "review_by", "criterion", "verify_by", "evidence"),
)


def differences(before: ActionItem, after: ActionItem, at: datetime, by: Author) -> list[Change]:
    """Return one change for each told field in which *after* differs from *before*."""
    return [
        Change(after.incident_id, after.id, field, _text(old), _text(new), at, by)
        for field in (*TOLD, "in_document")
        if (old := getattr(before, field)) != (new := getattr(after, field))
    ]


def _text(value: date | str | float | None) -> str | None:
    return None if value is None else str(value)
