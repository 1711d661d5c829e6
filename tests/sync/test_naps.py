"""A worker may sleep anywhere between two requests, and longer than its lease: no edit is lost."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from sync.cycle import run
from tests.fakes.faults import SOON
from tests.fakes.times import Times
from tests.sync.bench import WORDS
from tests.sync.scenes import Scene
from tests.sync.telling import EVENTS, telling_of
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    import pytest
    from sqlalchemy import Engine

    from tests.fakes import Call, Reply
    from tests.sync.bench import Bench
    from tests.sync.places import Place

THEIRS = "Somebody's words, after all"
FEW = 2  # how a cycle ends depends on the time that passed
NAP = 10.0  # longer than the lease, which is two requests of SOON; shorter than a cycle may take


class Nap:
    """Counts how often somebody is done with a database; at number *at* something else happens.

    Whoever sleeps there is between two transactions, and has nothing on its way to a tracker.
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
    """Let whoever uses a database sleep once, while *meanwhile* is done."""
    nap = Nap(at, meanwhile)
    event.listen(engine, "checkin", nap)
    try:
        yield nap
    finally:
        event.remove(engine, "checkin", nap)


def test_who_slept_overwrites_nothing(
    bench_on_both: Bench, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile another worker has sent what was to be sent, and a person had the last word.

    Each tracker's worker sleeps at every second moment on SQLite, at the others on PostgreSQL.
    """
    bench, times = bench_on_both, Times(monkeypatch)
    bench.configure(request_timeout_seconds=SOON)
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01")
    bench.cycles()
    bench.edit(bench.item, title="Our words", status="in_progress")
    bench.take_in(f"{WORDS[1]} | | | ", name="new.md")
    scene = Scene(bench)

    def others() -> None:
        bench.let_leases_run_out()
        other = open_store(bench.url)
        for _ in range(3):  # what was on its way is looked for twice
            run(other, bench.settings)
        issue = place.titled("Our words")
        place.change(issue, title=THEIRS, owner="bob")
        run(other, bench.settings)
        other.close()
        times.let_pass(NAP)

    with napping(bench.store.engine, 0, others) as whole:
        bench.sync()
    for at in range(1 + bench.url.startswith("sqlite"), whole.count + 1, 2):
        scene.again()
        with napping(bench.store.engine, at, others) as nap:
            bench.sync()
        bench.let_leases_run_out()
        bench.cycles()
        first, second = bench.items

        assert nap.count >= at or at > whole.count - FEW
        assert (first.title, first.owner, first.status.value) == (THEIRS, "@bob", "in_progress")
        assert (place.titled(THEIRS).owner, bench.conflicts) == ("bob", [])
        assert [one.title for one in place.issues()] == [THEIRS, second.title]


def test_a_long_reading_keeps_its_lease(
    bench: Bench, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each request is sent only while the lease outlasts it: nobody else takes over meanwhile."""
    times = Times(monkeypatch)
    held: list[datetime] = []
    bench.configure(request_timeout_seconds=SOON)
    bench.sync()

    def slow(call: Call) -> Reply:
        with bench.store.reading() as work:
            until = work.leases.held_until(f"target {place.name}")
        held.extend([until] if until else [])
        times.let_pass(1.5 * SOON)
        return call.pass_on()

    bench.take_in(*(f"{words} | | | " for words in WORDS))
    bench.cycles()
    place.proxy.inject(slow, "*", "", times=None)
    for one in place.issues():
        place.change(one, title=f"{one.title}, at last")
    for number, one in enumerate(place.issues()):
        told = telling_of(place, one)
        bench.deliver(place.name, f"d-{number}", EVENTS[place.provider], told)
    cycle = bench.sync()

    assert cycle.tallies[0].error is None
    assert len(held) > len(WORDS)
    assert held == sorted(set(held))
