"""A cycle that was only out of time goes on at once; one that waits for a limit does not."""

from __future__ import annotations

from queue import SimpleQueue
from typing import TYPE_CHECKING

from sync.pacing import Ledger
from sync.registry import gate_for
from sync.worker import Done, Jobs, scheduled
from tracker.domain.errors import Unusable

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace

UNFINISHED = Done("out of time", unfinished=True)


def test_the_worker_goes_on_at_once_where_only_the_time_was_over(bench: Bench) -> None:
    """With an hour between two cycles, an unfinished one is followed by the next within seconds."""
    bench.configure(interval_seconds=3600)
    begun: SimpleQueue[int] = SimpleQueue()
    answers = [UNFINISHED, UNFINISHED, Done("all done")]

    def sync() -> Done:
        begun.put(len(answers))
        return answers.pop(0)

    idle = Done("nothing")
    jobs = Jobs(bench.store, lambda: idle, lambda: None, sync, lambda: idle)
    scheduler = scheduled(jobs, bench.settings)
    scheduler.start()
    try:
        seen = [begun.get(timeout=30) for _ in range(3)]
    finally:
        scheduler.shutdown(wait=True)

    assert seen == [3, 2, 1]


def test_what_knows_its_own_time_is_woken_in_its_order(bench: Bench) -> None:
    """Report, delivery, reminders; one that fails stops none of the others."""
    begun: SimpleQueue[str] = SimpleQueue()
    idle = Done("nothing")

    def failing() -> Done:
        begun.put("report")
        raise Unusable("no report today")

    jobs = Jobs(
        *(bench.store, lambda: idle, lambda: None, lambda: idle, failing),
        deliver=lambda: begun.put("delivery"),
        remind=lambda: begun.put("reminders"),
    )
    scheduler = scheduled(jobs, bench.settings)
    scheduler.start()
    try:
        seen = [begun.get(timeout=30) for _ in range(3)]
    finally:
        scheduler.shutdown(wait=True)

    assert seen == ["report", "delivery", "reminders"]


def test_a_cycle_whose_time_is_over_is_unfinished_and_wastes_no_turn(
    make_bench: Callable[..., Bench],
    github: GitHubPlace,
    migrated_sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each turn that it was given is an issue filed: a lost one would cost an hour in the end."""
    bench = make_bench(migrated_sqlite_url, github, writes_per_minute=60)
    bench.take_in_many(30)
    monkeypatch.setattr("sync.opening.LONGEST", 5.0)
    cycle = bench.sync()
    gate = gate_for(bench.settings.target[0], bench.settings, bench.store, "x")
    with bench.store.reading() as work:
        ledger = Ledger.restored(work.budgets.seen(gate.key).ledger)

    assert cycle.unfinished
    assert not cycle.failed
    assert "time limit" in str(cycle.tallies[0].error)
    assert sum(cost for _, cost in ledger.spent["hour"]) == len(github.issues())
    assert 0 < len(github.issues()) < 30
