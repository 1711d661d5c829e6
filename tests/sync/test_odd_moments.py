"""What happens while something else is not settled yet, and answers nobody expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.calls import said
from tests.fakes.moving import retold, without_date
from tests.sync.bench import ROW, WORDS
from tests.sync.conftest import ON_BOTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.proxy import Fault
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, JiraPlace, Place

LOST: list[Fault] = [faults.drop_before, faults.drop_after]
BROKEN: list[Fault] = [
    faults.broken_before,
    faults.broken_after,
    faults.hang_before,
    faults.hang_after,
]
COUNTERFEIT = (
    "Never trust `<!-- amends:1:aaaaaaaaaaaaaaaaaaaaaaaaaa -->` or <!-- amends:end --> ``` "
    "or {noformat} or ----- end of the postmortem's part ----- in a text"
)


@pytest.mark.parametrize("fault", LOST)
def test_an_edit_while_a_create_is_unknown_arrives(
    bench: Bench, place: Place, fault: Fault
) -> None:
    """What is edited before anybody knows whether the issue exists is written to it later."""
    bench.take_in(ROW)
    place.proxy.inject(fault, "POST", place.creates)
    bench.sync()
    bench.edit(bench.item, title="Ours", owner="@bob", priority="P3", due="2027-01-01")
    bench.cycles()

    one = place.only
    assert (one.title, one.owner, one.priority, one.due) == ("Ours", "bob", "P3", "2027-01-01")
    assert bench.conflicts == []


def test_an_item_closed_while_its_create_is_unknown_is_closed_there(
    bench: Bench, place: Place
) -> None:
    """The issue that exists although nobody knew is closed as its item was."""
    bench.take_in(ROW)
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    bench.sync()
    bench.edit(bench.item, status="done")
    bench.cycles()

    assert (place.only.state, bench.item.status.value) == ("done", "done")


def test_an_item_closed_while_its_create_is_unknown_is_not_filed_again(
    bench: Bench, place: Place
) -> None:
    """A create that never arrived is given up with its item."""
    bench.take_in(ROW)
    place.proxy.inject(faults.drop_before, "POST", place.creates)
    bench.sync()
    bench.edit(bench.item, status="done")
    bench.cycles()

    assert place.issues() == []
    assert bench.operations == []


def test_a_change_there_before_the_adoption_is_taken(bench: Bench, place: Place) -> None:
    """People may work on an issue before we know of it: their words stay."""
    bench.take_in(ROW)
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    bench.sync()
    place.change(place.only, title="Theirs", state="done", owner="bob")
    bench.cycles()

    assert (bench.item.title, bench.item.owner) == ("Theirs", "@bob")
    assert bench.item.status.value == "done"
    assert (place.only.title, place.only.state) == ("Theirs", "done")


@ON_BOTH
@pytest.mark.parametrize("fault", [*LOST, *BROKEN])
def test_an_edit_whose_answer_is_lost_arrives_once(
    filed: Bench, place: Place, fault: Fault
) -> None:
    """An update or a close that goes wrong is looked at and made good, without a conflict."""
    filed.edit(filed.item, title="Ours", status="done")
    verb = {"github": "PATCH", "jira": "PUT"}[place.provider]
    filed.configure(request_timeout_seconds=faults.patience(fault))
    rule = place.proxy.inject(fault, verb, "")
    place.proxy.inject(fault, "POST", "/transitions$")
    filed.sync()
    filed.cycles()

    assert rule.hits == 1
    assert (place.only.title, place.only.state) == ("Ours", "done")
    assert filed.conflicts == []


def test_a_conflict_is_kept_and_undone_on_either_database(
    bench_on_both: Bench, place: Place
) -> None:
    """Both values are kept, ours wins, and undo brings theirs back everywhere."""
    bench_on_both.take_in(ROW)
    bench_on_both.cycles()
    bench_on_both.edit(bench_on_both.item, title="Ours")
    place.change(place.only, title="Theirs")
    bench_on_both.cycles()
    (conflict,) = bench_on_both.conflicts
    before = place.only.title
    bench_on_both.undo(conflict)
    bench_on_both.cycles()

    assert (conflict.base, conflict.ours, conflict.theirs) == (WORDS[0], "Ours", "Theirs")
    assert (conflict.kept, before) == ("ours", "Ours")
    assert (bench_on_both.item.title, place.only.title) == ("Theirs", "Theirs")


def test_our_own_write_is_no_change_for_us(filed: Bench, place: Place) -> None:
    """The echo of an edit is recognised: one request, nothing pulled."""
    filed.edit(filed.item, title="Ours", status="done", priority="P4")
    filed.sync()
    place.proxy.forget()
    quiet = filed.sync()

    assert (quiet.tallies[0].pulled, quiet.writes) == (0, [])
    assert place.proxy.requests == 1


def test_a_repository_that_takes_no_issues_any_more_is_told(
    github: GitHubPlace, make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """410 to a create (issues are switched off): exit 1, and all arrives when it is over."""
    bench = make_bench(migrated_sqlite_url, github)
    bench.take_in(ROW)
    github.proxy.inject(faults.answer(faults.gone()), "POST", github.creates, times=None)
    first = bench.sync()
    github.proxy.heal()
    bench.cycles()

    assert first.failed
    assert github.name in str(first.tallies[0].error)
    assert bench.one_open_issue_an_item()


def test_words_that_look_like_our_own_lines_do_no_harm(bench: Bench, place: Place) -> None:
    """A document may hold markers, fences and block lines: they stay words."""
    bench.take_in(f"{COUNTERFEIT} | @alice | P1 | 2026-12-01")
    bench.cycles()
    bench.edit(bench.item, due="2027-01-01")
    bench.cycles()
    quiet = bench.sync()

    assert place.only.due == "2027-01-01"
    assert len(place.issues()) == 1
    assert (quiet.writes, bench.conflicts) == ([], [])


def test_a_tracker_that_tells_no_time_is_served(bench: Bench, place: Place) -> None:
    """Without a Date header the create machine goes on by the database's clock."""
    place.proxy.lay(without_date())
    bench.take_in(ROW)
    place.proxy.inject(faults.drop_before, "POST", place.creates)
    bench.sync()
    bench.cycles()
    place.change(place.only, title="Theirs")
    bench.cycles()

    assert bench.one_open_issue_an_item()
    assert bench.item.title == "Theirs"


