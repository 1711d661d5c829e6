"""Why a figure changed: every difference adds up, item by item, and names what made it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.counting.sagas import ENDINGS, Saga, sagas
from tests.tracker.counting.stories import BERLIN, MONDAY, NEXT, Story, at
from tracker.counting.counts import counts
from tracker.counting.explaining import (
    KEPT,
    LATE,
    PILES,
    Difference,
    Span,
    Step,
    Why,
    differences,
)
from tracker.counting.histories import Log
from tracker.counting.weeks import Week, day_at, week_ago, week_of
from tracker.domain.items import Status

INSTANT = timedelta(microseconds=1)
FIGURES = {pile.name: name for name, pile in PILES.items()}


def span_of(week: Week, now: datetime) -> Span:
    """Return the span of a report as of *now*."""
    then = week_ago(now, week.zone)
    return Span(then, now, week.earlier(13).start, week.earlier(12).start)


def explained(story: Story) -> dict[str, Difference]:
    """Return what is said of W46."""
    found = differences(story.log(), span_of(week_of(MONDAY, BERLIN), NEXT))
    return {one.name: one for one in found}


def only(steps: tuple[Step, ...]) -> Step:
    """Return the one step there is."""
    (step,) = steps
    return step


def turned(log: Log, name: str, step: Step) -> bool:
    """Return whether the item's place in a figure changed with the moment that a step names."""
    assert step.at
    before, after = counts(log, step.at), counts(log, step.at + INSTANT)
    return (step.item in getattr(before, name).items) != (step.item in getattr(after, name).items)


@pytest.mark.parametrize(("zone", "end"), ENDINGS)
@pytest.mark.parametrize("days", [0, 3])
@given(st.data())
def test_every_difference_adds_up_and_each_step_turned_its_item(
    zone: str, end: datetime, days: int, data: st.DataObject
) -> None:
    """Before, plus what came, minus what left, is now; each change is in the log of the week."""
    saga = data.draw(sagas(end))
    log = saga.log(ZoneInfo(zone))
    now = end - timedelta(days=days)
    span = span_of(week_of(now - INSTANT, log.zone), now)
    for one in differences(log, span):
        _adds_up(one)
        for step in (*one.came, *one.left):
            _is_true(saga, log, one.name, step, span)


@given(st.data())
def test_differences_add_up_also_where_the_log_contradicts_itself(data: st.DataObject) -> None:
    """What is left out of a figure from some moment on has left it."""
    zone, end = ENDINGS[0]
    saga = data.draw(sagas(end, clear=False))
    log = saga.log(ZoneInfo(zone))
    for one in differences(log, span_of(week_of(end - INSTANT, log.zone), end)):
        _adds_up(one)


def _adds_up(one: Difference) -> None:
    before, now = set(one.before.items), set(one.now.items)
    came, left = {step.item for step in one.came}, {step.item for step in one.left}

    assert one.before.count + len(one.came) - len(one.left) == one.now.count
    assert (before | came) - left == now
    assert not came & before
    assert left <= before


def _is_true(saga: Saga, log: Log, name: str, step: Step, span: Span) -> None:
    """Check one step against the log of changes itself."""
    assert step.why is not Why.LOG
    if step.why is Why.CHANGE:
        assert step.at
        assert span.before <= step.at < span.now
        assert (step.item, step.field, step.new, step.at) in {
            (one.item_id, one.field, one.new, one.at) for one in saga.changes
        }
        assert name in {KEPT, LATE} or turned(log, FIGURES[name], step)
    elif step.why is Why.DAY:
        assert step.day
        assert name in {"Overdue", KEPT, LATE}
        assert day_at(span.before, log.zone) <= step.day < day_at(span.now, log.zone)
    else:
        assert step.day
        assert name in {KEPT, LATE}
        assert step.day < day_at(span.window, log.zone)


def test_a_day_that_passed_is_no_change() -> None:
    """Nobody touched it; time did."""
    story = Story()
    story.found(at(2), due=at(11).date())
    step = only(explained(story)["Overdue"].came)

    assert (step.why, step.day) == (Why.DAY, at(11).date())
    assert explained(story)["Open"].came == explained(story)["Open"].left == ()


def test_the_last_turn_is_the_one_that_is_told() -> None:
    """Done, reopened, done again: it left when it was done the second time."""
    story = Story()
    story.found(at(2))
    story.move(1, at(9), Status.DONE)
    story.move(1, at(10), Status.OPEN)
    story.move(1, at(11), Status.VERIFIED)
    step = only(explained(story)["Open"].left)

    assert (step.why, step.field, step.new, step.at) == (Why.CHANGE, "status", "verified", at(11))


def test_an_extension_lets_an_item_leave_the_overdue_ones() -> None:
    """It is still open, and its new day is told."""
    story = Story()
    story.found(at(2), due=at(5).date())
    story.edit(1, at(10), due=at(30).date(), owner="@bob")
    told = explained(story)
    step = only(told["Overdue"].left)

    assert (step.field, step.new) == ("due", "2026-11-30")
    assert only(told["Without an owner"].left).new == "@bob"
    assert told["Open"].left == ()


def test_a_promise_leaves_the_13_weeks_with_time() -> None:
    """What was kept long ago counts no longer, though nobody changed anything."""
    story = Story()
    first = week_of(MONDAY, BERLIN).earlier(13)
    story.found(first.start - timedelta(days=9), due=first.monday)
    story.move(1, first.start - timedelta(days=1), Status.DONE)
    step = only(explained(story)[KEPT].left)

    assert (step.why, step.day) == (Why.WINDOW, first.monday)
