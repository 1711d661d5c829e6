"""A worker may be put to sleep anywhere between two requests; what others did since stands."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from sync.cycle import run
from tests.fakes.times import Times
from tests.sync.scenes import Scene
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest
    from sqlalchemy import Engine

    from tests.sync.bench import Bench
    from tests.sync.places import Place

ASLEEP = 10  # seconds
THEIRS = "Somebody's words, after all"


class Nap:
    """Counts how often a worker is done with its database; at number *at* something else happens.

    It sleeps there: between two transactions, with nothing on its way to the tracker.
    """

    def __init__(self, at: int, meanwhile: Callable[[], None]) -> None:
        self.at = at
        self.count = 0
        self._meanwhile = meanwhile

    def __call__(self, *_: Any) -> None:
        """Count, and sleep if the time has come."""
        self.count += 1
        if self.count == self.at:
            self._meanwhile()


@contextmanager
def napping(engine: Engine, at: int, meanwhile: Callable[[], None]) -> Iterator[Nap]:
    """Let whoever uses a database sleep once while *meanwhile* is done."""
    nap = Nap(at, meanwhile)
    event.listen(engine, "checkin", nap)
    try:
        yield nap
    finally:
        event.remove(engine, "checkin", nap)


def test_who_slept_overwrites_nothing(
    bench_on_both: Bench, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lease has run out, another worker has sent the edit, and a person has the last word."""
    bench, times = bench_on_both, Times(monkeypatch)
    bench.take_in("Alert on the depth of the queue | @alice | P1 | 2026-12-01")
    bench.cycles()
    bench.edit(bench.item, title="Our words", status="in_progress")
    scene = Scene(bench)

    def others() -> None:
        bench.let_leases_run_out()
        other = open_store(bench.url)
        run(other, bench.settings)
        place.change(place.only, title=THEIRS, owner="bob")
        run(other, bench.settings)
        other.close()
        times.let_pass(ASLEEP)

    with napping(bench.store.engine, 0, others) as whole:
        bench.sync()
    told = set()
    for at in range(1, whole.count + 1):
        scene.again()
        with napping(bench.store.engine, at, others):
            bench.sync()
        bench.let_leases_run_out()
        bench.cycles()
        told.add(state_of(bench, place))

    assert told == {(THEIRS, THEIRS, "bob", "in_progress", 1, 0)}


def state_of(bench: Bench, place: Place) -> tuple[object, ...]:
    """Return what the item and its issue say, and how many issues and conflicts there are."""
    item, issue = bench.item, place.only
    counts = (len(place.issues()), len(bench.conflicts))
    return (item.title, issue.title, issue.owner, item.status.value, *counts)
