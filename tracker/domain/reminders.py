"""Who is reminded of what on a day, and why: pure rules over promises, people and a policy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from tracker.domain.items import ACTIVE, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date


class Need(StrEnum):
    """What a promise needs somebody for, in the order in which a digest tells it."""

    OVERDUE = "overdue"
    DUE_SOON = "due soon"
    UNOWNED = "without an owner"
    UNVERIFIED = "done, not verified"


class Rung(StrEnum):
    """As what somebody hears of a promise."""

    OWNER = "owner"
    TEAM = "team"
    MANAGER = "manager"
    FALLBACK = "nobody else can be told"


@dataclass(frozen=True, slots=True)
class Promise:
    """An item as a reminder tells it; *teams* are those of its incident's owners.

    *refused*: a tracker takes no issue of this owner, who is unknown or inactive there.
    """

    id: int
    incident_id: int
    title: str
    status: Status
    owner: str | None
    due: date | None
    done_on: date | None = None
    snoozed_until: date | None = None
    verify_by: date | None = None
    refused: bool = False
    teams: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return the item's public name, such as A-3."""
        return f"A-{self.id}"


@dataclass(frozen=True, slots=True)
class Policy:
    """After how many days who hears; *verify_after* None: nobody is asked to verify."""

    days_before: int
    team_after: int
    manager_after: int
    verify_after: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One promise in one person's digest; *days* late, or until it is due where negative.

    *note* says what is unusual: an owner who has left, or whom nobody can write to.
    """

    promise: Promise
    need: Need
    rung: Rung
    days: int
    note: str | None = None


class Book(Protocol):
    """Whom a reminder can be written to; every answer is a list of people with an address."""

    def person(self, owner: str) -> tuple[str, ...]:
        """Return an owner who is there and has an address."""
        ...

    def has_left(self, owner: str) -> bool:
        """Return whether an owner is known to be here no more."""
        ...

    def team_of(self, owner: str) -> str | None:
        """Return the team that an owner is in, or is."""
        ...

    def team(self, name: str) -> tuple[str, ...]:
        """Return the people of a team."""
        ...

    def managers(self, owner: str | None, team: str | None) -> tuple[str, ...]:
        """Return who leads an owner, or their team."""
        ...

    def fallback(self) -> tuple[str, ...]:
        """Return who hears of what nobody else can be told."""
        ...


def digests(
    promises: Iterable[Promise], policy: Policy, book: Book, today: date
) -> Mapping[str, tuple[Line, ...]]:
    """Return what each person hears of on a day, the most urgent first; nobody hears twice of one.

    There is no day after which a reminder stops: only the promise's end or a snooze stops it.
    """
    found: dict[str, dict[int, Line]] = {}
    for promise in promises:
        for person, line in _told(promise, policy, book, today):
            found.setdefault(person, {}).setdefault(promise.id, line)
    order = {need: place for place, need in enumerate(Need)}
    return {
        person: tuple(
            sorted(lines.values(), key=lambda one: (order[one.need], -one.days, one.promise.id))
        )
        for person, lines in sorted(found.items())
    }


def _told(promise: Promise, policy: Policy, book: Book, today: date) -> Iterator[tuple[str, Line]]:
    """Yield who hears of a promise and as what; who hears as two comes first as the nearer."""
    if promise.snoozed_until is not None and today <= promise.snoozed_until:
        return
    need = _need(promise, policy, book, today)
    if need is None:
        return
    kind, days = need
    heard = False
    for rung, people, note in _ladder(promise, kind, days, policy, book):
        for person in people:
            heard = True
            yield person, Line(promise, kind, rung, days, note)
    if not heard:
        note = f"{promise.owner} has no address here" if promise.owner else None
        for person in book.fallback():
            yield person, Line(promise, kind, Rung.FALLBACK, days, note)


def _need(promise: Promise, policy: Policy, book: Book, today: date) -> tuple[Need, int] | None:
    if promise.status in ACTIVE:
        days = (today - promise.due).days if promise.due else 0
        if promise.due and days > 0:
            return Need.OVERDUE, days
        if promise.owner is None:
            return Need.UNOWNED, days
        if promise.due and -days <= policy.days_before:
            return Need.DUE_SOON, days
        return (Need.UNOWNED, days) if promise.refused or book.has_left(promise.owner) else None
    waited = (today - promise.done_on).days if promise.done_on else 0
    if promise.verify_by is not None:
        return (Need.UNVERIFIED, waited) if today >= promise.verify_by else None
    asked = policy.verify_after is not None and promise.done_on is not None
    return (Need.UNVERIFIED, waited) if asked and waited >= (policy.verify_after or 0) else None


def _ladder(
    promise: Promise, need: Need, days: int, policy: Policy, book: Book
) -> Iterator[tuple[Rung, tuple[str, ...], str | None]]:
    """Yield the rungs that hear of it: the owner, who stands in for them, and those above."""
    owner = promise.owner
    if owner is None:
        yield from _unowned(promise, need, days, policy, book)
        return
    person, team = book.person(owner), book.team_of(owner)
    if need is not Need.UNOWNED:  # which is what the others hear of it
        yield Rung.OWNER, person, None
    gone = None if person or owner == team else f"{owner} has left or has no address here"
    if promise.refused:
        gone, person = gone or f"no issue can be assigned to {owner}: unknown or inactive there", ()
    late = need is Need.OVERDUE
    if not person or (late and days >= policy.team_after):
        for name in (team,) if team else promise.teams:
            yield Rung.TEAM, book.team(name), gone
    if late and days >= policy.manager_after:
        yield Rung.MANAGER, book.managers(owner, team), None


def _unowned(
    promise: Promise, need: Need, days: int, policy: Policy, book: Book
) -> Iterator[tuple[Rung, tuple[str, ...], str | None]]:
    """Yield who hears of what nobody owns: the teams of the incident's other items."""
    late = need is Need.OVERDUE and days >= policy.manager_after
    for team in promise.teams:
        yield Rung.TEAM, book.team(team), f"others of I-{promise.incident_id} are your team's"
        if late:
            yield Rung.MANAGER, book.managers(None, team), None
