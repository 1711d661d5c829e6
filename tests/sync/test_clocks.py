"""Clocks that are a day off, and a second in which a hundred things happen: nothing hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.times import Times
from tests.sync import dying
from tests.sync.bench import AS_SHIPPED, ROW
from tests.sync.conftest import ON_BOTH
from tests.sync.places import SECRETS
from tests.sync.showing import Shown

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place
    from tracker.domain.links import Link

DAY = 86_400.0
OFF = pytest.mark.parametrize("off", [DAY, -DAY], ids=["a day ahead", "a day behind"])
MANY = 120
ONE_EACH = pytest.mark.parametrize(
    ("place", "url"), [("github", "postgresql"), ("jira", "sqlite")], indirect=True
)


def issue_of(link: Link) -> Shown:
    """Return enough of a link's issue to change it: a list of them shows a hundred at most."""
    known = (str(link.remote_id), str(link.remote_key))
    return Shown(*known, "", "open", "", owner=None, due=None, labels=(), priority=None)


@ON_BOTH
@OFF
def test_a_database_and_a_tracker_may_be_days_apart(
    bench: Bench, place: Place, monkeypatch: pytest.MonkeyPatch, off: float
) -> None:
    """What the tracker dates, issues as well as answers, is compared with its own time only."""
    times = Times(monkeypatch, still=True)
    times.let_pass(off)
    times.rule(place.proxy)
    bench.configure(settle_seconds=60)
    bench.take_in(ROW)
    place.proxy.inject(faults.drop_before, "POST", place.creates)
    waiting = [bench.sync().tallies[0].unknown for _ in range(3)]
    times.let_pass(61)
    bench.cycles()
    times.let_pass(5)
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


@ONE_EACH
def test_more_than_a_hundred_issues_of_one_second_are_all_met(
    bench: Bench, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made and changed within a second, more than a page holds: none is missed, none twice."""
    times = Times(monkeypatch, still=True)
    times.rule(place.proxy)
    bench.configure("", **AS_SHIPPED)
    bench.take_in_many(MANY)
    bench.cycles()
    times.let_pass(3600)
    bench.sync()
    issues = [issue_of(link) for link in bench.links]
    for one in issues:
        place.change(one, title=f"Theirs, {one.id}")
    first = bench.sync()
    place.change(issues[0], title="The last of that second")
    second = bench.sync()
    quiet = bench.sync()

    assert len({one.id for one in issues}) == MANY
    assert (first.tallies[0].pulled, second.tallies[0].pulled) == (MANY, 1)
    assert (first.writes, second.writes, quiet.writes) == ([], [], [])
    assert [item.title for item in bench.items] == [
        "The last of that second",
        *(f"Theirs, {one.id}" for one in issues[1:]),
    ]
