"""A long change log, made up: two years of a large company's promises, the same in every run."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from tracker.storage import open_store
from tracker.storage.tables import ChangeRow, IncidentRow, ItemRow

if TYPE_CHECKING:
    from pathlib import Path

FIRST = datetime(2024, 11, 4, tzinfo=UTC)
LAST = datetime(2026, 11, 16, tzinfo=UTC)
ITEMS_EACH, CHANGES_EACH = 10, 10  # of an incident, of an item
OWNERS = [f"@person-{number}" for number in range(400)] + [
    f"@team-{number}" for number in range(20)
]
KINDS = ("repair", "prevent", "detect", "mitigate", "process")
PRIORITIES = ("P0", "P1", "P2", "P3")
AT_ONCE = 10_000


@dataclass
class Making:
    """What is written: rows as the database takes them, and a source of chance."""

    chance: random.Random
    incidents: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    changes: list[tuple[datetime, int, int | None, str, str | None, str | None]] = field(
        default_factory=list
    )


def write(path: Path, items: int) -> str:
    """Write a database with so many items and ten times the changes; return its address."""
    url = f"sqlite:///{path}"
    making = Making(random.Random(items))  # noqa: S311  no secret hangs on it
    for number in range(1, items // ITEMS_EACH + 1):
        _incident(making, number)
    making.changes.sort(key=lambda change: change[0])
    store = open_store(url)
    with store.work() as work:
        _insert(work, IncidentRow, making.incidents)
        _insert(work, ItemRow, making.items)
        names = ("at", "incident_id", "item_id", "field", "old", "new")
        by = {"who": "@alice", "origin": "web"}
        for start in range(0, len(making.changes), AT_ONCE):
            part = making.changes[start : start + AT_ONCE]
            _insert(work, ChangeRow, [dict(zip(names, one, strict=True)) | by for one in part])
        work.commit()
    store.close()
    return url


def _insert(work: Any, table: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        work.session.execute(insert(table), rows[start : start + AT_ONCE])


def _incident(making: Making, number: int) -> None:
    chance = making.chance
    at = FIRST + timedelta(seconds=chance.randrange(int((LAST - FIRST).total_seconds())))
    title = f"Outage {number} of the service {chance.randrange(300)} in the region"
    making.incidents.append(
        {
            "id": number, "key": f"{number}.md", "title": title,
            "severity": chance.choice(("SEV1", "SEV2", "SEV3", "SEV4")), "services": [],
            "impact": "Some requests failed.", "root_cause": "A queue was full.",
            "timeline": [], "created_at": at, "updated_at": at,
        }
    )  # fmt: skip
    making.changes.append((at, number, None, "incident", None, title))
    for _ in range(ITEMS_EACH):
        _item(making, number, at)


def _item(making: Making, incident: int, at: datetime) -> None:
    chance, number = making.chance, len(making.items) + 1
    now: dict[str, str | None] = {
        "status": "open", "owner": chance.choice(OWNERS), "kind": chance.choice(KINDS),
        "priority": chance.choice(PRIORITIES), "due": _day(at, chance), "reason": None,
        "approver": None,
    }  # fmt: skip
    first = dict(now)
    making.changes.append((at, incident, number, "status", None, "open"))
    for _ in range(CHANGES_EACH - 1):
        at += timedelta(hours=chance.expovariate(1 / 400))
        name, new = _next(now, at, chance)
        making.changes.append((at, incident, number, name, now[name], new))
        now[name] = new
    due = now["due"]
    making.items.append(
        {
            "id": number, "incident_id": incident, "fingerprint": f"f{number}", "refs": [],
            "title": f"Alert on the depth of queue {number} before it is full", "said": {},
            **now, "due": date.fromisoformat(due) if due else None,
            "due0": date.fromisoformat(first["due"] or ""), "duplicate_of": None,
            "created_at": at, "accepted_at": at, "closed_at": None, "in_document": True,
            "version": CHANGES_EACH,
        }
    )  # fmt: skip


def _next(now: dict[str, str | None], at: datetime, chance: random.Random) -> tuple[str, str]:
    name = chance.choice(("status", "status", "owner", "due", "priority"))
    if name == "status":
        follows = {"open": ("in_progress", "done", "done"), "in_progress": ("done", "open"),
                   "done": ("open", "verified"), "verified": ("open",)}  # fmt: skip
        return name, chance.choice(follows[now["status"] or ""])
    if name == "owner":
        return name, chance.choice([one for one in OWNERS if one != now["owner"]])
    if name == "priority":
        return name, chance.choice([one for one in PRIORITIES if one != now["priority"]])
    day = _day(at, chance)
    return name, day if day != now["due"] else _day(at + timedelta(days=1), chance)


def _day(at: datetime, chance: random.Random) -> str:
    return str((at + timedelta(days=chance.randrange(5, 90))).date())
