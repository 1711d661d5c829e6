"""`--undo` takes the last run back where nobody minds, says what stays, and deletes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes import faults
from tests.fakes.moving import removed
from tests.sync.bench import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sync.bench import Bench
    from tests.sync.places import Place
    from tests.sync.showing import Shown

ROWS = (f"{WORDS[0]} | @alice | P1 | 2026-12-01", f"{WORDS[1]} | @bob | | ")


def shown(one: Shown) -> dict[str, Any]:
    """Return what an undo must bring back."""
    names = ("title", "state", "owner", "due", "priority")
    return {name: getattr(one, name) for name in names}


def edited(bench: Bench) -> None:
    """Everything about the item was edited here."""
    bench.edit(bench.item, title="New words", owner="@bob", due="2027-01-01", priority="P3")


def closed(bench: Bench) -> None:
    """The item was closed here."""
    bench.edit(bench.item, status="done")


def given_up(bench: Bench) -> None:
    """The item was given up here."""
    bench.edit(bench.item, status="wont_do", reason="Costs more than it helps")


def begun(bench: Bench) -> None:
    """The item was begun and reworded here."""
    bench.edit(bench.item, status="in_progress", title="New words")


SITUATIONS = (edited, closed, given_up, begun)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_an_undone_issue_shows_again_what_it_showed(
    filed: Bench, place: Place, situation: Callable[[Bench], None]
) -> None:
    """Every field that the run wrote is back; the item keeps what people said of it here."""
    before, text = shown(place.only), place.only.text
    situation(filed)
    filed.sync()
    item = filed.item
    cycle = filed.take_back()

    assert shown(place.only) == before
    assert place.only.text == text
    assert filed.item == item
    assert (cycle.failed, cycle.notes) == (False, [])


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_later_sync_writes_the_undone_again(
    filed: Bench, place: Place, situation: Callable[[Bench], None]
) -> None:
    """Item and issue differ on purpose now: both values are listed, and nothing swings back."""
    situation(filed)
    filed.sync()
    filed.take_back()
    there, item = place.only, filed.item
    place.proxy.forget()
    cycles = [filed.sync() for _ in range(3)]
    filed.sync_a_day_later()
    differing = {one.field for one in filed.conflicts}

    assert [cycle.writes for cycle in cycles] == [[], [], []]
    assert (place.only, filed.item, place.proxy.writes) == (there, item, [])
    assert ("title" in differing) == (there.title != item.title)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_either_value_may_be_chosen_after_an_undo(filed: Bench, place: Place, side: str) -> None:
    """The conflict list brings the item's words back, or takes the issue's."""
    filed.edit(filed.item, title="New words")
    filed.sync()
    filed.take_back()
    (conflict,) = filed.conflicts
    filed.choose(conflict, side)
    filed.cycles()
    wanted = {"ours": "New words", "theirs": WORDS[0]}[side]

    assert (filed.item.title, place.only.title) == (wanted, wanted)
    assert len(filed.conflicts) == 1


def test_undoing_creates_closes_them_as_not_planned(bench: Bench, place: Place) -> None:
    """No issue is deleted; the links are detached, and the items stay open and unfiled."""
    bench.take_in(*ROWS)
    bench.sync()
    cycle = bench.take_back()
    keys = [one.key for one in place.issues()]
    later = [bench.sync() for _ in range(2)]
    bench.sync_a_day_later()

    assert {one.state for one in place.issues()} == {"wont_do"}
    assert (cycle.failed, cycle.tallies[0].closed) == (False, 2)
    assert bench.link_states == ["detached", "detached"]
    assert {item.status.value for item in bench.items} == {"open"}
    assert [one.writes for one in later] == [[], []]
    assert [one.key for one in place.issues()] == keys


def test_an_undone_plan_says_what_the_undo_then_writes(bench: Bench, place: Place) -> None:
    """`--undo --plan` writes nothing, keeps nothing, and names each write."""
    bench.take_in(ROWS[0])
    bench.cycles()
    bench.edit(bench.item, title="New words", status="done")
    bench.take_in(ROWS[1], name="other.md")
    bench.sync()
    place.proxy.forget()
    before, there = bench.dump(), place.issues()
    planned = [bench.take_back(planning=True).told()["writes"] for _ in range(2)]

    assert (place.proxy.writes, place.issues(), bench.dump()) == ([], there, before)
    assert planned[0] == planned[1] == bench.take_back().told()["writes"]
    assert {one["item"] for one in planned[0]} == {"A-1", "A-2"}


def test_undoing_twice_does_nothing(filed: Bench, place: Place) -> None:
    """What was undone is not undone again, and no earlier run is touched."""
    edited(filed)
    filed.sync()
    filed.take_back()
    there = place.only
    place.proxy.forget()
    again = filed.take_back()
    ran = filed.ran("sync", "--undo", "--json")

    assert (place.only, place.proxy.requests) == (there, 0)
    assert (again.writes, ran.status, ran.told["writes"]) == ([], 0, [])
    assert again.notes[0].startswith("There is nothing to undo: the last run was undone at 2")
    assert again.notes[0] in ran.complaints


def test_before_the_first_write_there_is_nothing_to_undo(bench: Bench, place: Place) -> None:
    """An installation that wrote nothing says so, and asks nobody."""
    bench.sync()
    place.proxy.forget()
    cycle = bench.take_back()

    assert (cycle.failed, place.proxy.requests) == (False, 0)
    assert "no sync has written anything" in cycle.notes[0]


def test_quiet_cycles_do_not_hide_the_last_run(filed: Bench, place: Place) -> None:
    """The last run is the last that wrote: a worker's idle minutes change nothing."""
    filed.edit(filed.item, title="New words")
    for _ in range(4):
        filed.sync()
    filed.take_back()

    assert place.only.title == WORDS[0]


