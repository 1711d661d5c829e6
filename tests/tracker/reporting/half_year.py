"""Half a year of an invented company's promises: the same in every run, and the sample's data."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.tracker.reporting.house import House
from tracker.domain.history import Author, Origin
from tracker.domain.items import Kind
from tracker.editing import Edit, edit
from tracker.people import People
from tracker.settings import Person, Report, Settings

if TYPE_CHECKING:
    from tracker.storage import Work

FIRST, END = date(2026, 5, 18), date(2026, 11, 16)  # Mondays
WEEK = "2026-W46"
MONDAY_AFTER = datetime(2026, 11, 16, 8, tzinfo=UTC)
NAMES = ("@ana", "@bo", "@chidi", "@dana", "@emre")
TEAMS = ("@payments", "@storage", "@edge")
SETTINGS = Settings(
    report=Report(timezone="Europe/Berlin"),
    people={
        **{name: Person(github=name[1:], team=TEAMS[place % 3]) for place, name in enumerate(NAMES)}
    },
)
OUTAGES = (
    ("Checkout refused cards for 40 minutes", "SEV1"),
    ("Search index two hours behind", "SEV3"),
    ("Mail queue stuck overnight", "SEV3"),
    ("Primary database ran out of connections", "SEV1"),
    ("Wrong prices after a cache flush", "SEV2"),
    ("Login slow in Frankfurt", "SEV3"),
    ("Backups had failed for nine days", "SEV2"),
    ("Certificate of the API expired", "SEV1"),
    ("Webhooks delivered twice", "SEV3"),
    ("Dashboards empty during a failover", "SEV4"),
    ("Region failover took 55 minutes", "SEV1"),
    ("Rate limiter blocked a partner", "SEV2"),
    ("Disk full on the log hosts", "SEV3"),
    ("Deploy rolled back by hand", "SEV3"),
)
DEEDS = (
    ("Alert when {} is unhealthy", Kind.DETECT),
    ("Cap the connections of {}", Kind.PREVENT),
    ("Write a runbook for {}", Kind.PROCESS),
    ("Test the failover of {} monthly", Kind.PREVENT),
    ("Retry with backoff in {}", Kind.MITIGATE),
    ("Remove the stale setting of {}", Kind.REPAIR),
    ("Add a canary before {}", Kind.PREVENT),
)
PARTS = ("the payment gateway", "the indexer", "the mail sender", "the order database",
         "the price cache", "the login service", "the backup job", "the API edge")  # fmt: skip


Edits = list[tuple[date, int, dict[str, str]]]


def furnish(work: Work) -> None:
    """Store the half year."""
    chance = random.Random(46)  # noqa: S311  no secret hangs on it
    house = House(work)
    edits: Edits = []
    days = (END - FIRST).days
    for place, (title, severity) in enumerate(OUTAGES):
        born = FIRST + timedelta(days=place * (days - 6) // len(OUTAGES) + chance.randrange(4))
        incident = house.incident(title, _at(born, 9), severity)
        for _ in range(chance.randrange(3, 8)):
            edits += _promise(house, chance, incident, born)
    for day, item, values in sorted(edits, key=lambda one: (one[0], one[1])):
        _edit(work, item, day, values)
    work.commit()


def _promise(house: House, chance: random.Random, incident: int, born: date) -> Edits:
    """Store a promise; return what becomes of it."""
    deed, kind = chance.choice(DEEDS)
    owner = chance.choice((*NAMES, *NAMES, "@edge", None))
    due: date | None = born + timedelta(days=chance.choice((14, 28, 28, 42, 56)))
    if chance.random() < 0.1:
        due = None
    priority = chance.choice(("P0", "P1", "P2", "P2", None))
    title = deed.format(chance.choice(PARTS))
    item = house.item(incident, title, _at(born, 10), owner=owner, due=due, kind=kind,
                      priority=priority)  # fmt: skip
    return [one for one in _life(chance, item, born, due) if one[0] < END]


def _life(chance: random.Random, item: int, born: date, due: date | None) -> Edits:
    done = born + timedelta(days=chance.choice((4, 9, 15, 22, 27, 33, 47, 70, 120)))
    edits: Edits = []
    moving = due - timedelta(days=chance.choice((-1, 2))) if due else None
    if due and moving and moving < done and chance.random() < 0.3:
        edits.append((moving, item, {"due": str(due + timedelta(days=21))}))
    if chance.random() < 0.08:
        return [*edits, (done, item, {"status": "wont_do", "reason": "The service goes away"})]
    edits.append((done, item, {"status": "done"}))
    if chance.random() < 0.1:
        edits.append((done + timedelta(days=12), item, {"status": "open"}))
    return edits


def _edit(work: Work, item: int, day: date, values: dict[str, str]) -> None:
    who = Author(*((Origin.GITHUB, "chidi") if item % 3 else (Origin.WEB, "ana")))
    edit(work, item, Edit(values), who, People({}), _at(day, 14))


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 20, tzinfo=UTC)
