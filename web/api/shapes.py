"""What the API answers with; every field is always there, and null where nothing is known."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from tracker.domain.items import Kind, Status
from web.api.paging import LINK

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
    created_at: Moment
    closed_at: Moment | None
    reason: str | None
    approver: str | None
    duplicate_of: str | None
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


class ItemWhole(Item):
    """An action item with everything that its document says of it."""

    model_config = ConfigDict(openapi_extra={"headers": ETAG})  # type: ignore[typeddict-unknown-key]

    refs: list[str]
    sources: list[Source]


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


class Target(BaseModel):
    """A place where issues live; *configured* in amends.toml, or only remembered."""

    name: str
    provider: str
    container: str | None
    configured: bool
    linked: int


class Tally(BaseModel):
    """What the last cycle did with a target; null before the first one."""

    name: str
    requests: int | None
    pulled: int | None
    created: int | None
    updated: int | None
    closed: int | None
    unchanged: int | None
    unknown: int | None
    failed: int | None
    conflicts: int | None
    error: str | None
    reported_at: Moment | None
    paused_until: Moment | None
    pause_reason: str | None


class Write(BaseModel):
    """One write to a tracker; *item* is null where it concerns no item's own issue."""

    target: str
    item: str | None
    operation: str
    fields: list[str]


class Sync(BaseModel):
    """How the sync fares; *writes* are those of the last run that wrote."""

    targets: list[Tally]
    writes: list[Write]
    asked: bool = Field(description="Whether a sync was asked for that has not begun.")


class SyncAsked(BaseModel):
    """That a sync is asked for; the worker takes it up within seconds."""

    asked: Literal[True]


class Operation(BaseModel):
    """A write that waits, is unknown or was refused."""

    item: str
    target: str
    kind: str
    state: str
    attempts: int
    error: str | None
    at: Moment


class Arrival(BaseModel):
    """What became of a document, and of how many items."""

    path: str
    outcome: str
    incident: str | None
    added: int
    updated: int
    gone: int
    gone_items: list[str]
    proposed: int


class Candidate(BaseModel):
    """An item as a document states it."""

    title: str
    kind: Kind | None
    owner: str | None
    due: Day | None
    priority: str | None
    done: bool | None
    refs: list[str]
    sources: list[Source]


class Extraction(BaseModel):
    """What one document holds; nothing of it is stored."""

    path: str
    postmortem: bool
    ambiguous: bool
    title: str | None
    started_at: Told | None
    ended_at: Told | None
    detected_at: Told | None
    duration_minutes: int | None
    timezone: str | None
    severity: str | None
    services: list[str]
    impact: str | None
    root_cause: str | None
    resolution: str | None
    timeline: list[Step]
    items: list[Candidate]


class ArrivalOrExtraction(RootModel[Arrival | Extraction]):
    """What became of a document that was known before; with `preview`, what it holds."""


class Figure(BaseModel):
    """A number, as the items that it counts."""

    count: int
    items: list[str]


class Week(BaseModel):
    """One week's ledger: what was open, what came and left by which way, what is open then."""

    week: str
    start: str
    end: str
    so_far: bool
    ledger: dict[str, int]


class Hit(BaseModel):
    """One thing that was found: an incident, an item, or a document of an incident.

    *text* is the part of it that holds the words, null where these stand in the title alone.
    """

    kind: Literal["incident", "item", "document"]
    id: str = Field(description="The item, or the incident itself or of the document.")
    title: str
    text: str | None
    path: str | None = Field(description="The document's; null for others.")


class Hits(BaseModel):
    """What was found: titles first, then what is open, at most 200 ways of each kind."""

    data: list[Hit]
    next: None
    loose: bool = Field(description="Nothing holds all words; these hold some of them.")


class Report(BaseModel):
    """One week's report, as `amends report --format json` prints it."""

    model_config = ConfigDict(extra="allow")

    week: str
    timezone: str
    start: str
    end: str
    as_of: str
    so_far: bool
    health: dict[str, Any] | None
    ledger: dict[str, Any]
    trend: list[dict[str, Any]]
    on_time: list[dict[str, Any]]
    counts: dict[str, Any]
    incidents: list[dict[str, Any]]
    wont_do: list[dict[str, Any]]
    items: list[dict[str, Any]]
    definitions: list[str]
    command: str


class Health(BaseModel):
    """That the database answers, and its time."""

    status: Literal["ok"]
    at: Moment


class Description(BaseModel):
    """A description in OpenAPI 3.1."""

    model_config = ConfigDict(extra="allow")

    openapi: str
    info: dict[str, Any]
    paths: dict[str, Any]


class ProblemKind(BaseModel):
    """What a kind of problem means, and what to do."""

    type: str
    title: str
    detail: str


class _Part(BaseModel):
    """A part of a list."""

    model_config = ConfigDict(openapi_extra={"headers": LINK})  # type: ignore[typeddict-unknown-key]

    next: Next


class ItemPart(_Part):
    """A part of a list of items."""

    data: list[Item]


class IncidentPart(_Part):
    """A part of the list of incidents."""

    data: list[Incident]


class ChangePart(_Part):
    """A part of a history, oldest first."""

    data: list[Change]


class ConflictPart(_Part):
    """A part of the list of conflicts, the newest first."""

    data: list[Conflict]


class OwnerPart(_Part):
    """A part of the list of owners."""

    data: list[Owner]


class Links(BaseModel):
    """All issues of an item."""

    data: list[Link]
    next: None


class Timeline(BaseModel):
    """What happened, in the order of the document."""

    data: list[Step]
    next: None


class Documents(BaseModel):
    """All documents of an incident."""

    data: list[Document]
    next: None


class Targets(BaseModel):
    """All targets."""

    data: list[Target]
    next: None


class Operations(BaseModel):
    """The newest 200 writes that wait, are unknown or were refused."""

    data: list[Operation]
    next: None


class Weeks(BaseModel):
    """The last weeks, the newest first, which is the running one."""

    data: list[Week]
    next: None


class Refusal(BaseModel):
    """Why one item of several was left as it was."""

    item: str
    status: int
    detail: str


class Edited(BaseModel):
    """Which items were saved, and which were left as they were."""

    saved: list[Item]
    refused: list[Refusal]
