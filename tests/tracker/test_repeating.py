"""People say which open promise an incident repeats."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from tests.tracker.storage.building import ALICE, LATER, NOW, an_incident, an_item
from tracker.counting.recurrence import recurrence
from tracker.domain.errors import IllegalMove, NotFound
from tracker.repeating import confirm, repeats, take_back
from tracker.reporting.gathering import log_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.storage import Store, Work


@pytest.fixture(name="work")
def _work(store: Store) -> Iterator[Work]:
    """Yield a unit of work with an item of I-1, and I-2 that may repeat it."""
    with store.work() as unit:
        an_item(unit)
        an_incident(unit, "again.md", started_at="2026-05-04T12:00:00+00:00")
        yield unit


def test_a_match_is_kept_and_counted(work: Work) -> None:
    """It stands in the history, by whom and when, and the metric finds it there."""
    confirm(work, 2, 1, ALICE, LATER)
    (entry,) = work.history.of_incident(2)
    found = recurrence(log_of(work, UTC), NOW, LATER.replace(hour=23))

    assert repeats(work, 2) == ["A-1"]
    assert (entry.field, entry.new, entry.at, entry.author) == ("repeats", "A-1", LATER, ALICE)
    assert (found.exposed.items, found.repeats[0].item) == ((2,), 1)


def test_a_match_said_twice_is_one(work: Work) -> None:
    """Saying it again changes nothing."""
    confirm(work, 2, 1, ALICE, NOW)
    confirm(work, 2, 1, ALICE, LATER)

    assert len(work.history.of_incident(2)) == 1


def test_a_match_is_taken_back(work: Work) -> None:
    """A mistake stays in the history, and counts no more."""
    confirm(work, 2, 1, ALICE, NOW)
    take_back(work, 2, 1, ALICE, LATER)

    assert repeats(work, 2) == []
    assert len(work.history.of_incident(2)) == 2


def test_what_cannot_be_is_refused(work: Work) -> None:
    """An incident's own item, a match that nobody made, an incident or item that is none."""
    with pytest.raises(IllegalMove, match=r"A-1 came of I-1; no incident repeats itself"):
        confirm(work, 1, 1, ALICE, NOW)
    with pytest.raises(IllegalMove, match=r"nobody said that I-2 repeats A-1"):
        take_back(work, 2, 1, ALICE, NOW)
    with pytest.raises(NotFound, match=r"no item A-9"):
        confirm(work, 2, 9, ALICE, NOW)
    with pytest.raises(NotFound, match=r"no incident I-9"):
        confirm(work, 9, 1, ALICE, NOW)
