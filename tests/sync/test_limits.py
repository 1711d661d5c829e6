"""What a tracker forbids: rate limits, dead tokens, refused fields; the others go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sync.opening import LONGEST
from tests.fakes import faults
from tests.fakes.calls import Reply, page, said
from tests.sync.bench import WORDS
from tests.sync.conftest import ON_BOTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.proxy import Fault
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, JiraPlace, Place

LIMITS: dict[str, Callable[[], Reply]] = {
    "403, seconds": lambda: faults.wait_some(403, 30),
    "403, a date": lambda: faults.wait_until(403, 30),
    "403, spent": lambda: faults.spent(403, 30),
    "403, only its words": lambda: faults.unsaid(403),
    "429, seconds": lambda: faults.wait_some(429, 30),
    "429, a date": lambda: faults.wait_until(429, 30),
    "429, spent": lambda: faults.spent(429, 30),
    "429, nothing said": lambda: said(429, {}),
    "429, spent, by an ISO date": lambda: faults.spent_until(429, 30),
    "429 in HTML": lambda: page(429),
}
JIRA_TOO = [name for name in LIMITS if name.startswith("429")]
CASES = [
    *(pytest.param("github", LIMITS[name], id=f"github: {name}") for name in LIMITS),
    *(pytest.param("jira", LIMITS[name], id=f"jira: {name}") for name in JIRA_TOO),
]
WAITING = ("limit", "pause", "wait")


@ON_BOTH
@pytest.mark.parametrize(("place", "limit"), CASES, indirect=["place"])
def test_a_limit_is_told_and_survives_the_process(
    bench: Bench, place: Place, limit: Callable[[], Reply]
) -> None:
    """A limit ends the cycle with exit 0, and no process sends anything before its time."""
    bench.take_in(f"{WORDS[0]} | | | ", f"{WORDS[1]} | | | ")
    place.proxy.inject(faults.answer(limit()), "POST", place.creates, times=None)
    cycle = bench.sync()
    sent = place.proxy.requests
    later = bench.sync()

    assert not cycle.failed
    assert any(word in str(cycle.tallies[0].error).lower() for word in WAITING)
    assert len(place.proxy.writes) == 1
    assert not later.failed
    assert any(word in str(later.tallies[0].error).lower() for word in WAITING)
    assert place.proxy.requests == sent


@pytest.mark.parametrize(("place", "limit"), CASES, indirect=["place"])
def test_a_limit_of_a_list_or_an_edit_holds_up_nothing_for_good(
    filed: Bench, place: Place, limit: Callable[[], Reply]
) -> None:
    """Wherever it is met, nothing is sent before its time, and all that waited arrives then."""
    edits = ({"github": "PATCH", "jira": "PUT"}[place.provider], place.issue)
    for number, (method, path) in enumerate((place.lists, edits)):
        filed.edit(filed.item, title=f"Ours {number}")
        place.proxy.inject(faults.answer(limit()), method, path)
        cycle = filed.sync()
        sent = place.proxy.requests
        filed.sync()

        assert not cycle.failed
        assert any(word in str(cycle.tallies[0].error).lower() for word in WAITING)
        assert place.proxy.requests == sent
        filed.let_pauses_run_out()
    filed.cycles()

    assert (place.only.title, filed.conflicts) == ("Ours 1", [])


@pytest.mark.parametrize("status", [429, 503])
def test_a_limit_met_while_reading_is_told_alike(bench: Bench, place: Place, status: int) -> None:
    """A limit of the list is no failure either."""
    bench.take_in(f"{WORDS[0]} | | | ")
    place.proxy.inject(faults.answer(faults.wait_some(status, 30)), *place.lists, times=None)
    cycle = bench.sync()

    assert not cycle.failed
    assert any(word in str(cycle.tallies[0].error).lower() for word in WAITING)
    assert bench.sync().tallies[0].requests == 0
    assert place.issues() == []


def test_a_limit_holds_for_a_new_process_and_exits_with_0(bench: Bench, place: Place) -> None:
    """The command line ends well under a limit, and a second one sends nothing."""
    bench.take_in(f"{WORDS[0]} | | | ")
    place.proxy.inject(faults.answer(faults.wait_some(429, 60)), "POST", place.creates, times=None)
    first = bench.ran("sync", "--json")
    place.proxy.forget()
    second = bench.ran("sync", "--json")

    assert (first.status, second.status) == (0, 0)
    assert any(word in second.told["targets"][0]["error"].lower() for word in WAITING)
    assert place.proxy.requests == 0


def test_after_the_limit_what_waited_is_sent(bench: Bench, place: Place) -> None:
    """A limit of one second is over soon, and nothing was lost by it."""
    bench.take_in(f"{WORDS[0]} | | | ", f"{WORDS[1]} | | | ")
    place.proxy.inject(faults.answer(faults.wait_some(429, 1)), "POST", place.creates)
    bench.sync()
    bench.wait(1.2)
    last = bench.cycles()

    assert bench.one_open_issue_an_item()
    assert last.tallies[0].error is None


@ON_BOTH
def test_an_owner_who_cannot_be_assigned_is_left_out_once(bench: Bench, place: Place) -> None:
    """The issue is filed without its owner, that is said once, and not tried in every cycle."""
    bench.take_in(f"{WORDS[0]} | @carol | P1 | 2026-12-01")
    first = bench.sync()
    last = bench.cycles()
    place.proxy.forget()
    quiet = bench.sync()

    assert (place.only.owner, place.only.priority) == (None, "P1")
    assert bench.item.owner == "@carol"
    assert len(first.notes) == 1
    assert "owner" in first.notes[0] or "assignee" in first.notes[0]
    assert (last.notes, quiet.notes, quiet.failed) == ([], [], False)
    assert place.proxy.requests == 1
    assert place.proxy.writes == []


def test_an_owner_who_left_is_not_tried_again_with_other_edits(bench: Bench, place: Place) -> None:
    """Later edits arrive although the owner is still refused, and cost one write each."""
    bench.take_in(f"{WORDS[0]} | @carol | | ")
    bench.cycles()
    place.proxy.forget()
    bench.edit(bench.item, title="Ours")
    cycle = bench.sync()

    assert place.only.title == "Ours"
    assert len(place.proxy.writes) == 1
    assert not cycle.failed


@ON_BOTH
def test_an_edit_to_an_unassignable_owner_is_left_out_once(filed: Bench, place: Place) -> None:
    """Handing an item to somebody who cannot be assigned changes the rest, once."""
    filed.edit(filed.item, owner="@carol", title="Ours")
    filed.sync()
    filed.sync()
    place.proxy.forget()
    quiet = filed.sync()

    assert place.only.title == "Ours"
    assert filed.item.owner == "@carol"
    assert (quiet.writes, quiet.failed, place.proxy.writes) == ([], False, [])


@pytest.mark.parametrize("owner", ["@carol", "@alice"])
def test_refused_assignees_on_github_hold_up_nothing(
    github: GitHubPlace, double: Bench, owner: str
) -> None:
    """A 422 that names the assignees is answered with the issue without them."""
    github.proxy.inject(faults.unassignable, "POST", github.creates, times=None)
    double.take_in(f"{WORDS[0]} | {owner} | | ")
    double.cycles()

    assert github.only.owner is None
    assert double.one_open_issue_an_item()


def test_a_refused_write_is_told_and_holds_up_no_other_item(bench: Bench, place: Place) -> None:
    """A write the tracker never accepts fails with a sentence; other items go their way."""
    bench.take_in(f"{WORDS[0]} | | | ", f"{WORDS[1]} | | | ")
    bench.cycles()
    first, second = place.issues()
    refusal = said(422, {"message": "Validation Failed", "errors": [], "errorMessages": ["No"]})
    verb = {"github": "PATCH", "jira": "PUT"}[place.provider]
    place.proxy.inject(faults.answer(refusal), verb, place.address(first), times=None)
    bench.edit(bench.items[0], title="First of ours")
    bench.edit(bench.items[1], title="Second of ours")
    cycle = bench.sync()

    assert cycle.failed
    assert cycle.tallies[0].failed == 1
    assert "A-1" in str(cycle.tallies[0].error)
    assert place.titled("Second of ours").id == second.id
    assert [write.item for write in cycle.writes] == ["A-2"]


DOWN = {
    "cut off": faults.drop_before,
    "502": faults.broken_before,
    "401": faults.answer(faults.logged_out()),
    "HTML": faults.answer(page(200, "<html>Maintenance</html>")),
    "broken JSON": faults.answer(Reply(200, {"Content-Type": "application/json"}, b"{")),
    "empty": faults.answer(Reply(200, {"Content-Type": "application/json"}, b"")),
    "hanging": faults.hang_before,
    "404": faults.answer(faults.not_found()),
}


@pytest.mark.parametrize("down", [0, 1], ids=["github", "jira"])
@pytest.mark.parametrize("fault", DOWN.values(), ids=DOWN)
def test_a_target_that_is_down_stops_no_other(double: Bench, down: int, fault: Fault) -> None:
    """The other target is served; the sentence names the one that is down; later all arrives."""
    double.take_in(f"{WORDS[0]} | @alice | P1 | ")
    broken, sound = double.places[down], double.places[1 - down]
    broken.proxy.inject(fault, "*", "", times=None)
    double.configure(request_timeout_seconds=faults.patience(fault))
    cycle = double.sync()
    told = {tally.name: tally.error for tally in cycle.tallies}
    broken.proxy.heal()

    assert cycle.failed
    assert broken.name in str(told[broken.name])
    assert told[sound.name] is None
    assert len(sound.issues()) == 1
    assert broken.issues() == []
    double.cycles()
    assert double.one_open_issue_an_item()


def test_a_wrong_token_is_told_without_the_token(
    filed: Bench, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dead token: exit 1, a sentence that names the target, and no secret in it."""
    variable = {"github": "GITHUB_TOKEN", "jira": "JIRA_TOKEN"}[place.provider]
    monkeypatch.setenv(variable, "wrong-and-secret")
    filed.edit(filed.item, title="Ours")
    ran = filed.ran("sync", "--json")

    assert ran.status == 1
    assert place.name in ran.told["targets"][0]["error"]
    assert "wrong-and-secret" not in str(ran.told) + ran.complaints
    assert filed.link_states == ["linked"]


