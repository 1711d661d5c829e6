"""A target that stands for a new place: what is open is filed there, or found, and never twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.sync.bench import WORDS
from tests.sync.old_issues import adopted, old_issue

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, Place
    from tests.sync.showing import Shown

ROWS = (f"{WORDS[0]} | @alice | P1 | 2026-12-01", f"{WORDS[1]} | @bob | P3 | ")


@pytest.fixture(name="two")
def _two(bench: Bench) -> Bench:
    """Return an installation with two issues."""
    bench.take_in(*ROWS)
    bench.cycles()
    return bench


def go_on(bench: Bench) -> None:
    """Meet the new place, hear of it, and go on there on a person's word."""
    assert bench.sync_a_day_later().failed
    assert not bench.sync(bench.places[0].name, allow_many=True).failed
    bench.cycles()


def said(issues: list[Shown]) -> list[tuple[str, str, str | None, str | None]]:
    """Return what issues say, in the order of their titles."""
    return sorted((one.title, one.state, one.priority, one.owner) for one in issues)


def test_open_items_are_filed_anew_and_closed_ones_are_not(two: Bench, place: Place) -> None:
    """Nothing is written to the former place, and nothing is filed twice."""
    two.edit(two.items[1], status="done")
    two.cycles()
    before = place.issues()
    place.replace()
    place.proxy.forget()
    go_on(two)

    assert said(place.issues()) == [(WORDS[0], "open", "P1", "alice")]
    assert [one.split()[0] for one in place.proxy.writes] == ["POST"]
    assert two.link_states == ["linked", "detached"]
    assert str(two.links[1].note) == f"was {before[1].key} in the former place"


def test_issues_that_came_along_are_found(two: Bench, place: Place) -> None:
    """By their markers; the rest is filed, and what was lost on the way is said again."""
    place.replace(place.issues()[1])
    go_on(two)

    assert said(place.issues()) == [
        (WORDS[0], "open", "P1", "alice"),
        (WORDS[1], "open", "P3", "bob"),
    ]
    assert [(item.priority, item.owner) for item in two.items] == [("P1", "@alice"), ("P3", "@bob")]
    assert (two.link_states, two.conflicts) == (["linked", "linked"], [])


def test_an_edit_that_waited_arrives_at_what_came_along(two: Bench, place: Place) -> None:
    """What both sides agreed on in the former place is known in the new one."""
    two.edit(two.items[0], title="Ours")
    place.replace(place.issues()[0])
    go_on(two)

    assert sorted(one.title for one in place.issues()) == sorted(["Ours", WORDS[1]])
    assert two.conflicts == []


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_an_issue_that_comes_along_later_is_closed_as_a_twin(
    two: Bench, place: GitHubPlace
) -> None:
    """Its item was filed anew before: one open issue an item, and the item stays open."""
    late = place.issues()[1]
    place.replace()
    go_on(two)
    place.moved_to_other(late)
    two.cycles()

    assert two.one_open_issue_an_item()
    assert {item.status.value for item in two.items} == {"open"}


def test_a_lost_answer_in_the_new_place_makes_no_second_issue(two: Bench, place: Place) -> None:
    """Filing anew is filing: unknown, found by its marker."""
    place.replace()
    two.sync_a_day_later()
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    lost = two.sync(place.name, allow_many=True)
    two.cycles()

    assert lost.tallies[0].unknown > 0
    assert two.one_open_issue_an_item()
    assert two.link_states == ["linked", "linked"]


def test_an_item_that_is_opened_again_is_filed_in_the_new_place(two: Bench, place: Place) -> None:
    """It was closed when its issue's place was left."""
    two.edit(two.items[1], status="done")
    two.cycles()
    place.replace()
    go_on(two)
    two.edit(two.items[1], status="open")
    two.cycles()

    assert two.one_open_issue_an_item()
    assert two.link_states == ["linked", "linked"]


def test_what_a_person_ended_stays_ended(two: Bench, place: Place) -> None:
    """A deleted issue is not made again in the new place either."""
    lost, gone = place.issues()[1], faults.answer(faults.gone())
    place.proxy.inject(gone, "*", rf"{place.address(lost)}$", times=None)
    two.edit(two.items[1], title="Ours")
    two.sync()
    assert two.link_states == ["linked", "gone"]
    place.replace()
    go_on(two)

    assert [one.title for one in place.issues()] == [WORDS[0]]
    assert two.link_states == ["linked", "gone"]
    assert two.items[1].status.value == "open"


def test_an_undone_issue_is_not_filed_again(two: Bench, place: Place) -> None:
    """Its item stays unfiled."""
    two.take_in(f"{WORDS[2]} | | | ", name="other.md")
    two.sync()
    two.take_back()
    place.replace()
    go_on(two)

    assert sorted(one.title for one in place.issues()) == sorted(WORDS[:2])
    assert two.link_states == ["linked", "linked", "detached"]


def test_back_in_the_former_place_its_issues_are_found(two: Bench, place: Place) -> None:
    """The name leads back: on a person's word again, and nothing is made a third time."""
    layer = place.replace()
    go_on(two)
    place.come_back(layer)
    writes = len(place.proxy.writes)
    go_on(two)

    assert two.one_open_issue_an_item()
    assert len(place.proxy.writes) == writes


@pytest.mark.parametrize("place", ["github"], indirect=True)
@pytest.mark.parametrize(("mover", "found"), [("erin", True), ("mallory", False)])
def test_an_adopted_issue_is_known_by_its_seal_and_its_author(
    bench: Bench,
    place: GitHubPlace,
    mover: str,
    found: bool,  # noqa: FBT001
) -> None:
    """Transferred, it bears its author's name and a former seal; a copy by others is left alone."""
    old = old_issue(place, "An old issue")
    bench.take_in(f"{WORDS[0]} | | | ")
    adopted(bench, old)
    bench.cycles()
    with place.acting_as(mover):
        place.replace(place.only)
    go_on(bench)
    ours = place.issues()[-1]

    assert len(place.issues()) == (1 if found else 2)
    assert bench.links[0].remote_id == ours.id
    assert bench.sync().writes == []
    assert bench.link_states == ["linked"]
