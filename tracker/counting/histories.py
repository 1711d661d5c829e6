"""The append-only change log, replayed: what every item and incident was at any moment.

A moment T sees what happened before T, never at T, so that a change at Monday 00:00 belongs
to the week that begins then. What an item was born with (its title, owner, due date) is not
in the log; it is today's value with all later changes undone, that is the old value of the
first change that follows. Half a million changes must fit: equal texts are one text, and what
never changed has no track.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.counting.growing import REPEATS, Contradiction, grown, value_before
from tracker.domain.history import Author, Origin
from tracker.domain.items import ACTIVE, KEPT, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo

    from tracker.counting.growing import Grown, Match, Track
    from tracker.counting.states import State
    from tracker.domain.history import Change
    from tracker.domain.incidents import Incident
    from tracker.domain.items import ActionItem

TODAY = ("title", "kind", "owner", "priority", "due", "reason", "approver", "duplicate_of")
OF_ITEM = (*TODAY, "evidence", "review_by", "link")  # the last are in the log alone
standing = attrgetter(*TODAY)
OF_INCIDENT = ("title", "severity", "started_at", "impact", "root_cause")
LOGGED = frozenset({"status", REPEATS, *OF_ITEM, *OF_INCIDENT})
NAMES = {name: name for name in LOGGED}
ACCEPTED = ACTIVE | KEPT
STATUSES = {status.value: status for status in Status}
ITEM_PLACES = {name: place for place, name in enumerate(OF_ITEM)}
INCIDENT_PLACES = {name: place for place, name in enumerate(OF_INCIDENT)}
CLEAR: frozenset[str] = frozenset()

# a change as it lies in the log: incident, item, field, old, new, at, origin, who
Entry = tuple[int, int | None, str, str | None, str | None, "datetime", str, str | None]


class Move(NamedTuple):
    """An item's status changed; *old* is None where the item was found."""

    at: datetime
    old: Status | None
    new: Status


class Life(NamedTuple):
    """All that ever happened to one item.

    *born* are its fields as it was found, in the order of OF_ITEM; *touches* the moments at
    which a person changed something; *contradictions* what cannot all be true. From *last* on
    it stands as it stood then.
    """

    id: int
    incident_id: int
    born: tuple[str | None, ...]
    moves: tuple[Move, ...]
    tracks: Mapping[str, Track]
    touches: tuple[datetime, ...]
    contradictions: tuple[Contradiction, ...]
    last: datetime

    def value(self, name: str, moment: datetime) -> str | None:
        """Return what a field was just before *moment*."""
        track = self.tracks.get(name)
        known: str | None = value_before(track, moment) if track else self.born[ITEM_PLACES[name]]
        return known

    def fields(self, moment: datetime) -> list[str | None]:
        """Return what all fields were just before *moment*, in the order of OF_ITEM."""
        found = list(self.born)
        is_settled = self.last < moment
        for name, track in self.tracks.items():
            place = ITEM_PLACES.get(name)
            if place is not None:
                found[place] = track[-1] if is_settled else value_before(track, moment)
        return found

    def values(self, name: str) -> tuple[str | None, Iterable[tuple[datetime, str | None]]]:
        """Return what a field was at first, and each later value with its moment."""
        track = self.tracks.get(name)
        if track is None:
            return self.born[ITEM_PLACES[name]], ()
        return track[0], zip(track[1::2], track[2::2], strict=True)

    def status(self, moment: datetime) -> Status | None:
        """Return where the item stood just before *moment*, None where it was not known yet."""
        for move in reversed(self.moves):
            if move.at < moment:
                return move.new
        return None

    def unclear(self, moment: datetime) -> frozenset[str]:
        """Return the fields of which the log contradicted itself before *moment*."""
        if not self.contradictions:
            return CLEAR
        return frozenset(one.field for one in self.contradictions if one.at < moment)


