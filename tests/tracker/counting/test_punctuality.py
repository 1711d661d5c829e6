from datetime import date, datetime

import pytest

from tests.tracker.counting.stories import MONDAY, NEXT, Story, at
from tracker.counting.figures import percent
from tracker.counting.punctuality import on_time
from tracker.domain.items import Status

DUE = date(2026, 11, 13)


def judged(
    story: Story, start: datetime = MONDAY, end: datetime = NEXT
) -> tuple[tuple[int, ...], ...]:
    """Return the met, the missed and the unjudged of W46."""
    found = on_time(story.log(), start, end)
    return found.met.items, found.missed.items, found.unjudged.items


def test_done_on_the_day_is_met() -> None:
    """The day counts until its end."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(13, 23), Status.DONE)

    assert judged(story) == ((number,), (), ())


def test_done_the_day_after_is_missed() -> None:
    """Late is late, though it is done when the week ends."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(14, 0), Status.DONE)

    assert judged(story) == ((), (number,), ())


def test_open_past_its_day_is_missed() -> None:
    """What nobody did was not done in time."""
    story = Story()
    number = story.found(at(1), due=DUE)

    assert judged(story) == ((), (number,), ())


def test_reopened_and_open_on_the_day_is_missed() -> None:
    """Done for a while is not done."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(5), Status.DONE)
    story.move(number, at(12), Status.OPEN)
    story.move(number, at(14), Status.DONE)

    assert judged(story) == ((), (number,), ())


def test_reopened_after_the_day_stays_met() -> None:
    """What stood on the day decides; a later reopening is another metric."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(5), Status.DONE)
    story.move(number, at(14), Status.OPEN)

    assert judged(story) == ((number,), (), ())


def test_given_up_in_time_is_no_promise_any_more() -> None:
    """Approved on the first due date at the latest: out of both sides."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(13, 23), Status.WONT_DO)

    assert judged(story) == ((), (), ())


def test_given_up_when_the_day_is_over_is_missed() -> None:
    """At midnight the day has passed."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(14, 0), Status.WONT_DO)

    assert judged(story) == ((), (number,), ())


def test_given_up_after_the_first_day_is_missed() -> None:
    """An extension does not buy time to give up."""
    story = Story()
    number = story.found(at(1), due=date(2026, 11, 6))
    story.edit(number, at(5), due=DUE)
    story.move(number, at(9), Status.WONT_DO)

    assert judged(story) == ((), (number,), ())


def test_given_up_without_an_approver_is_missed() -> None:
    """A decision that nobody took does not release."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(9), Status.WONT_DO)
    story.edit(number, at(9), approver=None)

    assert judged(story) == ((), (number,), ())


def test_duplicates_count_once_under_their_original() -> None:
    """A duplicate is no promise of its own."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(14), Status.DUPLICATE)

    assert judged(story) == ((), (), ())


def test_reinstated_after_its_day_is_missed() -> None:
    """Who returns late is judged by the original clocks."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(9), Status.WONT_DO)
    story.move(number, at(14), Status.DONE)

    assert judged(story) == ((), (number,), ())


def test_found_done_after_its_day_is_not_judged() -> None:
    """Nobody told when it was done, so nobody is blamed."""
    story = Story()
    number = story.found(at(14), Status.DONE, due=DUE)

    assert judged(story) == ((), (), (number,))


def test_found_open_after_its_day_is_missed() -> None:
    """The document promised the day, and it is past."""
    story = Story()
    number = story.found(at(14), due=DUE)

    assert judged(story) == ((), (number,), ())


def test_each_promise_is_judged_in_the_week_of_its_day_only() -> None:
    """Sunday's belong to the week that ends, Monday's to the next."""
    story = Story()
    sunday = story.found(at(1), due=date(2026, 11, 15))
    story.found(at(1), due=date(2026, 11, 8))
    monday = story.found(at(1), due=date(2026, 11, 16))
    story.found(at(1))

    assert judged(story) == ((), (sunday,), ())
    assert judged(story, NEXT, at(23, 0)) == ((), (monday,), ())


def test_a_verdict_does_not_change_when_the_story_goes_on() -> None:
    """A report of a past week stays as it was, whatever comes after it."""
    story = Story()
    number = story.found(at(1), due=DUE)
    before = judged(story)
    story.edit(number, at(20), due=date(2026, 12, 24))
    story.move(number, at(21), Status.DONE)

    assert judged(story) == before


def test_no_percentage_is_told_of_fewer_than_five() -> None:
    """Four promises are too few for a percentage, five are not."""
    story = Story()
    four = [story.found(at(1), due=DUE) for _ in range(4)]
    few = on_time(story.log(), MONDAY, NEXT)
    story.move(four[0], at(10), Status.DONE)
    story.found(at(1), due=DUE)
    enough = on_time(story.log(), MONDAY, NEXT)

    assert (few.judged, few.percent) == (4, None)
    assert (enough.judged, enough.percent) == (5, 20)


def test_a_filter_narrows_what_is_judged() -> None:
    """The same formula tells of one owner, severity or kind."""
    story = Story()
    number = story.found(at(1), due=DUE, owner="@alice")
    story.found(at(1), due=DUE, owner="@bob")
    found = on_time(story.log(), MONDAY, NEXT, lambda state: state.owner == "@alice")

    assert found.missed.items == (number,)


def test_a_percentage_of_a_hundred_means_all() -> None:
    """Percentages are rounded down."""
    assert [percent(199, 200), percent(200, 200), percent(0, 0)] == [99, 100, None]


def test_what_was_done_in_time_stays_kept_though_it_is_given_up_later() -> None:
    """What stood when the day ended decides; a past week is not rewritten."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(12), Status.DONE)
    before = judged(story)
    story.move(number, at(20), Status.WONT_DO)

    assert before == judged(story) == judged(story, end=at(27)) == ((number,), (), ())


@pytest.mark.parametrize(
    ("day", "verdicts"), [(11, ((), ())), (13, ((), ())), (14, ((), (1,))), (25, ((), (1,)))]
)
def test_an_approval_that_comes_too_late_excuses_nothing(
    day: int, verdicts: tuple[tuple[int, ...], ...]
) -> None:
    """Given up in time, but approved only after the first due date: not kept."""
    story = Story()
    number = story.found(at(1), due=DUE)
    story.move(number, at(10), Status.WONT_DO)
    story.edit(number, at(10), approver=None)
    story.edit(number, at(day), approver="Carol")

    assert judged(story, end=at(27))[:2] == verdicts
