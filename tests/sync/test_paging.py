"""Lists of several pages: nothing is missed, and no page is asked for that holds nothing new."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.lagging import is_list
from tests.fakes.moving import removed, retold
from tests.sync.bench import ROW
from tests.sync.bench import WORDS as OURS
from tests.sync.test_budget import OVERLAP

if TYPE_CHECKING:
    from tests.fakes import Call, Reply
    from tests.fakes.proxy import Layer, Onward
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace
    from tests.sync.showing import Shown

FILLERS = 101
THEIRS = "Nothing to do with us"

pytestmark = pytest.mark.parametrize("place", ["github"], indirect=True)


@pytest.fixture(name="crowd")
def _crowd(bench: Bench, place: GitHubPlace) -> list[Shown]:
    """Return a hundred and one issues beside that of the one item; all is read, and rests."""
    return crowded(bench, place)


def crowded(bench: Bench, place: GitHubPlace) -> list[Shown]:
    """File the one item, open others' issues beside it, and return these."""
    bench.take_in(ROW)
    bench.sync()
    ours = place.only
    for _ in range(FILLERS):
        place.copy_without_marker(THEIRS)
    rest(bench)
    return [replace(ours, key=f"acme/platform#{number + 2}") for number in range(FILLERS)]


def rest(bench: Bench) -> None:
    """Let all be read, and nothing turn up late."""
    bench.cycles()
    bench.wait(OVERLAP)
    bench.sync()
    bench.sync()
    bench.places[0].proxy.forget()


def stir(place: GitHubPlace, crowd: list[Shown], count: int) -> None:
    """Change *count* issues, that of our item first: it is the last one in the list."""
    rename(place, "renamed")
    for one in crowd[: count - 1]:
        place.change(one, title=f"{THEIRS}, renamed")


def rename(place: GitHubPlace, word: str) -> None:
    """Give the issue of our item another title."""
    place.change(place.titled("Alert when"), title=f"Alert when, {word}")


def without_the_second_itself(call: Call, onward: Onward) -> Reply:
    """Let `since` mean after, and not at: GitHub promises neither."""
    reply = onward(call)
    since = call.query.get("since")
    if not is_list(call) or since is None or reply.status != 200:
        return reply
    asked = datetime.fromisoformat(since)
    later = [one for one in reply.json if datetime.fromisoformat(one["updated_at"]) > asked]
    return reply.saying(later)


def as_it_is(call: Call, onward: Onward) -> Reply:
    """Let `since` mean at or after."""
    return onward(call)


def without_links(call: Call, onward: Onward) -> Reply:
    """Be a server that does not tell where its pages are."""
    reply = onward(call)
    kept = {name: text for name, text in reply.headers.items() if name.lower() != "link"}
    return replace(reply, headers=kept)


@pytest.mark.parametrize("layer", [as_it_is, without_the_second_itself])
@pytest.mark.parametrize("count", [99, 100, 101])
def test_a_full_page_is_known_to_be_the_last(
    bench: Bench, place: GitHubPlace, crowd: list[Shown], layer: Layer, count: int
) -> None:
    """Changes of k issues are ceil(k/100) requests, whatever `since` says of its own second."""
    place.proxy.lay(layer)
    rest(bench)
    stir(place, crowd, count)
    place.proxy.forget()
    bench.sync()

    assert bench.item.title == "Alert when, renamed"
    assert place.proxy.requests == ceil(count / 100)


@pytest.mark.parametrize("count", [100, 101])
def test_a_server_that_tells_no_pages_is_asked_for_one_more(
    bench: Bench, place: GitHubPlace, count: int
) -> None:
    """Where a full page says nothing of another, it is looked for."""
    place.proxy.lay(without_links)
    stir(place, crowded(bench, place), count)
    bench.sync()

    assert bench.item.title == "Alert when, renamed"


def test_what_moves_to_the_top_while_we_page_is_not_missed(
    bench: Bench, place: GitHubPlace, crowd: list[Shown]
) -> None:
    """Changed between two pages, an issue is in neither of them, and in the next reading."""
    stir(place, crowd, 101)
    bench.wait(1.1)  # within one second, the order is anybody's guess

    def change_ours(call: Call) -> Reply:
        reply = call.pass_on()
        rename(place, "renamed twice")
        return reply

    place.proxy.inject(change_ours, *place.lists)
    first = bench.sync()
    title = bench.item.title
    bench.sync()

    assert (first.tallies[0].pulled, title) == (0, OURS[0])
    assert bench.item.title == "Alert when, renamed twice"


def test_pull_requests_that_were_seen_are_not_read_again(
    bench: Bench, place: GitHubPlace, crowd: list[Shown]
) -> None:
    """They move the cursor as issues do: one change after a hundred of theirs is one request."""
    place.proxy.lay(retold(r"/issues$", as_pull_requests))
    rename(place, "renamed")
    bench.wait(1.1)  # the cursor of issues alone would stay here
    for one in crowd:
        place.change(one, title=f"{THEIRS}, renamed")
    rest(bench)
    rename(place, "renamed twice")
    place.proxy.forget()
    bench.sync()

    assert bench.item.title == "Alert when, renamed twice"
    assert place.proxy.requests == 1


def as_pull_requests(listed: list[dict[str, object]]) -> None:
    """Make a pull request of each listed issue that is none of ours."""
    for one in listed:
        if str(one["title"]).startswith(THEIRS):
            one["pull_request"] = {"url": "x"}


def test_in_a_small_place_a_deletion_is_noticed_at_once_however_long_all_was_quiet(
    bench: Bench, place: GitHubPlace
) -> None:
    """One page shows what changed last, and so what is there no more."""
    bench.take_in(ROW)
    rest(bench)
    place.proxy.lay(removed(place.address(place.only), faults.gone()))
    bench.sync()

    assert bench.link_states == ["gone"]


def test_an_unknown_issue_is_found_below_a_page_that_did_not_change(
    bench: Bench, place: GitHubPlace, crowd: list[Shown]
) -> None:
    """It turns up late, under a hundred newer ones: the first page tells nothing of it."""
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    bench.take_in(ROW, f"{OURS[1]} | | | ")
    bench.configure(settle_seconds=600.0)
    lost = bench.sync()
    bench.wait(1.1)  # within one second, the order is anybody's guess
    layer = hiding(OURS[1])
    place.proxy.lay(layer)
    for one in crowd:
        place.change(one, title=f"{THEIRS}, renamed")
    hidden = [bench.sync() for _ in range(2)]
    place.proxy.lift(layer)
    found = bench.sync()

    assert [one.tallies[0].unknown for one in (lost, *hidden, found)] == [1, 1, 1, 0]
    assert place.proxy.writes == [f"POST {place.here}/issues"]
    assert bench.link_states == ["linked", "linked"]


def hiding(title: str) -> Layer:
    """Leave an issue out of the lists; an answer without it stays as it is, ETag and all."""

    def layer(call: Call, onward: Onward) -> Reply:
        reply = onward(call)
        if not is_list(call) or title.encode() not in reply.body:
            return reply
        return reply.saying([one for one in reply.json if one["title"] != title])

    return layer
