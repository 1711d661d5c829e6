"""How fast the pages of a large house are, beside bare Flask that answers the same bytes.

Each page is asked through the same WSGI test client as a bare route that returns the page's own
bytes from a string, in turn, in the same run. "Again" asks while nothing was committed since, as
most visits of a morning do. "Synced" commits before every visit what a sync cycle that finds
nothing new writes, "edited" what a person who edits an item does: the page is made anew, and
after an edit so are its figures.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import statistics
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import event, text

from benchmarks.house import build
from tests.support.postgres import running_postgres
from tracker import clock
from tracker.domain.history import Author, Origin
from tracker.editing import Edit, edit
from tracker.people import People
from tracker.settings import Settings
from tracker.storage import open_store
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flask.testing import FlaskClient

    from tracker.storage import Store

FOLDER = Path(__file__).resolve().parents[1] / ".bench"
SIZES = (500, 5000)
GOAL, STATEMENTS, GROWTH = 3.0, 12, 1.3
AGAIN, ANEW = 40, 25
KINDS = ("again", "synced", "edited")
CLOCK: dict[str, Callable[[], float]] = {"read": time.perf_counter}
COLLEAGUE = Author(Origin.WEB, "alice")
FEWEST, PATIENCE = 3, 3.0  # visits, seconds


@dataclass
class Measured:
    """What one page took, in seconds, and what a bare route took for the same bytes."""

    size: int
    statements: int = 0
    again: list[float] = field(default_factory=list)
    synced: list[float] = field(default_factory=list)
    edited: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def median(self, kind: str) -> float:
        """Return the median of one kind of visit, in milliseconds."""
        return 1000 * statistics.median(getattr(self, kind))


def paths(incidents: int) -> dict[str, str]:
    """Return each page's address in a house of so many incidents; the ones near the end.

    Lists fill a page in every house, as it is the same page that is compared.
    """
    late = incidents - 20
    return {
        "overview": "/",
        "overview, filtered": "/?severity=SEV1",
        "incident": f"/incidents/{late}",
        "items": "/items",
        "items, overdue": "/items?status=open&overdue=1",
        "item": f"/items/{late * 10}",
        "search": "/search?q=replica+checkout",
        "search, a slip": "/search?q=certificat+chekout",
        "sync": "/sync",
        "reports": "/reports",
    }


def main() -> None:
    """Measure both databases at both sizes, and print what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", choices=("sqlite", "postgresql"))
    asked.add_argument("--cpu", action="store_true", help="this process's own time: busy machines")
    asked.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    given = asked.parse_args()
    CLOCK["read"] = time.process_time if given.cpu else time.perf_counter
    sizes = tuple(given.sizes)
    if given.only != "postgresql":
        report("SQLite", measured_in(_sqlite, sizes))
    if given.only != "sqlite":
        with running_postgres() as server:

            @contextmanager
            def fresh(size: int) -> Iterator[Store]:
                with server.database() as url:
                    store = open_store(url)
                    build(store, size, clock.now().date())
                    yield store
                    store.close()

            report("PostgreSQL", measured_in(fresh, sizes))


@contextmanager
def _sqlite(size: int) -> Iterator[Store]:
    """Yield a copy of the house, built once a week and upgraded where it is older than the code."""
    week = clock.now().date().isocalendar()
    kept = FOLDER / f"house-{size}-{week.year}W{week.week:02}.db"
    if not kept.exists():
        FOLDER.mkdir(exist_ok=True)
        growing = kept.with_suffix(".growing")
        growing.unlink(missing_ok=True)
        store = open_store(f"sqlite:///{growing}")
        build(store, size, clock.now().date())
        store.close()  # the last to leave writes everything into the one file
        growing.rename(kept)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(kept, Path(folder) / "amends.db")
        store = open_store(f"sqlite:///{folder}/amends.db")
        yield store
        store.close()


@dataclass(frozen=True)
class Visited:
    """One page of one house, and its bare twin."""

    store: Store
    client: FlaskClient
    bare: FlaskClient
    path: str
    found: Measured

    def visit(self, kind: str, before: Callable[[Store], None] | None) -> None:
        """Ask the page, after what comes *before*, or in turn with its twin where nothing does."""
        if before:
            before(self.store)
        else:
            self.found.bare.append(_seconds(self.bare, "/"))
        getattr(self.found, kind).append(_seconds(self.client, self.path))

    def has_enough(self, kind: str, most: int) -> bool:
        """Return whether it was asked often enough: a slow page is not asked as often."""
        times = getattr(self.found, kind)
        return len(times) >= most or (len(times) >= FEWEST and sum(times) >= PATIENCE)


