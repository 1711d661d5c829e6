"""How often a target is asked: less often while its webhook tells, at once where it told."""

from __future__ import annotations

from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from amends.commands.syncing import jobs_for
from sync import stretching
from sync.worker import Done, Jobs, scheduled
from tests.sync.telling import EVENTS, telling_of

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place

HOOK = 'webhook_secret_env = "HOOK"\n'
PATIENT: dict[str, Any] = {"interval_seconds": 60, "hooked_interval_seconds": 900}


@pytest.fixture(name="hooked")
def _hooked(filed: Bench, place: Place) -> Bench:
    """Return an installation whose item is filed, and whose webhook has told of its issue."""
    place.more = HOOK
    filed.configure(**PATIENT)
    deliver(filed, place, "d-0")
    filed.sync()
    return filed


def deliver(bench: Bench, place: Place, number: str) -> None:
    """Let the tracker tell of the issue."""
    bench.deliver(place.name, number, EVENTS[place.provider], telling_of(place, place.only))


def due(bench: Bench) -> list[str]:
    """Return the targets that the next scheduled cycle is about."""
    return stretching.due(bench.store, bench.settings)


def told(bench: Bench) -> list[str]:
    """Return the targets that are synced at once."""
    return stretching.told(bench.store, bench.settings)


def let_pass(bench: Bench, seconds: int) -> None:
    """Let the last cycle, and whatever came before, be *seconds* longer ago."""
    tables = {"targets": "reported_at", "deliveries": "at", "changes": "at"}
    with bench.store.work() as work:
        for table, column in tables.items():
            moved = f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-{seconds} seconds')"
            work.session.execute(text(f"UPDATE {table} SET {column} = {moved}"))  # noqa: S608
        work.commit()


def test_a_target_without_a_webhook_is_asked_in_every_cycle(filed: Bench, place: Place) -> None:
    """Nothing else would tell of a change; deliveries from nowhere do not count."""
    deliver(filed, place, "d-0")
    filed.sync()

    assert due(filed) == [place.name]


def test_a_hooked_target_is_asked_less_often(hooked: Bench, place: Place) -> None:
    """Its webhook told of an issue: the next reading is a slow one."""
    assert due(hooked) == []
    let_pass(hooked, 500)
    assert due(hooked) == []
    let_pass(hooked, 500)
    assert due(hooked) == [place.name]


def test_a_webhook_that_never_told_of_an_issue_is_not_counted_on(
    filed: Bench, place: Place
) -> None:
    """A secret in the configuration, and even a ping, is no delivery."""
    place.more = HOOK
    filed.configure(**PATIENT)
    with filed.store.work() as work:
        work.deliveries.hear(place.name, work.clock())
        work.commit()
    filed.sync()

    assert due(filed) == [place.name]


def test_a_delivery_is_looked_after_at_once(hooked: Bench, place: Place) -> None:
    """However slowly the target is read: what was told waits for seconds, and only once."""
    assert told(hooked) == []
    place.change(place.only, title="Theirs")
    deliver(hooked, place, "d-1")

    assert (told(hooked), due(hooked)) == ([place.name], [place.name])

    hooked.sync()
    assert (told(hooked), due(hooked)) == ([], [])
    assert hooked.item.title == "Theirs"


def test_an_edit_here_does_not_wait_for_the_slow_reading(hooked: Bench, place: Place) -> None:
    """What is to be sent is sent at the usual pace."""
    hooked.edit(hooked.item, title="Ours")

    assert due(hooked) == [place.name]

    hooked.sync()
    assert place.only.title == "Ours"
    assert due(hooked) == []


def test_a_missed_delivery_is_caught_and_the_usual_pace_is_back(
    hooked: Bench, place: Place
) -> None:
    """A reading that finds what nobody told: the deliveries have stopped, until one comes."""
    place.change(place.only, title="Theirs")
    hooked.sync()

    assert hooked.item.title == "Theirs"
    assert due(hooked) == [place.name]

    hooked.sync()
    assert due(hooked) == [place.name]

    deliver(hooked, place, "d-1")
    hooked.sync()
    assert due(hooked) == []


def test_a_write_of_our_own_is_no_missed_delivery(hooked: Bench, place: Place) -> None:
    """What the next reading shows of it is known already."""
    hooked.edit(hooked.item, title="Ours", status="done", priority="P3")
    hooked.cycles()

    assert place.only.state == "done"
    assert due(hooked) == []


def test_a_webhook_that_was_silent_for_long_is_not_counted_on(hooked: Bench, place: Place) -> None:
    """After a day without a word, nobody knows whether it still speaks."""
    let_pass(hooked, 90_000)
    hooked.sync()

    assert due(hooked) == [place.name]


def test_a_target_in_trouble_is_asked_at_its_usual_pace(
    hooked: Bench, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What failed is tried again soon, and a delivery does not make it spin."""
    monkeypatch.setenv(f"{place.provider.upper()}_TOKEN", "somebody-elses")
    deliver(hooked, place, "d-1")
    assert hooked.sync().failed

    assert (told(hooked), due(hooked)) == ([], [place.name])


def test_the_workers_jobs_leave_alone_what_is_not_due(hooked: Bench, place: Place) -> None:
    """Nothing is sent for a target whose time has not come, and a wish is about all targets."""
    jobs = jobs_for(hooked.store, hooked.settings)
    place.proxy.forget()
    assert jobs.due
    assert jobs.told
    quiet = jobs.due(), jobs.told()

    assert (quiet, place.proxy.requests) == ((None, None), 0)
    assert jobs.sync().well
    assert place.proxy.requests == 1


def test_the_worker_looks_after_deliveries_between_its_cycles(bench: Bench) -> None:
    """With an hour between two cycles, a delivery is met within seconds."""
    bench.configure(interval_seconds=3600)
    seen: SimpleQueue[str] = SimpleQueue()
    idle = Done("nothing")

    def noted(name: str) -> Done:
        seen.put(name)
        return idle

    jobs = Jobs(
        bench.store,
        ingest=lambda: idle,
        pushed=lambda: None,
        sync=lambda: noted("sync"),
        report=lambda: idle,
        due=lambda: noted("due"),
        told=lambda: noted("told"),
    )
    scheduler = scheduled(jobs, bench.settings)
    scheduler.start()
    try:
        names = {seen.get(timeout=30) for _ in range(3)}
    finally:
        scheduler.shutdown(wait=True)

    assert names == {"due", "told"}
