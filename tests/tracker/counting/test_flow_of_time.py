"""M1, M4, M9, M15: figures of how long promises take, by hand."""

from datetime import date, timedelta

from tests.tracker.counting.sagas import Saga
from tests.tracker.counting.stories import NEXT, Story, at
from tracker.counting.closing import time_to_close, time_to_owner, time_to_tracker
from tracker.counting.cohorts import Cohort, Rate, cohorts
from tracker.counting.ledger import ledger
from tracker.counting.reopening import reopening
from tracker.counting.states import states_at
from tracker.domain.items import Status

DAY = timedelta(days=1)


def cohort(story: Story, month: str = "2026-07") -> Cohort:
    """Return the cohort of a month, as of the end of W46."""
    return next(one for one in cohorts(story.log(), NEXT) if one.name == month)


def rate(story: Story, days: int, month: str = "2026-07") -> Rate:
    """Return a rate of a month that is old enough."""
    return next(one for one in cohort(story, month).rates if one and one.days == days)


def test_a_cohort_is_done_at_each_age() -> None:
    """One promise kept after 20 days, one after 50, one never."""
    story = Story()
    early, late, never = [story.found(at(10, month=7)) for _ in range(3)]
    story.move(early, at(30, month=7), Status.DONE)
    story.move(late, at(29, month=8), Status.DONE)

    assert [rate(story, days).done.items for days in (30, 60, 90)] == [
        (early,),
        (early, late),
        (early, late),
    ]
    assert rate(story, 90).counted.items == (early, late, never)


def test_the_last_moment_of_the_horizon_counts() -> None:
    """Done after 30 days to the second is done within 30 days."""
    story = Story()
    exact, over = [story.found(at(10, month=7)) for _ in range(2)]
    story.move(exact, at(10, month=7) + 30 * DAY, Status.DONE)
    story.move(over, at(10, month=7) + 30 * DAY + timedelta(seconds=1), Status.DONE)

    assert rate(story, 30).done.items == (exact,)


def test_a_cohort_is_told_once_it_is_old_enough() -> None:
    """On 16 November September is 30 days old, and October is not."""
    told = [[one is not None for one in each.rates] for each in cohorts(Story().log(), NEXT)]

    assert told == [[True] * 3] * 3 + [[True, True, False], [True, False, False], [False] * 3]


def test_given_up_in_time_leaves_the_cohort() -> None:
    """By the horizon, by the first due date and with an approver; else it stays a promise."""
    story = Story()
    due = date(2026, 7, 20)
    good, late, alone = [story.found(at(10, month=7), due=due) for _ in range(3)]
    story.move(good, at(20, month=7), Status.WONT_DO)
    story.move(late, at(21, month=7), Status.WONT_DO)
    story.move(alone, at(20, month=7), Status.WONT_DO)
    story.edit(alone, at(20, month=7), approver=None)

    assert rate(story, 30).counted.items == (late, alone)


def test_what_comes_after_the_horizon_changes_nothing() -> None:
    """Reopened or given up after 30 days: the rate at 30 days stands."""
    story = Story()
    items = [story.found(at(1, month=7)) for _ in range(2)]
    for item in items:
        story.move(item, at(2, month=7), Status.DONE)
    for item, status in zip(items, (Status.OPEN, Status.WONT_DO), strict=True):
        story.move(item, at(5, month=8), status)

    assert rate(story, 30).done.items == tuple(items)
    assert rate(story, 60).counted.items == (items[0],)


def test_what_is_a_duplicate_by_now_is_in_no_rate_and_no_month() -> None:
    """It counts under its original, so a month's rates add up to no more than its promises."""
    story = Story()
    original, twin = [story.found(at(1, month=7)) for _ in range(2)]
    story.move(twin, at(2, month=7), Status.DONE)
    story.move(twin, at(9, month=10), Status.DUPLICATE)

    assert cohort(story).accepted.items == (original,)
    assert [rate(story, days).counted.items for days in (30, 60, 90)] == [(original,)] * 3
    assert rate(story, 90).done.items == ()


def test_a_months_border_is_midnight_on_the_clocks_of_the_zone() -> None:
    """22:30 UTC on 30 June is July in Berlin."""
    story = Story()
    number = story.found(at(1, 0, month=7))

    assert cohort(story).accepted.items == (number,)
    assert cohort(story, "2026-06").accepted.items == ()


def test_time_to_close_counts_what_is_open_as_waiting() -> None:
    """Two done after 10 and 30 days, one waits for 61: the median is 30 and p90 not reached."""
    story = Story()
    first, second, third = [story.found(NEXT - 61 * DAY) for _ in range(3)]
    story.move(first, NEXT - 51 * DAY, Status.DONE)
    story.move(second, NEXT - 31 * DAY, Status.DONE)
    found = time_to_close(story.log(), NEXT)

    assert (found.median, found.p90) == (30 * DAY, None)
    assert (found.happened.items, found.censored.items) == ((first, second), (third,))
    assert found.watched == 3


