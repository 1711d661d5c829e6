from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.web.building import BY, Visitor, a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.dispatches import DispatchKind
from tracker.domain.items import Status
from tracker.domain.links import LinkState, OperationState
from web.app import create_app

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.storage import Store, Work


def test_a_sync_is_asked_for_once_however_often_the_button_is_pressed(
    visitor: Visitor, work: Work
) -> None:
    """Sync now is a row for the worker, and a second press adds none."""
    visitor.send("/sync", {})
    visitor.send("/sync", {})

    assert work.deliveries.wishes() == ["sync"]
    assert "waits for the worker" in visitor.read("/sync")


def test_without_targets_the_page_says_how_to_name_one(settings: Settings, store: Store) -> None:
    """An empty page shows the four lines that make the first target."""
    bare = Visitor(create_app(settings.model_copy(update={"target": ()}), store).test_client())

    assert "[[target]]" in bare.read("/sync")


def test_the_count_of_linked_issues_follows_every_issue(visitor: Visitor, work: Work) -> None:
    """Also where one is lost or found again, of which no history tells."""
    link = a_link(work, an_item(work, an_incident(work)))
    target = work.targets.known("platform", "github")
    work.targets.keep(replace(target, reported_at=now()))
    work.commit()
    seen = []
    for state in (LinkState.LINKED, LinkState.GONE, LinkState.UNREACHABLE, LinkState.LINKED):
        work.links.save(replace(work.links.get(link.id), state=state))
        work.commit()
        seen.append(re.search(r"Issues linked</dt><dd>(\d+)", visitor.read("/sync")))

    assert [found and found[1] for found in seen] == ["1", "0", "0", "1"]


def test_a_failed_cycle_is_seen_from_every_page(visitor: Visitor, work: Work) -> None:
    """Nobody has to look at Sync to learn that it is broken."""
    state = work.targets.known("platform", "github")
    state.report = {"error": "GitHub rejected the token", "requests": 1}
    state.reported_at = now()
    work.targets.keep(state)
    work.commit()

    assert "GitHub rejected the token" in visitor.read("/sync")
    assert '<span class="unseen"> problem</span>' in visitor.read("/reports")
    assert "GitHub rejected the token" in visitor.read("/")


def test_a_report_that_did_not_arrive_is_shown_with_what_to_do(
    visitor: Visitor, work: Work
) -> None:
    """The channel, the reason and a command; what was sent is not shown."""
    for channel in ("board", "chat"):
        work.dispatches.note(DispatchKind.REPORT, "2026-W47", channel, now())
    for one in work.dispatches.ready(DispatchKind.REPORT, ["2026-W47"], now()):
        claim = work.dispatches.claim(one.id, now(), 60)
        assert claim
        if claim.channel == "chat":
            work.dispatches.keep_sent(claim, now(), [])
        else:
            work.dispatches.keep_failed(claim, "550 <no> such list", now(), told=True)
    work.commit()
    page = visitor.read("/sync")

    assert "report 2026-W47 to board: failed; 550 &lt;no&gt; such list" in page
    assert "or at once by `amends deliver`" in page
    assert "to chat" not in page


@pytest.mark.parametrize(
    ("report", "age", "words"),
    [
        ({"failed": 0, "unknown": 0}, 0, "in step"),
        ({"failed": 2}, 0, "some writes refused"),
        ({"unknown": 1}, 0, "some writes unknown"),
        ({"failed": 0}, 3, "silent for too long"),
    ],
)
def test_a_target_is_in_step_only_where_nothing_hinders_it(
    visitor: Visitor, work: Work, report: dict[str, int], age: int, words: str
) -> None:
    """Green is said of a target that was heard of lately and refused nothing."""
    state = work.targets.known("ops", "jira")
    state.report, state.reported_at = report, now() - timedelta(days=age)
    work.targets.keep(state)
    work.commit()

    page = visitor.read("/sync")

    assert words in page
    assert ("in step</span>" in page) is (words == "in step")


def test_a_paused_target_says_until_when_and_why(visitor: Visitor, work: Work) -> None:
    """A pause is no failure, and its end is told."""
    state = work.targets.known("ops", "jira")
    state.paused_until = now() + timedelta(minutes=10, seconds=30)
    state.pause_reason = "a rate limit of Jira"
    work.targets.keep(state)
    work.commit()

    page = visitor.read("/sync")

    assert "in 10 minutes" in page
    assert "a rate limit of Jira" in page


