"""What Amends does, as programs read it: sync, intake, reports, search, its own health."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from tracker.domain.items import Kind
from web.api.shapes.things import Day, Moment, Source, Step, Told


class Target(BaseModel):
    """A place where issues live; *configured* in amends.toml, or only remembered."""

    name: str
    provider: str
    container: str | None
    configured: bool
    linked: int


class Quota(BaseModel):
    """How many requests a tracker still answers, of how many, and when they are renewed."""

    remaining: int
    limit: int
    resets_at: Moment | None


class Question(BaseModel):
    """What a target asks before it goes on: about which items, and the command to go on by."""

    items: list[str] = Field(description="Those that may be seen.")
    command: str


class Tally(BaseModel):
    """How a target fares, and what the last cycle did with it; null before the first one."""

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
    state: str = Field(description="In the words of the page, such as `in step` or `paused`.")
    succeeded_at: Moment | None = Field(description="As of when both sides are in step.")
    next_cycle_at: Moment | None = Field(
        description="When a running worker asks the tracker again; null where it never did."
    )
    seconds: float | None = Field(description="How long the last cycle took.")
    quota: Quota | None = Field(description="Null where the tracker does not tell.")
    question: Question | None
    linked: int


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


class Plan(BaseModel):
    """What a sync would have written at a moment; null and empty before the first plan."""

    at: Moment | None
    writes: list[dict[str, Any]]
    asked: bool = Field(description="Whether a plan was asked for that is not made yet.")


class Operation(BaseModel):
    """A write that waits, is unknown or was refused."""

    id: int
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
