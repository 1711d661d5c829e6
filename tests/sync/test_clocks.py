"""Clocks that are a day off, and a second in which a hundred things happen: nothing hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.times import Times
from tests.sync import dying
from tests.sync.bench import ROW
from tests.sync.conftest import ON_BOTH
from tests.sync.places import SECRETS

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place

DAY = 86_400.0
OFF = pytest.mark.parametrize("off", [DAY, -DAY], ids=["a day ahead", "a day behind"])
MANY = 120
ONE_EACH = pytest.mark.parametrize(
    ("place", "url"), [("github", "postgresql"), ("jira", "sqlite")], indirect=True
)


@ON_BOTH
@OFF
def test_a_database_and_a_tracker_may_be_days_apart(
    bench: Bench, place: Place, monkeypatch: pytest.MonkeyPatch, off: float
) -> None:
    """What the tracker dates, issues as well as answers, is compared with its own time only."""
    times = Times(monkeypatch)
    times.let_pass(off)
    times.rule(place.proxy)
    bench.configure(settle_seconds=1)
    bench.take_in(ROW)
    place.proxy.inject(faults.drop_before, "POST", place.creates)
    waiting = [bench.sync().tallies[0].unknown for _ in range(3)]
    times.let_pass(2)
    bench.cycles()
    place.change(place.only, title="Theirs", state="done")
    bench.edit(bench.item, owner="@bob")
    bench.cycles()
    quiet = bench.sync()

    assert waiting == [1, 1, 1]
    assert (bench.item.title, bench.item.status.value) == ("Theirs", "done")
    assert (place.only.title, place.only.owner, place.only.state) == ("Theirs", "bob", "done")
    assert (quiet.writes, quiet.tallies[0].requests, bench.conflicts) == ([], 1, [])


@ON_BOTH
@OFF
def test_a_limit_told_as_a_date_is_as_long_as_it_was_meant(
    bench: Bench, place: Place, monkeypatch: pytest.MonkeyPatch, off: float
) -> None:
    """`Retry-After` names a moment by the tracker's clock: half a minute, whatever ours says."""
    Times(monkeypatch).let_pass(off)
    bench.take_in(ROW)
    place.proxy.inject(faults.answer(faults.wait_until(429, 30)), "POST", place.creates)
    cycle = bench.sync()
    with bench.store.reading() as work:
        (state,) = work.targets.all()
        left = state.paused_until - work.clock() if state.paused_until else None

    assert not cycle.failed
    assert left is not None
    assert 0 < left.total_seconds() <= 31


@OFF
def test_a_machine_may_be_a_day_off(bench: Bench, place: Place, off: float) -> None:
    """Its own clock decides nothing: what it files and edits is in step with a machine on time."""
    bench.take_in(ROW)
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    for title in ("Theirs", "Theirs again"):
        assert dying.ended_well(bench.folder / "amends.toml", SECRETS, off)
        assert dying.ended_well(bench.folder / "amends.toml", SECRETS, off)
        place.change(place.only, title=title)
    assert dying.ended_well(bench.folder / "amends.toml", SECRETS, off)
    quiet = bench.sync()

    assert (bench.item.title, place.only.title) == ("Theirs again", "Theirs again")
    assert (quiet.writes, quiet.tallies[0].requests, bench.conflicts) == ([], 1, [])
