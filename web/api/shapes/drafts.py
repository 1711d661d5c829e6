"""Drafts, as programs read them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from web.api.paging import LINK
from web.api.shapes.things import ETAG, Moment, Next


class Draft(BaseModel):
    """A document that somebody brought and nobody has accepted yet.

    *fetching*: the worker has still to fetch it; *failed*: it could not, and *trouble* says why.
    """

    id: int
    name: str
    title: str
    state: Literal["fetching", "failed", "ready", "accepted"]
    trouble: str | None
    restricted: bool
    who: str | None
    changed_by: str | None
    created_at: Moment
    updated_at: Moment
    version: int
    incident: str | None = Field(description="What it became.")


class Lines(BaseModel):
    """Where something stands in the text; lines count from 1, both included."""

    first_line: int
    last_line: int


class DraftItem(BaseModel):
    """What becomes an item, or none where it is *dropped*; *known* is which one it is already."""

    id: int = Field(description="Its number within the draft.")
    title: str
    owner: str
    due: str = Field(description="Of a known one: by when it will be due.")
    priority: str
    kind: str
    status: str
    due_reason: str = Field(description="Why a known one gets more time.")
    due_approver: str
    dropped: bool
    merged: bool = Field(description="Whether it is made of several, and can be taken apart.")
    known: str | None
    places: list[Lines]


class DraftFacts(BaseModel):
    """What the incident will be told to be; absent is empty."""

    title: str
    severity: str
    started_at: str
    ended_at: str


class Nearby(BaseModel):
    """A known document that it may be a newer text of."""

    incident: str
    title: str
    path: str
    shared: int = Field(description="Promises that stand in both.")
    promised: int
    same: bool = Field(description="Whether it is the very text.")


class DraftWhole(Draft):
    """A draft with everything that was found in it, and made of that."""

    model_config = ConfigDict(openapi_extra={"headers": ETAG})  # type: ignore[typeddict-unknown-key]

    text: str | None
    ambiguous: bool
    facts: DraftFacts
    revises: str | None = Field(description="The incident that it is a newer text of.")
    near: list[Nearby]
    items: list[DraftItem]


class DraftPart(BaseModel):
    """A part of the drafts that wait, the newest first."""

    model_config = ConfigDict(openapi_extra={"headers": LINK})  # type: ignore[typeddict-unknown-key]

    data: list[Draft]
    next: Next