def test_writes_that_were_refused_are_listed_with_what_was_answered(
    visitor: Visitor, work: Work
) -> None:
    """A person finds the item, the target and the tracker's own words."""
    link = a_link(work, an_item(work, an_incident(work)))
    write = work.operations.intend(link.id, "update", now())
    work.operations.change(write.id, OperationState.FAILED, error="422: no such label", attempts=3)
    work.commit()

    page = visitor.read("/sync")

    assert "422: no such label" in page
    assert "refused" in page


def test_a_target_that_stopped_to_ask_says_what_about_and_how_to_go_on(
    visitor: Visitor, work: Work
) -> None:
    """The sentence, the items with their pages, and the command."""
    item = an_item(work, an_incident(work))
    state = work.targets.known("platform", "github")
    command = "amends sync --allow-many --target platform"
    brake = {"why": "close", "links": 40, "items": [item.key], "command": command}
    state.report = {"error": "this sync would close 23 of its 40 issues", "brake": brake}
    state.reported_at = now()
    work.targets.keep(state)
    work.commit()

    page = visitor.read("/sync")

    assert "would close 23 of its 40 issues" in page
    assert f"<code>{command}</code>" in page
    assert f'href="/items/{item.key}"' in page
    assert "stopped to ask" in page


def test_the_ledger_of_the_running_week_adds_up(visitor: Visitor, work: Work) -> None:
    """What came this week is what is open now; the weeks before the first promise say nothing."""
    incident = an_incident(work)
    an_item(work, incident, "One")
    an_item(work, incident, "Two")
    work.commit()

    page = visitor.read("/reports")

    assert page.count('<th scope="row">') == 2
    assert "+2</span>" in page
    assert '<td data-label="Open after"><b>2</b></td>' in page


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (OperationState.FAILED, "The write is sent again"),
        (OperationState.UNKNOWN, "it looks whether the write arrived"),
    ],
)
def test_a_write_is_taken_up_again_by_the_next_cycle(
    visitor: Visitor, work: Work, state: OperationState, sentence: str
) -> None:
    """The button is two rows: the write may go at once, and a sync is wished for."""
    link = a_link(work, an_item(work, an_incident(work)))
    write = work.operations.intend(link.id, "update", now())
    later = now() + timedelta(hours=1)
    work.operations.change(write.id, state, error="422", not_before=later)
    work.commit()

    page = visitor.read("/sync")
    visitor.send(f"/sync/operations/{write.id}/retry", {}, "/sync")

    assert "tried again" in page
    assert f"/sync/operations/{write.id}/retry" in page
    assert sentence in visitor.read("/sync")
    assert work.deliveries.wishes() == ["sync"]
    waits = work.operations.get(write.id).not_before
    assert (waits is None) is (state is OperationState.FAILED)


def test_a_write_that_is_done_cannot_be_taken_up_again(visitor: Visitor, work: Work) -> None:
    """Whoever comes too late reads that it is done."""
    link = a_link(work, an_item(work, an_incident(work)))
    write = work.operations.intend(link.id, "update", now())
    work.operations.change(write.id, OperationState.DONE)
    work.commit()

    answer = visitor.send(f"/sync/operations/{write.id}/retry", {}, "/sync")

    assert answer.status_code == 404
    assert "is done already" in answer.text


def test_a_plan_is_asked_for_and_shown_with_its_time(visitor: Visitor, work: Work) -> None:
    """The page tells what the next sync would write, as the worker planned it."""
    item = an_item(work, an_incident(work))
    work.targets.known("platform", "github")
    work.commit()
    visitor.send("/sync/plan", {}, "/sync")
    wished = work.deliveries.wishes()
    asked = visitor.read("/sync")
    write = {"target": "platform", "item": item.key, "operation": "close", "fields": ["state"]}
    tally = {"name": "ops", "error": "it cannot be reached"}
    work.plans.keep({"targets": [tally], "writes": [write]}, now())
    work.commit()

    page = visitor.read("/sync")

    assert wished == ["plan"]
    assert "A plan is asked for" in asked
    assert "1 write, as planned" in page
    assert f'href="/items/{item.key}"' in page
    assert "it cannot be reached" in page


