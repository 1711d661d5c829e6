"""Years of issues are adopted at once, at the price of reading them, and a death costs nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.fakes.faults import Victim, logged_out
from tests.sync import dying
from tests.sync.old_issues import all_adopted
from tests.sync.places import SECRETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes import Call, Reply
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, Place

MANY = 120


def take_in(bench: Bench, place: Place, count: int) -> None:
    """Ingest items, and open an old issue for each."""
    bench.take_in_many(count)
    for item in bench.items:
        place.copy_without_marker(item.title)


def test_bulk_adoption_reads_each_page_once(
    make_bench: Callable[..., Bench], github: GitHubPlace, migrated_url: str
) -> None:
    """One request for a hundred issues, beside what any sync reads; nothing is created."""
    bench = make_bench(migrated_url, github)
    bench.sync()
    take_in(bench, github, MANY)
    github.proxy.forget()
    done = all_adopted(bench)

    assert len(done.adopted) == MANY
    assert sum("sort=created" in one.target for one in github.proxy.passed) == 2
    assert github.proxy.writes == []
    assert len(github.proxy.passed) == 4
    assert bench.link_states == ["linked"] * MANY


@pytest.mark.parametrize("moment", ["before", "after", "answered"])
@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_killed_bulk_adoption_is_run_again(
    bench: Bench, place: Place, number: int, moment: str
) -> None:
    """Killed at a request, and run again: every item has one issue, and none was made."""
    take_in(bench, place, 3)
    victim = Victim()
    strike = getattr(victim, moment)

    def fault(call: Call) -> Reply | None:
        due = place.proxy.requests == number
        return strike(call) if due else call.pass_on()

    place.proxy.inject(fault, "*", "", times=None)
    dying.killed(bench.folder / "amends.toml", SECRETS, victim, "adopt")
    place.proxy.heal()
    bench.let_leases_run_out()
    all_adopted(bench)
    bench.cycles()

    assert len(place.issues()) == 3
    assert bench.one_open_issue_an_item()
    assert bench.link_states == ["linked"] * 3


def test_a_killed_sync_after_an_adoption_files_nothing(bench: Bench, place: Place) -> None:
    """Killed at its second edit, the sync goes on next time with the issues that were adopted."""
    take_in(bench, place, 3)
    all_adopted(bench)
    victim = Victim()
    place.proxy.inject(victim.after, "PATCH" if place.provider == "github" else "PUT", "", first=2)
    dying.killed(bench.folder / "amends.toml", SECRETS, victim)
    place.proxy.heal()
    bench.let_leases_run_out()
    bench.cycles()

    assert len(place.issues()) == 3
    assert bench.link_states == ["linked"] * 3


def test_the_command_previews_and_adopts(bench: Bench, place: Place) -> None:
    """The plan and what is done are told alike; a second time there is nothing left."""
    take_in(bench, place, 2)
    planned, done, again = (
        bench.ran("adopt", *words, "--json") for words in (["--plan"], [], ["--plan"])
    )

    assert (planned.status, done.status, again.status) == (0, 0, 0)
    assert planned.told["adoptions"] == done.told["adoptions"]
    assert {one["why"] for one in done.told["adoptions"]} == {"title"}
    assert again.told["adoptions"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["A-1"], "say which issue A-1 adopts"),
        (["B-x", "OPS-1"], "is no item"),
        (["--label", ""], "--label needs a label"),
        (["--target", "nowhere"], "there is no target nowhere"),
    ],
)
def test_the_command_says_in_a_sentence_what_it_lacks(
    bench: Bench, words: list[str], sentence: str
) -> None:
    """Exit 2, one line, no traceback."""
    ran = bench.command("adopt", *words)
    printed, complaints = ran.communicate(timeout=60)

    assert ran.returncode == 2
    assert sentence in complaints
    assert (printed, complaints.count("\n")) == ("", 1)


def test_no_permission_is_told_and_nothing_adopted(bench: Bench, place: Place) -> None:
    """Exit 1, with a sentence that names the target."""
    take_in(bench, place, 1)
    place.proxy.inject(_forbidden, "*", "", times=None)
    ran = bench.command("adopt", "--json")
    printed, _ = ran.communicate(timeout=60)

    assert ran.returncode == 1
    assert place.name in json.loads(printed)["targets"][0]["error"]
    assert bench.links == []


def _forbidden(call: Call) -> Reply:
    del call
    return logged_out()
