"""What the dashboard wishes of the worker: a write sent again, a plan to look at."""

from __future__ import annotations

from queue import SimpleQueue
from typing import TYPE_CHECKING

from amends.commands.syncing import jobs_for
from sync.worker import Done, Jobs, scheduled
from tests.fakes import faults
from tests.fakes.calls import said
from tests.sync.bench import WORDS
from tracker.clock import now
from tracker.domain.links import OperationState

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place
    from tracker.domain.links import Operation


def standing(bench: Bench) -> Operation:
    """Return the one write that is not done."""
    with bench.store.reading() as work:
        found = work.operations.standing(bench.links[0].id)
    assert found is not None
    return found


def test_a_refused_write_waits_and_goes_at_once_where_somebody_says_so(
    bench: Bench, place: Place
) -> None:
    """A cycle leaves it alone until its time, or until a person presses the button."""
    bench.configure(interval_seconds=600)
    bench.take_in(f"{WORDS[0]} | | | ")
    bench.sync()
    verb = {"github": "PATCH", "jira": "PUT"}[place.provider]
    refusal = said(422, {"message": "Validation Failed", "errors": [], "errorMessages": ["No"]})
    place.proxy.inject(faults.answer(refusal), verb, place.address(place.only), times=3)
    bench.edit(bench.item, title="Ours")
    bench.sync()
    bench.sync()
    refused = standing(bench)
    left_alone = bench.sync().writes
    with bench.store.work() as work:
        work.operations.retry(refused.id)
        work.commit()
    sent = bench.sync()

    assert refused.state is OperationState.FAILED
    assert left_alone == []
    assert [write.item for write in sent.writes] == ["A-1"]
    assert place.only.title == "Ours"


def test_a_write_that_is_done_or_was_never_meant_is_not_sent_again(bench: Bench) -> None:
    """There is nothing to try again."""
    bench.take_in(f"{WORDS[0]} | | | ")
    bench.sync()
    with bench.store.work() as work:
        assert work.operations.retry(1) is None
        assert work.operations.retry(999) is None


def test_a_write_of_unknown_outcome_keeps_its_doubt(bench: Bench, place: Place) -> None:
    """Trying again never sends what may have arrived: the next cycle looks first."""
    bench.take_in(f"{WORDS[0]} | | | ")
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    bench.sync()
    before = bench.operations
    with bench.store.work() as work:
        found = work.operations.retry(standing(bench).id)
        work.commit()
    bench.cycles()

    assert before == ["unknown"]
    assert found is not None
    assert bench.one_open_issue_an_item()


def test_a_plan_is_kept_for_people_and_changes_nothing(bench: Bench, place: Place) -> None:
    """The worker stores what a sync would write; the next one writes just that."""
    bench.take_in(f"{WORDS[0]} | @alice | | ")
    job = jobs_for(bench.store, bench.settings).plan
    assert job
    done = job()
    place_then = place.issues()
    with bench.store.reading() as work:
        kept = work.plans.newest()

    assert done.line == "1 writes would be made"
    assert place_then == []
    assert kept
    assert kept.told["writes"] == bench.sync().told()["writes"]


def test_the_worker_makes_a_plan_within_seconds_where_one_is_wished(bench: Bench) -> None:
    """The wish is a row, taken once; with an hour between two cycles it is met all the same."""
    bench.configure(interval_seconds=3600)
    seen: SimpleQueue[str] = SimpleQueue()
    idle = Done("nothing")

    def noted(name: str) -> Done:
        seen.put(name)
        return idle

    with bench.store.work() as work:
        work.deliveries.wish("plan", now(), None)
        work.commit()
    jobs = Jobs(
        bench.store,
        ingest=lambda: idle,
        pushed=lambda: None,
        sync=lambda: idle,
        report=lambda: idle,
        plan=lambda: noted("plan"),
    )
    scheduler = scheduled(jobs, bench.settings)
    scheduler.start()
    try:
        first = seen.get(timeout=30)
    finally:
        scheduler.shutdown(wait=True)
    with bench.store.reading() as work:
        left = work.deliveries.wishes()

    assert (first, left) == ("plan", [])
