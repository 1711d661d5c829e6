"""A second, naive reading of the log: every entry again for every question, no shared code.

What is counted from it stands in recount.py, straight from the words of METRICS.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from tests.tracker.counting.sagas import Saga
    from tracker.domain.history import Author, Change

OPEN = ("open", "in_progress")
DONE = ("done", "verified")
KNOWN = ("proposed", *OPEN, *DONE, "wont_do", "duplicate")
KINDS = ("repair", "prevent", "detect", "mitigate", "process")


class Event(NamedTuple):
    """One entry of an item's log, at the moment that counts for it.

    *seen* is the latest moment that anything before it bore, or it itself.
    """

    at: datetime
    seen: datetime
    field: str
    old: str | None
    new: str | None
    by: Author


@dataclass
class Thing:
    """One item as of a moment, field by field, with all that happened to it until then."""

    number: int
    incident: int
    born: dict[str, str | None]
    events: list[Event]
    zone: ZoneInfo
    wrong: set[str]

    def was(self, name: str, until: datetime | None = None) -> str | None:
        """Return a field after everything that happened, or that happened before *until*."""
        value = None if name == "status" else self.born.get(name)
        for event in self.events:
            if event.field == name and (until is None or event.at < until):
                value = event.new
        return value

    def statuses(self) -> Iterator[tuple[datetime, str | None, str]]:
        """Yield each true change of status: when, from where, to where."""
        before: str | None = None
        for event in self.events:
            if event.field == "status" and event.new in KNOWN and event.new != before:
                yield event.at, before, event.new or ""
                before = event.new

    @property
    def status(self) -> str | None:
        """Return where the item stands."""
        last = None
        for _, _, new in self.statuses():
            last = new
        return last

    @property
    def accepted(self) -> datetime | None:
        """Return when it was first open, or what only open items become."""
        for at, _, new in self.statuses():
            if new in OPEN + DONE:
                return at
        return None

    @property
    def done(self) -> datetime | None:
        """Return the last entry to done or verified that no reopening followed."""
        since = None
        for at, old, new in self.statuses():
            if new in DONE and old not in DONE:
                since = at
            elif new not in DONE:
                since = None
        return since

    @property
    def committed(self) -> bool:
        """Return whether it was accepted, and is no duplicate of another."""
        return self.accepted is not None and self.status not in ("proposed", "duplicate")

    @property
    def given_up(self) -> datetime | None:
        """Return since when it is given up."""
        return max(at for at, _, _ in self.statuses()) if self.status == "wont_do" else None

    @property
    def released(self) -> bool:
        """Return whether it was given up with an approver, at or before due0 (if it has one)."""
        if self.given_up is None or not self.was("approver"):
            return False
        due0, approved = self.due0, self.given_up
        told = [one for one in self.events if one.field == "approver"]
        while told and told[-1].new:
            approved = max(self.given_up, told.pop().at)
        return due0 is None or self.day(approved) <= due0

    @property
    def promise(self) -> bool:
        """Return whether it stays in the denominator."""
        return self.committed and not self.released

    @property
    def dues(self) -> list[tuple[datetime | None, date | None]]:
        """Return every due date that it was given, the one it was born with first."""
        given: list[tuple[datetime | None, date | None]] = [(None, as_date(self.born.get("due")))]
        return given + [(one.at, as_date(one.new)) for one in self.events if one.field == "due"]

    @property
    def due(self) -> date | None:
        """Return the current due date."""
        return self.dues[-1][1]

    @property
    def due0(self) -> date | None:
        """Return the first due date."""
        return next((day for _, day in self.dues if day), None)

    @property
    def effective(self) -> date | None:
        """Return the latest date set before the date then in force; a later move is no help."""
        judged: date | None = None
        in_force: date | None = None
        for at, day in self.dues:
            missed = at is not None and any(
                one is not None and self.day(at) > one for one in (judged, in_force)
            )
            if judged is None or (day is not None and day > judged and not missed):
                judged = day
            in_force = day
        return judged

    @property
    def overdue(self) -> bool:
        """Return whether it is open and due before the day of the moment."""
        return self.status in OPEN and self.due is not None and self.due < self.today

    today: date = date.min

    def day(self, moment: datetime) -> date:
        """Return which day clocks of the zone showed."""
        return moment.astimezone(self.zone).date()


def as_date(text: str | None) -> date | None:
    """Return a day, or None of what is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def events_of(changes: list[Change]) -> list[Event]:
    """Return the entries in their order; a field's happened after those that stand before it."""
    events: list[Event] = []
    newest: dict[str, datetime] = {}
    for change in changes:
        at = newest[change.field] = max(change.at, newest.get(change.field, change.at))
        seen = max(newest.values())
        events.append(Event(at, seen, change.field, change.old, change.new, change.author))
    return events


def wrongs(changes: list[Change], until: datetime) -> set[str]:
    """Return the fields of which entries before *until* cannot all be true."""
    wrong = set()
    events = events_of(changes)
    last: dict[str, str | None] = {}
    accepted = False
    for change, event in zip(changes, events, strict=True):
        name, new = event.field, event.new
        known = name != "status" or new in KNOWN
        nonsense = (
            event.seen - change.at > timedelta(minutes=5),
            name in last and last[name] != event.old,
            not known,
            name == "status" and accepted and new == "proposed" and last[name] != "proposed",
            name == "due" and any(one and as_date(one) is None for one in (event.old, new)),
            name == "kind" and any(one and one not in KINDS for one in (event.old, new)),
        )
        if event.seen < until and any(nonsense):
            wrong.add(name)
        accepted = accepted or (name == "status" and new in OPEN + DONE)
        last[name] = new
    return wrong


def things(saga: Saga, until: datetime, zone: ZoneInfo, needs: tuple[str, ...] = ()) -> list[Thing]:
    """Return every item that was known before *until*, but for those unclear in what it *needs*."""
    key = (until, len(saga.changes))
    if key not in saga.read:
        saga.read[key] = list(_things(saga, until, zone))
    return [thing for thing in saga.read[key] if not thing.wrong & set(needs)]


def _things(saga: Saga, until: datetime, zone: ZoneInfo) -> Iterator[Thing]:
    for number, birth in saga.births.items():
        changes = [one for one in saga.changes if one.item_id == number]
        born = {
            name: None if (value := getattr(birth, name, None)) is None else str(value)
            for name in ("due", "owner", "kind", "priority", "approver")
        }
        thing = Thing(
            number,
            birth.incident_id,
            born,
            [event for event in events_of(changes) if event.at < until],
            zone,
            wrongs(changes, until),
            until.astimezone(zone).date(),
        )
        if thing.status is not None:
            yield thing


def fact(saga: Saga, incident: int, name: str, until: datetime) -> str | None:
    """Return what was told of an incident before *until*."""
    value: str | None = getattr(saga.first_told[incident].facts, name)
    for change in saga.changes:
        told = (change.incident_id, change.item_id, change.field) == (incident, None, name)
        if told and change.at < until:
            value = change.new
    return value


def began(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Return when an incident began: a day at its first moment, a local time in the zone."""
    if not text:
        return None
    told = datetime.fromisoformat(text)
    return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(UTC)
