"""What is known of targets between two cycles, and of issues that are no item's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tracker.storage.building import LATER, NOW
from tracker.storage.strays import ORPHAN, TWIN

if TYPE_CHECKING:
    from tracker.storage import Store, Work


def a_stray(work: Work, remote_id: str = "4711", kind: str = ORPHAN) -> int:
    """Store a stray of the target `platform`; return the target's number."""
    target = work.targets.known("platform", "github").id
    work.strays.remember(target, remote_id, "m1", kind, {"title": "Alert"}, NOW)
    return target


def test_a_target_is_known_from_its_first_use(store: Store) -> None:
    """Asking for a target makes its row once."""
    with store.work() as work:
        first = work.targets.known("platform", "github")
        second = work.targets.known("platform", "github")

        assert first == second
        assert [state.name for state in work.targets.all()] == ["platform"]


def test_what_was_learned_is_kept(store: Store) -> None:
    """Every field survives, nested values and moments too."""
    with store.work() as work:
        state = work.targets.known("platform", "github")
        state.container_id, state.etag, state.pause_reason = "99", 'W/"x"', "limit"
        state.accounts, state.learned = ["alice"], {"types": {"Task": "3"}}
        state.cursor, state.paused_until, state.reported_at = NOW, LATER, LATER
        state.report = {"pulled": 2}
        work.targets.keep(state)
        work.commit()
    with store.work() as work:
        assert work.targets.known("platform", "github") == state


def test_what_a_caller_alters_is_kept_only_when_it_says_so(store: Store) -> None:
    """A state is a copy: its lists are not the database's."""
    with store.work() as work:
        state = work.targets.known("platform", "github")
        state.accounts.append("mallory")
        state.learned["x"] = "y"
        work.commit()
    with store.work() as work:
        found = work.targets.known("platform", "github")

    assert (found.accounts, found.learned) == ([], {})


def test_targets_are_listed_by_name(store: Store) -> None:
    """The order on the page does not depend on which was used first."""
    with store.work() as work:
        work.targets.known("platform", "github")
        work.targets.known("ops", "jira")

        assert [state.name for state in work.targets.all()] == ["ops", "platform"]


def test_a_stray_is_found_by_its_marker(store: Store) -> None:
    """An issue that bears our marker is remembered until its item comes."""
    with store.work() as work:
        target = a_stray(work)
        found = work.strays.bearing(target, "m1")

        assert [(one.remote_id, one.kind, one.issue) for one in found] == [
            ("4711", ORPHAN, {"title": "Alert"})
        ]
        assert work.strays.bearing(target, "m2") == []


def test_a_stray_seen_again_is_the_same(store: Store) -> None:
    """What it is now takes the place of what it was."""
    with store.work() as work:
        a_stray(work)
        target = a_stray(work, kind=TWIN)

        assert [one.kind for one in work.strays.bearing(target, "m1")] == [TWIN]


@pytest.mark.parametrize(("kind", "count"), [(TWIN, 1), (ORPHAN, 0)])
def test_twins_wait_to_be_closed(store: Store, kind: str, count: int) -> None:
    """Only twins are closed; orphans wait for their item."""
    with store.work() as work:
        target = a_stray(work, kind=kind)

        assert len(work.strays.unsettled_twins(target)) == count


def test_a_settled_twin_is_left_alone(store: Store) -> None:
    """A twin is closed once."""
    with store.work() as work:
        target = a_stray(work, kind=TWIN)
        work.strays.settle(work.strays.unsettled_twins(target)[0].id)

        assert work.strays.unsettled_twins(target) == []
        assert work.strays.bearing(target, "m1")[0].settled


def test_a_taken_orphan_is_a_stray_no_more(store: Store) -> None:
    """Once its item has it, it is forgotten, and others stay."""
    with store.work() as work:
        target = a_stray(work)
        a_stray(work, "4712")
        work.strays.forget(target, "4711")

        assert [one.remote_id for one in work.strays.bearing(target, "m1")] == ["4712"]
