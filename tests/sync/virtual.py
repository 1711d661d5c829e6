"""A world in virtual time: a GitHub that forgives nothing, and senders that share a ledger."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from sync.desk import LAST_SECOND
from sync.governing import PATIENCE
from sync.pacing import HOUR, STALE, Kind, Ledger, Quota, booked, observed, turn
from sync.providers.github.limits import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from random import Random

    Life = Generator[float, None, None]

TIMEOUT = 15.0
POINTS = {Kind.READ: 1, Kind.EDIT: 5, Kind.CREATE: 5}
CYCLE, INTERVAL, AGAIN = 100.0, 60.0, 2.0


@dataclass
class Span:
    """A limit over every span of so many seconds, wherever it begins."""

    most: int
    seconds: float
    used: deque[tuple[float, int]] = field(default_factory=deque)
    total: int = 0

    def takes(self, at: float, cost: int) -> bool:
        """Count what arrives, and return whether it was still allowed."""
        while self.used and self.used[0][0] < at - self.seconds:
            self.total -= self.used.popleft()[1]
        self.used.append((at, cost))
        self.total += cost
        return self.total <= self.most


@dataclass
class StrictGitHub:
    """What GitHub documents, held to the letter; *forbidden* are the requests it refuses.

    Sources: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api:
    80 creations a minute, 500 an hour, 900 points a minute, 100 requests at a time, 5,000 an hour.
    """

    quota: int = 5000
    minute: Span = field(default_factory=lambda: Span(80, 60))
    hour: Span = field(default_factory=lambda: Span(500, HOUR))
    points: Span = field(default_factory=lambda: Span(900, 60))
    forbidden: list[tuple[float, str]] = field(default_factory=list)
    busy: int = 0
    used: int = 0
    resets_at: float = 0.0
    created: list[float] = field(default_factory=list)

    def arrived(self, kind: Kind, at: float) -> Quota:
        """Take a request in, and return what its answer tells."""
        self.busy += 1
        if at >= self.resets_at:
            self.used, self.resets_at = 0, at + HOUR
        self.used += 1
        broken = [
            name
            for name, fine in (
                ("minute", kind is not Kind.CREATE or self.minute.takes(at, 1)),
                ("hour", kind is not Kind.CREATE or self.hour.takes(at, 1)),
                ("points", self.points.takes(at, POINTS[kind])),
                ("at a time", self.busy <= 100),
                ("quota", self.used <= self.quota),
            )
            if not fine
        ]
        self.forbidden += [(at, name) for name in broken]
        if kind is Kind.CREATE:
            self.created.append(at)
        return Quota(self.quota, max(0, self.quota - self.used), self.resets_at)


class World:
    """Everything that happens, in the order in which it happens; *now* is the database's clock."""

    def __init__(self, random: Random, begin: float = 0.0) -> None:
        self.random = random
        self.now = begin
        self.ledger = Ledger()
        self.policy = limits(60)
        self.github = StrictGitHub()
        self._next: list[tuple[float, int, Life]] = []
        self._number = count()

    def begin(self, life: Life, after: float = 0.0) -> None:
        """Let somebody live from some moment on."""
        heapq.heappush(self._next, (self.now + after, next(self._number), life))

    def run(self, until: Callable[[], bool], longest: float) -> None:
        """Let time pass until something is so, or for *longest* seconds."""
        end = self.now + longest
        while self._next and not until() and self.now < end:
            self.now, _, life = heapq.heappop(self._next)
            pause = next(life, None)
            if pause is not None:
                self.begin(life, max(0.0, pause))


class Sender:
    """One process at one target, as the product's governor lets it send."""

    def __init__(self, world: World, name: str, slowness: float = 0.3) -> None:
        self.world = world
        self.name = name
        self.slowness = slowness
        self.told: Quota | None = None

    def ask(self, kind: Kind, patience: float = PATIENCE) -> Generator[float, None, bool]:
        """Send a request at its turn; return False where that is too far away."""
        world = self.world
        ledger = observed(world.ledger, self.told)
        found = turn(ledger, world.policy, kind, self.name, world.now)
        if found.at > world.now + min(patience, PATIENCE):
            return False
        holds = TIMEOUT + STALE
        world.ledger = booked(ledger, world.policy, kind, self.name, found.at, world.now, holds)
        yield found.at - world.now
        yield from self.send(kind)
        return True

    def send(self, kind: Kind) -> Life:
        """Send a request: it dawdles here, it travels, it is answered."""
        random, world = self.world.random, self.world
        if random.random() < 0.02:
            yield random.uniform(0, STALE)
        whole = min(random.expovariate(1 / self.slowness), TIMEOUT)
        there = whole * random.choice((0.0, random.random()))
        yield there
        self.told = world.github.arrived(kind, world.now)
        yield whole - there
        world.github.busy -= 1


class Worker(Sender):
    """A worker at one target: cycles of at most 100 s, edits before new issues."""

    def __init__(self, world: World, name: str, items: int, slowness: float = 0.3) -> None:
        super().__init__(world, name, slowness)
        self.items = items
        self.edits: deque[float] = deque()
        self.waits: list[float] = []
        self.pulls: list[float] = []

    def live(self) -> Life:
        """Run cycle after cycle, at once again where only its time was over."""
        while True:
            begun = self.world.now
            unfinished = yield from self.cycle(begun + CYCLE - LAST_SECOND)
            rest = INTERVAL - (self.world.now - begun) % INTERVAL
            yield self.world.random.uniform(0, AGAIN) if unfinished else rest

    def cycle(self, end: float) -> Generator[float, None, bool]:
        """Read, send what is edited, then file; return whether only the time was over."""
        if (yield from self.ask(Kind.READ)):
            self.pulls.append(self.world.now)
        for _ in range(len(self.edits)):
            if not (yield from self.ask(Kind.EDIT, end - self.world.now)):
                return end - self.world.now < PATIENCE
            self.waits.append(self.world.now - self.edits.popleft())
        while self.items:
            if not (yield from self.ask(Kind.CREATE, end - self.world.now)):
                return end - self.world.now < PATIENCE
            self.items -= 1
        return False

    def edited(self, every: float) -> Life:
        """Let people edit items now and then."""
        while True:
            yield self.world.random.expovariate(1 / every)
            self.edits.append(self.world.now)
