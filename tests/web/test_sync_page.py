from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.web.building import Visitor, a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.links import OperationState
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
    """Reports list thirteen weeks; what came this week is what is open now."""
    incident = an_incident(work)
    an_item(work, incident, "One")
    an_item(work, incident, "Two")
    work.commit()

    page = visitor.read("/reports")

    assert page.count('<th scope="row">') == 13
    assert "+2</span>" in page
    assert '<td data-label="Open after"><b>2</b></td>' in page
