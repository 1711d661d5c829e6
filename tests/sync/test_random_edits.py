"""Random edits of the item and of both its issues: whatever happens, all agree in the end."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.fakes import faults
from tests.sync.bench import WORDS, Bench
from tests.sync.places import SECRETS, GitHubPlace, JiraPlace
from tracker.storage import open_store

if TYPE_CHECKING:
    from tests.fakes.proxy import Fault
    from tests.sync.places import Place

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
FAULTS = st.sampled_from([faults.drop_before, faults.drop_after, faults.broken_after])


class Office(RuleBasedStateMachine):
    """One item with an issue in either tracker, people everywhere, and a bad network."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        for name, value in SECRETS.items():
            self.patch.setenv(name, value)
        self.room = tempfile.TemporaryDirectory()
        folder = Path(self.room.name)
        self.places: tuple[Place, Place] = (GitHubPlace(folder), JiraPlace(folder))
        url = f"sqlite:///{folder / 'amends.db'}"
        open_store(url).close()
        self.bench = Bench(folder, url, self.places)

    def teardown(self) -> None:
        """Let everything go."""
        self.bench.close()
        for place in self.places:
            place.stop()
        self.room.cleanup()
        self.patch.undo()

    @initialize()
    def file(self) -> None:
        """File one item."""
        self.bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01")
        self.bench.cycles()

    @rule(values=HERE)
    def edit_here(self, values: dict[str, str]) -> None:
        """Somebody edits the item."""
        self.bench.edit(self.bench.item, **values)

    @rule(number=st.integers(0, 1), values=THERE)
    def edit_there(self, number: int, values: dict[str, str]) -> None:
        """Somebody edits an issue."""
        place = self.places[number]
        place.change(place.only, **values)

    @rule(number=st.integers(0, 1), fault=FAULTS)
    def spoil(self, number: int, fault: Fault) -> None:
        """The next request to one tracker goes wrong."""
        self.places[number].proxy.inject(fault, "*", "")

    @rule()
    def sync_once(self) -> None:
        """A cycle runs, well or not."""
        self.bench.sync()

    @precondition(lambda self: self.bench.conflicts)
    @rule()
    def undo(self) -> None:
        """Somebody undoes the newest conflict."""
        newest = self.bench.conflicts[-1]
        if newest.undone_at is None and newest.field not in {"block", "state"}:
            self.bench.undo(newest)

    @rule()
    def agree(self) -> None:
        """When the network is well again, all three say the same."""
        for place in self.places:
            place.proxy.heal()
        self.bench.cycles()
        item = self.bench.item
        for place in self.places:
            assert place.only.title == item.title
            assert place.only.state == item.status.value
            assert place.only.priority == item.priority
            assert place.only.kind == item.kind
            assert place.only.due == str(item.due)
            assert f"@{place.only.owner}" == item.owner


TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=6,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
