"""Whatever is done to a draft, no promise of its document is lost or doubled."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.drafts import (
    Plan,
    added,
    begin,
    dropped,
    edited,
    merged,
    restored,
    split,
    taken_apart,
    values_of,
)
from tracker.domain.errors import AmendsError
from tracker.domain.incidents import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable

CANDIDATES = tuple(Candidate(f"Promise {number}", (), owner="@bob") for number in range(5))
NUMBERS = st.integers(0, 9)
DEEDS: st.SearchStrategy[Callable[[Plan], Plan]] = st.one_of(
    st.lists(NUMBERS, max_size=3).map(lambda ids: lambda plan: merged(plan, ids, CANDIDATES)),
    st.lists(NUMBERS, max_size=3).map(lambda ids: lambda plan: dropped(plan, ids)),
    NUMBERS.map(lambda one: lambda plan: restored(plan, one)),
    NUMBERS.map(lambda one: lambda plan: taken_apart(plan, one, "Parts")),
    NUMBERS.map(lambda one: lambda plan: split(plan, one, "Half", (1, 1))),
    NUMBERS.map(lambda one: lambda plan: edited(plan, one, {"title": "Mine"})),
    st.just(lambda plan: added(plan, "Missed", (2, 3))),
)


@given(st.lists(DEEDS, max_size=12))
def test_every_promise_belongs_to_one_entry(deeds: list[Callable[[Plan], Plan]]) -> None:
    """Merged, dropped, split, restored, taken apart: each part is there exactly once."""
    plan = begin(CANDIDATES)
    for deed in deeds:
        with suppress(AmendsError):
            plan = deed(plan)
    parts = Counter(part for entry in plan.entries for part in entry.parts)
    ids = [entry.id for entry in plan.entries]

    assert parts == Counter(range(5))
    assert len(set(ids)) == len(ids)
    assert all(entry.parts or entry.lines for entry in plan.entries)
    assert all(values_of(entry, CANDIDATES)["title"] for entry in plan.entries)


def test_a_merged_item_takes_over_what_it_lacks() -> None:
    """The first one's words, and the other's owner where the first has none."""
    two = (Candidate("One", ()), Candidate("Two", (), owner="@bob", priority="P1"))
    plan = merged(begin(two), (1, 2), two)
    held = values_of(plan.entries[0], two)

    assert (held["title"], held["owner"], held["priority"]) == ("One", "@bob", "P1")


def test_taking_apart_undoes_a_merge() -> None:
    """The promises stand by themselves again, in their order."""
    plan = merged(begin(CANDIDATES), (2, 4), CANDIDATES)
    apart = taken_apart(plan, 2, "Parts")

    assert sorted(entry.parts for entry in apart.entries) == [(n,) for n in range(5)]
