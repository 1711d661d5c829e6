"""When the next request may go: arithmetic on moments in seconds, without clock or database.

A request is given a *turn*, a moment from which it may be sent, and the turn is written into a
ledger that all processes share. Whoever comes later counts it, however it ends.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Spent = tuple[tuple[float, int], ...]

STALE = 5.0  # seconds after which a turn that nobody took is void
LATE = 20.0  # how long after its turn a request may arrive: STALE, and the longest way there
FARTHEST = 120.0  # no turn is further ahead than this, unless the clock was set back
SAME_RESET = 60.0  # resets told within so many seconds are one: servers tell whole seconds
HOUR = 3600.0


class Kind(StrEnum):
    """What a request does, as trackers count it."""

    READ = "read"
    EDIT = "edit"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class Rule:
    """No more than *most* within any *seconds*, each kind counted by what it *costs*.

    *says* tells it to people. Requests may arrive up to *late* seconds after their turn.
    """

    name: str
    says: str
    most: int
    seconds: float
    costs: Mapping[Kind, int]
    late: float = 0.0

    @property
    def memory(self) -> float:
        """Return for how many seconds a turn counts."""
        return self.seconds + self.late


@dataclass(frozen=True, slots=True)
class Policy:
    """What a tracker documents: its rules, and how many requests at a time it takes.

    *reserves* are the shares of the primary quota that each kind leaves for others.
    """

    rules: tuple[Rule, ...] = ()
    seats: float = inf
    reserves: Mapping[Kind, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quota:
    """What a tracker's answer told of its primary quota."""

    limit: int
    remaining: int
    resets_at: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the holders of one credential have used: by rule, by seat, of the quota."""

    spent: Mapping[str, Spent] = field(default_factory=dict)
    seats: Mapping[str, float] = field(default_factory=dict)
    quota: Quota | None = None

    def stored(self) -> dict[str, Any]:
        """Return this ledger as JSON holds it."""
        quota = self.quota
        return {
            "spent": {name: [list(one) for one in spent] for name, spent in self.spent.items()},
            "seats": dict(self.seats),
            "quota": [quota.limit, quota.remaining, quota.resets_at] if quota else None,
        }

    @staticmethod
    def restored(held: Mapping[str, Any]) -> Ledger:
        """Return the ledger that stored() wrote; an empty one from nothing."""
        spent = {
            str(name): tuple((float(at), int(cost)) for at, cost in entries)
            for name, entries in (held.get("spent") or {}).items()
        }
        seats = {str(owner): float(until) for owner, until in (held.get("seats") or {}).items()}
        quota = held.get("quota")
        return Ledger(spent, seats, Quota(*quota) if quota else None)


@dataclass(frozen=True, slots=True)
class Turn:
    """From when a request may go, and which limit it waits for; None if for none.

    *exhausted*: not even reading is possible before.
    """

    at: float
    why: str | None = None
    exhausted: bool = False


def turn(ledger: Ledger, policy: Policy, kind: Kind, owner: str, now: float) -> Turn:
    """Return the first moment at which a request may go without breaking any rule.

    All turns given are counted, those ahead too: a later one never overtakes what an earlier
    one was promised.
    """
    found = Turn(now)
    for rule in policy.rules:
        free = _free(rule, ledger.spent.get(rule.name, ()), kind, now)
        if free > found.at:
            found = Turn(free, rule.says)
    seated = sorted(until for who, until in ledger.seats.items() if until > now and who != owner)
    if len(seated) >= policy.seats:
        free = min(seated[len(seated) - int(policy.seats)], now + FARTHEST)
        if free > found.at:
            found = Turn(free, f"{int(policy.seats)} requests at a time")
    quota = ledger.quota
    if quota and kind in policy.reserves and quota.resets_at > found.at:
        kept = quota.limit * policy.reserves[kind]
        if quota.remaining <= kept:
            says = f"{quota.limit} requests an hour, of which {quota.remaining} are left"
            found = Turn(quota.resets_at + 1, says, exhausted=kind is Kind.READ)
    return found


def booked(
    ledger: Ledger, policy: Policy, kind: Kind, owner: str, at: float, now: float, holds: float
) -> Ledger:
    """Return the ledger with a turn *at* given; the request may take *holds* seconds."""
    spent = {}
    for rule in policy.rules:
        entries = _kept(ledger.spent.get(rule.name, ()), rule, now)
        cost = rule.costs.get(kind, 0)
        if cost:
            entries = _with(entries, at, cost, exact=not rule.late)
        if entries:
            spent[rule.name] = tuple(entries)
    seats = ledger.seats
    if isfinite(policy.seats):
        alive = {who: min(until, now + FARTHEST) for who, until in seats.items() if until > now}
        seats = {**alive, owner: at + holds}
    return replace(ledger, spent=spent, seats=seats)


def observed(ledger: Ledger, quota: Quota | None) -> Ledger:
    """Return the ledger with what an answer told of the quota; answers may overtake each other."""
    known = ledger.quota
    if quota and known and abs(quota.resets_at - known.resets_at) < SAME_RESET:
        return replace(ledger, quota=min(quota, known, key=lambda one: one.remaining))
    return replace(ledger, quota=quota or known)


def left(ledger: Ledger, owner: str) -> Ledger:
    """Return the ledger without the seat of one who is done."""
    return replace(ledger, seats={who: at for who, at in ledger.seats.items() if who != owner})


def pause_after(strikes: int, told: float | None) -> float:
    """Return how long to pause when a limit was hit: as told, else ever longer up to an hour.

    *strikes* are the limits hit before without a good write in between.
    """
    if told is not None:
        return told
    return float(min(60.0 * 2 ** min(strikes, 10), HOUR))


def _free(rule: Rule, spent: Spent, kind: Kind, now: float) -> float:
    """Return from when a rule has room, by all turns that are given already."""
    cost = rule.costs.get(kind, 0)
    if not cost:
        return -inf
    total = cost
    for at, one in reversed(_kept(spent, rule, now)):
        total += one
        if total > rule.most:
            return at + rule.memory
    return -inf


def _kept(spent: Spent, rule: Rule, now: float) -> list[tuple[float, int]]:
    """Return what still counts; a turn far ahead was given before the clock was set back."""
    alive = [(at if at <= now + FARTHEST else now, cost) for at, cost in spent]
    return sorted(one for one in alive if one[0] > now - rule.memory)


def _with(
    entries: Sequence[tuple[float, int]], at: float, cost: int, *, exact: bool
) -> list[tuple[float, int]]:
    """Return the entries with one more; those of one second are one, at the later moment."""
    grown = list(entries)
    if not exact:
        for number, (there, before) in enumerate(grown):
            if int(there) == int(at):
                grown[number] = (max(there, at), before + cost)
                return grown
    insort(grown, (at, cost))
    return grown
