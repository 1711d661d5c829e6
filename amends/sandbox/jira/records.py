"""What the Jira sandbox remembers; every value frozen."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypedDict


@dataclass(frozen=True)
class Project:
    """A project; `last_number` is the number its latest issue bears."""

    id: int
    key: str
    last_number: int = 0


@dataclass(frozen=True)
class Issue:
    """An issue of one project."""

    id: int
    project: str
    number: int
    type_id: str
    summary: str
    creator: str
    created: datetime
    updated: datetime
    status_id: str
    status_changed: datetime
    priority_id: str
    reporter: str | None = None
    description: str | None = None
    resolution_id: str | None = None
    resolved: datetime | None = None
    assignee: str | None = None
    labels: tuple[str, ...] = ()
    duedate: date | None = None
    components: tuple[str, ...] = ()
    own: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name as people write it."""
        return f"{self.project}-{self.number}"


@dataclass(frozen=True)
class Comment:
    """A comment on an issue."""

    id: int
    issue: int
    author: str
    body: str
    created: datetime


@dataclass(frozen=True)
class RemoteLink:
    """A link from an issue to something elsewhere, as the client described it."""

    id: int
    issue: int
    global_id: str | None
    content: dict[str, Any]


class Changes(TypedDict, total=False):
    """What an edit names; what it leaves out stays."""

    type_id: str
    summary: str
    description: str | None
    priority_id: str
    resolution_id: str
    assignee: str | None
    reporter: str | None
    labels: tuple[str, ...]
    duedate: date | None
    components: tuple[str, ...]
    own: dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """Everything that one request does to one issue."""

    changes: Changes
    labels_added: tuple[str, ...] = ()
    labels_removed: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    properties: dict[str, Any] = field(default_factory=dict)
