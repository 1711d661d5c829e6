"""One installation of the product, made of real parts, and what tests do with it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, text

from sync.cycle import run
from sync.undoing import undo
from tests.fakes.faults import PATIENCE
from tests.sync.places import ACTIVE
from tracker import editing, intake
from tracker.clock import now, wait
from tracker.domain.history import Author, Origin
from tracker.people import People
from tracker.reading import Document
from tracker.settings import load
from tracker.storage import open_store
from tracker.storage.items import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from sync.opening import Cycle
    from tests.sync.places import Place
    from tracker.domain.items import ActionItem
    from tracker.domain.links import Link
    from tracker.settings import Settings
    from tracker.storage.conflicts import Conflict

    Make = Callable[..., "Bench"]

HEAD = """# Postmortem: the queue stood still

Date: 2026-03-02
Severity: SEV-2

## Impact

Jobs waited for two hours, and customers got their mails late.

## Root cause

One broken job was tried again without end.

## Timeline

- 14:05 UTC: the first alert
- 16:00 UTC: the queue moved again

## Action items

"""
TABLE = "| Action | Owner | Priority | Due |\n|---|---|---|---|\n"
WORDS = (
    "Alert when the oldest job waits for ten minutes",
    "Rehearse the move of the queue to its standby",
    "Limit how many retries one job may have",
    "Write down how to drain a stuck queue",
)
ROW = f"{WORDS[0]} | @alice | P1 | 2026-12-01"
PEOPLE = """
[people]
"@alice" = {{ github = "alice", jira = "{0}alice" }}
"@bob" = {{ github = "bob", jira = "{0}bob" }}
"@carol" = {{ github = "carol-left", jira = "{0}carol-left" }}
"""
TIMES = {
    "interval_seconds": 1,
    "settle_seconds": 0,
    "overlap_seconds": 2,
    "request_timeout_seconds": PATIENCE,
    "writes_per_minute": 1_000_000,
}
AS_SHIPPED = dict.fromkeys(("settle_seconds", "overlap_seconds"))
BY = Author(Origin.CLI, "tester")


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit status, its JSON, its words."""

    status: int
    told: dict[str, Any]
    complaints: str


