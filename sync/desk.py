"""What one target's cycle works with: its tracker, what is known of it, its lease, its tally."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sync.errors import TimeIsUp, Waits
from sync.governing import PATIENCE
from sync.templates import Bodies
from tracker.clock import monotonic, wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from sync.governing import Gate
    from sync.pacing import Kind
    from sync.ports import IssueTracker, RemoteIssue
    from tracker.domain.directions import Direction
    from tracker.people import People
    from tracker.settings import Settings, Target
    from tracker.storage import Store, Work
    from tracker.storage.leases import Lease
    from tracker.storage.targets import TargetState

LAST_SECOND = 1.0  # whoever is given a turn has the time to use it
# longer than GitHub's lists were ever late (ten minutes) and a request took; Jira's index is slower
SETTLE = {"github": 660.0, "jira": 900.0}


@dataclass(slots=True)
class Tally:
    """What one cycle did with a target, as `amends sync --json` tells it."""

    name: str
    requests: int = 0
    pulled: int = 0
    created: int = 0
    updated: int = 0
    closed: int = 0
    unchanged: int = 0
    unknown: int = 0
    failed: int = 0
    conflicts: int = 0
    error: str | None = None

    def told(self) -> dict[str, Any]:
        """Return the tally as JSON tells it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Stage:
    """What a cycle is at with a target; *done* of *of*, where it is many."""

    target: str
    words: str
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a write, from what the issue shows to what it will."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Write:
    """One write to a tracker; *item* is None where it concerns no item's own issue."""

    target: str
    item: str | None
    operation: str
    fields: tuple[str, ...]
    changes: tuple[Change, ...] = ()

    def told(self) -> dict[str, Any]:
        """Return the write as JSON tells it."""
        return {
            "target": self.target,
            "item": self.item,
            "operation": self.operation,
            "fields": list(self.fields),
        }


@dataclass(frozen=True, slots=True)
class Tickets:
    """The issues that the documents of unlinked items name as theirs, by item, as they are now.

    *later* are the items whose issue is looked at in the next cycle.
    """

    issues: Mapping[int, RemoteIssue] = field(default_factory=dict)
    later: frozenset[int] = frozenset()


@dataclass(slots=True)
class Desk:
    """One target's cycle. *planning*: nothing is sent, and nothing is kept.

    *allowed*: the brake is off, on a person's word. *left*: the target stands for a new place,
    and its former links are detached. *run* names the cycle whose writes these are.
    *unfinished*: its time was over before its work was. *taken* and *disputed* tell, by item,
    what came from there. *missed_at*: at that time a change was found of which no webhook told.
    *renewed*: from then on, by the monotonic clock, the lease was counted last.
    """

    store: Store
    settings: Settings
    target: Target
    tracker: IssueTracker
    gate: Gate
    people: People
    secret: str
    state: TargetState
    deadline: float
    planning: bool = False
    allowed: bool = False
    run: str = ""
    told: Callable[[Stage], None] = lambda _: None
    lease: Lease | None = None
    failed: bool = False
    left: bool = False
    brake: dict[str, Any] | None = None
    unfinished: bool = False
    notes: list[str] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    renewed: float = 0.0
    tickets: Tickets = field(default_factory=Tickets)
    begun: float = field(default_factory=monotonic)
    taken: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)
    disputed: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    missed_at: datetime | None = None
    tally: Tally = field(init=False)
    bodies: Bodies = field(init=False)
    ways: Mapping[str, Direction] = field(init=False)

    def __post_init__(self) -> None:
        self.tally = Tally(self.target.name)
        self.bodies = Bodies(self.target.provider, self.tracker.mapping.markup)
        self.ways = self.target.fields.ways()

    @property
    def settle_seconds(self) -> float:
        """Return how long an unknown create may still turn up."""
        given = self.settings.sync.settle_seconds
        return SETTLE[self.target.provider] if given is None else given

    @property
    def lease_seconds(self) -> float:
        """Return how long a lease lasts unrenewed: longer than any one request."""
        return 2 * self.settings.sync.request_timeout_seconds

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Yield a unit of work that is kept only while the target is leased to us."""
        with self.store.work() as work:
            yield work

    def keep(self, work: Work) -> None:
        """Renew the lease and commit, both or neither; raises LeaseLostError."""
        if self.planning:
            return
        begun = monotonic()
        if self.lease:
            work.leases.renew(self.lease, work.clock(), self.lease_seconds)
        work.commit()
        self.renewed = begun

    @property
    def has_slept(self) -> bool:
        """Return whether the lease might end before a request that is sent now does."""
        return monotonic() - self.renewed > self.settings.sync.request_timeout_seconds

    def hold(self) -> None:
        """Let the lease outlast the next request; raises LeaseLostError.

        So nothing is sent by who slept while another took over, and a long reading goes on.
        """
        if self.lease and self.has_slept:
            with self.work() as work:
                self.keep(work)

    def pace(self, kind: Kind) -> None:
        """Wait for the turn of the next write, holding the lease.

        Raises Waits where that takes too long, TimeIsUp where only this cycle's time is over.
        """
        left = self.deadline - monotonic() - LAST_SECOND
        try:
            turn = self.gate.reserve(kind, left)
        except Waits as error:
            if left >= PATIENCE:
                raise
            raise TimeIsUp(
                "the rest waits for the next cycle: this one has reached its time limit"
            ) from error
        while (pause := turn - monotonic()) > 0:
            wait(min(pause, self.lease_seconds / 4))
            self.hold()

    def take(self, item_id: int, fields: Iterable[str]) -> None:
        """Remember what an item took from its issue."""
        names = tuple(fields)
        if names:
            self.tally.pulled += 1
            self.taken.setdefault(item_id, []).append(names)

    def dispute(self, item_id: int, name: str, kept: str) -> None:
        """Remember a field that both sides changed differently, and whose value was kept."""
        self.tally.conflicts += 1
        self.disputed.setdefault(item_id, []).append((name, kept))

    def report(self) -> dict[str, Any]:
        """Return what the page of the sync shows of this cycle."""
        return self.tally.told() | ({"brake": self.brake} if self.brake else {})

    def mend(self, sentence: str) -> None:
        """Remember that something failed, in one sentence."""
        self.failed = True
        self.tally.error = self.tally.error or sentence
