"""M6, M10, M11, M12, M16: what the open and the done work is like, by hand."""

from datetime import date, timedelta

from tests.tracker.counting.sagas import Saga
from tests.tracker.counting.stories import ALICE, MONDAY, NEXT, Story, at
from tracker.counting.ages import ages
from tracker.counting.load import load
from tracker.counting.slips import Mover, movers, slip
from tracker.counting.staleness import staleness
from tracker.counting.verification import verification
from tracker.domain.history import Author, Origin
from tracker.domain.items import Status

DAY = timedelta(days=1)


def test_ages_are_whole_days_in_five_buckets() -> None:
    """Seven days and a half are seven, which is young; reopening makes nothing younger."""
    story = Story()
    half = timedelta(hours=12)
    days = (1, 7, 8, 30, 31, 60, 61, 90, 91, 400)
    numbers = {day: story.found(NEXT - day * DAY - half) for day in days}
    buckets = {one.name: one.open.items for one in ages(story.log(), NEXT)}

    assert buckets == {
        "0-7": (numbers[1], numbers[7]),
        "8-30": (numbers[8], numbers[30]),
        "31-60": (numbers[31], numbers[60]),
        "61-90": (numbers[61], numbers[90]),
        "over 90": (numbers[91], numbers[400]),
    }


def test_a_reopened_item_is_as_old_as_it_was() -> None:
    """Being done for a while makes nothing younger."""
    story = Story()
    number = story.found(at(1, month=8))
    story.move(number, at(10), Status.DONE)
    story.move(number, at(11), Status.OPEN)

    assert ages(story.log(), NEXT)[-1].open.items == (number,)


def test_moved_dates_are_counted_move_by_move() -> None:
    """Later, nearer and removed; a first date is none."""
    story = Story()
    twice, nearer, gone, first = [
        story.found(at(1), due=due) for due in (*[date(2026, 11, 20)] * 3, None)
    ]
    story.edit(twice, at(9), due=date(2026, 11, 25))
    story.edit(twice, at(10), due=date(2026, 12, 1))
    story.edit(nearer, at(10), due=date(2026, 11, 18))
    story.edit(gone, at(10), due=None)
    story.edit(first, at(10), due=date(2026, 11, 30))
    found = slip(story.log(), MONDAY, NEXT)

    assert (found.later.items, found.nearer.items) == ((twice, twice), (nearer,))
    assert (found.removed.items, found.moved.count) == ((gone,), 3)
    assert found.days == 4.5  # 11 days later and 2 nearer


def test_an_extension_after_the_day_is_told_apart() -> None:
    """Also where the date was removed first and set again afterwards."""
    story = Story()
    good, late, sly = [story.found(at(1), due=date(2026, 11, 10)) for _ in range(3)]
    story.edit(good, at(10, 23), due=date(2026, 12, 1))
    story.edit(late, at(11, 0), due=date(2026, 12, 1))
    story.edit(sly, at(11), due=None)
    story.edit(sly, at(12), due=date(2026, 12, 1))
    found = slip(story.log(), MONDAY, NEXT)

    assert (found.later.items, found.after_due.items) == ((good, late, sly), (late, sly))
    assert found.after_due_percent is None


def test_lowered_priorities_are_counted_in_both_trackers_words() -> None:
    """From P1 to P2, from High to Low, or to none; words without an order are not compared."""
    story = Story()
    changes = (("P1", "P2"), ("High", "Low"), ("P0", None), ("P2", "P1"), ("odd", "P4"))
    for old, new in changes:
        story.edit(story.found(at(1), priority=old), at(10), priority=new)

    assert slip(story.log(), MONDAY, NEXT).lowered.items == (1, 2, 3)


def test_nothing_slips_before_it_is_promised() -> None:
    """A proposal's date may move."""
    story = Story()
    number = story.found(at(1), Status.PROPOSED, due=date(2026, 11, 20))
    story.edit(number, at(9), due=date(2026, 11, 30))
    story.move(number, at(10), Status.OPEN)
    story.edit(number, at(11), due=date(2026, 12, 1))

    assert slip(story.log(), MONDAY, NEXT).later.items == (number,)