class Bench:
    """An amends.toml, a database, and the trackers that it names."""

    def __init__(
        self, folder: Path, url: str, places: Sequence[Place], **times: float | None
    ) -> None:
        self.folder = folder
        self.places = tuple(places)
        self.url = url
        self.more = ""
        self.times: dict[str, float | None] = {**TIMES, **times}
        self.settings = self._configured()
        self.store = open_store(url)

    def close(self) -> None:
        """Give the database back."""
        self.store.close()

    def configure(self, more: str = "", **times: float | None) -> None:
        """Write amends.toml anew, with other times (None: as shipped) and further sections."""
        self.more, self.times = more, {**self.times, **times}
        self.settings = self._configured()

    def moved_to(self, url: str) -> None:
        """Go on with another database."""
        self.store.close()
        self.url = url
        self.settings = self._configured()
        self.store = open_store(url)

    def take_in(self, *rows: str, name: str = "queue.md") -> None:
        """Ingest a postmortem whose table of action items has these *rows*."""
        body = HEAD + TABLE + "".join(f"| {row} |\n" for row in rows)
        self.take_in_text(body, name)

    def take_in_text(self, body: str, name: str = "queue.md") -> None:
        """Ingest a postmortem."""
        path = self.folder / name
        path.write_text(body, encoding="utf-8")
        moment = now()
        clerk = intake.Clerk(self.folder, People(self.settings.people), moment, moment.date())
        with self.store.work() as work:
            intake.take_in(work, Document(name, body, path), clerk)
            work.commit()

    def take_in_many(self, count: int, name: str = "queue.md") -> None:
        """Ingest a postmortem with *count* plain action items."""
        rows = [f"{WORDS[n % 4]} in cluster {n} | | | " for n in range(count)]
        self.take_in(*rows, name=name)

    def sync(self, *only: str, allow_many: bool = False) -> Cycle:
        """Run one cycle."""
        return run(self.store, self.settings, only=only, allow_many=allow_many)

    def let_a_day_pass(self) -> None:
        """Let the time pass after which every link is verified again."""
        with self.store.work() as work:
            work.session.execute(text("UPDATE targets SET verified_at = '2020-01-01 00:00:00'"))
            work.commit()

    def sync_a_day_later(self) -> Cycle:
        """Run a cycle in which every link is to be verified."""
        self.let_a_day_pass()
        return self.sync()

    def take_back(self, *only: str, planning: bool = False) -> Cycle:
        """Undo the last run, or say what that would write."""
        return undo(self.store, self.settings, only=only, planning_only=planning)

    def plan(self) -> Cycle:
        """Say what the next cycle would write."""
        return run(self.store, self.settings, planning_only=True)

    def cycles(self, most: int = 8) -> Cycle:
        """Run cycles until one writes nothing and all is calm after it, *most* at the most."""
        told = {}
        for _ in range(most):
            cycle = self.sync()
            calm = not any(one.unknown or one.error for one in cycle.tallies)
            if calm and not cycle.writes:
                return cycle
            told = cycle.told()
        raise AssertionError(f"after {most} cycles still at work: {told}")

    def command(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command of the product in a process of its own."""
        words = [sys.executable, "-m", "amends", "--config", str(self.folder / "amends.toml")]
        pipe = subprocess.PIPE
        return subprocess.Popen([*words, *arguments], stdout=pipe, stderr=pipe, text=True)  # noqa: S603  the product itself

    def ran(self, *arguments: str) -> Ran:
        """Run a command of the product that prints JSON, in a process of its own."""
        process = self.command(*arguments)
        printed, complaints = process.communicate(timeout=110)
        told = json.loads(printed) if printed.strip() else {}
        return Ran(process.returncode, told, complaints)

    def wait(self, seconds: float) -> None:
        """Let *seconds* pass."""
        wait(seconds)

    def let_leases_run_out(self) -> None:
        """Let the time pass for which a dead process holds up the others."""
        with self.store.work() as work:
            work.session.execute(text("UPDATE leases SET expires_at = '2020-01-01 00:00:00'"))
            work.commit()

    def let_pauses_run_out(self) -> None:
        """Let the time pass for which trackers want to be left alone."""
        with self.store.work() as work:
            for table in ("targets", "budgets", "repositories"):
                work.session.execute(text(f"UPDATE {table} SET paused_until = NULL"))  # noqa: S608  named above
            work.commit()

    def edit(self, item: ActionItem, **values: str) -> ActionItem:
        """Edit an item as a person at the command line would."""
        people = People(self.settings.people)
        with self.store.work() as work:
            saved = editing.edit(work, item.id, editing.Edit(values), BY, people, now())
            work.commit()
        return saved

    def choose(self, conflict: Conflict, side: str) -> None:
        """Let one side of a conflict stand."""
        with self.store.work() as work:
            editing.choose(work, conflict.id, side, BY, People(self.settings.people), now())
            work.commit()

    def undo(self, conflict: Conflict) -> None:
        """Choose the other value of a conflict."""
        with self.store.work() as work:
            editing.undo(work, conflict.id, BY, People(self.settings.people), now())
            work.commit()

    def deliver(self, target: str, number: str, event: str, body: object) -> bool:
        """Store a webhook delivery as the dashboard does."""
        told = body if isinstance(body, str) else json.dumps(body)
        with self.store.work() as work:
            new = work.deliveries.store(target, number, event, told, now())
            work.commit()
        return new

    @property
    def items(self) -> list[ActionItem]:
        """Return all items, the first one first."""
        with self.store.reading() as work:
            return sorted(work.items.find(Wanted()), key=lambda one: one.id)

    @property
    def item(self) -> ActionItem:
        """Return the one item."""
        (one,) = self.items
        return one

    @property
    def links(self) -> list[Link]:
        """Return all links."""
        with self.store.reading() as work:
            return [link for item in self.items for link in work.links.of_item(item.id)]

    @property
    def link_states(self) -> list[str]:
        """Return how all links stand."""
        return [link.state.value for link in self.links]

    @property
    def conflicts(self) -> list[Conflict]:
        """Return all conflicts, the first one first."""
        with self.store.reading() as work:
            return sorted(work.conflicts.find(), key=lambda one: one.id)

    @property
    def operations(self) -> list[str]:
        """Return how the standing writes stand."""
        query = text("SELECT state FROM operations WHERE state <> 'done' ORDER BY id")
        with self.store.engine.execution_options(reading=True).connect() as connection:
            return [str(row[0]) for row in connection.execute(query)]

    def dump(self) -> dict[str, list[tuple[str, ...]]]:
        """Return every row of every table."""
        names = inspect(self.store.engine).get_table_names()
        with self.store.engine.execution_options(reading=True).connect() as connection:
            return {name: _rows(connection, name) for name in names}

    def one_open_issue_an_item(self) -> bool:
        """Return whether every open item has exactly one open issue in every place."""
        wanted = {item.title: 1 for item in self.items if item.status.value in ACTIVE}
        return all(dict(place.open_titles) == wanted for place in self.places)

    def _configured(self) -> Settings:
        names = ", ".join(f'"{place.name}"' for place in self.places)
        given = {name: value for name, value in self.times.items() if value is not None}
        times = "".join(f"{name} = {value}\n" for name, value in given.items())
        sections = [
            f'[database]\nurl = "{self.url}"\n',
            *(place.toml() for place in self.places),
            f"[[route]]\ntarget = [{names}]\n",
            f"[sync]\n{times}",
            PEOPLE.format("" if any(one.edition.server for one in self.places) else "sandbox:"),
            self.more,
        ]
        path = self.folder / "amends.toml"
        path.write_text("\n".join(sections), encoding="utf-8")
        return load(str(path))


def _rows(connection: Connection, table: str) -> list[tuple[str, ...]]:
    query = text(f"SELECT * FROM {table}")  # noqa: S608  the name is the database's own
    return sorted(tuple(map(str, row)) for row in connection.execute(query))
