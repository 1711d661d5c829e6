"""A process may die at any statement it asks the database: time is lost, and nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from tests.sync.bench import Bench
    from tests.sync.places import Place

    Deed = Callable[[Bench, Place, int], None]


class DiedError(BaseException):
    """The process ends here; a base exception, as nothing in the product may catch it."""


class Death:
    """Counts statements and commits; from the one numbered *at* on, all of them fail."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.count = 0

    def __call__(self, *_: Any) -> None:
        """Count one, and fail if the time has come."""
        self.count += 1
        if self.at is not None and self.count >= self.at:
            raise DiedError


@contextmanager
def dying(engine: Engine, at: int | None = None) -> Iterator[Death]:
    """Let the database fail from statement *at* on, as it does for a process that is dead."""
    death = Death(at)
    for moment in ("before_cursor_execute", "commit"):
        event.listen(engine, moment, death)
    try:
        yield death
    except DiedError:
        pass
    finally:
        for moment in ("before_cursor_execute", "commit"):
            event.remove(engine, moment, death)


def file(bench: Bench, _: Place, number: int) -> None:
    """Promise one thing more."""
    bench.take_in(f"Drain queue {number} before each move | | | ", name=f"queue-{number}.md")


def edit(bench: Bench, _: Place, number: int) -> None:
    """Call the item otherwise, here."""
    bench.edit(bench.item, title=f"Alert on the depth of the queue, {number} times")


def toggle(bench: Bench, _: Place, number: int) -> None:
    """Close the item here, or open it again."""
    bench.edit(bench.item, status="done" if number % 2 else "open")


def pull(_: Bench, place: Place, number: int) -> None:
    """Call the issue otherwise, over there."""
    place.change(place.only, title=f"Alert on the length of the queue, {number} times")


def clash(bench: Bench, place: Place, number: int) -> None:
    """Change the same field on both sides."""
    place.change(place.only, title=f"They call it queue {number}")
    bench.edit(bench.item, title=f"We call it queue {number}")


DEEDS: dict[str, Deed] = {
    "file": file,
    "edit": edit,
    "close": toggle,
    "pull": pull,
    "clash": clash,
}


def in_step(bench: Bench, place: Place) -> bool:
    """Return whether every item has one issue, which says the same."""
    shown = {issue.title: issue.state for issue in place.issues()}
    ours = {item.title: item.status.value for item in bench.items}
    return len(place.issues()) == len(bench.items) and shown == ours


@pytest.mark.parametrize("deed", DEEDS)
def test_a_death_at_any_statement_costs_nothing(bench: Bench, place: Place, deed: str) -> None:
    """Each statement and commit of a cycle that files, edits, closes, pulls or merges (I6)."""
    bench.take_in("Alert on the depth of the queue | | | ")
    bench.cycles()
    DEEDS[deed](bench, place, 0)
    with dying(bench.store.engine) as counted:
        bench.sync()
    bench.cycles()

    # every second one before each tracker: the engine's statements are the same
    for at in range(1 + (place.provider == "jira"), counted.count + 1, 2):
        DEEDS[deed](bench, place, at)
        with dying(bench.store.engine, at):
            bench.sync()
        bench.moved_to(bench.url)  # the connections died with the process
        bench.let_leases_run_out()
        bench.cycles()
        assert in_step(bench, place), f"after a death at statement {at} of {counted.count}"
    assert counted.count > len(DEEDS)
