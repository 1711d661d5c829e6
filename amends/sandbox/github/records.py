"""What the GitHub sandbox remembers; every value frozen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypedDict

from amends.sandbox.github.git import Held

State = Literal["open", "closed"]
Reason = Literal["completed", "not_planned", "duplicate", "reopened"]


@dataclass(frozen=True)
class Account:
    """Somebody with a login."""

    id: int
    login: str


@dataclass(frozen=True)
class Repository:
    """A repository; `last_number` is the number its latest issue bears."""

    id: int
    owner: str
    name: str
    created_at: datetime
    last_number: int = 0
    default_branch: str = "main"

    @property
    def full_name(self) -> str:
        """The name as people write it."""
        return f"{self.owner}/{self.name}"


@dataclass(frozen=True)
class Label:
    """A label of one repository."""

    id: int
    repository: int
    name: str


@dataclass(frozen=True)
class Issue:
    """An issue of one repository."""

    id: int
    repository: int
    number: int
    title: str
    body: str | None
    author: str
    created_at: datetime
    updated_at: datetime
    state: State = "open"
    state_reason: Reason | None = None
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    closed_at: datetime | None = None
    closed_by: str | None = None
    comments: int = 0
    type: str | None = None
    milestone: int | None = None


@dataclass(frozen=True)
class Comment:
    """A comment on an issue."""

    id: int
    issue: int
    author: str
    body: str
    created_at: datetime


@dataclass(frozen=True)
class Content:
    """What a file holds, in base64, under git's name for it."""

    id: int
    sha: str
    size: int
    text: str


@dataclass(frozen=True)
class Commit:
    """All files of a repository at one moment, by path."""

    id: int
    repository: int
    sha: str
    tree: str
    parent: str | None
    author: str
    message: str
    at: datetime
    files: dict[str, Held]


@dataclass(frozen=True)
class Ref:
    """A branch (heads/…) or a tag (tags/…) of one repository."""

    id: int
    repository: int
    name: str
    commit: str


class Changes(TypedDict, total=False):
    """What an edit names; what it leaves out stays."""

    title: str
    body: str | None
    labels: tuple[str, ...]
    assignees: tuple[str, ...]
    state: State
    state_reason: Reason | None
    type: str | None
    milestone: int | None