def test_what_was_given_up_waited_until_then() -> None:
    """Giving up is no way of being done, and takes nobody out who waited before."""
    story = Story()
    given_up, done = [story.found(NEXT - 60 * DAY) for _ in range(2)]
    story.move(given_up, NEXT - 50 * DAY, Status.WONT_DO)
    story.move(done, NEXT - 40 * DAY, Status.DONE)
    found = time_to_close(story.log(), NEXT)

    assert (found.median, found.censored.items) == (20 * DAY, (given_up,))


def test_found_done_tells_no_duration() -> None:
    """Nobody told when it was done, so it is listed, and in no duration."""
    story = Story()
    number = story.found(at(10), Status.DONE)
    found = time_to_close(story.log(), NEXT)

    assert (found.watched, found.untold.items, found.median) == (0, (number,), None)


def test_time_to_close_looks_back_180_days() -> None:
    """What was accepted before is in no duration any more."""
    story = Story()
    story.found(NEXT - 180 * DAY - timedelta(seconds=1))
    number = story.found(NEXT - 180 * DAY)

    assert time_to_close(story.log(), NEXT).censored.items == (number,)


def test_reopened_within_30_days_counts_once() -> None:
    """Done twice and reopened twice is one item of one."""
    story = Story()
    number, late, fine = [story.found(NEXT - 130 * DAY) for _ in range(3)]
    for item in (number, late, fine):
        story.move(item, NEXT - 100 * DAY, Status.DONE)
    story.move(number, NEXT - 90 * DAY, Status.OPEN)
    story.move(number, NEXT - 80 * DAY, Status.DONE)
    story.move(number, NEXT - 79 * DAY, Status.OPEN)
    story.move(late, NEXT - 70 * DAY + timedelta(seconds=1), Status.OPEN)
    story.move(fine, NEXT - 95 * DAY, Status.VERIFIED)
    found = reopening(story.log(), NEXT)

    assert (found.done.items, found.reopened.items) == ((number, late, fine), (number,))
    assert found.percent is None


def test_given_up_within_30_days_of_being_done_is_reopened_as_in_the_ledger() -> None:
    """What was called done was not: the ledger, the item's count and M9 say the same."""
    story = Story()
    soon, late = [story.found(NEXT - 130 * DAY) for _ in range(2)]
    for item in (soon, late):
        story.move(item, NEXT - 100 * DAY, Status.DONE)
    story.move(soon, NEXT - 90 * DAY, Status.WONT_DO)
    story.move(late, NEXT - 69 * DAY, Status.WONT_DO)
    log = story.log()
    flows = ledger(log, NEXT - 120 * DAY, NEXT)

    assert reopening(log, NEXT).reopened.items == (soon,)
    assert flows.reopened.items == (soon, late)
    assert [state.clocks.reopens for state in states_at(log, NEXT).values()] == [1, 1]


def test_what_was_done_lately_is_not_judged_yet() -> None:
    """It may still be reopened: the window ends 30 days ago."""
    story = Story()
    number, early = [story.found(NEXT - 150 * DAY) for _ in range(2)]
    story.move(number, NEXT - 30 * DAY, Status.DONE)
    story.move(early, NEXT - 120 * DAY - timedelta(seconds=1), Status.DONE)

    assert reopening(story.log(), NEXT).done.items == ()


def test_the_first_owner_and_the_first_issue_are_waited_for() -> None:
    """One was owned when it came, one after two days; one got its issue after a day."""
    saga = Saga()
    owned = saga.found(NEXT - 20 * DAY, owner="@alice")
    later = saga.found(NEXT - 20 * DAY)
    saga.edit(later, NEXT - 18 * DAY, owner="@bob")
    saga.edit(later, NEXT - 17 * DAY, owner=None)
    saga.noted(owned, NEXT - 19 * DAY, "link", "platform acme/platform#12")
    owner, link = time_to_owner(saga.log(), NEXT), time_to_tracker(saga.log(), NEXT)

    assert (owner.median, owner.p90) == (timedelta(0), 2 * DAY)
    assert (link.median, link.happened.items, link.censored.items) == (DAY, (owned,), (later,))


def test_who_never_got_an_owner_waited_while_it_was_open() -> None:
    """A promise that was closed waits for no owner any more."""
    story = Story()
    closed, owned = story.found(NEXT - 40 * DAY), story.found(NEXT - 40 * DAY)
    story.move(closed, NEXT - 39 * DAY, Status.DONE)
    story.edit(owned, NEXT - 30 * DAY, owner="@bob")
    found = time_to_owner(story.log(), NEXT)

    assert (found.median, found.censored.items) == (10 * DAY, (closed,))
