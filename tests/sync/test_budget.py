"""The request budget, counted at the trackers' doors: it does not grow with what is linked."""

from __future__ import annotations

from itertools import count
from math import ceil
from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.sync.bench import WORDS, Bench
from tests.sync.places import PLACES, SECRETS, Place
from tests.sync.showing import Shown
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.domain.links import Link

MANY = 260
OVERLAP = 4.1  # the bench's, what times are told in, and a bit
_number = count(1)


@pytest.fixture(scope="module", params=PLACES)
def many(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """Yield an installation whose 260 items are filed; all tests here share it."""
    folder = tmp_path_factory.mktemp(request.param)
    url = f"sqlite:///{folder / 'amends.db'}"
    open_store(url).close()
    place = PLACES[request.param](folder)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SECRETS.items():
            patch.setenv(name, value)
        bench = Bench(folder, url, [place])
        bench.take_in_many(MANY)
        bench.sync()
        bench.edit(bench.items[-1], status="done")  # Jira's ways are learned once
        yield bench
    bench.close()
    place.stop()


def rested(bench: Bench) -> Place:
    """Return the place once all is calm and nothing can turn up late, counting from zero."""
    bench.cycles()
    bench.wait(OVERLAP)
    bench.sync()
    bench.sync()
    bench.places[0].proxy.forget()
    return bench.places[0]


def rename(bench: Bench, links: Sequence[Link]) -> None:
    """Give issues other titles over there."""
    place, word = bench.places[0], f"renamed {next(_number)}"
    for one in links:
        known = (str(one.remote_id), str(one.remote_key))
        shown = Shown(*known, "", "open", "", owner=None, due=None, labels=(), priority=None)
        place.change(shown, title=f"{word} {one.item_id}")


def is_at_rest(place: Place) -> bool:
    """Return whether what came by was one reading; GitHub answers it with 304."""
    return place.proxy.statuses == [{"github": 304, "jira": 200}[place.provider]]


@pytest.mark.parametrize("links", [0, 10])
def test_an_idle_cycle_is_one_request(bench: Bench, links: int) -> None:
    """Without changes: a conditional GET answered 304, or one search."""
    if links:
        bench.take_in_many(links)
    place = rested(bench)
    cycle = bench.sync()

    assert is_at_rest(place)
    assert cycle.tallies[0].requests == 1


def test_an_idle_cycle_over_many_links_is_one_request(many: Bench) -> None:
    """The number of links changes nothing."""
    place = rested(many)
    cycle = many.sync()

    assert is_at_rest(place)
    assert cycle.tallies[0].requests == 1


@pytest.mark.parametrize("changes", [1, 99, 100, 101, 200, 201])
def test_changes_are_read_a_hundred_at_a_time(many: Bench, changes: int) -> None:
    """Changes of k issues among hundreds are ceil(k/100) requests, and no write."""
    place = rested(many)
    rename(many, many.links[:changes])
    place.proxy.forget()
    cycle = many.sync()

    assert cycle.tallies[0].pulled == changes
    assert place.proxy.requests == ceil(changes / 100)
    assert place.proxy.writes == []


@pytest.mark.parametrize("new", [51])
def test_new_items_cost_one_request_each_or_one_for_fifty(many: Bench, new: int) -> None:
    """Filing n is n requests on GitHub and ceil(n/50) on Jira, besides the reading."""
    place = rested(many)
    many.take_in_many(new, name=f"more{next(_number)}.md")
    cycle = many.sync()

    assert cycle.tallies[0].created == new
    assert len(place.proxy.writes) == {"github": new, "jira": ceil(new / 50)}[place.provider]
    assert place.proxy.requests == len(place.proxy.writes) + 1


@pytest.mark.parametrize("closing", [30])
def test_closing_costs_one_request_each_and_no_look_ups(many: Bench, closing: int) -> None:
    """Closing n is n requests besides the reading, and the cycle after it looks at none."""
    rested(many)
    open_items = [item for item in many.items if item.status.value == "open"]
    for item in open_items[:closing]:
        many.edit(item, status="done")
    place = many.places[0]
    cycle = many.sync()
    spent = place.proxy.requests
    many.sync()

    assert cycle.tallies[0].closed == closing
    assert spent == closing + 1
    assert place.proxy.requests == spent + 1


def test_edits_of_one_item_are_one_request(many: Bench) -> None:
    """Several edits of several fields are sent together: n items, n requests."""
    place = rested(many)
    for item in [item for item in many.items if item.status.value == "open"][:5]:
        many.edit(item, title=f"Ours {next(_number)}")
        many.edit(item, due="2027-01-01", owner="@bob")
    cycle = many.sync()

    assert cycle.tallies[0].updated == 5
    assert place.proxy.requests == 6


def test_edits_that_change_a_label_on_github_cost_a_look_each(many: Bench) -> None:
    """GitHub takes labels as a set: each is read right before; Jira's are exchanged singly."""
    place = rested(many)
    for item in [item for item in many.items if item.status.value == "open"][:5]:
        many.edit(item, title=f"Ours {next(_number)}", priority="P3", kind="process")
    cycle = many.sync()
    looks = {"github": 5, "jira": 0}[place.provider]

    assert cycle.tallies[0].updated == 5
    assert (len(place.proxy.writes), place.proxy.requests) == (5, 6 + looks)


def test_recovering_an_unknown_create_costs_nothing_extra(bench: Bench, place: Place) -> None:
    """An issue whose creation was never confirmed is adopted by the ordinary reading."""
    bench.take_in_many(10)
    rested(bench)
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    bench.take_in(f"{WORDS[0]} once more | | | ", name="other.md")
    lost = bench.sync()
    place.proxy.forget()
    found = bench.sync()

    assert lost.tallies[0].unknown == 1
    assert found.tallies[0].unknown == 0
    assert place.proxy.requests == 1
    assert place.proxy.writes == []
    assert bench.one_open_issue_an_item()
