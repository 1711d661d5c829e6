"""The whole language between the engine and a provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sync.allowance import Heard
    from sync.errors import TrackerError
    from tracker.domain.items import ActionItem, Status

Fields = dict[str, str | None]
MOST_REREAD = 100


@dataclass(frozen=True, slots=True)
class RemoteIssue:
    """An issue as its tracker shows it.

    *fields* are in the engine's words (title, state, block, priority, due, owner), *raw* is
    what only the provider needs for its next write. *author* is the immutable creator; *seal*
    stands beside the marker of an issue that was adopted.
    """

    id: str
    key: str
    url: str
    updated: datetime
    author: str | None
    marker: str | None
    fields: Mapping[str, str | None]
    raw: Mapping[str, Any] = field(default_factory=dict)
    seal: str | None = None

    def stored(self) -> dict[str, Any]:
        """Return this issue as JSON holds it."""
        return {
            "id": self.id,
            "key": self.key,
            "url": self.url,
            "updated": self.updated.isoformat(),
            "author": self.author,
            "marker": self.marker,
            "fields": dict(self.fields),
            "raw": dict(self.raw),
            "seal": self.seal,
        }

    @staticmethod
    def restored(held: Mapping[str, Any]) -> RemoteIssue:
        """Return the issue that stored() wrote."""
        return RemoteIssue(**{**held, "updated": datetime.fromisoformat(held["updated"])})


@dataclass(frozen=True, slots=True)
class Since:
    """From where a pull reads: *floor* is the tracker's own time, None means everything.

    Nothing of *enough* or before can be new: it need not be asked for, nor read.
    """

    floor: datetime | None
    enough: datetime | None = None
    etag: str | None = None
    etag_for: str | None = None


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull read. *at* is the tracker's time of its first page.

    Only a *complete* pull may say that something is not there, as far as it *reaches* back; an
    *unchanged* one says nothing of what it holds. *newest* is when anything in the list changed
    last, issue or not. A *conclusive* etag changes with whatever turns up anywhere in the list.
    """

    issues: tuple[RemoteIssue, ...]
    complete: bool
    at: datetime | None
    unchanged: bool = False
    etag: str | None = None
    etag_for: str | None = None
    reaches: datetime | None = None
    newest: datetime | None = None
    conclusive: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue to be: its fields, its marker, and which fields may not be sent."""

    fields: Mapping[str, str | None]
    marker: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a tracker said of a new issue; *issue* is None where it told only the address.

    *dropped* are the fields that it did not accept and that were left out.
    """

    id: str
    key: str
    url: str
    issue: RemoteIssue | None
    raw: Mapping[str, Any] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One write: *operation* is update, close, reopen or transition; *patch* what it says."""

    operation: str
    patch: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Head:
    """What a repository holds now: *tree* names all of it, None where nothing is in it yet."""

    tree: str | None
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository: *blob* names its content, *size* is None where it was not told."""

    blob: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The files and the folders of a tree, by path; not *complete*: there are more."""

    files: Mapping[str, RemoteFile]
    folders: Mapping[str, str]
    complete: bool


class Library(Protocol):
    """A repository with documents. Each method may raise TrackerError, and nothing else."""

    @property
    def requests(self) -> int:
        """Return how many requests were sent."""

    def head(self, etag: str | None) -> Head | None:
        """Return what the repository holds now; None if that is what *etag* stands for."""

    def listed(self, tree: str, *, whole: bool) -> Listing:
        """Return what is in a tree: all below it where it is *whole*, else its own entries."""

    def content(self, blob: str) -> bytes:
        """Return the content of a file."""


class Markup(Protocol):
    """How a tracker's texts are written, so that other people's words stay words; pure."""

    @property
    def longest(self) -> int:
        """Return how many characters our part of a text may have."""

    def inline(self, text: str) -> str:
        """Return *text* as words within a line."""

    def code(self, text: str) -> str:
        """Return *text* as code within a line."""

    def quoted(self, words: str) -> str:
        """Return *words* as a block of their own."""

    def link(self, text: str, url: str | None) -> str:
        """Return *text* as a link, or alone where there is no address."""

    def settled(self, text: str) -> str:
        """Return a whole block as it is written: its quotations apart, none of our marks in it."""


class Vocabulary(Protocol):
    """How items are said in a tracker's words, and back; pure."""

    name: str

    @property
    def markup(self) -> Markup:
        """Return how texts are written here."""

    def fields_of(self, item: ActionItem, block: str, account: str | None) -> Fields:
        """Return what the item's issue should show, *block* being our part of its text."""

    def status_of(self, state: str | None, now: Status) -> Status:
        """Return the status that a remote *state* means for an item that stands at *now*."""

    def meant(self, name: str, value: str | None, now: str | None) -> str | None:
        """Return the priority or the kind that an issue's *value* means for an item of *now*."""