def test_only_the_last_run_is_undone(filed: Bench, place: Place) -> None:
    """What earlier runs wrote stays."""
    filed.edit(filed.item, title="Second words")
    filed.sync()
    filed.edit(filed.item, title="Third words")
    filed.sync()
    filed.take_back()

    assert place.only.title == "Second words"


def test_a_persons_edit_since_stays_and_is_said(filed: Bench, place: Place) -> None:
    """Field by field: what a person changed after the run is left, the rest is undone."""
    filed.edit(filed.item, title="New words", owner="@bob")
    filed.sync()
    place.change(place.only, title="A person's words")
    cycle = filed.take_back()
    again = filed.take_back()

    assert (place.only.title, place.only.owner) == ("A person's words", "alice")
    assert cycle.notes == [f"A-1 in {place.name}: the title stays, as somebody changed it since"]
    assert (cycle.failed, again.writes) == (False, [])


def test_a_persons_edit_that_was_taken_in_already_stays_too(filed: Bench, place: Place) -> None:
    """An edit that a later sync has pulled is a person's edit as well."""
    filed.edit(filed.item, title="New words")
    filed.sync()
    place.change(place.only, title="A person's words")
    filed.sync()
    filed.take_back()
    filed.cycles()

    assert (place.only.title, filed.item.title) == ("A person's words", "A person's words")


@pytest.mark.parametrize("change", [{"title": "A person's words"}, {"state": "done"}])
def test_a_new_issue_that_a_person_took_up_stays(
    bench: Bench, place: Place, change: dict[str, str]
) -> None:
    """Somebody works with it: it is neither closed nor detached, and that is said."""
    bench.take_in(ROWS[0])
    bench.sync()
    place.change(place.only, **change)
    before = place.only
    cycle = bench.take_back()

    assert (place.only, bench.link_states) == (before, ["linked"])
    assert f"{before.key} stays, as somebody changed its {next(iter(change))}" in cycle.notes[0]


def test_an_edit_that_waits_here_is_sent_after_an_undo(filed: Bench, place: Place) -> None:
    """Undoing takes back what was written, never what was not written yet."""
    filed.edit(filed.item, title="Second words")
    filed.sync()
    filed.edit(filed.item, title="Third words")
    filed.take_back()
    undone = place.only.title
    filed.cycles()

    assert (undone, place.only.title) == (WORDS[0], "Third words")


