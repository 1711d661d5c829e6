"""A process may die or sleep at any request: time is lost, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.faults import Victim
from tests.sync import dying
from tests.sync.bench import WORDS
from tests.sync.places import SECRETS

if TYPE_CHECKING:
    from tests.fakes import Call, Reply
    from tests.sync.bench import Bench
    from tests.sync.places import Place

MOMENTS = ("before", "after", "answered")
ENDS = {"before": {-9}, "after": {-9}, "answered": {-9, 0}}  # the last answer may be the end
# a first sync of two items: who am I, where is it, what is there, and the creates
# (an App asks for its token, and who its bot is)
REQUESTS = {"github": 5, "jira": 5, "enterprise": 5, "app": 7, "data_center": 5}
BOUNDARIES = [
    pytest.param(provider, number, moment, id=f"{provider}-{moment}-{number}")
    for provider, count in REQUESTS.items()
    for number in range(1, count + 1)
    for moment in MOMENTS
]


def two_items(bench: Bench) -> None:
    """Ingest two items."""
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01", f"{WORDS[1]} | | | ")


def killed(bench: Bench, place: Place, number: int, moment: str) -> int | None:
    """Run `amends sync`, kill it at its request *number*, and let its lease run out."""
    victim = Victim()
    strike = getattr(victim, moment)

    def fault(call: Call) -> Reply | None:
        due = place.proxy.requests == number
        return strike(call) if due else call.pass_on()

    place.proxy.inject(fault, "*", "", times=None)
    code = dying.killed(bench.folder / "amends.toml", SECRETS, victim)
    place.proxy.heal()
    bench.let_leases_run_out()
    return code


@pytest.mark.parametrize(("place", "number", "moment"), BOUNDARIES, indirect=["place"])
def test_a_process_killed_at_any_request_leaves_one_issue_an_item(
    bench: Bench, place: Place, number: int, moment: str
) -> None:
    """Killed before a send, between effect and answer, or after it: one issue an item (I6)."""
    two_items(bench)
    code = killed(bench, place, number, moment)
    last = bench.cycles()

    assert code in ENDS[moment]
    assert bench.one_open_issue_an_item()
    assert len(place.issues()) == 2
    assert last.tallies[0].error is None
    assert bench.link_states == ["linked", "linked"]


@pytest.mark.parametrize(("place", "count"), REQUESTS.items(), ids=REQUESTS, indirect=["place"])
def test_the_sweep_covers_every_request_of_a_first_sync(
    bench: Bench, place: Place, count: int
) -> None:
    """The sweep above kills at each request there is, no more and no fewer."""
    two_items(bench)
    bench.sync()

    assert place.proxy.requests == count


@pytest.mark.parametrize("place", REQUESTS, indirect=True)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_process_killed_while_it_closes_is_made_up_for(
    filed: Bench, place: Place, moment: str
) -> None:
    """A close that a dead process began is finished by the next cycles."""
    filed.edit(filed.item, status="done")
    killed(filed, place, 3 if place.edition.app else 2, moment)
    filed.cycles()

    assert place.only.state == "done"
    assert filed.item.status.value == "done"
    assert filed.conflicts == []
