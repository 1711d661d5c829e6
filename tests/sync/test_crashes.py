"""A process may die or sleep at any request: time is lost, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.faults import Victim
from tests.sync.bench import WORDS

if TYPE_CHECKING:
    import subprocess

    from tests.sync.bench import Bench
    from tests.sync.places import Place

MOMENTS = ("before", "after", "answered")
# a first sync of two items: who am I, where is it, what is there, and the creates
REQUESTS = {"github": 5, "jira": 5}
BOUNDARIES = [
    pytest.param(provider, number, moment, id=f"{provider}-{moment}-{number}")
    for provider, count in REQUESTS.items()
    for number in range(1, count + 1)
    for moment in MOMENTS
]


def two_items(bench: Bench) -> None:
    """Ingest two items."""
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01", f"{WORDS[1]} | | | ")


def killed(bench: Bench, place: Place, number: int, moment: str) -> subprocess.Popen[str]:
    """Start `amends sync` and kill it at its request *number*."""
    victim = Victim()
    for verb in ("GET", "POST"):
        place.proxy.inject(_at(place, number, getattr(victim, moment)), verb, "", times=None)
    process = bench.command("sync", "--json")
    victim.is_called(process.pid)
    process.communicate(timeout=60)
    place.proxy.heal()
    return process


def _at(place: Place, number: int, strike):
    """Return a fault for the request that is *number* in the order of all."""

    def fault(call):
        return strike(call) if place.proxy.requests + 1 == number else call.pass_on()

    return fault


@pytest.mark.parametrize(
    ("place", "number", "moment"), BOUNDARIES, indirect=["place"]
)
def test_a_process_killed_at_any_request_leaves_one_issue_an_item(
    bench: Bench, place: Place, number: int, moment: str
) -> None:
    """Killed before a send, between effect and answer, or after it: one issue an item (I6)."""
    two_items(bench)
    process = killed(bench, place, number, moment)
    last = bench.cycles()

    assert process.returncode in {-9, 0}
    assert bench.one_open_issue_an_item()
    assert len(place.issues()) == 2
    assert last.tallies[0].error is None
    assert bench.link_states == ["linked", "linked"]


@pytest.mark.parametrize("place", REQUESTS, indirect=True)
def test_the_sweep_covers_every_request_of_a_first_sync(bench: Bench, place: Place) -> None:
    """The sweep above kills at each request there is, no more and no fewer."""
    two_items(bench)
    bench.sync()

    assert place.proxy.requests == REQUESTS[place.provider]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_process_killed_while_it_closes_is_made_up_for(
    filed: Bench, place: Place, moment: str
) -> None:
    """A close that a dead process began is finished by the next cycles."""
    filed.edit(filed.item, status="done")
    killed(filed, place, 2, moment)
    filed.cycles()

    assert place.only.state == "done"
    assert filed.item.status.value == "done"
    assert filed.conflicts == []
