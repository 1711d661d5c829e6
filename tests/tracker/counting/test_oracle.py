"""The metrics against a naive recount of the same log."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.counting.recount import recount
from tests.tracker.counting.sagas import ENDINGS, sagas, sequels
from tracker.counting.ages import ages
from tracker.counting.closing import Duration, time_to_close, time_to_owner, time_to_tracker
from tracker.counting.cohorts import cohorts
from tracker.counting.completion import completions
from tracker.counting.counts import counts
from tracker.counting.histories import Log
from tracker.counting.lateness import late_items
from tracker.counting.ledger import Flow, ledger
from tracker.counting.load import load
from tracker.counting.mix import mix
from tracker.counting.punctuality import OnTime, on_time
from tracker.counting.recurrence import recurrence
from tracker.counting.reopening import reopening
from tracker.counting.slips import slip
from tracker.counting.staleness import staleness
from tracker.counting.urgency import urgency
from tracker.counting.verification import verification
from tracker.counting.weeks import week_ago


def counted(log: Log, end: datetime) -> dict[str, Any]:
    """Return every figure of the product as the recount tells it."""
    start = week_ago(end, log.zone)
    return {
        "cohorts": told_cohorts(log, end),
        "on_time": {
            "week": judged(on_time(log, start, end)),
            "quarter": judged(on_time(log, week_ago(end, log.zone, 13), end)),
        },
        "counts": {
            name: getattr(counts(log, end), name).items
            for name in ("open", "overdue", "dated", "undated", "unowned")
        },
        "closing": told_closing(time_to_close(log, end)),
        "flows": told_flows(log, start, end),
        "ages": {one.name: one.open.items for one in ages(log, end) if one.open.count},
        "lateness": {str(one.item): (one.days, one.weight) for one in late_items(log, end)},
        "incidents": {
            str(one.incident): (one.done.items, one.counted.items, one.remediated)
            for one in completions(log, end)
        },
        "urgency": told_urgency(log, end),
        "reopening": told_reopening(log, end),
        "slip": told_slip(log, start, end),
        "stale": {
            "14": staleness(log, end).fortnight.items,
            "30": staleness(log, end).month.items,
        },
        "unverified": told_verification(log, end),
        "repeats": told_repeats(log, start, end),
        "mix": told_mix(log, end),
        "waiting": {
            "owner": told_waiting(time_to_owner(log, end)),
            "link": told_waiting(time_to_tracker(log, end)),
        },
        "load": {"open": load(log, end).open.items, "done": load(log, end).done.items},
    }


def told_cohorts(log: Log, end: datetime) -> dict[str, Any]:
    """Return each rate that is told, by month and days."""
    return {
        f"{cohort.name} {one.days}": (one.done.items, one.counted.items, one.percent)
        for cohort in cohorts(log, end)
        for one in cohort.rates
        if one is not None
    }


def judged(one: OnTime) -> tuple[Any, ...]:
    """Return what became of a window's promises."""
    return one.met.items, one.missed.items, one.unjudged.items, one.percent


def told_closing(one: Duration) -> dict[str, Any]:
    """Return the times and whom they are of."""
    sets = (one.happened.items, one.censored.items, one.untold.items)
    return {"times": (one.median, one.p90), "sets": sets}


def told_flows(log: Log, start: datetime, end: datetime) -> dict[str, Any]:
    """Return the ledger's lines that hold anything."""
    found = ledger(log, start, end)
    lines = {flow.value: getattr(found, flow.value).items for flow in Flow}
    lines |= {"start": found.open_at_start.items, "end": found.open_at_end.items}
    return {name: items for name, items in lines.items() if items}


def told_urgency(log: Log, end: datetime) -> dict[str, Any]:
    """Return M8."""
    one = urgency(log, end)
    return {
        "felt": one.affecting.items,
        "urgent": one.promised.items,
        "untold": one.untold.items,
    }


def told_reopening(log: Log, end: datetime) -> dict[str, Any]:
    """Return M9."""
    one = reopening(log, end)
    return {"done": one.done.items, "reopened": one.reopened.items, "rate": one.percent}


def told_slip(log: Log, start: datetime, end: datetime) -> dict[str, Any]:
    """Return M10."""
    one = slip(log, start, end)
    lines = {
        "later": one.later.items,
        "nearer": one.nearer.items,
        "removed": one.removed.items,
        "after": one.after_due.items,
        "lowered": one.lowered.items,
    }
    return {"days": one.days} | {name: items for name, items in lines.items() if items}


def told_verification(log: Log, end: datetime) -> dict[str, Any]:
    """Return M12."""
    one = verification(log, end)
    return {"done": one.done.items, "bare": one.unverified.items, "age": one.age}


def told_repeats(log: Log, start: datetime, end: datetime) -> dict[str, Any]:
    """Return M13."""
    one = recurrence(log, start, end)
    return {
        "open": one.exposed.items,
        "overdue": one.overdue.items,
        "untold": one.untold.items,
    }


def told_mix(log: Log, end: datetime) -> dict[str, Any]:
    """Return M14."""
    one = mix(log, end)
    kinds = {
        str(share.kind): (share.committed.items, share.done.items)
        for share in one.shares
        if share.committed.count or share.done.count
    }
    return {"kinds": kinds, "causes": one.causes.items, "answered": one.answered.items}


def told_waiting(one: Duration) -> tuple[Any, ...]:
    """Return how long something took, and of whom it is told."""
    return one.median, one.p90, one.happened.items, one.watched


@pytest.mark.parametrize(("zone", "end"), ENDINGS)
@given(st.data())
def test_every_metric_agrees_with_a_naive_recount(
    zone: str, end: datetime, data: st.DataObject
) -> None:
    """Reopened, reinstated, given up, moved, matched: each figure names the very same items."""
    saga = data.draw(sagas(end))

    assert counted(saga.log(ZoneInfo(zone)), end) == recount(saga, end, ZoneInfo(zone))


@pytest.mark.parametrize(("zone", "end"), ENDINGS[:2])
@given(st.data())
def test_what_contradicts_itself_is_left_out_and_nothing_else(
    zone: str, end: datetime, data: st.DataObject
) -> None:
    """An item with impossible clocks is in no figure that rests on them; the others stand."""
    saga = data.draw(sagas(end, clear=False))

    assert counted(saga.log(ZoneInfo(zone)), end) == recount(saga, end, ZoneInfo(zone))


@given(st.data(), st.sampled_from((0, 1, 1000)))
def test_what_happens_from_a_moment_on_changes_no_figure_of_it(
    data: st.DataObject, hours: int
) -> None:
    """A past report never changes, whatever is appended to the log."""
    zone, end = ENDINGS[0]
    saga = data.draw(sagas(end, clear=False))
    moment = max([end, *(one.at for one in saga.changes)])
    before = counted(saga.log(ZoneInfo(zone)), moment)
    data.draw(sequels(saga, moment + timedelta(hours=hours)))

    assert counted(saga.log(ZoneInfo(zone)), moment) == before
