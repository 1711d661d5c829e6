"""Conflicts: both values stay, and what a person decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tracker.storage.building import LATER, NOW, an_item
from tracker.domain.errors import NotFound

if TYPE_CHECKING:
    from tracker.storage import Store, Work

VALUES = ("Alert", "Alert sooner", "Alert louder")


def a_conflict(
    work: Work, values: tuple[str | None, str | None, str | None] = VALUES, item: int = 1
) -> bool:
    """Store a conflict about a title in the target `platform`."""
    target = work.targets.known("platform", "github")
    return work.conflicts.add(item, target.id, "title", values, "ours", NOW)


def test_a_conflict_keeps_all_three_values(store: Store) -> None:
    """Base, ours, theirs, which one is kept and since when."""
    with store.work() as work:
        an_item(work)
        a_conflict(work)
        work.commit()
    with store.reading() as work:
        found = work.conflicts.get(1)

    assert (found.base, found.ours, found.theirs) == VALUES
    assert (found.kept, found.target, found.at, found.undone_at) == ("ours", "platform", NOW, None)


def test_the_same_conflict_is_told_once(store: Store) -> None:
    """A disagreement that goes on is no new one."""
    with store.work() as work:
        an_item(work)
        told = [a_conflict(work), a_conflict(work)]

        assert told == [True, False]
        assert len(work.conflicts.find()) == 1


def test_other_words_are_another_conflict(store: Store) -> None:
    """The newest conflict comes first; absent values are values."""
    with store.work() as work:
        an_item(work)
        a_conflict(work)
        a_conflict(work, ("Alert", None, "Alert louder"))

        assert [one.ours for one in work.conflicts.find()] == [None, "Alert sooner"]


def test_an_undone_conflict_may_come_back(store: Store) -> None:
    """After an undoing, the same disagreement is told anew."""
    with store.work() as work:
        an_item(work)
        a_conflict(work)
        work.conflicts.mark(1, undone=LATER)

        assert a_conflict(work)
        assert work.conflicts.get(1).undone_at == LATER


def test_marks_do_not_erase_each_other(store: Store) -> None:
    """Who agreed and who undid are both remembered."""
    with store.work() as work:
        an_item(work)
        a_conflict(work)
        work.conflicts.mark(1, resolved=NOW)
        work.conflicts.mark(1, undone=LATER)
        found = work.conflicts.get(1)

    assert (found.resolved_at, found.undone_at) == (NOW, LATER)


def test_conflicts_are_found_by_item(store: Store) -> None:
    """An item's page tells its own conflicts only."""
    with store.work() as work:
        an_item(work)
        an_item(work)
        a_conflict(work, item=1)
        a_conflict(work, item=2)

        assert [one.item_id for one in work.conflicts.find(2)] == [2]


@pytest.mark.parametrize("number", [0, 7, -1, 2**31, 10**30])
def test_a_conflict_that_is_not_there_is_named(store: Store, number: int) -> None:
    """Whatever number somebody types, the answer is a sentence."""
    with store.reading() as work, pytest.raises(NotFound, match=f"no conflict {number}"):
        work.conflicts.get(number)
