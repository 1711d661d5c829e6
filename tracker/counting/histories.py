"""The append-only change log, replayed: what every item and incident was at any moment.

A moment T sees what happened before T, never at T, so that a change at Monday 00:00 belongs
to the week that begins then. What an item was born with (its title, owner, due date) is not
in the log; it is today's value with all later changes undone, that is the old value of the
first change that follows. Only what changed takes room.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from tracker.counting.growing import Growth
from tracker.domain.items import ACTIVE, KEPT, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo

    from tracker.counting.growing import Contradiction, Track
    from tracker.counting.states import State
    from tracker.domain.history import Change
    from tracker.domain.incidents import Incident
    from tracker.domain.items import ActionItem

OF_ITEM = (
    *("title", "kind", "owner", "priority", "due", "reason", "approver", "duplicate_of"),
    *("evidence", "review_by", "link"),
)
OF_INCIDENT = ("title", "severity", "started_at", "impact", "root_cause")
REPEATS = "repeats"
LOGGED = frozenset({"status", REPEATS, *OF_ITEM, *OF_INCIDENT})
ACCEPTED = ACTIVE | KEPT
STATUSES = {status.value: status for status in Status}
ITEM_PLACES = {name: place for place, name in enumerate(OF_ITEM)}
INCIDENT_PLACES = {name: place for place, name in enumerate(OF_INCIDENT)}


@dataclass(frozen=True, slots=True)
class Move:
    """An item's status changed; *old* is None where the item was found."""

    at: datetime
    old: Status | None
    new: Status


@dataclass(frozen=True, slots=True)
class Life:
    """All that ever happened to one item.

    *born* are its fields as it was found, in the order of OF_ITEM; *touches* the moments at
    which a person changed something; *contradictions* what cannot all be true.
    """

    id: int
    incident_id: int
    born: tuple[str | None, ...]
    moves: tuple[Move, ...]
    tracks: Mapping[str, Track]
    touches: tuple[datetime, ...]
    contradictions: tuple[Contradiction, ...]

    def value(self, name: str, moment: datetime) -> str | None:
        """Return what a field was just before *moment*."""
        track = self.tracks.get(name)
        return track.value(moment) if track else self.born[ITEM_PLACES[name]]

    def values(self, name: str) -> tuple[str | None, Iterator[tuple[datetime, str | None]]]:
        """Return what a field was at first, and each later value with its moment."""
        track = self.tracks.get(name)
        if track is None:
            return self.born[ITEM_PLACES[name]], iter(())
        return track.first, zip(track.moments, track.values, strict=True)

    def status(self, moment: datetime) -> Status | None:
        """Return where the item stood just before *moment*, None where it was not known yet."""
        passed = bisect_left(self.moves, moment, key=attrgetter("at"))
        return self.moves[passed - 1].new if passed else None

    def unclear(self, moment: datetime) -> frozenset[str]:
        """Return the fields of which the log contradicted itself before *moment*."""
        if not self.contradictions:
            return CLEAR
        return frozenset(one.field for one in self.contradictions if one.at < moment)


CLEAR: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A person said that an incident repeats what *item* should have prevented, or took it back."""

    at: datetime
    item: int
    stands: bool


@dataclass(frozen=True, slots=True)
class Case:
    """All that is counted of one incident through time."""

    id: int
    created_at: datetime
    born: tuple[str | None, ...]
    tracks: Mapping[str, Track]
    matches: tuple[Match, ...] = ()

    def value(self, name: str, moment: datetime) -> str | None:
        """Return what a field was just before *moment*."""
        track = self.tracks.get(name)
        return track.value(moment) if track else self.born[INCIDENT_PLACES[name]]


@dataclass(frozen=True, slots=True)
class Log:
    """Everything that metrics are functions of: every life, every case, and the zone of days.

    *seen* keeps the states of a few moments, since most metrics ask for the same one.
    """

    lives: tuple[Life, ...]
    cases: tuple[Case, ...]
    zone: tzinfo
    seen: dict[datetime, dict[int, State]] = field(default_factory=dict, compare=False, repr=False)


def clear_lives(log: Log, moment: datetime, fields: frozenset[str]) -> list[Life]:
    """Return the items of whose *fields* the log is of one mind until *moment*."""
    return [life for life in log.lives if not life.unclear(moment) & fields]


def replay(
    items: Iterable[ActionItem],
    incidents: Iterable[Incident],
    changes: Iterable[Change],
    zone: tzinfo,
) -> Log:
    """Return the log of *changes*, which come in the order in which they were appended.

    *items* and *incidents* are as they stand after the last change. It is read once, and
    takes time and room in proportion to its length.
    """
    by_item: dict[int, Growth] = {}
    by_incident: dict[int, Growth] = {}
    texts: dict[str | None, str | None] = {}
    for change in changes:
        if change.field not in LOGGED:
            continue
        if change.item_id is None:
            growth = by_incident.get(change.incident_id)
            if growth is None:
                growth = by_incident[change.incident_id] = Growth(texts)
        else:
            growth = by_item.get(change.item_id)
            if growth is None:
                growth = by_item[change.item_id] = Growth(texts)
        growth.add(change)
    return Log(
        tuple(_life(item, by_item.pop(item.id, Growth(texts))) for item in items),
        tuple(_case(one, by_incident.pop(one.id, Growth(texts))) for one in incidents),
        zone,
    )


def life_of(item: ActionItem, changes: Sequence[Change]) -> Life:
    """Return the life of *item*, whose *changes* come as they were appended."""
    growth = Growth({})
    for change in changes:
        growth.add(change)
    return _life(item, growth)


def _life(item: ActionItem, growth: Growth) -> Life:
    moves = _moves(item, growth)
    return Life(
        item.id,
        item.incident_id,
        tuple(growth.first(name, _text(getattr(item, name, None))) for name in OF_ITEM),
        moves,
        growth.tracks(OF_ITEM),
        tuple(growth.touches),
        tuple(growth.contradictions),
    )


def _moves(item: ActionItem, growth: Growth) -> tuple[Move, ...]:
    """Return the moves of an item's status, and note where it cannot have moved so."""
    steps = growth.steps("status")
    first = growth.first("status", item.status.value)
    if first is not None:  # found before there was a log of it
        began = min(item.created_at, steps[0][0]) if steps else item.created_at
        steps = [(began, first), *steps]
    moves: list[Move] = []
    before: Status | None = None
    accepted = False
    for at, value in steps:
        new = STATUSES.get(value or "")
        if new is None:
            growth.contradict(at, "status", f"its status became {value!r}, which is none")
        elif new is not before:
            if new is Status.PROPOSED and accepted:
                growth.contradict(at, "status", "it was accepted and then proposed again")
            moves.append(Move(at, before, new))
            before = new
            accepted = accepted or new in ACCEPTED
    return tuple(moves)


def _case(incident: Incident, growth: Growth) -> Case:
    facts = incident.facts
    today = {name: getattr(facts, name) for name in OF_INCIDENT} | {"title": incident.title}
    return Case(
        incident.id,
        incident.created_at,
        tuple(growth.first(name, today[name]) for name in OF_INCIDENT),
        growth.tracks(OF_INCIDENT),
        tuple(_matches(growth)),
    )


def _matches(growth: Growth) -> Iterator[Match]:
    """Yield what persons said of repeated incidents; an entry names one item in old or new."""
    for at, old, new in growth.pairs:
        for item, stands in ((old, False), (new, True)):
            if item and item.isdecimal():
                yield Match(at, int(item), stands)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
