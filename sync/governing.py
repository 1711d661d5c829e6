"""The governor: whoever uses a credential asks the database for a turn, in whatever process.

Turns are given in the order in which they are asked for, one at a time to each; so nobody
waits for more than one request of each of the others, unless a limit itself is reached.
"""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from sync.errors import Limited, Waits
from sync.pacing import STALE, Kind, Ledger, Quota, booked, left, observed, pause_after, turn
from tracker.clock import monotonic, wait

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sync.pacing import Policy, Turn
    from tracker.storage import Store, Work

PATIENCE = 30.0  # how long a cycle waits for a turn; what takes longer is for a later one
GOOD = frozenset({200, 201, 204})
GLANCE = 1.0  # how often a pause is looked for where nothing else is counted
LONGEST_PAUSE = 6 * 3600


class Gate(Protocol):
    """What every request passes on its way out, and every answer on its way in.

    *hold* is called before each; what it raises keeps the request from being sent.
    """

    hold: Callable[[], None]

    def reserve(self, kind: Kind, patience: float) -> float:
        """Return from when, by the monotonic clock, the next request of a kind may go.

        Raises Waits or Limited where that is more than *patience* seconds away.
        """

    def enter(self, kind: Kind, patience: float) -> None:
        """Return when a request may go: now, at its reserved turn, or at a new one."""

    def heard(
        self, kind: Kind, status: int, headers: Mapping[str, str], at: datetime | None
    ) -> None:
        """Take note of what an answer told, *at* the tracker's own time."""

    def paused(self, work: Work) -> datetime | None:
        """Return until when nobody may send anything."""

    def pause(self, work: Work, limit: Limited) -> datetime:
        """Let nobody send anything before a limit's time, which is returned."""

    def settle(self, work: Work) -> None:
        """Store what was heard last and is not stored yet."""


def _free() -> None:
    """Hold nothing: nobody else is kept from the place."""


class Open:
    """A gate that holds up nobody, for a few requests that a person waits for."""

    hold: Callable[[], None] = staticmethod(_free)

    def reserve(self, kind: Kind, patience: float) -> float:
        """Let it go now."""
        del kind, patience
        return monotonic()

    def enter(self, kind: Kind, patience: float) -> None:
        """Let it go."""

    def heard(
        self, kind: Kind, status: int, headers: Mapping[str, str], at: datetime | None
    ) -> None:
        """Forget it."""

    def paused(self, work: Work) -> datetime | None:
        """Know of no pause."""
        del work
        return None

    def pause(self, work: Work, limit: Limited) -> datetime:
        """Say when the limit ends."""
        return work.clock() + timedelta(seconds=limit.seconds)

    def settle(self, work: Work) -> None:
        """Store nothing."""


