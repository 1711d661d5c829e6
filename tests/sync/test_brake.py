"""The brake: what would close or give up many issues stops its target, and says how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sync.braking import is_many
from tests.fakes import faults
from tests.fakes.moving import emptied
from tests.sync.bench import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, JiraPlace, Place

OTHER = {"github": 700000002, "jira": 10999}


@pytest.fixture(name="many")
def _many(bench: Bench) -> Bench:
    """Return an installation with twelve issues; nothing is counted yet."""
    bench.take_in_many(12)
    bench.cycles()
    bench.places[0].proxy.forget()
    return bench


def close_here(bench: Bench, count: int) -> None:
    """Close some items here."""
    for item in bench.items[:count]:
        bench.edit(item, status="done")


@pytest.mark.parametrize(
    ("count", "links", "many"),
    [(10, 12, False), (11, 12, True), (11, 55, False), (20, 100, False), (21, 100, True)],
)
def test_many_is_more_than_ten_and_than_a_fifth(count: int, links: int, many: bool) -> None:  # noqa: FBT001
    """The larger of both figures is what a sync may close without asking."""
    assert is_many(count, links) is many


def test_closing_ten_issues_is_nothing_to_ask_about(many: Bench, place: Place) -> None:
    """Ten are closed at once, whatever share that is."""
    close_here(many, 10)
    cycle = many.sync()

    assert (cycle.failed, len(place.proxy.writes)) == (False, 10)


def test_closing_many_stops_before_the_first_write(many: Bench, place: Place) -> None:
    """Nothing is written, new issues included; the sentence says what it would do and how."""
    close_here(many, 11)
    many.take_in(f"{WORDS[1]} | | | ", name="other.md")
    cycles = [many.sync() for _ in range(2)]
    told = str(cycles[0].tallies[0].error)
    ran = many.ran("sync", "--json")

    assert (place.proxy.writes, [one.writes for one in cycles]) == ([], [[], []])
    assert [one.failed for one in cycles] == [True, True]
    assert "close 11 of its 12 issues" in told
    assert f"`amends sync --allow-many --target {place.name}`" in told
    assert (ran.status, ran.told["targets"][0]["error"], ran.told["writes"]) == (1, told, [])


def test_on_a_persons_word_many_are_closed(many: Bench, place: Place) -> None:
    """With the flag and the target's name it goes on, once; then all is calm."""
    close_here(many, 12)
    many.sync()
    ran = many.ran("sync", "--allow-many", "--target", place.name, "--json")
    after = many.sync()

    assert (ran.status, ran.told["targets"][0]["closed"]) == (0, 12)
    assert {one.state for one in place.issues()} == {"done"}
    assert (after.failed, after.writes) == (False, [])


def test_the_plan_stops_as_the_sync_does(many: Bench) -> None:
    """A plan says what the next sync does: nothing; with the flag, all that it would close."""
    close_here(many, 11)
    stopped = many.plan()
    ran = many.ran("sync", "--plan", "--allow-many", "--target", many.places[0].name, "--json")

    assert (stopped.failed, stopped.writes) == (True, [])
    assert stopped.tallies[0].error == many.sync().tallies[0].error
    assert {(one["operation"]) for one in ran.told["writes"]} == {"close"}
    assert len(ran.told["writes"]) == 11


@pytest.mark.parametrize(
    "words", [["--allow-many"], ["--allow-many", "--undo", "--target", "platform"]]
)
@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_the_flag_needs_a_target(filed: Bench, words: list[str]) -> None:
    """Nobody lifts the brake everywhere by the way."""
    ran = filed.ran("sync", *words)

    assert (ran.status, ran.told) == (2, {})
    assert "--allow-many" in ran.complaints


def test_other_targets_go_on(double: Bench, github: GitHubPlace, jira: JiraPlace) -> None:
    """Closed by hand in one tracker, the other one's closings wait for a word."""
    double.take_in_many(12)
    double.cycles()
    for one in github.issues():
        github.change(one, state="done")
    github.proxy.forget()
    jira.proxy.forget()
    cycle = double.sync()
    said = {one.name: one.error for one in cycle.tallies}

    assert {item.status.value for item in double.items} == {"done"}
    assert (said["platform"], "close 12 of its 12" in str(said["ops"])) == (None, True)
    assert (jira.proxy.writes, cycle.failed) == ([], True)