def test_each_target_says_when_it_was_and_will_be_asked(visitor: Visitor, work: Work) -> None:
    """Last and next cycle, since when it is in step, and what is left of the quota."""
    state = work.targets.known("quiet", "github")
    resets = (now() + timedelta(minutes=20, seconds=30)).isoformat()
    state.report = {
        "succeeded_at": (now() - timedelta(minutes=5, seconds=10)).isoformat(),
        "quota": {"limit": 5000, "remaining": 4321, "resets_at": resets},
        "seconds": 1.25,
    }
    state.reported_at = now() - timedelta(seconds=10)
    work.targets.keep(state)
    work.commit()

    page = " ".join(visitor.read("/sync").split())

    for told in ("4321 of 5000", "in 20 minutes", "5 minutes ago", "1.2 s", "Next cycle"):
        assert told in page


def test_a_sync_can_be_asked_for_from_an_incident(visitor: Visitor, work: Work) -> None:
    """Whoever asks there is led back there."""
    incident = an_incident(work)
    a_link(work, an_item(work, incident))
    work.commit()
    path = f"/incidents/{incident.id}"

    answer = visitor.send("/sync", {"incident": incident.id}, path)

    assert answer.headers["Location"] == path
    assert work.deliveries.wishes() == ["sync"]


def _in_step(work: Work, *names: str) -> None:
    """Store that targets were heard of this moment, and in step."""
    for name in names:
        state = work.targets.known(name, "jira" if name == "ops" else "github")
        state.report, state.reported_at = {"failed": 0}, now() + timedelta(seconds=1)
        work.targets.keep(state)
    work.commit()


def test_nothing_is_said_to_be_written_to_a_target_that_was_never_reached(
    visitor: Visitor, work: Work
) -> None:
    """Neither where a target never synced nor where it failed; each is named."""
    an_item(work, an_incident(work))
    _in_step(work, "ops")
    state = work.targets.known("platform", "github")
    state.report, state.reported_at = {"error": "it cannot be reached"}, now()
    work.targets.keep(state)
    work.commit()

    page = visitor.read("/sync")

    assert "everything is written" not in page
    assert "None is on its way. 1 open item has no issue yet." in page
    assert "Not in step: platform, quiet; see above." in page


def test_open_items_without_an_issue_are_counted_until_they_are_filed(
    visitor: Visitor, work: Work
) -> None:
    """Only active ones; and from then on everything is written."""
    incident = an_incident(work)
    items = [an_item(work, incident, f"Item {number}") for number in range(2)]
    an_item(work, incident, "Perhaps", status=Status.PROPOSED)
    an_item(work, incident, "Over", status=Status.DONE)
    _in_step(work, "platform", "quiet", "ops")

    waiting = visitor.read("/sync")
    a_link(work, items[0], remote_id="1")
    work.commit()
    less = visitor.read("/sync")
    a_link(work, items[1], remote_id="2")
    work.commit()
    _in_step(work, "platform", "quiet", "ops")

    assert "2 open items have no issue yet: the next cycle files them." in waiting
    assert "1 open item has no issue yet: the next cycle files it." in less
    assert "None: everything is written." in visitor.read("/sync")


def test_what_was_changed_since_the_last_cycle_is_not_said_to_be_written(
    visitor: Visitor, work: Work
) -> None:
    """It is what the next cycle writes."""
    item = an_item(work, an_incident(work))
    a_link(work, item, remote_id="1")
    _in_step(work, "platform", "quiet", "ops")
    later = now() + timedelta(seconds=2)
    work.items.save(replace(work.items.get(item.id), title="Alert"), later, BY)
    work.commit()

    page = visitor.read("/sync")

    assert "None is on its way. What was changed since the last cycle, the next one writes." in page


def test_without_a_target_nothing_is_said_to_be_written(settings: Settings, store: Store) -> None:
    """There is nowhere to write it to."""
    bare = Visitor(create_app(settings.model_copy(update={"target": ()}), store).test_client())

    assert "None: no target is configured." in bare.read("/sync")