class Governor:
    """One sender's gate before a credential; *key* names it for all. One thread only.

    When *planning*, it keeps to the limits as they are known and writes nothing.
    """

    def __init__(
        self,
        store: Store,
        key: str,
        policy: Policy,
        name: str,
        *,
        holds: float,
        planning: bool = False,
    ) -> None:
        self._store = store
        self.key = key
        self._policy = policy
        self._name = name
        self._holds = holds
        self.hold: Callable[[], None] = _free
        self._planning = planning
        self._owner = f"{socket.gethostname()}/{os.getpid()}/{id(self)}"
        self._turn: tuple[Kind, float] | None = None
        self._glanced: float | None = None
        self._quota: tuple[int, int, float] | None = None
        self._well = False

    def reserve(self, kind: Kind, patience: float) -> float:
        """Return from when the next request of a kind may go."""
        kept = self._kept_for(kind)
        if kept is None:
            kept = self._booked(kind, min(patience, PATIENCE))
            self._turn = kind, kept
        return kept

    def enter(self, kind: Kind, patience: float) -> None:
        """Return when a request may go; a turn that is reserved for another kind stays."""
        kept = self._kept_for(kind)
        if kept is None:
            kept = self._booked(kind, min(patience, PATIENCE))
        else:
            self._turn = None
        while (pause := kept - monotonic()) > 0:
            wait(min(pause, GLANCE))
            self.hold()
        self.hold()

    def heard(
        self, kind: Kind, status: int, headers: Mapping[str, str], at: datetime | None
    ) -> None:
        """Take note of the quota that an answer told, and of a good write."""
        self._well = self._well or (kind is not Kind.READ and status in GOOD)
        if headers.get("x-ratelimit-resource", "core") != "core":
            return
        try:
            limit, remaining = (
                int(headers[f"x-ratelimit-{name}"]) for name in ("limit", "remaining")
            )
            resets_at = float(headers["x-ratelimit-reset"])
        except (KeyError, ValueError):
            return
        if at is not None:
            self._quota = limit, remaining, monotonic() + resets_at - at.timestamp()

    def paused(self, work: Work) -> datetime | None:
        """Return until when nobody may send anything."""
        until = work.budgets.seen(self.key).paused_until
        return until if until and until > work.clock() else None

    def pause(self, work: Work, limit: Limited) -> datetime:
        """Let nobody send anything before a limit's time; untold, it grows each time."""
        if not limit.answered:
            return work.clock() + timedelta(seconds=limit.seconds)
        budget = work.budgets.held(self.key)
        seconds = pause_after(budget.strikes, limit.seconds if limit.told else None)
        until = work.clock() + timedelta(seconds=min(seconds, LONGEST_PAUSE))
        latest = max(until, budget.paused_until or until)
        work.budgets.pause(self.key, latest, str(limit), strikes=budget.strikes + 1)
        self._well = False
        return latest

    def settle(self, work: Work) -> None:
        """Store what was heard last, and leave one's seat."""
        if self._planning:
            return
        if self._is_open and not (self._well and work.budgets.seen(self.key).strikes):
            return
        budget = work.budgets.held(self.key)
        now = work.clock().timestamp()
        ledger = left(self._known(budget.ledger, now), self._owner)
        self._keep(work, ledger, budget.strikes)

    @property
    def _is_open(self) -> bool:
        return not self._policy.rules

    def _kept_for(self, kind: Kind) -> float | None:
        """Return the turn that was reserved for a kind, unless it was slept through."""
        if self._turn is None or self._turn[0] is not kind:
            return None
        return self._turn[1] if monotonic() - self._turn[1] <= STALE else None

    def _booked(self, kind: Kind, patience: float) -> float:
        if self._is_open or self._planning:
            return self._looked(kind, patience)
        with self._store.work() as work:
            budget = work.budgets.held(self.key)
            now = work.clock().timestamp()
            self._heed(budget.paused_until, now)
            ledger = self._known(budget.ledger, now)
            found = turn(ledger, self._policy, kind, self._owner, now)
            self._refuse_later_than(now + patience, found, now)
            ledger = booked(ledger, self._policy, kind, self._owner, found.at, now, self._holds)
            self._keep(work, ledger, budget.strikes)
            begun = monotonic()
            work.commit()
        return begun + found.at - now

    def _looked(self, kind: Kind, patience: float) -> float:
        """Return from when a request may go, and write nothing."""
        at = monotonic()
        if patience <= 0:
            raise Waits(f"{self._name} waits: there is no time left for it")
        if self._is_open and self._glanced is not None and at - self._glanced < GLANCE:
            return at
        with self._store.reading() as work:
            budget = work.budgets.seen(self.key)
            now = work.clock().timestamp()
        self._heed(budget.paused_until, now)
        found = turn(self._known(budget.ledger, now), self._policy, kind, self._owner, now)
        self._refuse_later_than(now + patience, found, now)
        self._glanced = at
        return at + found.at - now

    def _heed(self, until: datetime | None, now: float) -> None:
        """Raise Limited during a pause."""
        seconds = until.timestamp() - now if until else 0.0
        if until and seconds > 0:
            told = f"{self._name} pauses until {_clock(until)}: its credentials are at their limit"
            raise Limited(told, seconds, answered=False)

    def _refuse_later_than(self, latest: float, found: Turn, now: float) -> None:
        """Raise Waits where a turn is too far away, or Limited where nothing at all may go."""
        if found.at <= latest:
            return
        until = _clock(datetime.fromtimestamp(found.at, UTC))
        told = f"{self._name} waits until {until} for its limit: {found.why}"
        if found.exhausted:
            raise Limited(told, found.at - now, answered=False)
        raise Waits(told)

    def _known(self, held: Mapping[str, Any], now: float) -> Ledger:
        """Return the ledger, with what was heard since it was stored."""
        quota = None
        if self._quota:
            limit, remaining, resets = self._quota
            quota = Quota(limit, remaining, now + resets - monotonic())
        return observed(Ledger.restored(held), quota)

    def _keep(self, work: Work, ledger: Ledger, strikes: int) -> None:
        work.budgets.spend(self.key, ledger.stored(), strikes=0 if self._well else strikes)
        self._well, self._quota = False, None


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