def test_a_workflow_without_a_way_is_told_and_changes_nothing(
    jira: JiraPlace, make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """Where Jira offers no transition, that is said; the item keeps what a person decided."""
    bench = make_bench(migrated_sqlite_url, jira)
    bench.take_in(ROW)
    bench.cycles()
    jira.proxy.lay(retold(r"/transitions$", lambda told: told.update(transitions=[])))
    bench.edit(bench.item, status="done")
    cycle = bench.sync()

    assert cycle.failed
    assert "A-1" in str(cycle.tallies[0].error)
    assert (bench.item.status.value, jira.only.state) == ("done", "open")


def test_a_way_that_is_no_longer_open_is_looked_for_again(
    jira: JiraPlace, make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """A remembered transition that Jira refuses is forgotten, and the right one is found."""
    bench = make_bench(migrated_sqlite_url, jira)
    bench.take_in(ROW, f"{WORDS[1]} | | | ")
    bench.cycles()
    bench.edit(bench.items[0], status="done")
    bench.cycles()
    jira.proxy.inject(faults.answer(said(400, {"errorMessages": ["No"]})), "POST", "/trans")
    bench.edit(bench.items[1], status="done")
    cycle = bench.sync()

    assert not cycle.failed
    assert {one.state for one in jira.issues()} == {"done"}


def test_only_the_named_target_is_served(double: Bench) -> None:
    """`--target` leaves the others alone."""
    double.take_in(ROW)
    cycle = double.sync("ops")

    assert [tally.name for tally in cycle.tallies] == ["ops"]
    assert [place.proxy.requests > 0 for place in double.places] == [False, True]


def test_a_target_that_is_not_configured_is_refused(filed: Bench) -> None:
    """An unknown name: exit 2 and a sentence."""
    ran = filed.ran("sync", "--target", "nowhere", "--json")

    assert ran.status == 2
    assert "nowhere" in ran.complaints


def test_pull_requests_are_no_issues(
    github: GitHubPlace, make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """GitHub lists pull requests among issues; they cost nothing and mean nothing."""
    bench = make_bench(migrated_sqlite_url, github)
    bench.take_in(ROW)
    bench.cycles()
    github.copy_without_marker("A pull request")
    github.proxy.lay(retold(r"/issues$", as_pull_requests))
    github.proxy.forget()
    bench.sync()

    assert github.proxy.requests == 1
    assert len(bench.items) == 1


def as_pull_requests(listed: object) -> None:
    """Make a pull request of each listed issue that is none of ours."""
    for one in listed if isinstance(listed, list) else []:
        if one["title"] == "A pull request":
            one["pull_request"] = {"url": "x"}


@pytest.mark.parametrize("reason", [{}, {"reason": "Because"}], ids=["done", "wont_do"])
def test_what_both_sides_closed_alike_is_no_conflict(
    filed: Bench, place: Place, reason: dict[str, str]
) -> None:
    """Closed here and there in the same way: agreement, and not one write."""
    status = "wont_do" if reason else "done"
    filed.edit(filed.item, status=status, **reason)
    place.change(place.only, state=status)
    cycle = filed.sync()

    assert cycle.writes == []
    assert filed.conflicts == []
    assert filed.item.status.value == status


def test_closed_in_two_ways_is_a_conflict_that_theirs_wins(filed: Bench, place: Place) -> None:
    """Done here and given up there: given up, with ours in the list."""
    filed.edit(filed.item, status="done")
    place.change(place.only, state="wont_do")
    filed.cycles()

    assert (filed.item.status.value, place.only.state) == ("wont_do", "wont_do")
    assert [(one.field, one.ours, one.kept) for one in filed.conflicts] == [
        ("state", "done", "theirs")
    ]


def test_undoing_a_conflict_about_the_state_arrives_there(filed: Bench, place: Place) -> None:
    """Undo brings our state back, on both sides."""
    filed.edit(filed.item, status="done")
    place.change(place.only, state="wont_do")
    filed.cycles()
    filed.undo(filed.conflicts[0])
    filed.cycles()

    assert (filed.item.status.value, place.only.state) == ("done", "done")
