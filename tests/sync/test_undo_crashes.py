"""An undo may die anywhere, and syncs may come before it goes on: it ends as it would have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.fakes.deaths import dying
from tests.sync.scenes import Scene, all_told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sync.bench import Bench
    from tests.sync.places import Place

ROWS = (
    "Alert on the depth of the queue | @alice | P1 | 2026-12-01",
    "Rehearse the move to the standby | @bob | P2 | ",
    "Limit the retries of one job | @alice | | ",
    "Shed load before the queue is full | @bob | P1 | ",
    "Weigh the jobs of each customer | | | ",
)
STEP = 4
FEW = 4  # what ends a run depends on the time that passed


def ran(bench: Bench) -> None:
    """Let the last run have made, edited and closed issues, one of them for another reason."""
    bench.take_in(*ROWS)
    bench.cycles()
    bench.edit(bench.items[3], status="done")
    bench.cycles()
    first, second, third, fourth, _ = bench.items
    bench.edit(first, title="Alert early on the depth of the queue", owner="@bob")
    bench.edit(second, status="done")
    bench.edit(third, title="Limit all retries", status="in_progress")
    bench.edit(fourth, status="wont_do", reason="Costs more than it helps")
    bench.take_in("Drain the queue before each move | @alice | | 2027-01-01", name="new.md")
    bench.sync()


def later(bench: Bench) -> None:
    """Let a worker's minute pass in which somebody edits another item."""
    bench.edit(bench.items[4], owner="@bob")
    bench.sync()


def is_under_way(bench: Bench) -> bool:
    """Return whether an undo was begun that is not done."""
    query = "SELECT 1 FROM writes WHERE begun_at IS NOT NULL AND undone_at IS NULL"
    with bench.store.reading() as work:
        return work.session.execute(text(query)).first() is not None


def ended(bench: Bench) -> dict[str, Any]:
    """Undo once more, after another run where this one was begun, and return what is so then."""
    bench.let_leases_run_out()
    steps: list[Callable[[], object]] = [lambda: later(bench), bench.take_back]
    for step in steps if is_under_way(bench) else reversed(steps):
        step()
    bench.sync()
    return all_told(bench)


@pytest.fixture
def scene(bench_on_both: Bench) -> Scene:
    """Return the moment before the last run is undone."""
    ran(bench_on_both)
    return Scene(bench_on_both)


def test_a_death_at_any_statement_of_an_undo_costs_nothing(
    bench_on_both: Bench, place: Place, scene: Scene
) -> None:
    """The run is undone whole, no item changes, and both values of each difference are listed.

    It dies before each commit, and at every fourth of the other statements; which ones differs
    between the trackers and the databases, so that all four together die at each.
    """
    bench = bench_on_both
    first = 1 + 2 * bench.url.startswith("sqlite") + (place.provider == "jira")
    with dying(bench.store.engine) as whole:
        bench.take_back()
    wanted = ended(bench)

    assert {issue[1] for issue in wanted["issues"]} == {"open", "done", "wont_do"}
    for at in whole.points(first, STEP):
        scene.again()
        with dying(bench.store.engine, at) as death:
            bench.take_back()

        assert death.dead or at > len(whole.trace) - FEW
        assert ended(bench) == wanted, f"after a death at {at}: {whole.trace[at - 1]}"


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_death_at_any_request_of_an_undo_costs_nothing(
    bench_on_both: Bench, place: Place, scene: Scene, *, after: bool
) -> None:
    """Killed before a request has an effect, or between its effect and its answer."""
    bench = bench_on_both
    place.proxy.forget()
    bench.take_back()
    count = place.proxy.requests
    wanted = ended(bench)

    assert count > len(ROWS)
    for number in range(1, count + 1):
        scene.again()
        with dying(bench.store.engine) as death:
            place.proxy.inject(death.at_request(number, after=after), "*", "", times=None)
            bench.take_back()
        place.proxy.heal()

        assert death.dead
        assert ended(bench) == wanted, f"after a death at request {number}"
