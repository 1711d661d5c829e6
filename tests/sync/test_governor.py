"""The governor among real processes: turns out of the database, pauses, what is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from sync.cycle import run
from sync.errors import Limited, Waits
from sync.governing import Governor, Open
from sync.pacing import HOUR, Kind, Ledger, booked
from sync.providers.github.limits import limits
from sync.registry import gate_for
from tests.fakes import faults
from tests.sync.bench import WORDS
from tracker.clock import monotonic
from tracker.storage import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.fakes.calls import Call, Reply
    from tests.fakes.proxy import Onward
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, Place

KEY = "https://api.github.com abc"
GITHUB = limits(60)
EVER = 1000.0
SOUND = {"x-ratelimit-limit": "5000", "x-ratelimit-remaining": "50", "x-ratelimit-reset": "0"}


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    """Yield a database, once of each kind."""
    opened = open_store(migrated_url)
    yield opened
    opened.close()


def governor(store: Store, *, planning: bool = False, a_minute: float = 60) -> Governor:
    """Return a gate of one process."""
    return Governor(store, KEY, limits(a_minute), "target x", holds=20, planning=planning)


def spent(store: Store, key: str, *requests: Kind) -> None:
    """Let others have used so much ten minutes ago."""
    with store.work() as work:
        ledger = Ledger.restored(work.budgets.held(key).ledger)
        now = work.clock().timestamp()
        for kind in requests:
            ledger = booked(ledger, GITHUB, kind, "others", now - 600, now, 15)
        work.budgets.spend(key, ledger.stored(), strikes=0)
        work.commit()


def test_every_process_gets_a_turn_of_its_own(store: Store) -> None:
    """Four processes that ask together are given turns a second apart."""

    def asked(url: str) -> float:
        own = open_store(url)
        try:
            return governor(own).reserve(Kind.CREATE, EVER)
        finally:
            own.close()

    url = store.engine.url.render_as_string(hide_password=False)
    with ThreadPoolExecutor(4) as pool:
        turns = sorted(pool.map(asked, [url] * 4))
    gaps = [later - earlier for earlier, later in pairwise(turns)]

    assert min(gaps) > 0.9
    assert turns[-1] - turns[0] < 4


def test_a_reserved_turn_is_kept_for_its_own_kind(store: Store) -> None:
    """Reading before a write neither waits for it nor takes its turn."""
    gate = governor(store)
    governor(store).enter(Kind.EDIT, EVER)
    turn = gate.reserve(Kind.EDIT, EVER)
    gate.enter(Kind.READ, EVER)
    read_at = monotonic()

    assert read_at < turn
    assert gate.reserve(Kind.EDIT, EVER) == turn


def test_what_takes_too_long_is_told_and_takes_no_turn(store: Store) -> None:
    """An hour that is used up is said with its end, and costs the others nothing."""
    spent(store, KEY, *[Kind.CREATE] * 500)
    with store.reading() as work:
        before = work.budgets.seen(KEY)
    with pytest.raises(Waits, match=r"waits until .* UTC for its limit: 500 new issues an hour"):
        governor(store).reserve(Kind.CREATE, EVER)
    with store.reading() as work:
        after = work.budgets.seen(KEY)

    assert after == before


def test_a_pause_holds_for_everybody_with_the_credential(store: Store) -> None:
    """A limit that one met stops the others before they send anything, also without pacing."""
    with store.work() as work:
        governor(store).pause(work, Limited("a limit", 40))
        work.commit()
    for other in (governor(store), governor(store, planning=True), governor(store, a_minute=1e6)):
        with pytest.raises(Limited, match="pauses until"):
            other.enter(Kind.READ, EVER)


def test_limits_that_tell_no_time_pause_ever_longer(store: Store) -> None:
    """One minute, two, four; a good write in between begins anew, reading does not."""
    gate, waits = governor(store), []
    untold = Limited("a limit", 60, told=False)
    for heard in (None, Kind.READ, None, Kind.EDIT):
        with store.work() as work:
            now = work.clock()
            waits.append(round((gate.pause(work, untold) - now).total_seconds(), -1))
            if heard:
                gate.heard(heard, 200, {}, None)
            gate.settle(work)
            work.commit()
    with store.work() as work:
        last = gate.pause(work, untold) - work.clock()

    assert waits == [60, 120, 240, 480]
    assert last < timedelta(seconds=481)


def test_planning_writes_nothing_of_what_it_asks(store: Store) -> None:
    """A plan keeps to the limits, and leaves no trace of itself."""
    gate = governor(store, planning=True)
    gate.enter(Kind.READ, EVER)
    with store.work() as work:
        gate.settle(work)
        work.commit()
    with store.reading() as work:
        held = work.budgets.seen(KEY)

    assert held.ledger == {}


def test_what_answers_told_of_the_quota_is_shared(store: Store) -> None:
    """A process that starts later knows what is left, without asking."""
    gate = governor(store)
    gate.enter(Kind.READ, EVER)
    with store.work() as work:
        at = work.clock()
        reset = str(int(at.timestamp()) + 1800)
        gate.heard(Kind.READ, 200, {**SOUND, "x-ratelimit-reset": reset}, at)
        gate.settle(work)
        work.commit()
    with pytest.raises(Limited, match="5000 requests an hour, of which 50 are left"):
        governor(store).enter(Kind.READ, EVER)


def test_a_full_hour_ends_no_other_work(
    make_bench: Callable[..., Bench], github: GitHubPlace, migrated_url: str
) -> None:
    """When the hour's 500 are used up, edits go out, changes come in, and new issues wait."""
    bench = make_bench(migrated_url, github, writes_per_minute=80)
    bench.take_in(f"{WORDS[0]} | | | ", f"{WORDS[1]} | | | ")
    bench.cycles()
    key = gate_for(bench.settings.target[0], bench.settings, bench.store, "x").key
    spent(bench.store, key, *[Kind.CREATE] * 498)
    bench.take_in(f"{WORDS[2]} | | | ", name="other.md")
    bench.edit(bench.items[0], title="Ours")
    github.change(github.issues()[1], title="Theirs")
    cycle, later = bench.sync(), bench.sync()

    assert (cycle.failed, later.failed) == (False, False)
    assert "500 new issues an hour" in str(cycle.tallies[0].error)
    assert "500 new issues an hour" in str(later.tallies[0].error)
    assert {one.title for one in github.issues()} == {"Ours", "Theirs"}
    assert bench.items[1].title == "Theirs"