class Case(NamedTuple):
    """All that is counted of one incident through time."""

    id: int
    created_at: datetime
    born: tuple[str | None, ...]
    tracks: Mapping[str, Track]
    matches: tuple[Match, ...]

    def value(self, name: str, moment: datetime) -> str | None:
        """Return what a field was just before *moment*."""
        track = self.tracks.get(name)
        known: str | None = (
            value_before(track, moment) if track else self.born[INCIDENT_PLACES[name]]
        )
        return known


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
    return [
        life for life in log.lives if not life.contradictions or not life.unclear(moment) & fields
    ]


def replay(
    items: Iterable[ActionItem],
    incidents: Iterable[Incident],
    entries: Iterable[Entry],
    zone: tzinfo,
) -> Log:
    """Return the log of *entries*, which come in the order in which they were appended.

    *items* and *incidents* are as they stand after the last one. The log is read once, and
    takes time and room in proportion to its length. Entries of fields that are not counted
    are passed over.
    """
    by_item: dict[int, list[Any]] = {}
    by_incident: dict[int, list[Any]] = {}
    texts: dict[str | None, str | None] = {}
    people: dict[tuple[str, str | None], bool] = {}
    for incident, item, field_name, old, new, at, origin, who in entries:
        name = NAMES.get(field_name)
        if name is None:
            continue
        by_person = people.get((origin, who))
        if by_person is None:
            by_person = people[origin, who] = Author(Origin(origin), who).is_person
        holder, number = (by_incident, incident) if item is None else (by_item, item)
        changes = holder.get(number)
        if changes is None:
            changes = holder[number] = []
        was, now = texts.setdefault(old, old), texts.setdefault(new, new)
        changes += (name, was, now, at, by_person)
    del texts
    return Log(
        tuple(_life(item, by_item.pop(item.id, ())) for item in items),
        tuple(_case(one, by_incident.pop(one.id, ())) for one in incidents),
        zone,
    )


def entries_of(changes: Iterable[Change]) -> Iterator[Entry]:
    """Yield *changes* as they lie in the log."""
    for one in changes:
        author = one.author
        yield (
            *(one.incident_id, one.item_id, one.field, one.old, one.new, one.at),
            *(author.origin.value, author.who),
        )


def _life(item: ActionItem, changes: Sequence[Any]) -> Life:
    found = grown(changes)
    moves = _moves(item, found)
    last = found.last or item.created_at
    born = [None if value is None else str(value) for value in standing(item)]
    born += [None] * (len(OF_ITEM) - len(TODAY))
    for name, track in found.tracks.items():
        if name in ITEM_PLACES:
            born[ITEM_PLACES[name]] = track[0]
    return Life(
        item.id,
        item.incident_id,
        tuple(born),
        moves,
        found.tracks,
        found.touches,
        tuple(found.contradictions),
        max(last, moves[-1].at) if moves else last,
    )


def _moves(item: ActionItem, found: Grown) -> tuple[Move, ...]:
    """Return the moves of an item's status, and note where it cannot have moved so."""
    track = found.tracks.get("status", ())
    steps: Iterable[tuple[datetime, Any]] = zip(track[1::2], track[2::2], strict=True)
    first = found.first("status", item.status.value)
    if first is not None:  # found before there was a log of it
        began = min(item.created_at, track[1]) if track else item.created_at
        steps = chain(((began, first),), steps)
    moves: list[Move] = []
    before: Status | None = None
    accepted = False
    for at, value in steps:
        new = STATUSES.get(value)
        if new is None:
            text = f"its status became {value!r}, which is none"
            found.contradictions.append(Contradiction(at, "status", text))
        elif new is not before:
            if new is Status.PROPOSED and accepted:
                text = "it was accepted and then proposed again"
                found.contradictions.append(Contradiction(at, "status", text))
            moves.append(Move(at, before, new))
            before = new
            accepted = accepted or new in ACCEPTED
    return tuple(moves)


def _case(incident: Incident, changes: Sequence[Any]) -> Case:
    found, facts = grown(changes), incident.facts
    today = {name: getattr(facts, name) for name in OF_INCIDENT} | {"title": incident.title}
    born = tuple([found.first(name, today[name]) for name in OF_INCIDENT])
    return Case(incident.id, incident.created_at, born, found.tracks, found.matches)
