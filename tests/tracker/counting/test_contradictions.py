"""Items whose clocks contradict each other: named, left out, and nothing guessed."""

from datetime import date, timedelta

import pytest

from tests.tracker.counting.sagas import Saga
from tests.tracker.counting.stories import ALICE, MONDAY, NEXT, Story, at
from tracker.counting.catalogue import CATALOGUE, Unclear, unclear
from tracker.counting.counts import counts
from tracker.counting.ledger import ledger
from tracker.domain.history import Change
from tracker.domain.items import Status

MINUTE = timedelta(minutes=1)


def enter(story: Story, number: int, name: str, old: str | None, new: str | None) -> None:
    """Append an entry as it would never be written."""
    story.changes.append(Change(1, number, name, old, new, at(11), ALICE))


def only(story: Story) -> Unclear:
    """Return what is unclear at the end of W46."""
    (found,) = unclear(story.log(), NEXT)
    return found


@pytest.mark.parametrize(
    ("name", "old", "new", "text"),
    [
        ("status", "open", "proposed", "it was accepted and then proposed again"),
        ("status", "done", "open", "its status went from 'done' to 'open', and was 'open'"),
        ("status", "open", "lost", "its status became 'lost', which is none"),
        ("status", "open", None, "its status became None, which is none"),
        ("due", None, "soon", "its due became 'soon', which is none"),
        ("due", "2026-02-30", None, "its due became '2026-02-30', which is none"),
        ("kind", None, "magic", "its kind became 'magic', which is none"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    name: str, old: str | None, new: str | None, text: str
) -> None:
    """The item, and what of its log contradicts what."""
    story = Story()
    number = story.found(at(9))
    enter(story, number, name, old, new)

    assert (only(story).item, only(story).texts) == (number, (text,))


def test_a_clock_may_be_five_minutes_late_and_no_more() -> None:
    """Two machines never agree to the second; an hour is a mistake that somebody should know of."""
    story = Story()
    good, bad = story.found(at(9)), story.found(at(9))
    story.move(good, at(9) - 5 * MINUTE, Status.DONE)
    story.move(bad, at(9) - 6 * MINUTE, Status.DONE)

    (text,) = only(story).texts
    before, after = "its status changed at 2026-11-09 10:54 UTC", "of 2026-11-09 11:00 UTC"

    assert only(story).item == bad
    assert text == f"{before}, written after a change {after}"


def test_what_a_late_clock_tells_happened_when_the_entry_before_it_did() -> None:
    """Found just after midnight and done three minutes before is done in the week that begins."""
    story = Story()
    number = story.found(MONDAY + MINUTE)
    story.move(number, MONDAY - 2 * MINUTE, Status.DONE)

    assert ledger(story.log(), MONDAY, NEXT).done.items == (number,)
    assert unclear(story.log(), NEXT) == ()


def test_an_unclear_item_is_left_out_of_what_rests_on_it_alone() -> None:
    """With an impossible date it is still open, and in no figure of dates."""
    story = Story()
    wrong, right = story.found(at(9)), story.found(at(9), due=date(2026, 11, 12))
    enter(story, wrong, "due", None, "soon")
    found = counts(story.log(), NEXT)

    assert found.open.items == ledger(story.log(), MONDAY, NEXT).open_at_end.items == (wrong, right)
    assert (found.overdue.items, found.undated.items) == ((right,), ())
    assert found.unowned.items == (wrong, right)


def test_the_figures_that_leave_it_out_are_named() -> None:
    """Who reads a figure knows of whom it does not tell."""
    story = Story()
    number = story.found(at(9))
    enter(story, number, "owner", "@bob", "@alice")
    enter(story, number, "owner", "@carol", None)

    assert only(story).metrics == ("Counts", "Time to owner")


def test_a_field_that_is_in_no_figure_is_nobodys_trouble() -> None:
    """A title may contradict itself."""
    story = Story()
    number = story.found(at(9))
    enter(story, number, "title", "A", "B")
    enter(story, number, "title", "C", "D")

    assert unclear(story.log(), NEXT) == ()


def test_what_contradicts_itself_later_was_clear_before() -> None:
    """A past report stays as it was."""
    story = Story()
    number = story.found(at(9))
    enter(story, number, "status", "open", "proposed")

    assert unclear(story.log(), at(11)) == ()
    assert ledger(story.log(), MONDAY, at(11)).open_at_end.items == (number,)


def test_every_field_that_a_metric_needs_is_one_of_the_log() -> None:
    """A misspelt field would leave nobody out."""
    known = {"status", "due", "owner", "kind", "priority", "approver", "evidence", "link"}

    assert {name for metric in CATALOGUE for name in metric.needs} <= known


def test_every_metric_has_its_number_and_its_sentence() -> None:
    """M1 to M17 are all there, each with a definition."""
    numbers = {metric.number for metric in CATALOGUE}

    assert numbers == {f"M{number}" for number in range(1, 18)}
    assert all(metric.promise.endswith(".") for metric in CATALOGUE)


def test_a_log_that_nobody_could_have_written_stops_nothing() -> None:
    """Whatever stands in it, each metric gives an answer."""
    saga = Saga()
    saga.opened(at(1), started_at="yesterday", impact="")
    number = saga.found(at(1))
    enter(saga, number, "due", "9999-12-31", "0001-01-01")
    enter(saga, number, "status", None, "verified")
    enter(saga, number, "duplicate_of", None, "A-1")
    saga.note(1, None, "repeats", (None, "A-1"), at(11))
    log = saga.log()
    windows = {"M2", "M5", "M10", "M13"}

    answers = [
        metric.count(log, *((MONDAY, NEXT) if metric.number in windows else (NEXT,)))
        for metric in CATALOGUE
        if metric.number != "M17"  # which is not of the log
    ]

    assert None not in answers
