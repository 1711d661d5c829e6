"""What happened, as its postmortem tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from tracker.domain.deadlines import Within
    from tracker.domain.items import Kind, Source


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step of the incident; *at* is the time as written, or None."""

    at: str | None
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Facts:
    """The incident's facts; absent is None, never guessed.

    Moments are ISO 8601 texts: a date, a local time without offset where the
    document names no zone, or a time with its offset.
    """

    title: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    detected_at: str | None = None
    duration_minutes: int | None = None
    timezone: str | None = None
    severity: str | None = None
    services: tuple[str, ...] = ()
    impact: str | None = None
    root_cause: str | None = None
    resolution: str | None = None
    timeline: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An action item as one document states it, before it is matched and stored.

    *title* is the line's own words ("heading: text" where a short lead stands
    before the text); of a pair, the task's. *done* is None where nothing is said.
    """

    title: str
    sources: tuple[Source, ...]
    kind: Kind | None = None
    owner: str | None = None
    due: date | None = None
    priority: str | None = None
    done: bool | None = None
    refs: tuple[str, ...] = ()
    within: Within | None = None  # a deadline that counts from the incident
    effort: str | None = None  # as written: "2 days"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document holds. *ambiguous*: a person should look before it is filed.

    *doubt* tells that person why. *is_postmortem* is False where the document tells of
    no incident at all; then there are no items.
    """

    facts: Facts = field(default_factory=Facts)
    items: tuple[Candidate, ...] = ()
    ambiguous: bool = False
    is_postmortem: bool = True
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened; *key* is its identity from first sight on, *facts* what is told of it.

    A *restricted* one is seen by those who are named for it only.
    """

    id: int
    key: str
    title: str
    facts: Facts
    created_at: datetime
    restricted: bool = False

    @property
    def name(self) -> str:
        """Return the incident's public name, such as I-3."""
        return f"I-{self.id}"


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of a postmortem; *reader* is the version of the extraction that read it.

    A *brought* one came from a person and may be ahead of the file at *path*.
    """

    id: int
    postmortem_id: int
    incident_id: int
    path: str
    number: int
    sha256: str
    text: str
    reader: int
    at: datetime
    brought: bool = False
