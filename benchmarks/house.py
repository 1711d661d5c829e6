"""A large house for benchmarks: incidents with ten items each, and what became of these.

Deterministic for a day: the same words, people and fates, five years back from that day.
"""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, text

from benchmarks.house_lives import Life, Row, change
from benchmarks.house_words import COMMON, DEEDS, FAULTS, PARTS, RARE, THINGS
from tracker.storage.search_words import learn_everything
from tracker.storage.sync_tables import ConflictRow, LinkRow, OperationRow, TargetRow
from tracker.storage.tables import (
    ChangeRow,
    IncidentRow,
    ItemRow,
    PostmortemRow,
    RevisionRow,
    SourceRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.storage import Store

ITEMS = 10  # of an incident
YEARS = 5
AT_ONCE = 100  # incidents
ROWS = 10_000
ONE, FEW = (ItemRow, SourceRow, LinkRow), (ConflictRow, OperationRow)


def build(store: Store, incidents: int, today: date) -> None:
    """Fill an empty database with so many incidents."""
    house = House(today, incidents)
    history: list[Row] = []
    with store.engine.begin() as connection:
        connection.execute(insert(TargetRow), house.targets())
        for start in range(0, incidents, AT_ONCE):
            rows: dict[Any, list[Row]] = {}
            for number in range(start + 1, min(start + AT_ONCE, incidents) + 1):
                for kind, row in house.incident(number):
                    rows.setdefault(kind, []).append(row)
            for kind in (IncidentRow, PostmortemRow, RevisionRow, *ONE, *FEW):
                if rows.get(kind):
                    connection.execute(insert(kind), rows[kind])
            history += rows.get(ChangeRow, [])
        history.sort(key=itemgetter("at"))  # entered as time went by
        for start in range(0, len(history), ROWS):
            connection.execute(insert(ChangeRow), history[start : start + ROWS])
        learn_everything(connection)
        _count_on(connection)
    _settle(store)


def _settle(store: Store) -> None:
    """Leave the database as five years would: PostgreSQL's autovacuum was there many times."""
    settled = "VACUUM (ANALYZE)" if store.engine.dialect.name == "postgresql" else "ANALYZE"
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(settled))


def _count_on(connection: Any) -> None:
    """Let PostgreSQL number new rows after those that were numbered here."""
    if connection.dialect.name != "postgresql":
        return
    for kind in (TargetRow, IncidentRow, PostmortemRow, RevisionRow, ChangeRow, *ONE, *FEW):
        name = kind.__tablename__
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "  # noqa: S608  our own names
                f"(SELECT coalesce(max(id), 1) FROM {name}))"
            )
        )


