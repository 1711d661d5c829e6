"""What was found out once and is corrected where the log has grown since, instead of made anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from flask import g

from tracker.storage.growth import growth_after
from web.context import desk, newest_entry, sight, when, work

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date, datetime

    from tracker.storage.growth import Growth
    from tracker.storage.sight import Sight

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Held(Generic[T]):
    """What was *told* in an hour of a day, its *span*, of the log up to its entry *last*."""

    span: tuple[datetime, date]
    last: int
    told: T


def carried(
    name: Hashable,
    make: Callable[[T | None, Growth | None, int | None], T],
    whose: Sight | None = None,
) -> T:
    """Return what *make* answers: of all, or of what it answered before and what changed since.

    It is asked with None and None for all; the third is the log's entry up to which nothing can
    be entered any more, None where nobody knows. Asked again in another hour, *make* carries on
    what it answered on the same day, also where nothing changed. It holds for one's own sight
    unless it is told *whose*.
    """
    settled, span = newest_entry(), when()

    def renewed(held: _Held[T] | None) -> _Held[T] | None:
        if held is None or held.span[1] != span[1]:
            return None if settled is None else _Held(span, settled, make(None, None, settled))
        if settled is not None and held.last >= settled and held.span == span:
            return held
        growth = _growth(held.last)
        upto = held.last if settled is None else settled
        return _Held(span, upto, make(held.told if growth else None, growth, upto))

    found = desk().memory.renew((name, whose or sight()), renewed)
    return found.told if found else make(None, None, None)


def _growth(entry: int) -> Growth | None:
    """Return what the log says since an entry or an earlier one: a request asks that once."""
    known: tuple[int, Growth | None] | None = g.get("growth")
    if known is None or known[0] > entry:
        known = g.growth = (entry, growth_after(work().session, entry))
    return known[1] and replace(known[1], after=entry)
