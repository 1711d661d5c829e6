"""M13, repeat exposure: incidents that a promise, had it been kept, should have prevented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from tracker.counting.counts import is_overdue
from tracker.counting.figures import Cases, cases
from tracker.counting.states import state_of
from tracker.counting.weeks import day_at

if TYPE_CHECKING:
    from datetime import tzinfo

    from tracker.counting.histories import Case, Life, Log

NEEDS = frozenset({"status", "due"})
DAY_ONLY = len("2026-12-31")


@dataclass(frozen=True, slots=True)
class Repeat:
    """An incident that a person matched with an item, and how that stood when it began.

    *was_open* is None where the postmortem does not tell when it began.
    """

    incident: int
    item: int
    matched_at: datetime
    was_open: bool | None
    was_overdue: bool | None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The matches of a window; *exposed* are the incidents that began while an item was open.

    *overdue* are those of them that began while it was overdue, *untold* those whose beginning
    is not known.
    """

    repeats: tuple[Repeat, ...]
    exposed: Cases
    overdue: Cases
    untold: Cases


def recurrence(log: Log, start: datetime, end: datetime) -> Recurrence:
    """Repeat exposure is incidents that began while a promise that would have helped was open.

    A person says which item it was. Of the matches made in [start, end) that still stand at
    the end (METRICS.md, M13).
    """
    lives = {life.id: life for life in log.lives}
    found = [
        _repeat(log, case, lives[item], at, end)
        for case in log.cases
        for item, at in _standing(case, end).items()
        if start <= at and item in lives and not lives[item].unclear(end) & NEEDS
    ]
    return Recurrence(
        tuple(sorted(found, key=lambda one: (one.matched_at, one.incident, one.item))),
        exposed=cases({one.incident for one in found if one.was_open}),
        overdue=cases({one.incident for one in found if one.was_overdue}),
        untold=cases({one.incident for one in found if one.was_open is None}),
    )


def began_at(text: str | None, zone: tzinfo) -> datetime | None:
    """Return the moment in UTC of an incident's beginning; None where it is not told.

    A local time counts on the clocks of *zone*, a day alone from its first moment.
    """
    try:
        told = datetime.fromisoformat(text or "")
        if text and len(text) <= DAY_ONLY:
            told = datetime.combine(told.date(), time(), zone)
        return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _standing(case: Case, end: datetime) -> dict[int, datetime]:
    """Return the items that an incident is matched with just before *end*, and since when."""
    standing: dict[int, datetime] = {}
    for match in case.matches:
        if match.at < end and not match.stands:
            standing.pop(match.item, None)
        elif match.at < end:
            standing.setdefault(match.item, match.at)
    return standing


def _repeat(log: Log, case: Case, life: Life, at: datetime, end: datetime) -> Repeat:
    began = began_at(case.value("started_at", end), log.zone)
    if began is None:
        return Repeat(case.id, life.id, at, None, None)
    then = state_of(life, began, log.zone)
    was_open = then is not None and then.is_open
    overdue = then is not None and is_overdue(then, day_at(began, log.zone))
    return Repeat(case.id, life.id, at, was_open, overdue)