def test_many_vanished_issues_are_not_given_up(many: Bench, place: Place) -> None:
    """A tracker that has lost most issues at once is asked about, and no link is touched."""
    layer = emptied()
    place.proxy.lay(layer)
    many.edit(many.items[0], title="Ours")
    cycle = many.sync_a_day_later()
    states = set(many.link_states)
    place.proxy.lift(layer)
    many.cycles()

    assert "12 of its 12 issues cannot be found" in str(cycle.tallies[0].error)
    assert (cycle.failed, cycle.writes, states) == (True, [], {"linked"})
    assert set(many.link_states) == {"linked"}
    assert "Ours" in {one.title for one in place.issues()}


def test_on_a_persons_word_many_vanished_issues_are_given_up(many: Bench, place: Place) -> None:
    """Their links say so, their items stay open, and nothing is made again."""
    place.proxy.lay(emptied())
    many.sync_a_day_later()
    cycle = many.sync(place.name, allow_many=True)
    later = many.sync()

    assert (cycle.failed, set(many.link_states)) == (False, {"unreachable"})
    assert {item.status.value for item in many.items} == {"open"}
    assert (later.failed, place.proxy.writes) == (False, [])


def a_new_place_under_the_old_name(bench: Bench, place: Place) -> None:
    """Let the place be deleted, and made again without its issues."""
    del bench
    place.replace()


def another_name_in_the_configuration(bench: Bench, place: Place) -> None:
    """Let amends.toml name another place, and the tracker know it."""
    a_new_place_under_the_old_name(bench, place)
    with bench.store.work() as work:
        state = work.targets.known(place.name, place.provider)
        state.learned |= {"repository": "acme/former", "project": "FORMER"}
        work.targets.keep(state)
        work.commit()


REPLACEMENTS = (a_new_place_under_the_old_name, another_name_in_the_configuration)


@pytest.mark.parametrize("replacement", REPLACEMENTS)
def test_another_place_under_the_same_name_stops_the_target(
    filed: Bench, place: Place, replacement: Callable[[Bench, Place], None]
) -> None:
    """One link is enough: nothing is written there, and the sentence names both places."""
    replacement(filed, place)
    filed.take_in(f"{WORDS[1]} | | | ", name="other.md")
    cycle = filed.sync_a_day_later()
    told = str(cycle.tallies[0].error)

    assert (cycle.failed, place.proxy.writes) == (True, [])
    assert f"now {OTHER[place.provider]}" in told
    assert f"--allow-many --target {place.name}" in told
    assert filed.link_states[0] == "linked"


@pytest.mark.parametrize("replacement", REPLACEMENTS)
def test_on_a_persons_word_a_new_place_is_begun(
    filed: Bench, place: Place, replacement: Callable[[Bench, Place], None]
) -> None:
    """The open item is filed there, as the plan says; nothing is written to the former place."""
    replacement(filed, place)
    filed.sync_a_day_later()
    planned = filed.ran("sync", "--plan", "--allow-many", "--target", place.name, "--json")
    cycle = filed.sync(place.name, allow_many=True)
    later = filed.cycles()

    assert [one["operation"] for one in planned.told["writes"]] == ["create"]
    assert planned.told["writes"] == cycle.told()["writes"]
    assert (planned.status, cycle.failed, filed.link_states) == (0, False, ["linked"])
    assert filed.item.status.value == "open"
    assert "former place" in str(filed.links[0].note)
    assert (later.failed, later.writes) == (False, [])


def test_what_the_brake_stopped_is_kept_for_the_page(many: Bench, place: Place) -> None:
    """The page of the sync learns which items it is about and how to go on."""
    close_here(many, 11)
    many.sync()
    with many.store.reading() as work:
        report = work.targets.known(place.name, place.provider).report

    assert (report["brake"]["why"], report["brake"]["links"]) == ("close", 12)
    assert len(report["brake"]["items"]) == 11
    assert report["brake"]["command"].endswith(f"--allow-many --target {place.name}")


def test_a_persons_word_holds_until_all_is_closed(many: Bench, place: Place) -> None:
    """A cycle that ends before its work does needs no second word for the rest of it."""
    close_here(many, 12)
    verb = {"github": "PATCH", "jira": "POST"}[place.provider]
    place.proxy.inject(faults.answer(faults.wait_some(429, 1)), verb, place.issue, first=2)
    cut = many.sync(place.name, allow_many=True)
    many.wait(1.1)
    after = many.sync()

    assert (cut.failed, len(cut.writes)) == (False, 1)
    assert (after.failed, len(after.writes)) == (False, 11)


def test_a_persons_word_is_no_licence(many: Bench, place: Place) -> None:
    """What is to be closed later is asked about again."""
    close_here(many, 11)
    many.sync(place.name, allow_many=True)
    many.take_in_many(23, name="other.md")
    many.sync()
    for item in many.items[12:]:
        many.edit(item, status="done")

    assert many.sync().failed
