"""People edit and choose while a cycle is at work: neither is lost, and no cycle fails for it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, make_url
from sqlalchemy.exc import OperationalError

from tests.fakes.deaths import dying
from tests.sync.bench import WORDS
from tests.sync.scenes import Scene
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.fakes import Call, Reply
    from tests.sync.bench import Bench
    from tests.sync.places import Place
    from tracker.storage import Store

STEP = 5
PATIENCE = "-c lock_timeout=20ms"  # whoever holds the row now is this very thread


class Colleague:
    """Edits the item right before statement *at* of somebody else's, from another connection."""

    def __init__(self, bench: Bench, store: Store, at: int) -> None:
        self._bench = bench
        self._store = store
        self._left = at
        self.done = False

    def __call__(self, *_: Any) -> None:
        """Count a statement, and edit if the time has come."""
        self._left -= 1
        if self._left == 0:
            self.edit()

    def edit(self) -> None:
        """Edit the item; where somebody else has it in hand, do so later."""
        mine, self._bench.store = self._bench.store, self._store
        try:
            self._bench.edit(self._bench.item, priority="P3")
            self.done = True
        except OperationalError:
            self.done = False
        finally:
            self._bench.store = mine


@contextmanager
def joined(bench: Bench, at: int) -> Iterator[Colleague]:
    """Let a colleague edit the item while a cycle runs, or right after it at the latest."""
    impatient = make_url(bench.url).update_query_dict({"options": PATIENCE})
    other = open_store(impatient.render_as_string(hide_password=False))
    colleague = Colleague(bench, other, at)
    event.listen(bench.store.engine, "before_cursor_execute", colleague)
    try:
        yield colleague
    finally:
        event.remove(bench.store.engine, "before_cursor_execute", colleague)
        if not colleague.done:
            colleague.edit()
        other.close()


def test_an_edit_at_any_statement_of_a_cycle_arrives(
    make_bench: Callable[..., Bench], place: Place, migrated_postgres_url: str
) -> None:
    """PostgreSQL lets others write while a cycle does: both changes stay, and it does not fail.

    At every fifth statement, others for either tracker. SQLite lets nobody in.
    """
    bench = make_bench(migrated_postgres_url, place)
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01")
    bench.cycles()
    place.change(place.only, title="Theirs")
    bench.edit(bench.item, owner="@bob")
    scene = Scene(bench)
    with dying(bench.store.engine) as whole:
        bench.sync()
    for at in range(1 + 2 * (place.provider == "jira"), len(whole.trace), STEP):
        scene.again()
        with joined(bench, at):
            cycle = bench.sync()
        told = cycle.tallies[0].error
        bench.cycles()
        item, one = bench.item, place.only

        assert told is None, f"at {at}: {whole.trace[at - 1]}"
        assert (item.title, item.owner, item.priority) == ("Theirs", "@bob", "P3")
        assert (one.title, one.owner, one.priority) == ("Theirs", "bob", "P3")
        assert bench.conflicts == []


@pytest.mark.parametrize("status", ["open", "done"])
def test_a_choice_while_another_edit_is_on_its_way_counts(
    bench_on_both: Bench, place: Place, status: str
) -> None:
    """Who chooses the item's words in that moment gets them; the item says them already."""
    bench = bench_on_both
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01")
    bench.cycles()
    bench.edit(bench.item, title="Ours")
    bench.sync()
    bench.take_back()
    (conflict,) = bench.conflicts
    bench.edit(bench.item, status=status, priority="P3")

    def choosing(call: Call) -> Reply:
        bench.choose(conflict, "ours")
        return call.pass_on()

    place.proxy.inject(choosing, {"github": "PATCH", "jira": "PUT"}[place.provider], "")
    bench.sync()
    bench.cycles()
    one = place.only

    assert (one.title, one.priority, one.state) == ("Ours", "P3", status)
    assert bench.item.title == "Ours"
