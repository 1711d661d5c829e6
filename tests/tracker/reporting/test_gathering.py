import gc
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.tracker.reporting.house import ALICE, SETTINGS, House, at, live_on
from tracker.domain.errors import BadInput
from tracker.domain.history import Change
from tracker.domain.links import LinkState, OperationState
from tracker.reporting import (
    WeeklyReport,
    as_csv,
    as_html,
    as_json,
    as_markdown,
    weekly,
)
from tracker.storage import Store, Work

MONDAY_AFTER = at(16, 9)


def told(store: Store, week: str | None, now: datetime = MONDAY_AFTER) -> WeeklyReport:
    """Return a report as the command line makes it."""
    with store.reading() as work:
        return weekly(work, week, SETTINGS, now)


def all_bytes(store: Store, now: datetime) -> tuple[str, ...]:
    """Return W46 in every form."""
    report = told(store, "2026-W46", now)
    return as_markdown(report), as_html(report), as_json(report), as_csv(report)


def link(work: Work, item: int, state: LinkState = LinkState.LINKED) -> int:
    """Give an item an issue in the target; return the link's number."""
    target = work.targets.known("platform", "github")
    made = work.links.add(item, target.id, 1, f"marker-{item}")
    work.links.save(replace(made, state=state))
    return made.id


def reconciled(work: Work, moment: datetime, error: str | None = None) -> int:
    """Store that the target was read; return its number."""
    state = work.targets.known("platform", "github")
    state.reported_at, state.report = moment, {"error": error}
    work.targets.keep(state)
    return state.id


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_of_cycles_is_left_as_it_was(store: Store, *, was_on: bool) -> None:
    """It rests while a log is gathered, also where that ends in an error, and then goes on."""
    (gc.enable if was_on else gc.disable)()
    try:
        with store.reading() as work:
            weekly(work, "2026-W46", SETTINGS, MONDAY_AFTER)
            after = gc.isenabled()
            with pytest.raises(BadInput):
                weekly(work, "2026-W46", SETTINGS, MONDAY_AFTER, "@nobody-at-all")

        assert (after, gc.isenabled()) == (was_on, was_on)
    finally:
        gc.enable()


def test_the_ledger_names_what_came_and_what_left(store: Store) -> None:
    """W46 of a small team, counted by hand."""
    ledger = told(store, "2026-W46").ledger

    assert ledger.open_at_start.items == (1, 2, 3, 4, 5)
    assert ledger.accepted.items == (7,)
    assert ledger.reopened.items == (5,)
    assert ledger.done.items == (1, 5, 5, 7)
    assert ledger.wont_do.items == (4,)
    assert ledger.open_at_end.items == (2, 3)


def test_counts_and_on_time_are_those_of_the_weeks_end(store: Store) -> None:
    """Open, overdue and met, counted by hand."""
    report = told(store, "2026-W46")

    assert report.counts.overdue.items == (2, 3)
    assert report.counts_before.overdue.items == (3,)
    assert report.newly_overdue.items == (2,)
    assert (report.on_time[0].week.met.items, report.on_time[0].week.missed.items) == ((1,), (2,))
    assert [one.label for one in report.on_time] == ["all items", "SEV1", "SEV3"]


def test_the_severities_add_up_to_all_items(store: Store) -> None:
    """On time by severity divides on time, and leaves nobody out."""
    total, *split = told(store, "2026-W46").on_time

    for name in ("met", "missed", "unjudged"):
        parts = sorted(item for one in split for item in getattr(one.quarter, name).items)
        assert tuple(parts) == getattr(total.quarter, name).items


def test_completion_tells_of_each_incident(store: Store) -> None:
    """Done of counted, per incident, and what was remediated in the week."""
    report = told(store, "2026-W46")

    assert [
        (one.incident, one.done.count, one.counted.count, one.remediated)
        for one in report.completions
    ] == [(1, 1, 2, True), (2, 0, 1, False), (3, 0, 0, False), (4, 2, 2, True)]
    assert report.remediated == (1, 4)
    assert (report.without_items, report.without_prevention) == ((3,), (2, 4))


def test_a_past_week_gives_the_same_bytes_whenever_it_is_made(store: Store) -> None:
    """Titles, owners, dates and statuses change afterwards; the report does not."""
    before = all_bytes(store, MONDAY_AFTER)
    with store.work() as work:
        live_on(work)

    assert all_bytes(store, at(30, 9)) == before
    assert all_bytes(store, datetime(2030, 1, 1, tzinfo=UTC)) == before


