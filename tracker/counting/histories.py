"""The append-only change log, replayed: what every item and incident was at any moment.

A moment T sees what happened before T, never at T, so that a change at Monday 00:00 belongs
to the week that begins then. What an item was born with (its title, owner, due date) is not
in the log; it is today's value with all later changes undone, that is the old value of the
first change that follows.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from tracker.domain.items import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, tzinfo

    from tracker.domain.history import Change
    from tracker.domain.incidents import Incident
    from tracker.domain.items import ActionItem

OF_ITEM = ("title", "kind", "owner", "priority", "due", "reason", "approver", "duplicate_of")
OF_INCIDENT = ("title", "severity")
LOGGED = frozenset({"status", *OF_ITEM, *OF_INCIDENT})


@dataclass(frozen=True, slots=True)
class Track:
    """One field through time: its first value, then each value with the moment it was given."""

    first: str | None
    steps: tuple[tuple[datetime, str | None], ...] = ()

    def value(self, moment: datetime) -> str | None:
        """Return the value that the field had just before *moment*."""
        passed = bisect_left(self.steps, moment, key=itemgetter(0))
        return self.steps[passed - 1][1] if passed else self.first


@dataclass(frozen=True, slots=True)
class Move:
    """An item's status changed; *old* is None where the item was found."""

    at: datetime
    old: Status | None
    new: Status


@dataclass(frozen=True, slots=True)
class Life:
    """All that ever happened to one item."""

    id: int
    incident_id: int
    moves: tuple[Move, ...]
    tracks: Mapping[str, Track]

    def value(self, field: str, moment: datetime) -> str | None:
        """Return what *field* was just before *moment*."""
        return self.tracks[field].value(moment)

    def status(self, moment: datetime) -> Status | None:
        """Return where the item stood just before *moment*, None where it was not known yet."""
        passed = bisect_left(self.moves, moment, key=attrgetter("at"))
        return self.moves[passed - 1].new if passed else None


@dataclass(frozen=True, slots=True)
class Case:
    """All that is counted of one incident through time."""

    id: int
    created_at: datetime
    tracks: Mapping[str, Track]

    def value(self, field: str, moment: datetime) -> str | None:
        """Return what *field* was just before *moment*."""
        return self.tracks[field].value(moment)


@dataclass(frozen=True, slots=True)
class Log:
    """Everything that metrics are functions of: every life, every case, and the zone of days."""

    lives: tuple[Life, ...]
    cases: tuple[Case, ...]
    zone: tzinfo


def replay(
    items: Iterable[ActionItem],
    incidents: Iterable[Incident],
    changes: Iterable[Change],
    zone: tzinfo,
) -> Log:
    """Return the log of *changes*, which come in the order in which they were appended.

    *items* and *incidents* are as they stand after the last change.
    """
    by_item: dict[int, list[Change]] = {}
    by_incident: dict[int, list[Change]] = {}
    for change in changes:
        if change.field not in LOGGED:
            continue
        if change.item_id is None:
            by_incident.setdefault(change.incident_id, []).append(change)
        else:
            by_item.setdefault(change.item_id, []).append(change)
    return Log(
        tuple(life_of(item, by_item.get(item.id, ())) for item in items),
        tuple(case_of(one, by_incident.get(one.id, ())) for one in incidents),
        zone,
    )


def life_of(item: ActionItem, changes: Sequence[Change]) -> Life:
    """Return the life of *item*, whose *changes* come as they were appended."""
    today = {name: _text(getattr(item, name)) for name in OF_ITEM}
    tracks = {name: _track(name, changes, value) for name, value in today.items()}
    statuses = _track("status", changes, item.status.value)
    steps = statuses.steps
    if statuses.first is not None:  # found before there was a log of it
        steps = ((item.created_at, statuses.first), *steps)
    return Life(item.id, item.incident_id, _moves(steps), tracks)


def case_of(incident: Incident, changes: Sequence[Change]) -> Case:
    """Return what *incident* was through time."""
    today = {"title": incident.title, "severity": incident.facts.severity}
    tracks = {name: _track(name, changes, value) for name, value in today.items()}
    return Case(incident.id, incident.created_at, tracks)


def _track(field: str, changes: Sequence[Change], today: str | None) -> Track:
    """Return a field's values; moments never run backwards, whatever a clock once said."""
    mine = [change for change in changes if change.field == field]
    steps: list[tuple[datetime, str | None]] = []
    for change in mine:
        at = max(change.at, steps[-1][0]) if steps else change.at
        steps.append((at, change.new))
    return Track(mine[0].old if mine else today, tuple(steps))


def _moves(steps: Iterable[tuple[datetime, str | None]]) -> tuple[Move, ...]:
    moves: list[Move] = []
    before: Status | None = None
    for at, value in steps:
        new = Status(value) if value else None
        if new is not None and new is not before:
            moves.append(Move(at, before, new))
            before = new
    return tuple(moves)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
