"""How the fields of one item or incident grow, change by change, in little room."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.domain.items import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.domain.history import Change

SKEW = timedelta(minutes=5)  # by as much may the clocks of two machines differ
WORDY = frozenset({"title", "reason", "evidence", "link", "impact", "root_cause"})
KINDS = frozenset(kind.value for kind in Kind)
NOTHING: Mapping[str, Track] = {}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot be true of one field of an item, known since *at*."""

    at: datetime
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Track:
    """One field through time: its first value, then each value and the moment it was given."""

    first: str | None
    moments: tuple[datetime, ...]
    values: tuple[str | None, ...]

    def value(self, moment: datetime) -> str | None:
        """Return the value that the field had just before *moment*."""
        passed = bisect_left(self.moments, moment)
        return self.values[passed - 1] if passed else self.first


class Growth:
    """The changes of one item or incident so far, in the order in which they were appended.

    Moments never run backwards, whatever a clock once said: the order of the log is that in
    which things happened. More than SKEW backwards is a contradiction, as is a change of a
    value that was not there.
    """

    __slots__ = ("_fields", "_last", "_texts", "contradictions", "pairs", "touches")

    def __init__(self, texts: dict[str | None, str | None]) -> None:
        self._texts = texts
        self._fields: dict[str, tuple[str | None, list[datetime], list[str | None]]] = {}
        self._last: datetime | None = None
        self.touches: list[datetime] = []
        self.contradictions: list[Contradiction] = []
        self.pairs: list[tuple[datetime, str | None, str | None]] = []

    def add(self, change: Change) -> None:
        """Take in the next change."""
        at, name = self._moment(change), change.field
        if name == "repeats":
            self.pairs.append((at, change.old, change.new))
            return
        old, new = change.old, change.new
        if name not in WORDY:
            new = self._texts.setdefault(new, new)
        known = self._fields.get(name)
        if known is None:
            self._fields[name] = (old, [at], [new])
            self._read(at, name, old)
        else:
            if known[2][-1] != old:
                told = f"its {name} went from {old!r} to {new!r} while it was {known[2][-1]!r}"
                self.contradict(at, name, told)
            known[1].append(at)
            known[2].append(new)
        self._read(at, name, new)
        if change.author.is_person:
            self.touches.append(at)

    def contradict(self, at: datetime, name: str, text: str) -> None:
        """Note what cannot be true."""
        self.contradictions.append(Contradiction(at, name, text))

    def first(self, name: str, today: str | None) -> str | None:
        """Return the first value of a field; *today* is the one after all changes."""
        known = self._fields.get(name)
        return known[0] if known else today

    def steps(self, name: str) -> list[tuple[datetime, str | None]]:
        """Return each value that a field was given, with its moment."""
        known = self._fields.get(name)
        return list(zip(known[1], known[2], strict=True)) if known else []

    def tracks(self, names: Iterable[str]) -> Mapping[str, Track]:
        """Return those of the fields that ever changed."""
        found = {
            name: Track(known[0], tuple(known[1]), tuple(known[2]))
            for name in names
            if (known := self._fields.get(name))
        }
        return found or NOTHING

    def _moment(self, change: Change) -> datetime:
        at, last = change.at, self._last
        if last is None or at > last:
            self._last = at
            return at
        if last - at > SKEW:
            told = f"its {change.field} changed at {at:%Y-%m-%d %H:%M} UTC, after a change of "
            self.contradict(last, change.field, f"{told}{last:%Y-%m-%d %H:%M} UTC was written")
        return last

    def _read(self, at: datetime, name: str, value: str | None) -> None:
        """Note a value that is none of its field's."""
        if value is None or name not in {"due", "review_by", "kind"}:
            return
        good = value in KINDS if name == "kind" else is_day(value)
        if not good:
            self.contradict(at, name, f"its {name} became {value!r}, which is none")


def is_day(text: str) -> bool:
    """Return whether *text* is a date."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