class House:
    """Makes rows; the same number gives the same incident."""

    def __init__(self, today: date, incidents: int) -> None:
        self.today = today
        self.incidents = incidents
        self.now = datetime.combine(today, time(), UTC)

    def targets(self) -> list[Row]:
        """Return three places where issues live, read a minute ago."""
        report = {"requests": 3, "pulled": 1, "unchanged": 20, "error": None, "failed": 0}
        return [
            {
                "id": number,
                "name": name,
                "provider": provider,
                "accounts": [],
                "learned": {},
                "cursor_settled": True,
                "report": report,
                "reported_at": self.now,
            }
            for number, (name, provider) in enumerate(
                (("platform", "github"), ("quiet", "github"), ("ops", "jira")), 1
            )
        ]

    def incident(self, number: int) -> Iterator[tuple[Any, Row]]:
        """Yield every row of one incident."""
        chance = random.Random(number)  # noqa: S311  the same each time is the point
        began = self._begin(number, chance)
        part, fault = chance.choice(PARTS), chance.choice(FAULTS)
        title = f"{part.capitalize()} {fault} in zone {number % 97}"
        promises = [
            f"{chance.choice(DEEDS)} {chance.choice(THINGS)} of {part} {number % 89}.{at}"
            for at in range(ITEMS)
        ]
        yield IncidentRow, self._facts(number, title, part, began, chance)
        path = f"postmortems/{began:%Y}/{number:05}-{part}.md"
        yield (
            PostmortemRow,
            {"id": number, "incident_id": number, "path": path, "created_at": began},
        )
        words = _document(title, promises, chance)
        digest = hashlib.sha256(words.encode()).hexdigest()
        yield (
            RevisionRow,
            {
                "id": number,
                "postmortem_id": number,
                "number": 1,
                "sha256": digest,
                "text": words,
                "reader": 1,
                "at": began,
            },
        )
        yield ChangeRow, change(number, None, "incident", (None, title), began, None)
        for at, promise in enumerate(promises):
            yield from self._item(number, at, promise, began, chance)

    def _begin(self, number: int, chance: random.Random) -> datetime:
        """Return when it began: evenly over the years, the newest yesterday."""
        age = (self.incidents - number) / self.incidents * YEARS * 365.25
        return self.now - timedelta(days=age + 1, minutes=chance.randrange(1440))

    @staticmethod
    def _facts(number: int, title: str, part: str, began: datetime, chance: random.Random) -> Row:
        lasted = chance.randrange(10, 900)
        return {
            "id": number,
            "key": f"incident-{number}",
            "title": title,
            "severity": f"SEV{chance.choice((1, 2, 2, 3, 3, 3))}",
            "services": [part, chance.choice(PARTS)],
            "started_at": began.isoformat(),
            "ended_at": (began + timedelta(minutes=lasted)).isoformat(),
            "detected_at": None,
            "duration_minutes": lasted,
            "timezone": "UTC",
            "impact": _prose(chance, 14),
            "root_cause": _prose(chance, 12),
            "resolution": _prose(chance, 10),
            "timeline": [
                {"at": f"{hour:02}:05", "text": _prose(chance, 8), "line": 9 + hour}
                for hour in range(5)
            ],
            "created_at": began,
            "updated_at": began,
        }

    def _item(
        self, incident: int, at: int, promise: str, began: datetime, chance: random.Random
    ) -> Iterator[tuple[Any, Row]]:
        number = (incident - 1) * ITEMS + at + 1
        found = began + timedelta(hours=chance.randrange(1, 72))
        life = Life(incident, number, (found, self.now), chance)
        yield ItemRow, {**life.row(promise), "fingerprint": f"f{number}"}
        yield (
            SourceRow,
            {
                "item_id": number,
                "revision_id": incident,
                "position": 0,
                "section": "measure",
                "heading": "Action items",
                "text": promise,
                "first_line": 20 + at,
                "last_line": 20 + at,
            },
        )
        yield LinkRow, self._link(number, life, chance)
        yield from ((ChangeRow, change) for change in life.changes)
        if number % 997 == 0 and number > (self.incidents - 50) * ITEMS:
            yield (
                ConflictRow,
                {
                    "item_id": number,
                    "target_id": 1,
                    "field": "title",
                    "base": "a",
                    "ours": "b",
                    "theirs": "c",
                    "kept": "ours",
                    "at": self.now,
                },
            )

    def _link(self, number: int, life: Life, chance: random.Random) -> Row:
        target = chance.choice((1, 1, 1, 2, 3))
        key = f"OPS-{number}" if target == 3 else f"acme/platform#{number}"  # noqa: PLR2004  ops
        state = "closed" if life.closed else "open"
        return {
            "id": number,
            "item_id": number,
            "target_id": target,
            "generation": 1,
            "marker": f"m{number}",
            "state": "linked",
            "remote_id": f"r{number}",
            "remote_key": key,
            "url": f"https://github.com/acme/platform/issues/{number}",
            "remote": {"state": state, "title": f"issue {number}"},
            "base_local": {"state": state},
            "base_remote": {"state": state},
            "assumed": False,
            "planned_version": 1,
        }


def _prose(chance: random.Random, words: int) -> str:
    told = chance.choices(COMMON, k=words - 2) + chance.choices(RARE, k=2)
    return " ".join(told).capitalize() + "."


def _document(title: str, promises: list[str], chance: random.Random) -> str:
    before = [f"# {title}", "", *(_prose(chance, 12) for _ in range(14)), "", "## Action items", ""]
    after = ["", "## Timeline", "", *(f"- {at:02}:10 {_prose(chance, 10)}" for at in range(20))]
    return "\n".join([*before, *(f"- {one}" for one in promises), *after]) + "\n"
