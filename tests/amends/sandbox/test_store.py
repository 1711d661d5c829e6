"""The file behind a sandbox."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from amends.sandbox.store import Shelf, Store


@dataclass(frozen=True)
class Thing:
    """Anything that is kept."""

    name: str


def fail_halfway(store: Store, shelf: Shelf[Thing]) -> None:
    """Change one thing, add another, and fail."""
    with store.changing():
        shelf.put(1, Thing("changed"))
        shelf.put(shelf.next_number(1), Thing("new"))
        raise KeyError


def test_a_change_that_fails_halfway_leaves_no_trace(tmp_path: Path) -> None:
    """What was put before the failure is gone from memory and from the file."""
    store = Store(tmp_path / "state.db")
    shelf = store.shelf("thing", Thing)
    with store.changing():
        shelf.put(1, Thing("kept"))

    with pytest.raises(KeyError):
        fail_halfway(store, shelf)

    assert shelf.all() == [Thing("kept")]
    assert shelf.get(2) is None
    store.close()


def test_a_change_that_fails_at_once_costs_nothing(tmp_path: Path) -> None:
    """Where nothing was put, nothing is read again, and the store goes on."""
    store = Store(tmp_path / "state.db")
    shelf = store.shelf("thing", Thing)

    with pytest.raises(KeyError), store.changing():
        raise KeyError

    with store.changing():
        shelf.put(shelf.next_number(7), Thing("kept"))

    assert shelf.get(7) == Thing("kept")
    store.close()