def test_the_last_of_the_quota_is_left_to_others(
    make_bench: Callable[..., Bench], github: GitHubPlace, migrated_sqlite_url: str
) -> None:
    """With less than a tenth of the quota left, changes come in and nothing new is filed."""

    def nearly_spent(call: Call, onward: Onward) -> Reply:
        return onward(call).with_headers(X_RateLimit_Remaining="420")

    bench = make_bench(migrated_sqlite_url, github, writes_per_minute=80)
    github.proxy.lay(nearly_spent)
    bench.take_in(f"{WORDS[0]} | | | ")
    cycles = [bench.sync(), bench.sync()]
    reading = [cycle.tallies[0].requests for cycle in cycles]

    assert "requests an hour, of which 420 are left" in str(cycles[1].tallies[0].error)
    assert not cycles[1].failed
    assert min(reading) > 0
    assert github.issues() == []


def test_a_limit_of_one_target_holds_for_another_with_the_same_credential(
    make_bench: Callable[..., Bench], github: GitHubPlace, migrated_url: str
) -> None:
    """A secondary limit counts for the credential: its other targets send nothing either."""
    bench = make_bench(migrated_url, github)
    bench.configure(
        '[[target]]\nname = "twin"\nprovider = "github"\nrepository = "acme/other"\n'
        f'base_url = "{github.proxy.url}"\ntoken_env = "GITHUB_TOKEN"\n'
    )
    bench.take_in(f"{WORDS[0]} | | | ")
    limit = faults.answer(faults.wait_some(403, 60))
    github.proxy.inject(limit, "POST", github.creates, times=None)
    run(bench.store, bench.settings, only=["platform"])
    github.proxy.forget()
    cycle = run(bench.store, bench.settings, only=["twin"])

    assert github.proxy.requests == 0
    assert "limit" in str(cycle.tallies[0].error)
    assert not cycle.failed


def test_a_plan_leaves_the_database_as_it_was_also_with_pacing(
    make_bench: Callable[..., Bench], place: Place, migrated_url: str
) -> None:
    """What a plan asks of the trackers is counted nowhere."""
    bench = make_bench(migrated_url, place, writes_per_minute=60)
    bench.take_in(f"{WORDS[0]} | | | ")
    bench.sync()
    before = bench.dump()
    bench.plan()

    assert bench.dump() == before


def test_a_gate_that_is_open_holds_up_nobody(store: Store) -> None:
    """Who examines by hand sends at once, and knows a limit's end."""
    gate = Open()
    gate.enter(Kind.CREATE, 0)
    with store.work() as work:
        until = gate.pause(work, Limited("a limit", HOUR))
        gate.settle(work)
        gate.heard(Kind.READ, 200, {}, None)
        left = until - work.clock()

        assert gate.paused(work) is None
    assert gate.reserve(Kind.EDIT, 0) <= monotonic()
    assert timedelta(0) < left <= timedelta(hours=1)
