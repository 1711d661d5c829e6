"""GitHub's documented limits in virtual time: as fast as they allow, and never over them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.pacing import HOUR, Kind
from tests.sync.virtual import Sender, Worker, World

if TYPE_CHECKING:
    from tests.sync.virtual import Life

LEAST = 3 * HOUR + 6 * 60  # 500 within 80 a minute, and three hours for the other 1,500
LONGEST_EDIT = 120.0
BEGIN = st.floats(0, 2e9)
SENDERS = st.lists(st.lists(st.sampled_from(Kind), min_size=1, max_size=6), min_size=1, max_size=12)


def a_world(seed: int, begin: float = 0.0) -> World:
    """Return a world in which chance repeats itself."""
    return World(Random(seed), begin)  # noqa: S311  nothing secret hangs on it


def filing(seed: int, *items: int, begin: float = 0.0) -> tuple[World, list[Worker]]:
    """Let workers file so many items each, while people edit, until all are filed."""
    world = a_world(seed, begin)
    workers = [Worker(world, f"target {number}", count) for number, count in enumerate(items)]
    for worker in workers:
        world.begin(worker.live(), world.random.uniform(0, 1))
        world.begin(worker.edited(every=90))
    world.run(lambda: not any(one.items for one in workers), 10 * HOUR)
    return world, workers


@pytest.mark.parametrize("items", [(2000,), (1000, 1000), (500, 500, 500, 500), (1900, 0, 100)])
@pytest.mark.parametrize("seed", range(2))
def test_two_thousand_items_are_filed_as_fast_as_the_limits_allow(
    seed: int, items: tuple[int, ...]
) -> None:
    """Filing takes at most 1.05 times the least there is, and nothing is refused."""
    world, workers = filing(seed, *items)

    assert len(world.github.created) == 2000
    assert world.github.forbidden == []
    assert world.github.created[-1] - world.github.created[0] <= 1.05 * LEAST
    assert [worker.items for worker in workers] == [0] * len(items)


@pytest.mark.parametrize("seed", range(2))
def test_edits_wait_two_minutes_at_most_while_items_are_filed(seed: int) -> None:
    """Edits at the same target and at others go before what is filed, hour after hour."""
    _, workers = filing(seed, 1200, 800, 0)
    waits = [wait for worker in workers for wait in worker.waits]

    assert len(waits) > 200
    assert max(waits) <= LONGEST_EDIT


@pytest.mark.parametrize("seed", range(2))
def test_reading_goes_on_while_items_are_filed(seed: int) -> None:
    """Each target is read at least every two minutes, and at a credential's limit too."""
    _, workers = filing(seed, 1500, 0)
    gaps = [b - a for one in workers for a, b in zip(one.pulls, one.pulls[1:], strict=False)]

    assert max(gaps) <= LONGEST_EDIT


def test_a_small_target_is_served_beside_a_large_one() -> None:
    """Forty items are filed beside 2,000 of another target within two minutes."""
    world = a_world(7)
    large, small = Worker(world, "large", 2000), Worker(world, "small", 40)
    world.begin(large.live())
    world.begin(small.live(), 100)
    world.run(lambda: small.items == 0, 2 * HOUR)

    assert world.now <= 100 + 120
    assert large.items > 0
    assert world.github.forbidden == []


def test_who_asks_no_governor_is_refused() -> None:
    """The strict model refuses those who send without a turn: it can tell."""
    world = a_world(1)
    sender = Sender(world, "rash")

    def rash() -> Life:
        for _ in range(90):
            yield from sender.send(Kind.CREATE)

    world.begin(rash())
    world.run(lambda: False, HOUR)

    assert {name for _, name in world.github.forbidden} == {"minute"}


@pytest.mark.parametrize(
    ("senders", "kind", "slowness"),
    [(30, Kind.READ, 0.02), (150, Kind.READ, 60.0), (40, Kind.EDIT, 0.1), (40, Kind.CREATE, 0.1)],
)
def test_a_crowd_of_one_kind_breaks_no_limit(senders: int, kind: Kind, slowness: float) -> None:
    """Many who read fast, many who wait long for answers, many who write: nothing is refused."""
    world = a_world(3)
    for number in range(senders):
        world.begin(greedy(Sender(world, str(number), slowness), [kind]))
    world.run(lambda: False, 600)

    assert world.github.forbidden == []
    assert world.github.used > 0


def greedy(sender: Sender, kinds: list[Kind]) -> Life:
    """Send without end whatever may be sent."""
    while True:
        for kind in kinds:
            if not (yield from sender.ask(kind)):
                yield sender.world.random.uniform(0.1, 30)


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32), senders=SENDERS, begin=BEGIN, slowness=st.floats(0.01, 4))
def test_no_mix_of_senders_ever_breaks_a_limit(
    seed: int, senders: list[list[Kind]], begin: float, slowness: float
) -> None:
    """Whoever sends whatever from whenever: nothing is refused in an hour and a half."""
    world = a_world(seed, begin)
    for number, kinds in enumerate(senders):
        world.begin(greedy(Sender(world, str(number), slowness), kinds), world.random.uniform(0, 9))
    world.run(lambda: False, 1.5 * HOUR)

    assert world.github.forbidden == []
