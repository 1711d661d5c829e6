"""Once a day every link is verified: what no list tells is noticed, at a fixed price."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import pytest

from sync.registry import tracker_for
from tests.fakes import faults
from tests.fakes.calls import said
from tests.fakes.lagging import LaggingLists
from tests.fakes.moving import removed, retold, transferred
from tests.sync.bench import WORDS
from tests.sync.editions import EDITIONS

if TYPE_CHECKING:
    from tests.fakes.calls import Reply
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, Place

ASKS = {"github": "POST /graphql", "jira": "POST /rest/api/2/issue/bulkfetch"}
DELETED = {
    "github, 410": ("github", "gone"),
    "github, 404": ("github", "unreachable"),
    "jira, 404": ("jira", "unreachable"),
}


NOWHERE = "999999"
ASKED_APART = [one for one in EDITIONS if one != "data_center"]  # there, a verify is a list too


def quiet(bench: Bench) -> None:
    """Let the last change be so old that no list shows it any more."""
    bench.wait(2.1)
    place = bench.places[0]
    place.copy_without_marker("Nothing to do with us")
    bench.cycles()
    bench.wait(2.1)
    bench.cycles()
    place.proxy.forget()


@pytest.mark.parametrize("count", [1, 101])
def test_verifying_costs_one_request_for_a_hundred_links(
    bench: Bench, place: Place, count: int
) -> None:
    """A daily verify of N links is ceil(N/100) requests beside the one of a quiet cycle."""
    bench.take_in_many(count)
    bench.cycles()
    quiet(bench)
    cycle = bench.sync_a_day_later()
    asked = [f"{one.method} {one.path}" for one in place.proxy.passed]

    assert asked.count(ASKS[place.provider]) == ceil(count / 100)
    assert place.proxy.requests == cycle.tallies[0].requests == 1 + ceil(count / 100)
    assert (cycle.writes, place.proxy.writes, cycle.tallies[0].error) == ([], [], None)


def test_links_are_verified_once_a_day(filed: Bench, place: Place) -> None:
    """The cycles after a verify ask for nothing but what is new."""
    filed.sync_a_day_later()
    place.proxy.forget()
    cycles = [filed.sync() for _ in range(3)]

    assert [cycle.tallies[0].requests for cycle in cycles] == [1, 1, 1]
    assert ASKS[place.provider].split()[1] not in {one.path for one in place.proxy.passed}


def test_how_often_is_a_setting(filed: Bench, place: Place) -> None:
    """`verify_seconds` says after which time links are verified again."""
    filed.configure(verify_seconds=0.001)
    cycles = [filed.sync() for _ in range(2)]

    assert [cycle.tallies[0].requests for cycle in cycles] == [2, 2]
    assert place.proxy.requests == 4


@pytest.mark.parametrize(("place", "state"), DELETED.values(), ids=DELETED, indirect=["place"])
def test_an_issue_deleted_without_a_word_is_noticed(filed: Bench, place: Place, state: str) -> None:
    """No list shows a deletion: the verify does, and nothing is closed or made for it."""
    one = place.only
    quiet(filed)
    reply = faults.gone() if state == "gone" else faults.not_found()
    place.proxy.lay(removed(place.address(one), reply))
    before = filed.sync()
    unnoticed = filed.link_states
    after = filed.sync_a_day_later()

    assert (unnoticed, filed.link_states) == (["linked"], [state])
    assert (before.notes, len(after.notes)) == ([], 1)
    assert (filed.item.status.value, place.proxy.writes) == ("open", [])


@pytest.mark.parametrize("place", ASKED_APART, indirect=True)
def test_a_change_that_no_list_showed_is_noticed(filed: Bench, place: Place) -> None:
    """Whatever the list missed, the verify takes in."""
    place.proxy.lay(LaggingLists(frozen=True))
    filed.sync()
    place.change(place.only, title="Said long ago", state="done")
    filed.sync()
    missed = filed.item.title
    filed.sync_a_day_later()

    assert missed == WORDS[0]
    assert (filed.item.title, filed.item.status.value) == ("Said long ago", "done")


def test_an_edit_here_and_one_that_no_list_showed_both_arrive(filed: Bench, place: Place) -> None:
    """A verified issue is merged as any other."""
    place.proxy.lay(LaggingLists(frozen=True))
    filed.sync()
    place.change(place.only, owner="bob")
    filed.edit(filed.item, title="Ours")
    filed.sync_a_day_later()

    assert (filed.item.title, filed.item.owner) == ("Ours", "@bob")
    assert (place.only.title, place.only.owner) == ("Ours", "bob")
    assert filed.conflicts == []


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_an_issue_transferred_without_a_word_is_followed(filed: Bench, github: GitHubPlace) -> None:
    """The issue that lives elsewhere now is no twin: its link goes with it, it stays open."""
    here = github.address(github.only)
    quiet(filed)
    there = github.moved_to_other(github.titled(WORDS[0]))
    github.proxy.lay(transferred(here, there))
    filed.sync_a_day_later()
    filed.cycles()

    assert filed.link_states == ["linked"]
    assert filed.links[0].remote_key == "acme/other#1"
    assert (github.asked(there)["state"], filed.item.status.value) == ("open", "open")


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_an_issue_found_transferred_in_its_list_is_no_twin(
    filed: Bench, github: GitHubPlace
) -> None:
    """An issue missing from its list is looked at: found elsewhere, it stays as it is."""
    here = github.address(github.only)
    there = github.moved_to_other(github.only)
    github.proxy.lay(transferred(here, there))
    github.copy_without_marker("Something new in the list")
    filed.cycles()

    assert filed.links[0].remote_key == "acme/other#1"
    assert (github.asked(there)["state"], filed.item.status.value) == ("open", "open")


NO_FIELD = {"message": "Field 'issueType' doesn't exist", "extensions": {"code": "undefinedField"}}
UNSPOKEN = {"no GraphQL": faults.not_found(), "an older one": said(200, {"errors": [NO_FIELD]})}


@pytest.mark.parametrize("place", ["github"], indirect=True)
@pytest.mark.parametrize("answer", UNSPOKEN.values(), ids=UNSPOKEN)
def test_a_github_that_does_not_understand_is_verified_from_its_list(
    filed: Bench, github: GitHubPlace, answer: Reply
) -> None:
    """Where only REST helps, our own issues are listed whole instead, on each such day."""
    github.proxy.inject(faults.answer(answer), "POST", "/graphql", times=None)
    github.proxy.lay(LaggingLists(frozen=True))
    filed.sync()
    cycle = filed.sync_a_day_later()
    lists = [one.path for one in github.proxy.passed if one.path.endswith("/issues")]

    assert (filed.link_states, cycle.tallies[0].error) == (["linked"], None)
    assert (cycle.tallies[0].requests, len(lists)) == (3, 3)


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_a_limit_told_in_graphql_is_waited_for(filed: Bench, github: GitHubPlace) -> None:
    """GraphQL tells a limit with 200 and an error: the target pauses, and nothing failed."""

    def limit(body: object) -> None:
        assert isinstance(body, dict)
        body.clear()
        body["errors"] = [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]

    layer = retold("/graphql$", limit)
    github.proxy.lay(layer)
    cycle = filed.sync_a_day_later()
    github.proxy.lift(layer)
    github.proxy.forget()
    later = filed.sync()

    assert (cycle.failed, "limit" in str(cycle.tallies[0].error)) == (False, True)
    assert (later.failed, github.proxy.requests) == (False, 0)


def test_a_verify_that_failed_is_made_up_for(filed: Bench, place: Place) -> None:
    """A tracker in trouble tells nothing of what is gone; the next cycle asks again."""
    verb, path = ASKS[place.provider].split()
    place.proxy.inject(faults.broken_before, verb, path)
    first = filed.sync_a_day_later()
    place.proxy.forget()
    second = filed.sync()

    assert (first.failed, filed.link_states) == (True, ["linked"])
    assert (second.failed, second.tallies[0].requests) == (False, 2)


def test_what_a_verify_cannot_see_of_a_hidden_place_is_not_lost(filed: Bench, place: Place) -> None:
    """Issues missing while the place itself hides are lost permission, and no deletion."""
    layer = removed(place.address(place.only), faults.not_found())
    place.proxy.lay(layer)
    root = {"github": r"^/repos/acme/platform$", "jira": r"/project/OPS$"}[place.provider]
    place.proxy.inject(faults.answer(faults.not_found()), "GET", root, times=None)
    cycle = filed.sync_a_day_later()

    assert cycle.failed
    assert place.name in str(cycle.tallies[0].error)
    assert filed.link_states == ["linked"]


@pytest.mark.parametrize("place", ["data_center"], indirect=True)
def test_a_data_center_is_verified_by_a_search_for_numbers(filed: Bench, place: Place) -> None:
    """It knows no bulkfetch: one search names a hundred issues; one that is gone is just absent."""
    place.copy_without_marker("Another")
    tracker = tracker_for(filed.settings.target[0], filed.settings)
    with filed.store.reading() as work:
        tracker.introduce(work.targets.known(place.name, place.provider).learned)
    numbers = [one.id for one in place.issues()]
    place.proxy.forget()
    found = tracker.reread([(number, {}) for number in (*numbers, NOWHERE)])

    assert [one.id if one else None for one in found] == [*numbers, None]
    assert place.proxy.requests == 1


def test_verifying_is_planned_as_it_is_done(filed: Bench, place: Place) -> None:
    """A plan verifies too when it is time, keeps nothing, and says what the sync then does."""
    place.proxy.lay(LaggingLists(frozen=True))
    filed.sync()
    place.change(place.only, title="Said long ago")
    filed.edit(filed.item, owner="@bob")
    filed.configure(verify_seconds=0.001)
    before = filed.dump()
    planned = filed.plan().told()["writes"]

    assert filed.dump() == before
    assert planned == filed.sync().told()["writes"]
    assert filed.item.title == "Said long ago"