def test_a_deleted_issue_cannot_be_undone_and_is_said(filed: Bench, place: Place) -> None:
    """The rest is undone; the exit says that some of it failed."""
    filed.take_in(ROWS[1], name="other.md")
    filed.cycles()
    filed.edit(filed.items[0], title="New words")
    filed.edit(filed.items[1], title="Other new words")
    filed.sync()
    gone = place.titled("Other new words")
    place.proxy.lay(removed(place.address(gone), faults.not_found()))
    cycle = filed.take_back()

    assert cycle.failed
    assert str(cycle.tallies[0].error).startswith(f"A-2 in {place.name} cannot be undone: ")
    assert WORDS[0] in {one.title for one in place.issues()}


def test_a_closed_twin_stays_closed_and_is_said(filed: Bench, place: Place) -> None:
    """Opened again it would be a second issue of its item."""
    place.copy(place.only)
    filed.sync()
    cycle = filed.take_back()
    filed.cycles()

    assert "late twin" in cycle.notes[0]
    assert filed.one_open_issue_an_item()


def test_an_issue_whose_answer_was_lost_is_undone_by_the_run_that_found_it(
    bench: Bench, place: Place
) -> None:
    """Nobody knows yet: it is said. Found by its marker, it can be undone like any other."""
    bench.take_in(ROWS[0])
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    bench.sync()
    early = bench.take_back()
    bench.sync()
    late = bench.take_back()

    assert (early.writes, "nobody knows yet" in early.notes[0]) == ([], True)
    assert place.only.state == "wont_do"
    assert (late.failed, bench.link_states) == (False, ["detached"])


def test_one_target_is_undone_alone(double: Bench) -> None:
    """With --target the other place keeps what was written."""
    double.take_in(ROWS[0])
    double.cycles()
    double.edit(double.item, title="New words")
    double.sync()
    one, other = double.places
    double.take_back(one.name)

    assert (one.only.title, other.only.title) == (WORDS[0], "New words")


BREAKS = {"before": faults.broken_before, "after": faults.broken_after, "cut": faults.drop_after}


@pytest.mark.parametrize("fault", BREAKS.values(), ids=BREAKS)
def test_an_undo_that_breaks_off_is_made_whole_by_another(
    filed: Bench, place: Place, fault: Any
) -> None:
    """Whether the lost write arrived or not, a second undo ends where the first would have."""
    filed.edit(filed.item, title="New words")
    filed.sync()
    verb = {"github": "PATCH", "jira": "PUT"}[place.provider]
    place.proxy.inject(fault, verb, "", times=2)
    filed.take_back()
    filed.take_back()
    filed.cycles()

    assert (place.only.title, filed.item.title) == (WORDS[0], "New words")
    assert [one.field for one in filed.conflicts] == ["title"]


def test_undoing_is_recorded_on_either_database(bench_on_both: Bench, place: Place) -> None:
    """SQLite and PostgreSQL both remember the last run."""
    bench_on_both.take_in(ROWS[0])
    bench_on_both.sync()
    bench_on_both.take_back()
    again = bench_on_both.take_back()

    assert place.only.state == "wont_do"
    assert again.writes == []


def test_an_undo_that_a_limit_cut_short_goes_on_later(bench: Bench, place: Place) -> None:
    """What is left is said; a sync in between, and what it writes, changes nothing about that."""
    bench.take_in(*ROWS)
    bench.cycles()
    for item in bench.items:
        bench.edit(item, title=f"New words {item.id}")
    bench.sync()
    verb = {"github": "PATCH", "jira": "PUT"}[place.provider]
    place.proxy.inject(faults.answer(faults.wait_some(429, 1)), verb, place.issue, first=2)
    cut = bench.take_back()
    bench.wait(1.1)
    bench.edit(bench.items[1], priority="P4")
    bench.sync()
    rest = bench.take_back()

    assert cut.notes == ["1 of the run's writes wait: `amends sync --undo` goes on"]
    assert (rest.failed, rest.notes) == (False, [])
    assert {one.title for one in place.issues()} == {WORDS[0], WORDS[1]}
    assert place.titled(WORDS[1]).priority == "P4"
