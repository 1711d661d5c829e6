"""Lists and their parts, as programs read them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from web.api.paging import LINK
from web.api.shapes.services import Operation, Target, Week
from web.api.shapes.things import (
    Change,
    Conflict,
    Document,
    Incident,
    Item,
    Link,
    Next,
    Owner,
    Step,
)


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


class OperationPart(_Part):
    """A part of the writes that wait, are unknown or were refused, the newest first."""

    data: list[Operation]


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
