"""Reminds people of promises: gathers a day's digests, and lets one be silent for a while."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.channels import is_address
from tracker.counting.weeks import day_at
from tracker.domain.errors import BadInput, IllegalMove
from tracker.domain.history import Change
from tracker.domain.items import ACTIVE, Status
from tracker.domain.reminders import Line, Promise, digests
from tracker.people import People
from tracker.storage.reminder_queries import SNOOZED, ReminderQueries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.domain.history import Author
    from tracker.settings import Settings
    from tracker.storage import Work

LONGEST_REASON = 500


class AddressBook:
    """Whom a reminder can be written to, by [people] and [reminders]."""

    def __init__(self, settings: Settings) -> None:
        self._people = People(settings.people)
        self._settings = settings
        told = settings.reminders.managers.items()
        self._led = {self._people.called(whom): who for whom, who in told}
        self._teams: dict[str, list[str]] = {}
        for name in self._people.names:
            self._teams.setdefault(self._people.team(name) or "", []).extend(self.person(name))

    def person(self, owner: str) -> tuple[str, ...]:
        """Return an owner who is there and has an address."""
        name = self._people.called(owner) or ""
        found = self._settings.people.get(name)
        there = found is not None and not found.left and is_address((found.email or "").strip())
        return (name,) if there else ()

    def has_left(self, owner: str) -> bool:
        """Return whether [people] says that an owner is here no more."""
        found = self._settings.people.get(self._people.called(owner) or "")
        return found is not None and found.left

    def address(self, name: str) -> str:
        """Return the mail address of somebody whom `person` returned."""
        return str(self._settings.people[name].email).strip()

    def team_of(self, owner: str) -> str | None:
        """Return the team that an owner is in, or is."""
        return self._people.team(owner)

    def team(self, name: str) -> tuple[str, ...]:
        """Return a team's own address, or else those of its people."""
        return self.person(name) or tuple(self._teams.get(name, ()))

    def managers(self, owner: str | None, team: str | None) -> tuple[str, ...]:
        """Return who leads an owner, or else their team."""
        called = self._people.called
        name = self._led.get(called(owner)) or self._led.get(called(team))
        return self.person(name) if name else ()

    def fallback(self) -> tuple[str, ...]:
        """Return who hears of what nobody else can be told."""
        name = self._settings.reminders.fallback
        return self.person(name) if name else ()


def digests_of(work: Work, settings: Settings, today: date) -> Mapping[str, tuple[Line, ...]]:
    """Return what each person hears of on a day, by their name in [people]."""
    book = AddressBook(settings)
    queries = ReminderQueries(work.session)
    zone = settings.report.zone
    teams = {
        incident: tuple(sorted(filter(None, {book.team_of(one) for one in owners})))
        for incident, owners in queries.owners().items()
    }
    until = {item: _day(told) for item, told in queries.snoozes().items()}
    refused = queries.refused()
    promises = [
        Promise(
            one.id,
            one.incident_id,
            one.title,
            one.status,
            one.owner,
            one.due,
            day_at(one.closed_at, zone) if one.closed_at else None,
            until.get(one.id),
            one.verify_by,
            one.id in refused,
            teams.get(one.incident_id, ()),
        )
        for one in queries.items()
    ]
    return digests(promises, settings.reminders.policy, book, today)


def silent(work: Work, today: date) -> list[str]:
    """Return what nobody is reminded of on a day, with the last day and the reason of each."""
    queries = ReminderQueries(work.session)
    told = queries.snoozes()
    return [
        f"A-{one.id} is silent through {told[one.id]}"
        for one in queries.items()
        if one.id in told and (_day(told[one.id]) or today) >= today
    ]


def snooze(
    work: Work, item_id: int, until: date, reason: str, by: Author, now: datetime, today: date
) -> None:
    """Let nobody be reminded of an item through a day; the caller commits.

    A day that has passed ends the silence. The history keeps who said so and why.
    """
    item = work.items.get(item_id)
    said = " ".join(reason.split())
    if not said:
        raise BadInput("a snooze needs a reason: say why nobody is to be reminded")
    if len(said) > LONGEST_REASON:
        raise BadInput(f"the reason is longer than {LONGEST_REASON} letters; shorten it")
    if item.status not in ACTIVE | {Status.DONE}:
        raise IllegalMove(f"{item.key} is {item.status}: nobody is reminded of it")
    last = ReminderQueries(work.session).snoozes().get(item_id)
    old = last if last and (_day(last) or today) >= today else None
    told = f"{until.isoformat()}: {said}"
    if old != told:
        work.history.add([Change(item.incident_id, item_id, SNOOZED, old, told, now, by)])


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told[:10])
    except ValueError:
        return None