def test_open_items_that_moved_twice_are_listed() -> None:
    """The most moved first; what is closed slips no more."""
    story = Story()
    thrice, twice, once, closed = [story.found(at(1), due=date(2026, 11, 20)) for _ in range(4)]
    for item, times in ((thrice, 3), (twice, 2), (once, 1), (closed, 2)):
        for step in range(times):
            story.edit(item, at(2), due=date(2026, 11, 21 + step))
    story.move(closed, at(3), Status.DONE)

    assert movers(story.log(), NEXT) == (Mover(thrice, 3, 3), Mover(twice, 2, 2))


def test_stale_is_what_no_person_has_touched() -> None:
    """A bot, a document and a policy are no person; a tracker's user is."""
    story = Story()
    items = [story.found(NEXT - 40 * DAY) for _ in range(6)]
    authors = (
        Author(Origin.GITHUB, "renovate[bot]"),
        Author(Origin.DOCUMENT),
        Author(Origin.POLICY),
        Author(Origin.GITHUB),
        ALICE,
    )
    for item, by in zip(items, authors, strict=False):
        story.by = by
        story.edit(item, NEXT - 20 * DAY, owner="@bob")
    found = staleness(story.log(), NEXT)

    assert found.fortnight.items == tuple(items)
    assert found.month.items == (*items[:3], items[5])


def test_stale_begins_with_the_last_moment_of_a_fortnight() -> None:
    """14 days to the second are enough; what was accepted lately is not stale."""
    story = Story()
    story.by = Author(Origin.DOCUMENT)
    stale = story.found(NEXT - 14 * DAY)
    story.found(NEXT - 14 * DAY + timedelta(seconds=1))

    assert staleness(story.log(), NEXT).fortnight.items == (stale,)


def test_unverified_is_done_without_evidence() -> None:
    """Evidence shows it, and so does a person who sets it to verified."""
    saga = Saga()
    bare, shown, vouched, old = [saga.found(NEXT - 200 * DAY) for _ in range(4)]
    for item in (bare, shown, vouched):
        saga.move(item, NEXT - 10 * DAY, Status.DONE)
    saga.move(old, NEXT - 91 * DAY, Status.DONE)
    saga.noted(shown, NEXT - 9 * DAY, "evidence", "https://example.com/42")
    saga.move(vouched, NEXT - 8 * DAY, Status.VERIFIED)
    found = verification(saga.log(), NEXT)

    assert (found.done.items, found.unverified.items) == ((bare, shown, vouched), (bare,))
    assert (found.age, found.percent) == (10 * DAY, None)


def test_load_is_open_work_at_the_pace_of_eight_weeks() -> None:
    """Three are open and two were done in eight weeks: that is a quarter a week."""
    story = Story()
    items = [story.found(at(1, month=7)) for _ in range(6)]
    story.move(items[0], at(20, month=8), Status.DONE)
    story.move(items[1], at(1, month=10), Status.DONE)
    story.move(items[2], at(14), Status.DONE)
    found = load(story.log(), NEXT)

    assert (found.open.count, found.done.items, found.weeks) == (3, (items[1], items[2]), 12.0)


def test_eight_weeks_are_weeks_of_the_zone() -> None:
    """One was done in the hour that the end of summer time gave to the first of them."""
    story = Story()
    number, early = [story.found(at(1, month=9)) for _ in range(2)]
    story.move(number, at(21, 0, month=9), Status.DONE)
    story.move(early, at(21, 0, month=9) - timedelta(seconds=1), Status.DONE)

    assert load(story.log(), NEXT).done.items == (number,)


def test_load_without_pace_has_no_end() -> None:
    """Where nothing was done, no number of weeks is told; where nothing is open, it is none."""
    story = Story()
    nothing = load(story.log(), NEXT).weeks
    story.found(at(1))

    assert (nothing, load(story.log(), NEXT).weeks) == (0.0, None)
