"""What a cycle costs, counted at the tracker's door; a quiet one writes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.fakes.moving import clock_shifted
from tests.sync.bench import ROW
from tests.sync.editions import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, JiraPlace, Place

DAY = timedelta(days=1)


@pytest.mark.parametrize("place", EDITIONS, indirect=True)
def test_a_second_cycle_writes_nothing_and_costs_one_request(bench: Bench, place: Place) -> None:
    """Without edits, a cycle is one request a container and no write (I3)."""
    bench.take_in_many(3)
    bench.sync()
    place.proxy.forget()
    cycles = [bench.sync() for _ in range(3)]

    assert [cycle.writes for cycle in cycles] == [[], [], []]
    assert [cycle.tallies[0].requests for cycle in cycles] == [1, 1, 1]
    assert place.proxy.requests == 3
    assert place.proxy.writes == []


def test_a_quiet_cycle_on_github_is_answered_with_not_modified(
    github: GitHubPlace, double: Bench
) -> None:
    """Once all is read, a quiet cycle costs GitHub's quota nothing: it answers 304."""
    double.take_in_many(3)
    double.cycles()
    double.sync()
    github.proxy.forget()
    double.sync()

    assert github.proxy.statuses == [304]


def test_a_quiet_cycle_of_a_new_process_costs_one_request(filed: Bench, place: Place) -> None:
    """What was learned once lives in the database: a new process asks for it no more."""
    ran = filed.ran("sync", "--json")

    assert (ran.status, ran.told["targets"][0]["requests"]) == (0, 1)
    assert place.proxy.requests == 1


def test_creating_on_github_costs_one_request_an_item(
    make_bench: Callable[..., Bench], github: GitHubPlace, migrated_sqlite_url: str
) -> None:
    """Creating n issues on GitHub is n requests, besides those of a first cycle."""
    bench = make_bench(migrated_sqlite_url, github)
    bench.sync()
    github.proxy.forget()
    bench.take_in_many(12)
    cycle = bench.sync()

    assert len(github.proxy.writes) == 12
    assert github.proxy.requests == cycle.tallies[0].requests == 13


@pytest.mark.parametrize(("count", "batches"), [(1, 1), (50, 1), (51, 2)])
def test_creating_in_jira_costs_one_request_for_fifty_items(
    make_bench: Callable[..., Bench],
    jira: JiraPlace,
    migrated_sqlite_url: str,
    count: int,
    batches: int,
) -> None:
    """Creating n issues in Jira is ceil(n/50) requests."""
    bench = make_bench(migrated_sqlite_url, jira)
    bench.sync()
    jira.proxy.forget()
    bench.take_in_many(count)
    cycle = bench.sync()

    assert len(jira.issues()) == count
    assert len(jira.proxy.writes) == batches
    assert jira.proxy.requests == cycle.tallies[0].requests == batches + 1


def test_closing_costs_one_request_an_item(bench: Bench, place: Place) -> None:
    """Closing n items is n requests; Jira's way to "done" is learned once before."""
    bench.take_in_many(5)
    bench.cycles()
    closed(bench, 0)
    place.proxy.forget()
    closed(bench, 1, 2, 3, 4)

    assert len(place.proxy.writes) == 4
    assert {one.state for one in place.issues()} == {"done"}


def closed(bench: Bench, *numbers: int) -> None:
    """Close items here, and bring it over there."""
    for number in numbers:
        bench.edit(bench.items[number], status="done")
    bench.sync()


def test_three_edits_of_one_item_are_one_request(filed: Bench, place: Place) -> None:
    """Edits that wait are sent together, once."""
    filed.edit(filed.item, title="The first title", priority="P2")
    filed.edit(filed.item, title="The second title", owner="@bob")
    filed.edit(filed.item, title="The third title", priority="P3")
    cycle = filed.sync()

    assert len(place.proxy.writes) == 1
    assert [write.operation for write in cycle.writes] == ["update"]
    assert place.only.title == "The third title"


def test_reading_changes_costs_one_request_for_a_hundred(bench: Bench, place: Place) -> None:
    """Changes over there are read with one request for each hundred of them."""
    bench.take_in_many(20)
    bench.cycles()
    bench.wait(2.1)  # what changes right after our own write is looked at once more
    rename_all(place)
    place.proxy.forget()
    cycle = bench.sync()

    assert cycle.tallies[0].pulled == 20
    assert place.proxy.requests == 1
    assert place.proxy.writes == []
    assert {item.title.endswith(", renamed") for item in bench.items} == {True}


def rename_all(place: Place) -> None:
    """Change every title over there."""
    for one in place.issues():
        place.change(one, title=f"{one.title}, renamed")


@pytest.mark.parametrize("by", [DAY, -DAY], ids=["a day ahead", "a day behind"])
def test_no_state_depends_on_the_local_clock(bench: Bench, place: Place, by: timedelta) -> None:
    """A tracker whose clock is a day off is kept in step as any other (I5)."""
    place.proxy.lay(clock_shifted(by))
    bench.take_in(ROW)
    bench.cycles()
    place.change(place.only, title="Another title", state="done")
    bench.cycles()
    place.proxy.forget()
    quiet = bench.sync()

    assert (bench.item.title, bench.item.status.value) == ("Another title", "done")
    assert (quiet.writes, place.proxy.requests) == ([], 1)
