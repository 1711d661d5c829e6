"""Policies and verification reach the trackers as what they are: dates, closings, reopenings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.clock import now
from tracker.domain.items import Status
from tracker.enforcing import enforce
from tracker.policy import Policy, Terms

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place

FOUR_WEEKS = Terms(Policy.model_validate({"rule": [{"days": 28}]}), ZoneInfo("UTC"))


def test_a_day_that_a_policy_gave_reaches_the_issue(bench: Bench, place: Place) -> None:
    """Like any other date, and comes back as nobody's edit."""
    bench.take_in("Alert on the depth of the queue | @alice | P1 | ")
    bench.cycles()
    with bench.store.work() as work:
        enforce(work, FOUR_WEEKS, now().date(), now())
        work.commit()
    bench.cycles()

    assert bench.item.due == bench.item.due0
    assert place.only.due == str(bench.item.due)
    assert bench.conflicts == []


def test_verifying_writes_nothing_and_a_failure_opens_the_issue(filed: Bench, place: Place) -> None:
    """Verified is closed as completed; what fails is open on both sides."""
    filed.edit(filed.item, status="done")
    filed.cycles()
    filed.edit(filed.item, evidence="https://example.com/pull/7")
    writes = filed.sync().writes
    closed = place.only.state
    filed.edit(filed.item, failed="it stayed silent")
    filed.cycles()

    assert (writes, closed) == ([], "done")
    assert (filed.item.status, place.only.state) == (Status.OPEN, "open")


def test_a_decision_whose_day_is_over_opens_the_issue(filed: Bench, place: Place) -> None:
    """The worker takes it back here, the next sync over there."""
    day = now().date() + timedelta(days=10)
    filed.edit(filed.item, status="wont_do", reason="no use", review_by=str(day))
    filed.cycles()
    closed = place.only.state
    later = now() + timedelta(days=12)
    with filed.store.work() as work:
        enforce(work, None, later.date(), later)
        work.commit()
    filed.cycles()

    assert closed == "wont_do"
    assert (filed.item.status, place.only.state) == (Status.OPEN, "open")
