"""How one item or incident grew, from its changes in the order in which they were appended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.domain.items import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

SKEW = timedelta(minutes=5)  # by as much may the clocks of two machines differ
KINDS = frozenset(kind.value for kind in Kind)
SIZE = 5  # field, old, new, at, whether a person did it
REPEATS = "repeats"
TYPED = frozenset({"due", "review_by", "kind"})  # not every text is a value of theirs
LINK = "link"  # an item may have several: each entry tells of one

Track = tuple[Any, ...]  # a field's first value, then the moment and the value of each change
NOTHING: Mapping[str, Track] = {}


class Contradiction(NamedTuple):
    """What cannot be true of one field, known since *at*."""

    at: datetime
    field: str
    text: str


class Match(NamedTuple):
    """A person said that an incident repeats what *item* should have prevented, or took it back."""

    at: datetime
    item: int
    stands: bool


class Grown(NamedTuple):
    """What the changes of one item or incident come to; only what changed takes room.

    *last* is when the last of them happened.
    """

    tracks: Mapping[str, Track]
    touches: tuple[datetime, ...]
    matches: tuple[Match, ...]
    contradictions: list[Contradiction]
    last: datetime | None

    def first(self, name: str, today: str | None) -> Any:
        """Return the first value of a field; *today* is the one after all changes."""
        track = self.tracks.get(name)
        return track[0] if track else today


def grown(changes: Sequence[Any]) -> Grown:
    """Return what *changes* come to, which are five values each, one after the other.

    A field's moments never run backwards, whatever a clock once said: the order of the log is
    that in which things happened. More than SKEW backwards is a contradiction, as is a change
    of a value that was not there.
    """
    fields: dict[str, list[Any]] = {}
    touches: list[datetime] = []
    matches: list[Match] = []
    wrong: list[Contradiction] = []
    last: datetime | None = None
    for name, old, new, at, by_person in zip(*[iter(changes)] * SIZE, strict=True):
        if last is None or at > last:
            last = at
        elif last - at > SKEW:
            wrong.append(_backwards(name, at, last))
        if name == REPEATS:
            matches += _matches(last, old, new)
            continue
        if by_person and name != LINK:  # filing is our own doing
            touches.append(last)
        track = fields.get(name)
        if track is None:
            fields[name] = [old, at, new]
            if name in TYPED:
                wrong += _unreadable(last, name, old)
        else:
            if track[-1] != old and name != LINK:
                wrong.append(_broken(last, name, (old, new), track[-1]))
            track += (max(at, track[-2]), new)
        if name in TYPED:
            wrong += _unreadable(last, name, new)
    tracks = {name: tuple(track) for name, track in fields.items()} or NOTHING
    return Grown(tracks, tuple(touches), tuple(matches), wrong, last)


def value_before(track: Track, moment: datetime) -> Any:
    """Return the value that a field had just before *moment*."""
    place = len(track) - 2
    while place > 0 and track[place] >= moment:
        place -= 2
    return track[place + 1]


def is_day(text: str) -> bool:
    """Return whether *text* is a date."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _backwards(name: str, at: datetime, last: datetime) -> Contradiction:
    told = f"its {name} changed at {at:%Y-%m-%d %H:%M} UTC, written after a change of "
    return Contradiction(last, name, f"{told}{last:%Y-%m-%d %H:%M} UTC")


def _broken(
    at: datetime, name: str, change: tuple[str | None, str | None], was: str | None
) -> Contradiction:
    old, new = change
    return Contradiction(at, name, f"its {name} went from {old!r} to {new!r}, and was {was!r}")


def _unreadable(at: datetime, name: str, value: str | None) -> Iterator[Contradiction]:
    """Yield a value that is none of its field's."""
    if value is not None and not (value in KINDS if name == "kind" else is_day(value)):
        yield Contradiction(at, name, f"its {name} became {value!r}, which is none")


def _matches(at: datetime, old: str | None, new: str | None) -> Iterator[Match]:
    """Yield what was said of a repeated incident; an entry names one item, in old or in new."""
    for name, stands in ((old, False), (new, True)):
        number = (name or "").removeprefix("A-")
        if number.isdecimal():
            yield Match(at, int(number), stands)
