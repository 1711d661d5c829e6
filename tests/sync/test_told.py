"""Deliveries as the trackers send them, from the raw bytes to the item: each kind of event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.calls import said
from tests.fakes.lagging import LaggingLists
from tests.fakes.moving import rekeyed, removed, transferred
from tests.sync.payloads import HOOK, github_payload, jira_payload, send, told

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, JiraPlace, Place

ACTIONS = (
    "opened",
    "edited",
    "closed",
    "reopened",
    "labeled",
    "unlabeled",
    "assigned",
    "unassigned",
    "pinned",
    "locked",
)
EVENTS = ("jira:issue_created", "jira:issue_updated")


@pytest.fixture(autouse=True)
def _hook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", HOOK)


@pytest.fixture(name="hooked")
def _hooked(filed: Bench, place: Place) -> Bench:
    """Return an installation whose item is filed, with a webhook, and lists that stand still."""
    place.more = 'webhook_secret_env = "HOOK"\n'
    filed.configure()
    place.proxy.lay(LaggingLists(frozen=True))
    filed.sync()
    return filed


@pytest.mark.parametrize("form", ["json", "form"])
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_each_event_of_github_has_the_issue_looked_at(
    hooked: Bench, place: GitHubPlace, action: str, form: str
) -> None:
    """Whatever the event is called: what the issue says now is taken in."""
    place.change(place.only, title="Theirs", state="done")
    payload = github_payload(place, place.only, action)
    answer = send(hooked, place, "issues", payload, form=form == "form")
    hooked.sync()

    assert answer.status_code == 202
    assert (hooked.item.title, hooked.item.status.value) == ("Theirs", "done")


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("place", ["jira"], indirect=True)
def test_each_event_of_jira_has_the_issue_looked_at(
    hooked: Bench, place: JiraPlace, event: str
) -> None:
    """Whatever the event is called: what the issue says now is taken in."""
    place.change(place.only, title="Theirs", state="done")
    answer = send(hooked, place, event, jira_payload(place, place.only, event))
    hooked.sync()

    assert answer.status_code == 202
    assert (hooked.item.title, hooked.item.status.value) == ("Theirs", "done")


def test_a_deletion_that_is_told_is_believed(hooked: Bench, place: Place) -> None:
    """Not found, and told to be deleted: the link is gone, the item stays, nothing is made."""
    event, payload = told(place, place.only, deleted=True)
    place.proxy.lay(removed(place.address(place.only), faults.not_found()))
    send(hooked, place, event, payload)
    hooked.sync()
    later = [hooked.sync() for _ in range(2)]

    assert hooked.link_states == ["gone"]
    assert hooked.item.status.value == "open"
    assert [cycle.writes for cycle in later] == [[], []]


def test_a_deletion_that_is_told_of_an_issue_that_is_there_changes_nothing(
    hooked: Bench, place: Place
) -> None:
    """A forged or old event deletes nothing: the issue itself is asked."""
    event, payload = told(place, place.only, deleted=True)
    send(hooked, place, event, payload)
    hooked.sync()

    assert hooked.link_states == ["linked"]


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_a_transfer_that_is_told_is_followed(hooked: Bench, place: GitHubPlace) -> None:
    """The event bears the old number; the link goes where the issue went."""
    payload = github_payload(place, place.only, "transferred")
    there = place.moved_to_other(place.only)
    place.proxy.lift_all()
    place.proxy.lay(transferred(place.address(place.only), there))
    send(hooked, place, "issues", payload)
    hooked.sync()

    (link,) = hooked.links
    assert link.state.value == "linked"
    assert str(link.remote_key).startswith("acme/other#")


@pytest.mark.parametrize("place", ["jira"], indirect=True)
def test_a_move_to_another_project_that_is_told_is_followed(
    hooked: Bench, place: JiraPlace
) -> None:
    """The event names a project that is not ours; the issue is ours by its number."""
    place.change(place.only, title="Theirs")
    place.proxy.lay(rekeyed("OPS-1", "DESK-7"))
    payload = jira_payload(place, place.only, "jira:issue_updated", id="99999", key="DESK")
    send(hooked, place, "jira:issue_updated", payload)
    hooked.sync()

    (link,) = hooked.links
    assert (link.state.value, link.remote_key) == ("linked", "DESK-7")
    assert hooked.item.title == "Theirs"


def test_events_of_other_places_cost_nothing(hooked: Bench, place: Place) -> None:
    """A webhook of a whole organisation or site tells of much that is none of ours."""
    event, payload = told(place, place.only)
    payload["issue"]["id"] = 77 if place.provider == "github" else "77"
    if place.provider == "github":
        payload["repository"]["id"] = 4711
    else:
        payload["issue"]["fields"]["project"]["id"] = "4711"
    for number in range(5):
        assert send(hooked, place, event, payload, f"d-{number}").status_code == 202
    place.proxy.forget()
    cycle = hooked.sync()

    assert not cycle.failed
    assert place.proxy.requests == 1


def test_events_about_other_things_cost_nothing(hooked: Bench, place: Place) -> None:
    """Comments, worklogs and pull requests are none of the fields that are kept in step."""
    _, payload = told(place, place.only)
    for event in ("issue_comment", "comment_created", "pull_request", "star"):
        send(hooked, place, event, payload | {"webhookEvent": event}, event)
    place.proxy.forget()
    hooked.sync()

    assert place.proxy.requests == 1


def test_a_delivery_that_the_tracker_will_not_hear_of_blocks_nothing(
    hooked: Bench, place: Place
) -> None:
    """One bad number is laid aside, and what was delivered after it is handled."""
    place.change(place.only, title="Theirs")
    event, good = told(place, place.only)
    _, bad = told(place, place.only)
    bad["issue"] |= {"id": 9999 if place.provider == "github" else "9999", "number": 9999}
    refusal = said(400, {"message": "Bad Request", "errorMessages": ["No."]})
    place.proxy.inject(faults.answer(refusal), "GET", r"/9999$", times=None)
    send(hooked, place, event, bad, "d-1")
    send(hooked, place, event, good, "d-2")
    cycle = hooked.sync()

    assert not cycle.failed
    assert hooked.item.title == "Theirs"


def test_a_delivery_without_its_signature_never_reaches_a_cycle(
    hooked: Bench, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody else signed is not even stored."""
    place.change(place.only, title="Theirs")
    monkeypatch.setenv("HOOK", "another secret")
    answer = send(hooked, place, *told(place, place.only))
    place.proxy.forget()
    hooked.sync()

    assert answer.status_code == 401
    assert (hooked.item.title != "Theirs", place.proxy.requests) == (True, 1)
