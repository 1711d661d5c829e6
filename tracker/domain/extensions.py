"""Due dates that were moved later or removed: by how much, by whom, why, and who approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.domain.history import Author, Change

WHY, APPROVER = "due_reason", "due_approver"


@dataclass(frozen=True, slots=True)
class Extension:
    """One move of a due date to a later day, or to none; *old* is the last date that there was."""

    at: datetime
    old: date
    new: date | None
    author: Author
    reason: str | None = None
    approver: str | None = None

    @property
    def days(self) -> int | None:
        """Return how many days more it gave; None where no date is left."""
        return (self.new - self.old).days if self.new else None


def extends(last: date | None, new: date | None) -> bool:
    """Return whether a due date gives more time than the *last* one; none at all does."""
    return last is not None and (new is None or new > last)


def extensions(history: Iterable[Change]) -> tuple[Extension, ...]:
    """Return every extension of one item's *history*, oldest first.

    A date that is removed is one; set again, it is compared with the last one.
    """
    entries = list(history)
    last: date | None = None
    found = []
    for change in (one for one in entries if one.field == "due"):
        old, new = _day(change.old) or last, _day(change.new)
        if old and (new > old if new else change.old):
            beside = [one for one in entries if (one.at, one.author) == (change.at, change.author)]
            why, approver = _last(beside, WHY), _last(beside, APPROVER)
            found.append(Extension(change.at, old, new, change.author, why, approver))
        last = new or old
    return tuple(found)


def _last(entries: Iterable[Change], field: str) -> str | None:
    return next((one.new for one in entries if one.field == field), None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
