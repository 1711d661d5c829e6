"""Owners whom a tracker does not take: reminders find them, until somebody else has the item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sync.bench import WORDS
from tests.sync.conftest import ON_BOTH
from tracker.storage.reminder_queries import ReminderQueries

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place


def refused(bench: Bench) -> set[int]:
    """Return the items whose owner was refused."""
    with bench.store.reading() as work:
        return ReminderQueries(work.session).refused()


@ON_BOTH
@pytest.mark.parametrize("begin", ["filed so", "handed over"])
def test_whom_a_tracker_does_not_take_is_found(bench: Bench, place: Place, begin: str) -> None:
    """From the first refusal on, whatever else is edited, and no longer than they own it."""
    first = "@carol" if begin == "filed so" else "@alice"
    bench.take_in(f"{WORDS[0]} | {first} | P1 | 2026-12-01")
    bench.cycles()
    bench.edit(bench.item, owner="@carol")
    bench.cycles()
    found = [refused(bench)]
    bench.edit(bench.item, title="Another title")
    bench.cycles()
    found.append(refused(bench))
    bench.edit(bench.item, owner="@bob")
    bench.cycles()

    assert found == [{bench.item.id}] * 2
    assert refused(bench) == set()
    assert place.only.owner == "bob"