def test_without_a_week_the_last_full_one_is_told(store: Store) -> None:
    """The running week is not over, so nobody is judged by it unasked."""
    report = told(store, None)

    assert (report.week.name, report.so_far, report.health) == ("2026-W46", False, None)


def test_the_running_week_is_told_so_far(store: Store) -> None:
    """What is asked for before Sunday says until when it tells."""
    report = told(store, "2026-W46", at(12, 9))

    assert report.so_far
    assert report.ledger.done.items == (1, 5, 7)
    assert "So far, as of 2026-11-12 09:00 CET" in as_markdown(report)
    assert "so far" in as_html(report)


def test_a_week_that_has_not_begun_is_refused(store: Store) -> None:
    """Nobody can tell next week's ledger."""
    with pytest.raises(BadInput, match=r"2026-W48 has not begun; the last one that is over is"):
        told(store, "2026-W48")


def test_a_week_before_everything_is_empty(store: Store) -> None:
    """A report of nothing is a report."""
    report = told(store, "2020-W01")

    assert report.ledger.open_at_end.count == 0
    assert as_markdown(report).count("Nothing") >= 3


def test_a_decision_tells_reason_and_approver(store: Store) -> None:
    """Who gave something up, why, and whether in time."""
    (decision,) = told(store, "2026-W46").decisions

    assert (decision.item, decision.reason) == (4, "Too dear | *really*")
    assert (decision.approver, decision.released, decision.reversed) == ("@alice", True, False)


def test_a_decision_that_was_taken_back_keeps_its_reason(store: Store) -> None:
    """What was decided in the week is told, also when it stands no longer."""
    with store.work() as work:
        house = House(work)
        house.edit(4, at(13), status="open")
        work.commit()
    (decision,) = told(store, "2026-W46").decisions

    assert (decision.reason, decision.approver) == ("Too dear | *really*", "@alice")
    assert decision.reversed


def test_an_item_that_contradicts_itself_is_left_out_and_named(store: Store) -> None:
    """The other figures stand, and the report says of whom they do not tell."""
    with store.work() as work:
        work.history.add([Change(1, 2, "status", "open", "proposed", at(12), ALICE)])
        work.commit()
    report = told(store, "2026-W46")

    assert report.ledger.open_at_end.items == report.counts.open.items == (3,)
    assert [(one.item, one.texts) for one in report.unclear] == [
        (2, ("it was accepted and then proposed again",))
    ]
    assert "A-2 Cap the pool" in as_markdown(report).partition("## The ledger")[0]
    assert "Not counted under: Completion by cohort, On time" in as_markdown(report)


def test_each_figure_counts_items_that_the_report_knows(store: Store) -> None:
    """Every number can be looked up, item by item."""
    report = told(store, "2026-W46")
    with store.reading() as work:
        known = {item.id for item in work.items.find()}

    assert set(report.items) == known
    assert set(report.ledger.done.items) <= known
    assert sum(one.open.count for one in report.completions) == report.counts.open.count


def test_the_health_of_the_running_week_names_what_is_wrong(store: Store) -> None:
    """Links not reconciled, conflicts, unknown and refused writes, each with its item."""
    with store.work() as work:
        target = reconciled(work, at(12, 8))
        link(work, 1)
        gone = link(work, 2, LinkState.GONE)
        unfiled = link(work, 3, LinkState.PENDING)
        work.conflicts.add(1, target, "title", ("a", "b", "c"), "ours", at(12))
        lost = work.operations.intend(gone, "update", at(12))
        work.operations.change(lost.id, OperationState.UNKNOWN)
        refused = work.operations.intend(unfiled, "create", at(12))
        work.operations.change(refused.id, OperationState.FAILED)
        work.commit()
    health = told(store, "2026-W46", at(12, 9)).health

    assert health is not None
    assert (health.fresh.items, health.stale.items, health.lost.items) == ((1,), (2, 3), (2,))
    assert (health.conflicts.items, health.unknown.items, health.failed.items) == ((1,), (2,), (3,))
    assert health.unlinked.items == (3,)


@pytest.mark.parametrize(("hours", "error"), [(25, None), (1, "it cannot be reached")])
def test_a_link_is_stale_after_a_day_or_a_failure(
    store: Store, hours: int, error: str | None
) -> None:
    """What was not read lately, or not wholly, cannot be trusted."""
    with store.work() as work:
        reconciled(work, at(12, 9) - timedelta(hours=hours), error)
        link(work, 1)
        work.commit()
    health = told(store, "2026-W46", at(12, 9)).health

    assert health is not None
    assert (health.fresh.items, health.stale.items) == ((), (1,))
