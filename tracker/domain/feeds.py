"""Calendars and feeds that programs read by a secret address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.history import Change
    from tracker.domain.items import ActionItem

LONGEST_ABOUT = 200


class FeedKind(StrEnum):
    """What an address tells: one person's due dates, one team's, or what changed."""

    PERSON = "person"
    TEAM = "team"
    CHANGES = "changes"

    @property
    def file(self) -> str:
        """Return how the address ends."""
        return "changes.atom" if self is FeedKind.CHANGES else f"{self.value}.ics"


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar or feed; the secret of its address is known to nobody.

    *about* is the owner or the team whose days it tells; None for changes.
    """

    id: int
    account_id: int
    account: str
    kind: FeedKind
    about: str | None
    created_at: datetime
    last_used_at: datetime | None

    @property
    def name(self) -> str:
        """Return what people call it."""
        return "Changes" if self.about is None else f"Due dates of {self.about}"


@dataclass(frozen=True, slots=True)
class Dated:
    """An item with a due date as a calendar tells it; *redacted* where its words stay here."""

    item: ActionItem
    incident: str
    changed_at: datetime
    redacted: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as a feed tells it, with its number; *redacted* where its words stay here."""

    id: int
    change: Change
    title: str
    redacted: bool


def feed_kind(text: str) -> FeedKind:
    """Return the kind called *text*, or raise BadInput."""
    try:
        return FeedKind(text.strip().casefold())
    except ValueError as error:
        raise BadInput(f"choose one of {', '.join(FeedKind)}: what the address tells") from error


def about_of(kind: FeedKind, told: str | None) -> str | None:
    """Return whose days a feed tells, or raise BadInput where nobody is named who has to be."""
    name = " ".join((told or "").split())
    if kind is FeedKind.CHANGES:
        if name:
            raise BadInput("a feed of changes tells those of all; name nobody")
        return None
    if not name or not name.isprintable() or len(name) > LONGEST_ABOUT:
        raise BadInput(f"say whose due dates: name one {kind.value}, as owners are written")
    return name
