from datetime import date

from tests.tracker.counting.stories import NEXT, Story, at
from tracker.counting.completion import Completion, completions
from tracker.domain.items import Kind, Status
from tracker.domain.priorities import is_urgent


def only(story: Story) -> Completion:
    """Return the completion of the story's one incident at the end of W46."""
    return completions(story.log(), NEXT)[0]


def test_completion_is_done_out_of_what_was_promised() -> None:
    """Proposals, duplicates and what was given up in time are no promises to keep."""
    story = Story()
    done, opened, wont, twin = [story.found(at(9)) for _ in range(4)]
    proposed = story.found(at(9), Status.PROPOSED)
    story.move(done, at(10), Status.DONE)
    story.move(wont, at(10), Status.WONT_DO)
    story.move(twin, at(10), Status.DUPLICATE)
    found = only(story)

    assert found.done.items == (done,)
    assert found.counted.items == (done, opened)
    assert found.released.items == (wont,)
    assert found.known.items == (done, opened, wont, twin, proposed)
    assert (found.percent, found.remediated) == (50, False)


def test_given_up_after_its_day_stays_in_the_denominator() -> None:
    """A missed promise does not vanish by being given up."""
    story = Story()
    number = story.found(at(1), due=date(2026, 11, 9))
    story.move(number, at(11), Status.WONT_DO)
    found = only(story)

    assert (found.percent, found.counted.items, found.released.items) == (0, (number,), ())


def test_an_incident_is_remediated_when_its_urgent_items_are_done() -> None:
    """P0 and P1 decide; the rest may still be open."""
    story = Story()
    urgent = story.found(at(9), priority="P1")
    story.found(at(9), priority="P3")
    before = only(story).remediated
    story.move(urgent, at(10), Status.DONE)

    assert (before, only(story).remediated) == (False, True)


def test_without_urgent_items_all_must_be_done() -> None:
    """Where nothing is urgent, nothing may be left."""
    story = Story()
    first = story.found(at(9), priority="P2")
    second = story.found(at(9))
    story.move(first, at(10), Status.DONE)
    before = only(story).remediated
    story.move(second, at(11), Status.VERIFIED)

    assert (before, only(story).remediated) == (False, True)


def test_an_incident_without_a_promise_is_not_remediated() -> None:
    """Nothing promised, nothing kept."""
    story = Story()
    story.incident(at(9))
    found = only(story)

    assert (found.percent, found.remediated, found.known.count) == (None, False, 0)


def test_an_incident_is_unknown_before_its_postmortem_came() -> None:
    """The past does not know the future's incidents."""
    story = Story()
    story.incident(NEXT)

    assert completions(story.log(), NEXT) == ()


def test_overdue_and_preventing_items_are_named() -> None:
    """An incident's late items, and those that prevent."""
    story = Story()
    late = story.found(at(1), due=date(2026, 11, 10))
    prevents = story.found(at(1), kind=Kind.PREVENT)
    found = only(story)

    assert (found.overdue.items, found.preventing.items) == ((late,), (prevents,))


def test_urgent_is_p0_and_p1_in_both_trackers_words() -> None:
    """Jira's Highest and High are P0 and P1."""
    urgent = ["P0", "p1", "Highest", "High priority", "critical"]
    others = ["P2", "P10", "medium", "Low priority", "", None]

    assert [is_urgent(one) for one in (*urgent, *others)] == [True] * 5 + [False] * 6
