"""Incidents, their documents, items, conflicts and owners, as programs read them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tracker.domain.items import Kind, Status

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"}, description="In UTC.")]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Told = Annotated[str, Field(description="ISO 8601, as exact as its document tells it.")]
Next = Annotated[str | None, Field(description="The cursor of the next part; null at the end.")]
ETAG = {"ETag": {"description": "The item's version, for If-Match.", "schema": {"type": "string"}}}


class Link(BaseModel):
    """An item's issue in one target."""

    target: str
    provider: str
    key: str | None
    url: str | None
    state: str
    remote_status: str | None
    note: str | None


class Item(BaseModel):
    """An action item."""

    id: str
    incident: str
    title: str
    kind: Kind | None
    status: Status
    owner: str | None
    priority: str | None
    due: Day | None
    due0: Day | None
    assign_by: Day | None
    created_at: Moment
    closed_at: Moment | None
    reason: str | None
    approver: str | None
    review_by: Day | None
    duplicate_of: str | None
    criterion: str | None
    verify_by: Day | None
    evidence: str | None
    in_document: bool
    version: int
    links: list[Link]


class Source(BaseModel):
    """Where an item stands in its document; lines count from 1, both included."""

    section: str
    heading: str | None
    text: str
    first_line: int
    last_line: int


class Extension(BaseModel):
    """A move of a due date to a later day, or to none."""

    at: Moment
    old: Day
    new: Day | None
    who: str | None
    origin: str
    reason: str | None
    approver: str | None


class ItemWhole(Item):
    """An action item with everything that its document says of it."""

    model_config = ConfigDict(openapi_extra={"headers": ETAG})  # type: ignore[typeddict-unknown-key]

    refs: list[str]
    sources: list[Source]
    extensions: list[Extension]


class Incident(BaseModel):
    """An incident with its completion."""

    id: str
    title: str
    severity: str | None
    started_at: Told | None
    ended_at: Told | None
    duration_minutes: int | None
    documents: list[str]
    total: int
    done: int
    in_progress: int
    open: int
    missed: int
    overdue: int
    wont_do: int
    proposed: int
    next_due: Day | None


class IncidentWhole(Incident):
    """An incident with everything that its documents tell of it."""

    detected_at: Told | None
    timezone: str | None
    services: list[str]
    impact: str | None
    root_cause: str | None
    resolution: str | None
    owners: list[str]
    targets: list[str]
    remediated: bool
    created_at: Moment


class Access(BaseModel):
    """Who sees an incident: everybody, or where it is restricted those who are named."""

    restricted: bool
    names: list[str]


class Step(BaseModel):
    """One step of an incident; *at* is the time as written."""

    at: str | None
    text: str
    line: int


class RevisionNote(BaseModel):
    """That a document had a text from *at* on."""

    id: int
    number: int
    at: Moment


class Document(BaseModel):
    """A postmortem and its texts, the newest first."""

    id: int
    path: str
    revisions: list[RevisionNote]


class Place(BaseModel):
    """Where an item stands in a text."""

    item: str
    first_line: int
    last_line: int


class Revision(BaseModel):
    """One text of a document, and where its items stand."""

    id: int
    document: int
    path: str
    number: int
    at: Moment
    sha256: str
    text: str
    places: list[Place]


class Change(BaseModel):
    """One entry of the history."""

    incident: str
    item: str | None
    field: str
    old: str | None
    new: str | None
    at: Moment
    who: str | None
    origin: str


class Conflict(BaseModel):
    """A field that both sides changed differently; all values are kept."""

    id: int
    item: str
    target: str
    field: str
    base: str | None
    ours: str | None
    theirs: str | None
    kept: Literal["ours", "theirs"]
    at: Moment
    undone_at: Moment | None


class Settled(BaseModel):
    """A conflict that was settled, and its item as it stands now."""

    conflict: Conflict
    item: Item


class Owner(BaseModel):
    """Who owns items; *active* ones are to be done, *overdue* ones are late."""

    name: str
    items: int
    active: int
    overdue: int
