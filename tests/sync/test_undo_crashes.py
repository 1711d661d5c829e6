"""An undo may die anywhere, and a sync may come before it is run again: all ends as it would have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.deaths import Death, dying
from tests.sync.scenes import Scene, all_told

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place

ROWS = (
    "Alert on the depth of the queue | @alice | P1 | 2026-12-01",
    "Rehearse the move to the standby | @bob | P2 | ",
    "Limit the retries of one job | @alice | | ",
    "Weigh the jobs of each customer | | | ",
)
STEP = 4


def ran(bench: Bench) -> None:
    """Let the last run have edited, closed and made issues, and let an edit wait."""
    bench.take_in(*ROWS)
    bench.cycles()
    first, second, third, _ = bench.items
    bench.edit(first, title="Alert early on the depth of the queue", owner="@bob")
    bench.edit(second, status="done")
    bench.edit(third, title="Limit all retries", status="in_progress")
    bench.take_in("Drain the queue before each move | @alice | | 2027-01-01", name="new.md")
    bench.sync()


def shift(bench: Bench, place: Place) -> int:
    """Return the first statement to die at: another one in each of the four installations."""
    return 1 + 2 * bench.url.startswith("sqlite") + (place.provider == "jira")


def made_up_for(bench: Bench, wanted: dict[str, Any]) -> None:
    """Let a worker's minute pass in which somebody edits, undo once more, and compare."""
    bench.let_leases_run_out()
    other = bench.items[3]
    bench.edit(other, owner="@bob")
    bench.cycles()
    bench.take_back()
    bench.cycles()

    assert all_told(bench) == wanted


def test_x(bench_on_both: Bench, place: Place) -> None:
    bench = bench_on_both
    ran(bench)
    scene = Scene(bench)
    with dying(bench.store.engine) as whole:
        cycle = bench.take_back()
    bench.edit(bench.items[3], owner="@bob")
    bench.cycles()
    wanted = all_told(bench)
    print(cycle.told(), len(whole.trace), wanted)
    bad = {}
    for at in whole.points(1, 400):
        scene.again()
        with dying(bench.store.engine, at) as death:
            bench.take_back()
        try:
            made_up_for(bench, wanted)
        except AssertionError as e:
            got = all_told(bench)
            bad[at] = {k: (got[k], wanted[k]) for k in wanted if got[k] != wanted[k]}
            print(at, whole.trace[at-1][:60], {k: ([x for x in got[k] if x not in wanted[k]], [x for x in wanted[k] if x not in got[k]]) for k in bad[at]})
    print("BAD", sorted(bad), "of", whole.points(1,400))
    assert not bad
