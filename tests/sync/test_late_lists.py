"""Lists may be up to ten minutes late, each reader's by another time: by virtual clocks."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.lagging import LaggingLists
from tests.fakes.times import Times
from tests.sync.bench import AS_SHIPPED, WORDS

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place

LATEST = 600.0
MINUTES = 18  # longer than either tracker's unknown creates are waited for


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    """Return a time that stands still."""
    return Times(monkeypatch, still=True)


def minutes(bench: Bench, times: Times, count: int) -> None:
    """Let a worker's minutes pass."""
    for _ in range(count):
        times.let_pass(60)
        bench.sync()


@pytest.mark.parametrize("lag", [60, 600, "any"])
def test_a_late_list_doubles_nothing_and_loses_nothing(
    bench_on_both: Bench, place: Place, times: Times, lag: float | str
) -> None:
    """Issues whose answers were lost, arrived or not, are filed once; all edits arrive."""
    bench, random = bench_on_both, Random(place.name)  # noqa: S311  no secret
    times.rule(place.proxy)
    seconds = (lambda: random.uniform(0, LATEST)) if isinstance(lag, str) else lag
    told = lambda: times.now.timestamp()  # noqa: E731, PLW0108  now is another each time
    place.proxy.lay(LaggingLists(seconds=seconds, clock=told))
    bench.configure("", **AS_SHIPPED)
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01")
    bench.sync()
    for number, fault in enumerate((faults.drop_after, faults.drop_before), 1):
        bench.take_in(f"{WORDS[number]} | | | ", name=f"{number}.md")
        place.proxy.inject(fault, "POST", place.creates)
        minutes(bench, times, 1)
    minutes(bench, times, 3)
    place.change(place.titled(WORDS[0]), title="Theirs", owner="bob")
    minutes(bench, times, 2)
    bench.edit(bench.items[0], status="done")
    place.change(place.titled(WORDS[1]), state="done")
    minutes(bench, times, MINUTES)
    times.let_pass(LATEST)
    last = bench.sync()

    assert last.writes == []
    assert sorted((one.title, one.state) for one in place.issues()) == sorted(
        [("Theirs", "done"), (WORDS[1], "done"), (WORDS[2], "open")]
    )
    assert [(one.title, one.status.value) for one in bench.items] == [
        ("Theirs", "done"),
        (WORDS[1], "done"),
        (WORDS[2], "open"),
    ]
    assert (bench.items[0].owner, bench.conflicts) == ("@bob", [])