def measured_in(
    opened: Callable[[int], Any], sizes: Sequence[int]
) -> dict[int, dict[str, Measured]]:
    """Return what every page of each house took; the houses are asked in turn."""
    found: dict[int, dict[str, Measured]] = {size: {} for size in sizes}
    with ExitStack() as stack:
        houses = {size: _house(stack, opened, size) for size in sizes}
        for name in paths(max(sizes)):
            visited = {size: _visited(*house, paths(size)[name]) for size, house in houses.items()}
            measure(list(visited.values()))
            for size, one in visited.items():
                found[size][name] = one.found
    return found


def _house(stack: ExitStack, opened: Callable[[int], Any], size: int) -> tuple[Store, FlaskClient]:
    store = stack.enter_context(opened(size))
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    return store, create_app(Settings(folder=Path(folder)), store).test_client()


def _visited(store: Store, client: FlaskClient, path: str) -> Visited:
    answer = client.get(path)
    assert answer.status_code == HTTPStatus.OK, (path, answer.status)
    found = Measured(len(answer.data))
    found.statements = max(_statements(client, store, path) for _ in range(2))
    return Visited(store, client, bare_client(answer.data), path, found)


def measure(pages: Sequence[Visited]) -> None:
    """Ask one page of every house, and its bare twins, in turn: they share what disturbs."""
    gc.collect()
    gc.disable()
    try:
        for kind, before, most in (
            ("synced", _sync, ANEW), ("edited", _edit, ANEW), ("again", None, AGAIN)
        ):  # fmt: skip
            while not all(page.has_enough(kind, most) for page in pages):
                for page in pages:
                    page.visit(kind, before)
    finally:
        gc.enable()


def bare_client(page: bytes) -> FlaskClient:
    """Return a client of bare Flask whose one route answers *page*."""
    app = Flask("bare")
    words = page.decode()
    app.add_url_rule("/", "page", lambda: words)
    client = app.test_client()
    client.get("/")
    return client


def _seconds(client: FlaskClient, path: str) -> float:
    before = CLOCK["read"]()
    client.get(path)
    return CLOCK["read"]() - before


def _sync(store: Store) -> None:
    """Change a row that no history tells of, as a sync does that found nothing new."""
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE links SET generation = generation + 1 WHERE id = 1"))


def _edit(store: Store) -> None:
    """Hand an item to somebody else, as a colleague does on its page."""
    with store.work() as work:
        owner = "@one" if work.items.get(1).owner != "@one" else "@two"
        edit(work, 1, Edit({"owner": owner}), COLLEAGUE, People({}), clock.now())
        work.commit()


def _statements(client: FlaskClient, store: Store, path: str) -> int:
    """Return how many statements a page asks when nothing is remembered."""
    _edit(store)
    told: list[str] = []

    def heard(*values: Any) -> None:
        if values[2] != "BEGIN":  # our own, so that a page reads one moment
            told.append(str(values[2]))

    event.listen(store.engine, "before_cursor_execute", heard)
    client.get(path)
    event.remove(store.engine, "before_cursor_execute", heard)
    return len(told)


def report(database: str, found: dict[int, dict[str, Measured]]) -> None:
    """Print one database's table."""
    small, large = min(found), max(found)
    print(f"{database}, {large} incidents: medians in ms; times bare Flask with the same bytes;")
    print(f"growth from {small} incidents; statements after an edit")
    head = "{:<19}{:>5}{:>7}{:>8}{:>7}{:>8}{:>9}{:>8}{:>9}{:>8}{:>6}"
    print(head.format("page", "kB", "bare", "again", "times", "growth", *_two("synced"),
                      *_two("edited"), "SQL"))  # fmt: skip
    for name, one in found[large].items():
        before = found[small][name]
        growth = {kind: one.median(kind) / before.median(kind) for kind in KINDS}
        bare, again = one.median("bare"), one.median("again")
        print(
            f"{name:<19}{one.size / 1000:>5.0f}{bare:>7.2f}{again:>8.2f}{again / bare:>7.1f}"
            f"{growth['again']:>8.2f}{one.median('synced'):>9.1f}{growth['synced']:>8.2f}"
            f"{one.median('edited'):>9.1f}{growth['edited']:>8.2f}{one.statements:>6}"
        )
    print(f"goals: times <= {GOAL:g}, growth <= {GROWTH}, statements <= {STATEMENTS}\n")


def _two(kind: str) -> tuple[str, str]:
    return kind, "growth"


if __name__ == "__main__":
    main()
