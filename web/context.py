"""What every request carries: its desk, its unit of work and its moment."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from flask import current_app, g, request

from tracker import clock
from tracker.domain.history import Author, Origin
from tracker.storage.document_queries import DocumentQueries
from tracker.storage.health_queries import SyncHealth, health_of_sync
from tracker.storage.lists import Lists
from tracker.storage.page_queries import PageQueries
from tracker.storage.search import Search
from tracker.storage.sight import NO_DRAFTS, OPEN_TO_ALL
from web.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date, datetime, tzinfo

    from tracker.people import People
    from tracker.settings import Settings
    from tracker.storage import Store, Work
    from tracker.storage.sight import Reader, Sight
    from tracker.storage.watch import Mark, Watch

NAME = "amends"
API = "/api/"
READING = ("GET", "HEAD", "OPTIONS")
STRANGERS = (OPEN_TO_ALL, NO_DRAFTS)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the dashboard was opened with."""

    settings: Settings
    store: Store
    people: People
    watch: Watch
    memory: Memory = field(default_factory=Memory)


def desk() -> Desk:
    """Return what this dashboard was opened with."""
    found: Desk = current_app.extensions[NAME]
    return found


def work() -> Work:
    """Return this request's unit of work, opened at first use; what only reads cannot write."""
    if "work" not in g:
        store = desk().store
        g.opened = ExitStack()
        unit = store.reading() if is_reading() else store.work()
        g.work = g.opened.enter_context(unit)
        _see(g.work)
    found: Work = g.work
    return found


def see_as(sight: Sight | None = None, reader: Reader | None = None) -> None:
    """Let every later question of this request be answered for who asks."""
    before = g.get("seeing", STRANGERS)
    g.seeing = (sight or before[0], reader or before[1])
    if "work" in g:
        _see(g.work)


def _see(work: Work) -> None:
    """Let *work* read what whoever asks may see: little, until it is known who that is."""
    work.sight, work.reader = g.get("seeing", STRANGERS)


def everything() -> Work:
    """Return a unit of work that reads what this visitor may not see: for counting only."""
    work()
    if "everything" not in g:
        opened: ExitStack = g.opened
        g.everything = opened.enter_context(desk().store.reading())
    found: Work = g.everything
    return found


def is_reading() -> bool:
    """Return whether this request changes nothing."""
    return request.method in READING


def queries() -> PageQueries:
    """Return the dashboard's own questions."""
    return PageQueries(work().session, desk().settings.report.zone)


def lists() -> Lists:
    """Return the questions of programs."""
    return Lists(work().session, desk().settings.report.zone)


def documents() -> DocumentQueries:
    """Return the dashboard's questions about documents."""
    return DocumentQueries(work().session)


def search() -> Search:
    """Return what searches ask."""
    return Search(work().session)


def remembered(name: Hashable, make: Callable[[], T]) -> T:
    """Return what *make* answers, asked once while nothing is committed and the hour lasts.

    What it answers may depend on the database, on who asks, and on today; it is shared, so
    nobody may change it. Who came to write is answered anew.
    """
    if "mark" not in g:
        return make()
    return desk().memory.get((name, g.mark, *when(), author()), make)


def remembered_log(name: Hashable, make: Callable[[], T]) -> T:
    """Return what *make* answers of the change log, asked once while the log does not grow.

    Every change of an item is in the log, and of an incident's title, severity, services, start
    and access; what is known of trackers is not. It is shared by all who may see the same.
    """
    grown = newest_entry()
    if grown is None:
        return make()
    return desk().memory.get((name, grown, *when(), sight()), make)


def newest_entry() -> int | None:
    """Return the log's newest entry, where it is certain that none before it is to come."""
    mark: Mark | None = g.get("mark")
    return mark.newest if mark else None


def sight() -> Sight:
    """Return whose eyes this request reads with."""
    found: Sight = g.get("seeing", STRANGERS)[0]
    return found


def health() -> SyncHealth:
    """Return how the sync fares."""
    return remembered("health", lambda: health_of_sync(work().session))


def linked() -> dict[str, int]:
    """Return how many issues are linked in each target, counted anew where one came or went."""
    count = queries().linked
    if not sight().everything:
        return count()
    turns = tuple((one.id, one.link_turns) for one in health().targets)
    return desk().memory.get(("linked", turns), count)


def close_work(error: BaseException | None = None) -> None:
    """Give the unit of work back; what was not committed is forgotten."""
    del error
    g.pop("work", None)
    g.pop("everything", None)
    opened: ExitStack | None = g.pop("opened", None)
    if opened:
        opened.close()


def now() -> datetime:
    """Return this request's moment: the same however often it is asked."""
    if "now" not in g:
        g.now = clock.now()
    found: datetime = g.now
    return found


def hour() -> datetime:
    """Return when this hour began: what is remembered holds until the next one at most."""
    return when()[0]


def today() -> date:
    """Return the day it is for the people who read the reports."""
    return when()[1]


def when() -> tuple[datetime, date]:
    """Return the hour and the day for which something is remembered."""
    return _span(now().replace(second=0, microsecond=0), desk().settings.report.zone)


@lru_cache(maxsize=8)
def _span(minute: datetime, zone: tzinfo) -> tuple[datetime, date]:
    return minute.replace(minute=0), minute.astimezone(zone).date()


def is_api() -> bool:
    """Return whether a program asks, which wants no page."""
    return request.path.startswith(API)


def author() -> Author:
    """Return who changes something through a page or the API."""
    origin = Origin.API if is_api() else Origin.WEB
    visitor = g.get("visitor")
    account = visitor.account if visitor else None
    return Author(origin, account.name if account else None)