class IssueTracker(Protocol):
    """A place where issues live. Each method may raise TrackerError, and nothing else."""

    provider: str
    heard: Heard

    @property
    def batch(self) -> int:
        """Return how many issues one request opens."""

    @property
    def requests(self) -> int:
        """Return how many requests were sent."""

    @property
    def mapping(self) -> Vocabulary:
        """Return how items are said here."""

    def introduce(self, learned: Mapping[str, Any]) -> dict[str, Any]:
        """Return what must be known of the place, asking only for what *learned* lacks.

        Holds at least "container" and "account".
        """

    def now(self) -> datetime | None:
        """Return the tracker's own time, as far as its answers told it."""

    def end_by(self, deadline: float) -> None:
        """Send nothing after *deadline*, by the monotonic clock."""

    def forget_place(self) -> None:
        """Forget where the place is: it moved, and is looked for at the next introduction."""

    def examine(self) -> list[str]:
        """Return what we may not do in the place, each in a sentence."""

    def reach(self) -> None:
        """Return if the place itself can be seen, or raise."""

    def identity(self) -> str:
        """Return the container that the configured name leads to now, with one request."""

    def changes(self, since: Since) -> Pulled:
        """Return the issues that moved since a moment."""

    def look(self, raw: Mapping[str, Any]) -> RemoteIssue:
        """Return one issue as it is now."""

    def reread(self, links: Sequence[tuple[str, Mapping[str, Any]]]) -> list[RemoteIssue | None]:
        """Return issues, by number and raw, as they are now: a hundred at most, one request.

        None is what was not found there.
        """

    def named(self, name: str) -> Mapping[str, Any]:
        """Return how to look at the issue that people call *name*: a number, or a key."""

    def everything(self, label: str | None) -> Iterator[tuple[RemoteIssue, ...]]:
        """Yield all issues, with *label* where it is given, page by page."""

    def looked_up(self, event: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return how to look at the issue that a webhook names, or None.

        With "foreign" in it, the issue is not in our place; with "deleted", it was deleted.
        """

    def create(self, drafts: Sequence[Draft]) -> list[Receipt | TrackerError]:
        """Open issues; return for each draft what came of it."""

    def first_steps(self, fields: Mapping[str, str | None]) -> list[Step]:
        """Return the writes that a new issue needs after its creation."""

    def steps(self, patch: Mapping[str, str | None], remote: Mapping[str, Any]) -> list[Step]:
        """Return the writes that bring *patch* to an issue, in order."""

    def replaces(self, step: Step, remote: Mapping[str, Any]) -> bool:
        """Return whether a write sends a set anew that others may have changed since it was read.

        The issue is looked at right before such a write.
        """

    def write(self, step: Step, remote: Mapping[str, Any]) -> RemoteIssue | None:
        """Do one write; return the issue as it is then, or None where it was not told."""

    def learned(self) -> dict[str, Any]:
        """Return what was learned meanwhile and should be kept."""
