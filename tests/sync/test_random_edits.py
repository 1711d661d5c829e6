"""Random edits on all sides, faults and deaths: all agree at last, and nobody's words are lost."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.conftest import DATABASES
from tests.fakes import faults
from tests.fakes.deaths import dying
from tests.sync.bench import WORDS, Bench
from tests.sync.ledger import Ledger
from tests.sync.places import SECRETS, GitHubPlace, JiraPlace
from tests.sync.telling import EVENTS, telling_of
from tracker.storage import open_store
from tracker.storage.conflicts import other_side
from tracker.storage.engine import upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from tests.fakes.proxy import Fault
    from tests.support.postgres import Postgres
    from tests.sync.places import Place
    from tests.sync.showing import Shown

    Databases = Callable[[Path], AbstractContextManager[str]]

CLOSED = {"done", "wont_do", "duplicate"}
SIDE = st.integers(0, 1)
TITLES = st.sampled_from(["One title", "Another title", "A third title"])
STATES = st.sampled_from(["open", "done", "wont_do"])
PEOPLE = st.sampled_from(["alice", "bob"])
LEVELS = st.sampled_from(["P0", "P1", "P3", "P4"])
KINDS = st.sampled_from(["repair", "process", "mitigate"])
GIVEN_UP = {"status": "wont_do", "reason": "Because"}
HERE = st.one_of(
    st.fixed_dictionaries({"title": TITLES}),
    st.fixed_dictionaries({"owner": PEOPLE.map("@{}".format)}),
    st.fixed_dictionaries({"priority": LEVELS}),
    st.fixed_dictionaries({"kind": KINDS}),
    st.fixed_dictionaries({"due": st.sampled_from(["2027-01-01", "2027-02-02"])}),
    st.sampled_from([{"status": "open"}, {"status": "done"}, GIVEN_UP]),
)
THERE = st.one_of(
    st.fixed_dictionaries({"title": TITLES}),
    st.fixed_dictionaries({"owner": PEOPLE}),
    st.fixed_dictionaries({"priority": LEVELS}),
    st.fixed_dictionaries({"kind": KINDS}),
    st.fixed_dictionaries({"state": STATES}),
)
FAULTS = st.sampled_from(
    [
        faults.drop_before,
        faults.drop_after,
        faults.broken_before,
        faults.broken_after,
        faults.garbled(b"{"),
        faults.answer(faults.wait_some(429, 30)),
        faults.answer(faults.logged_out()),
        faults.answer(faults.not_found()),
        faults.answer(faults.redirect(307, "http://127.0.0.1:9/elsewhere")),
    ]
)


class Office(RuleBasedStateMachine):
    """One item with an issue in either tracker, people everywhere, and a bad day."""

    def __init__(self, databases: Databases) -> None:
        super().__init__()
        self.room = ExitStack()
        patch = self.room.enter_context(pytest.MonkeyPatch.context())
        for name, value in SECRETS.items():
            patch.setenv(name, value)
        folder = Path(self.room.enter_context(tempfile.TemporaryDirectory()))
        self.places: tuple[Place, Place] = (GitHubPlace(folder), JiraPlace(folder))
        for place in self.places:
            self.room.callback(place.stop)
        self.bench = Bench(folder, self.room.enter_context(databases(folder)), self.places)
        self.room.callback(self.bench.close)
        self.ledger = Ledger()
        self.told = 0

    def teardown(self) -> None:
        """Let everything agree at last, and go."""
        with self.room:
            if self.bench.items:
                self.agree()

    def issue(self, number: int) -> Shown:
        """Return the item's issue in one tracker."""
        ids = {link.remote_id for link in self.bench.links}
        (mine,) = [one for one in self.places[number].issues() if one.id in ids]
        return mine

    @initialize()
    def file(self) -> None:
        """File one item."""
        self.bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01")
        self.bench.cycles()

    @rule(values=HERE)
    def edit_here(self, values: dict[str, str]) -> None:
        """Somebody edits the item."""
        item = self.bench.item
        for name in values.keys() - {"reason"}:
            self.ledger.edited(name, values[name], getattr(item, name))
        self.bench.edit(item, **values)

    @rule(number=SIDE, values=THERE)
    def edit_there(self, number: int, values: dict[str, str]) -> None:
        """Somebody edits an issue."""
        issue = self.issue(number)
        self.places[number].change(issue, **values)
        after = self.issue(number)
        for name, value in values.items():
            if getattr(after, name) == value:  # GitHub keeps the reason of what is closed already
                self.ledger.edited(name, value, getattr(issue, name))

    @rule(number=SIDE, fault=FAULTS, first=st.integers(1, 3))
    def spoil(self, number: int, fault: Fault, first: int) -> None:
        """One of the next requests to one tracker goes wrong."""
        self.places[number].proxy.inject(fault, "*", "", first=first)

    @rule()
    def sync_once(self) -> None:
        """A cycle runs, well or not."""
        self.bench.sync()

    @rule(at=st.integers(1, 200))
    def die(self, at: int) -> None:
        """A cycle runs, and its process dies."""
        with dying(self.bench.store.engine, at):
            self.bench.sync()
        self.bench.let_leases_run_out()

    @rule(number=SIDE)
    def tell(self, number: int) -> None:
        """A webhook tells of an issue, soon or late."""
        place, self.told = self.places[number], self.told + 1
        told = telling_of(place, self.issue(number))
        self.bench.deliver(place.name, f"d-{self.told}", EVENTS[place.provider], told)

    @rule(number=SIDE)
    def copy(self, number: int) -> None:
        """A create of long ago takes effect: another issue bears the marker."""
        self.places[number].copy(self.issue(number))

    @precondition(lambda self: self.bench.conflicts)
    @rule()
    def undo(self) -> None:
        """Somebody undoes the newest conflict."""
        newest = self.bench.conflicts[-1]
        if newest.undone_at is None and newest.field not in {"block", "state"}:
            value = newest.value(other_side(newest.kept)) or ""
            self.ledger.edited(newest.field, value, getattr(self.bench.item, newest.field))
            self.bench.undo(newest)

    @rule()
    def agree(self) -> None:
        """When the day is better, all three say the same, and no cycle has anything to do."""
        for place in self.places:
            place.proxy.heal()
        self.bench.let_pauses_run_out()
        self.bench.cycles()
        last = self.bench.sync()
        item = self.bench.item

        assert self.ledger.lost(self.bench) == []
        assert (last.writes, [one.pulled for one in last.tallies]) == ([], [0, 0])
        assert self.bench.link_states == ["linked", "linked"]
        for number, place in enumerate(self.places):
            one = self.issue(number)
            assert (one.title, one.state) == (item.title, item.status.value)
            assert (one.priority, one.kind) == (item.priority, item.kind)
            assert (one.due, f"@{one.owner}") == (str(item.due), item.owner)
            assert {other.state for other in place.issues() if other.id != one.id} <= CLOSED


@contextmanager
def on_sqlite(folder: Path) -> Iterator[str]:
    """Yield the address of a new database."""
    url = f"sqlite:///{folder / 'amends.db'}"
    open_store(url).close()
    yield url


@pytest.mark.parametrize("database", DATABASES)
def test_all_sides_agree_whatever_happens(database: str, request: pytest.FixtureRequest) -> None:
    """The copies converge or the difference is listed; no duplicate, no echo, no lost words."""

    def on_postgresql(_: Path) -> AbstractContextManager[str]:
        server: Postgres = request.getfixturevalue("postgres")
        return server.migrated(upgrade)

    class Branch(Office):
        def __init__(self) -> None:
            super().__init__(on_sqlite if database == "sqlite" else on_postgresql)

    run_state_machine_as_test(
        Branch,
        settings=settings(
            max_examples=6,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
