from datetime import date, timedelta

from hypothesis import given

from tests.tracker.counting.stories import BERLIN, MONDAY, NEXT, Story, Taken, at, tales
from tracker.counting.counts import counts
from tracker.counting.lateness import late_items, severity_weight
from tracker.counting.ledger import ledger
from tracker.counting.weeks import day_at
from tracker.domain.items import ACTIVE, Status

SUNDAY = date(2026, 11, 15)


@given(tales(MONDAY))
def test_counts_agree_with_the_rows_at_every_moment(tale: tuple[Story, Taken]) -> None:
    """Each figure names the rows that a database query would find just then."""
    story, taken = tale
    moment, items = taken[-1]
    after = moment + timedelta(microseconds=1)
    today = day_at(after, BERLIN)
    pile = [item for item in items.values() if item.status in ACTIVE]
    found = counts(story.log(), after)

    assert found.open.items == tuple(item.id for item in pile)
    assert found.overdue.items == tuple(item.id for item in pile if item.is_overdue(today))
    assert found.undated.items == tuple(item.id for item in pile if item.due is None)
    assert found.dated.items == tuple(item.id for item in pile if item.due is not None)
    assert found.unowned.items == tuple(item.id for item in pile if item.owner is None)


@given(tales(MONDAY))
def test_the_counts_and_the_ledger_agree_on_what_is_open(tale: tuple[Story, Taken]) -> None:
    """Two sections of one report never tell two numbers."""
    story, _ = tale
    log = story.log()

    assert counts(log, NEXT).open == ledger(log, MONDAY, NEXT).open_at_end


def test_what_is_due_on_sunday_is_overdue_when_monday_begins() -> None:
    """A day is in time until its end, and late from then on."""
    story = Story()
    number = story.found(at(9), due=SUNDAY)

    assert counts(story.log(), NEXT - timedelta(seconds=1)).overdue.items == ()
    assert counts(story.log(), NEXT).overdue.items == (number,)


def test_the_overdue_percentage_is_of_items_with_a_date() -> None:
    """Undated items are neither late nor in time."""
    story = Story()
    story.found(at(9), due=SUNDAY)
    story.found(at(9), due=date(2026, 12, 24))
    story.found(at(9))
    found = counts(story.log(), NEXT)

    assert found.overdue_percent == 50
    assert counts(Story().log(), NEXT).overdue_percent is None


def test_work_in_progress_is_open() -> None:
    """Having begun is not having done."""
    story = Story()
    number = story.found(at(9))
    story.move(number, at(10), Status.IN_PROGRESS)

    assert counts(story.log(), NEXT).open.items == (number,)


def test_overdue_item_days_weigh_severe_incidents_more() -> None:
    """One day late after a SEV1 is worse than three after a SEV4."""
    story = Story()
    severe, mild = story.incident(at(1), "SEV1"), story.incident(at(1), "SEV4")
    first = story.found(at(1), due=SUNDAY, incident=severe)
    second = story.found(at(1), due=date(2026, 11, 13), incident=mild)
    found = late_items(story.log(), NEXT)

    assert [(late.item, late.days, late.weighted) for late in found] == [
        (first, 1, 8),
        (second, 3, 3),
    ]


def test_severities_are_weighed_by_level_or_word() -> None:
    """However a team writes severity, it weighs 8, 4, 2 or 1."""
    said = ["SEV0", "SEV-1", "P2", "Sev 3", "S4", "Critical", "major", "Medium", "odd", None]

    assert [severity_weight(one) for one in said] == [8, 8, 4, 2, 1, 8, 4, 2, 1, 1]