def test_a_missing_token_is_told_and_stops_no_other_target(
    double: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that is not set is named, and the other target is served."""
    monkeypatch.delenv("JIRA_TOKEN")
    double.take_in(f"{WORDS[0]} | | | ")
    cycle = double.sync()
    told = {tally.name: tally.error for tally in cycle.tallies}

    assert cycle.failed
    assert "JIRA_TOKEN" in str(told["ops"])
    assert told["platform"] is None
    assert [len(place.issues()) for place in double.places] == [1, 0]


def test_the_token_stands_nowhere_in_the_database(double_filed: Bench, jira: JiraPlace) -> None:
    """Secrets are never stored."""
    jira.proxy.inject(faults.answer(faults.logged_out()), "POST", "", times=None)
    double_filed.sync()

    assert "sandbox-token" not in str(double_filed.dump())


def test_a_tracker_that_hangs_at_everything_does_not_hold_a_cycle(
    bench: Bench, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cycle whose time is over ends by itself, and says what waits."""
    bench.take_in_many(12)
    bench.sync()
    rename_all(bench)
    place.proxy.inject(faults.hang_before, "*", place.issue, times=None)
    monkeypatch.setattr("sync.opening.LONGEST", 6.0)
    bench.configure(request_timeout_seconds=0.3)
    place.proxy.forget()
    cycle = bench.sync()

    assert cycle.failed
    assert cycle.tallies[0].error
    assert 0 < len(place.proxy.writes) < 12


def rename_all(bench: Bench) -> None:
    """Change every title here."""
    for item in bench.items:
        bench.edit(item, title=f"{item.title}, ours")


def test_the_product_gives_a_cycle_less_than_two_minutes() -> None:
    """However patient a request may be, a whole cycle ends within two minutes."""
    assert LONGEST < 120
