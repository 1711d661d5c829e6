"""A process may die at any statement it asks the database: time is lost, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes import faults
from tests.fakes.deaths import dying
from tests.sync.scenes import Scene, all_told
from tests.sync.telling import EVENTS, telling_of

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place

ROWS = (
    "Alert on the depth of the queue | @alice | P1 | 2026-12-01",
    "Rehearse the move to the standby | @bob | P2 | ",
    "Limit the retries of one job | @alice | | ",
    "Write down how to drain a queue | | P3 | ",
    "Weigh the jobs of each customer | | | ",
    "Shed load before the queue is full | @bob | P1 | ",
)
STEP = 4
FEW = 4  # what ends a cycle depends on the time that passed


def busy(bench: Bench, place: Place) -> None:
    """Let the next cycle have something of everything to do."""
    bench.take_in(*ROWS)
    bench.cycles()
    bench.edit(bench.items[5], status="done")
    bench.cycles()
    bench.take_in("Page whoever owns the job | @bob | P1 | ", name="lost.md")
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    bench.sync()
    first, second, _, clashing, _, sixth, _ = bench.items
    bench.edit(first, title="Alert early on the depth of the queue", owner="@bob")
    bench.edit(second, status="done")
    bench.edit(sixth, status="wont_do", reason="Costs more than it helps")
    bench.edit(clashing, title="Write down, in our words, how to drain a queue")
    place.change(place.titled("Limit"), title="Limit all retries", state="done")
    place.change(place.titled("Write"), title="Write down, in their words, how to drain it")
    place.copy(place.titled("Weigh"))
    told = telling_of(place, place.titled("Limit"))
    bench.deliver(place.name, "d-1", EVENTS[place.provider], told)
    bench.take_in("Drain the queue before each move | @alice | | 2027-01-01", name="new.md")


def shift(bench: Bench, place: Place) -> int:
    """Return the first statement to die at: another one in each of the four installations."""
    return 1 + 2 * bench.url.startswith("sqlite") + (place.provider == "jira")


def test_a_death_at_any_statement_costs_nothing(bench_on_both: Bench, place: Place) -> None:
    """A cycle that files, edits, closes, pulls, merges, adopts, heals and is told (I6).

    It dies before each commit, and at every fourth of the other statements; which ones differs
    between the trackers and the databases, so that all four together die at each.
    """
    bench = bench_on_both
    busy(bench, place)
    scene = Scene(bench)
    with dying(bench.store.engine) as whole:
        cycle = bench.sync()
    bench.cycles()
    wanted = all_told(bench)
    points = whole.points(shift(bench, place), STEP)
    deaths = 0

    assert (cycle.failed, cycle.tallies[0].created, cycle.tallies[0].closed) == (False, 1, 3)
    assert (cycle.tallies[0].pulled, cycle.tallies[0].conflicts) == (1, 1)
    for at in points:
        scene.again()
        with dying(bench.store.engine, at) as death:
            bench.sync()
        deaths += death.dead
        bench.let_leases_run_out()
        bench.sync()
        if all_told(bench) != wanted:
            bench.cycles()  # what may have arrived is looked for twice

        assert all_told(bench) == wanted, f"after a death at {at}: {whole.trace[at - 1]}"
    assert deaths > len(points) - FEW
