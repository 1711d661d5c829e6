"""Two workers at once, one that sleeps, one that is dead: no item twice, nobody waits long."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sync.cycle import run
from tests.fakes.faults import SOON, Victim
from tests.sync import dying
from tests.sync.bench import WORDS
from tests.sync.conftest import ON_BOTH
from tests.sync.places import SECRETS
from tracker.storage import open_store

if TYPE_CHECKING:
    from sync.opening import Cycle
    from tests.sync.bench import Bench
    from tests.sync.places import Place

PATIENCE = 3  # request timeouts


def worker(bench: Bench) -> Cycle:
    """Run one cycle as another process would: with a connection of its own."""
    store = open_store(bench.url)
    try:
        return run(store, bench.settings)
    finally:
        store.close()


def test_workers_at_the_same_time_file_no_item_twice(bench_on_both: Bench, place: Place) -> None:
    """Four workers that begin together file each item once."""
    bench_on_both.take_in_many(6)
    with ThreadPoolExecutor(max_workers=4) as pool:
        cycles = list(pool.map(lambda _: worker(bench_on_both), range(4)))
    bench_on_both.cycles()

    assert not any(cycle.failed for cycle in cycles)
    assert sum(cycle.tallies[0].created for cycle in cycles) == 6
    assert len(place.issues()) == 6
    assert bench_on_both.one_open_issue_an_item()


def test_a_worker_that_finds_another_at_work_says_that_it_waits(bench: Bench, place: Place) -> None:
    """While another worker is at a target, a sync leaves it alone and does not fail."""
    bench.take_in(f"{WORDS[0]} | | | ")
    bench.sync()
    bench.configure(request_timeout_seconds=0.3)
    with bench.store.work() as work:
        work.leases.take(f"target {place.name}", "another", work.clock(), 60)
        work.commit()
    place.proxy.forget()
    cycle = bench.sync()

    assert not cycle.failed
    assert "another sync" in str(cycle.tallies[0].error)
    assert place.proxy.requests == 0


def test_a_sender_that_slept_leaves_one_open_issue(bench_on_both: Bench, place: Place) -> None:
    """A worker stopped after its send, woken when another took over: one open issue."""
    bench_on_both.take_in(f"{WORDS[0]} | @alice | | ", f"{WORDS[1]} | | | ")
    sleeper, process = Victim(), None
    place.proxy.inject(sleeper.asleep, "POST", place.creates)
    process = dying.started(bench_on_both.folder / "amends.toml", SECRETS, sleeper)
    sleeper.struck.wait(30)
    bench_on_both.let_leases_run_out()
    bench_on_both.cycles()
    os.kill(process.pid or 0, signal.SIGCONT)
    process.join(60)
    bench_on_both.cycles()

    assert bench_on_both.one_open_issue_an_item()
    assert bench_on_both.link_states == ["linked", "linked"]


@ON_BOTH
def test_a_sender_that_slept_before_its_effect_leaves_one_open_issue(
    bench: Bench, place: Place
) -> None:
    """Its request reaches the tracker only when another worker has filed the item already."""
    bench.take_in(f"{WORDS[0]} | @alice | | ")
    sleeper = Victim()
    place.proxy.inject(sleeper.asleep_before, "POST", place.creates)
    process = dying.started(bench.folder / "amends.toml", SECRETS, sleeper)
    sleeper.struck.wait(30)
    bench.let_leases_run_out()
    bench.cycles()
    sleeper.go_on.set()
    os.kill(process.pid or 0, signal.SIGCONT)
    process.join(60)
    bench.let_leases_run_out()
    bench.cycles()

    assert len(place.issues()) == 2
    assert bench.one_open_issue_an_item()
    assert bench.item.status.value == "open"


def test_a_dead_process_holds_up_the_next_cycle_for_three_timeouts_at_most(
    bench_on_both: Bench, place: Place
) -> None:
    """What a killed process had leased is free after three request timeouts."""
    bench_on_both.configure(request_timeout_seconds=SOON)
    bench_on_both.take_in(f"{WORDS[0]} | | | ")
    victim = Victim()
    place.proxy.inject(victim.before, "POST", place.creates)
    dying.killed(bench_on_both.folder / "amends.toml", SECRETS, victim)
    with bench_on_both.store.reading() as work:
        until, now = work.leases.held_until(f"target {place.name}"), work.clock()
    held = PATIENCE * bench_on_both.settings.sync.request_timeout_seconds
    cycle = bench_on_both.sync()

    assert until is not None
    assert (until - now).total_seconds() <= held
    assert (cycle.tallies[0].error, cycle.tallies[0].unknown) == (None, 1)


def test_a_real_command_killed_while_it_files_leaves_one_issue_an_item(
    bench: Bench, place: Place
) -> None:
    """`python -m amends sync`, killed between the effect and the answer: one issue an item."""
    bench.configure(request_timeout_seconds=SOON)
    bench.take_in(f"{WORDS[0]} | @alice | | ", f"{WORDS[1]} | | | ")
    victim = Victim()
    place.proxy.inject(victim.after, "POST", place.creates)
    process = bench.command("sync", "--json")
    victim.is_called(process.pid)
    process.communicate(timeout=60)
    bench.cycles()

    assert process.returncode == -9
    assert len(place.issues()) == 2
    assert bench.one_open_issue_an_item()
