from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.counting.sagas import ENDINGS, sagas
from tests.tracker.counting.stories import BERLIN, MONDAY, Story, Taken, at, tales
from tracker.counting.histories import Life, entries_of, replay
from tracker.counting.states import Clocks, state_of, states_at
from tracker.domain.history import Author, Change, Origin
from tracker.domain.items import ActionItem, Status

DUE = date(2026, 11, 20)


def life_of(item: ActionItem, changes: list[Change]) -> Life:
    """Return the life of one item."""
    return replay([item], [], entries_of(changes), BERLIN).lives[0]


SAME = ("id", "incident_id", "title", "status", "owner", "due", "reason", "approver")


@given(tales(MONDAY))
def test_the_log_tells_what_every_row_was_at_every_moment(tale: tuple[Story, Taken]) -> None:
    """Undoing later changes gives each item exactly as it was, whenever one looks."""
    story, taken = tale
    log = story.log()
    # of several steps at one moment the last one counts
    pictures = dict(taken)

    told = {
        moment: {
            number: [getattr(state, name) for name in SAME]
            for number, state in states_at(log, moment + timedelta(microseconds=1)).items()
        }
        for moment in pictures
    }

    assert told == {
        moment: {number: [getattr(item, name) for name in SAME] for number, item in items.items()}
        for moment, items in pictures.items()
    }


@given(tales(MONDAY))
def test_nothing_that_happens_later_changes_what_was(tale: tuple[Story, Taken]) -> None:
    """A past moment looks the same from the middle of a story as from its end."""
    story, taken = tale
    middle = taken[len(taken) // 2][0]
    early = Story(taken[-1][1], story.incidents, story.changes)
    before = [change for change in story.changes if change.at <= middle]
    then = Story(dict(taken)[middle], story.incidents, before)

    assert states_at(early.log(), middle) == states_at(then.log(), middle)


@given(st.data())
def test_a_state_is_the_same_whatever_was_looked_at_before(data: st.DataObject) -> None:
    """What was seen of another moment stands in only where nothing happened in between."""
    zone, end = ENDINGS[0]
    saga = data.draw(sagas(end, clear=False))
    log = saga.log(ZoneInfo(zone))
    moments = data.draw(st.permutations([end, *(one.at for one in saga.changes[-3:])]))

    found = {moment: states_at(log, moment) for moment in moments}

    assert found == {
        moment: {
            life.id: state
            for life in log.lives
            if (state := state_of(life, moment, log.zone)) is not None
        }
        for moment in moments
    }


def test_an_item_is_unknown_before_it_was_found() -> None:
    """A moment sees what happened before it, not at it."""
    story = Story()
    number = story.found(MONDAY)

    assert number not in states_at(story.log(), MONDAY)
    assert number in states_at(story.log(), MONDAY + timedelta(microseconds=1))


def test_an_item_first_seen_done_is_accepted_and_done_at_once() -> None:
    """A promise that was kept before we read of it counts as both at that moment."""
    story = Story()
    story.found(MONDAY, Status.DONE)
    state = states_at(story.log(), at(10))[1]

    assert state.clocks == Clocks(accepted_at=MONDAY, done_at=MONDAY)


def test_a_proposal_is_no_promise_until_it_is_opened() -> None:
    """accepted_at is the first entry to open."""
    story = Story()
    number = story.found(MONDAY, Status.PROPOSED)
    story.move(number, at(11), Status.OPEN)
    log = story.log()

    assert not states_at(log, at(10))[number].is_committed
    assert states_at(log, at(12))[number].clocks.accepted_at == at(11)


def test_a_proposal_that_is_turned_down_was_never_promised() -> None:
    """Who declines a proposal breaks no promise."""
    story = Story()
    number = story.found(MONDAY, Status.PROPOSED)
    story.move(number, at(11), Status.WONT_DO)

    assert not states_at(story.log(), at(12))[number].is_committed


def test_verifying_what_is_done_does_not_make_it_late() -> None:
    """done_at stays the moment when the work was done."""
    story = Story()
    number = story.found(MONDAY)
    story.move(number, at(10), Status.DONE)
    story.move(number, at(20), Status.VERIFIED)

    assert states_at(story.log(), at(25))[number].clocks.done_at == at(10)


def test_a_reopening_empties_done_at_and_is_counted() -> None:
    """Reopened work is not done, but accepted when it always was."""
    story = Story()
    number = story.found(MONDAY)
    story.move(number, at(10), Status.DONE)
    story.move(number, at(11), Status.OPEN)

    assert states_at(story.log(), at(12))[number].clocks == Clocks(accepted_at=MONDAY, reopens=1)


def test_reinstated_items_return_with_their_original_clocks() -> None:
    """Giving up and returning resets nothing."""
    story = Story()
    number = story.found(MONDAY, due=DUE)
    story.move(number, at(10), Status.WONT_DO)
    story.move(number, at(11), Status.OPEN)
    state = states_at(story.log(), at(12))[number]

    assert state.clocks == Clocks(accepted_at=MONDAY)
    assert state.due0 == DUE


def test_the_first_due_date_never_changes() -> None:
    """due0 stays, however often the date moves."""
    story = Story()
    number = story.found(MONDAY, due=DUE)
    story.edit(number, at(12), due=date(2026, 12, 1))
    story.edit(number, at(13), due=None)
    state = states_at(story.log(), at(14))[number]

    assert (state.due0, state.due) == (DUE, None)


def test_an_extension_before_the_day_moves_the_effective_due_date() -> None:
    """Who asks in time is judged by the new day."""
    story = Story()
    number = story.found(MONDAY, due=DUE)
    story.edit(number, at(20, 23), due=date(2026, 12, 1))

    assert states_at(story.log(), at(28))[number].effective_due == date(2026, 12, 1)


def test_an_extension_after_the_day_does_not_help() -> None:
    """A missed day stays missed, also when the late date is moved again in time."""
    story = Story()
    number = story.found(MONDAY, due=DUE)
    story.edit(number, at(21, 0), due=date(2026, 12, 1))
    story.edit(number, at(25), due=date(2026, 12, 24))

    assert states_at(story.log(), at(28))[number].effective_due == DUE


def test_moving_a_day_nearer_and_back_helps_nobody_and_harms_nobody() -> None:
    """Only a later day than any before is an extension."""
    story = Story()
    number = story.found(MONDAY, due=DUE)
    story.edit(number, at(10), due=date(2026, 11, 12))
    story.edit(number, at(14), due=date(2026, 12, 1))

    assert states_at(story.log(), at(28))[number].effective_due == DUE


def test_a_promise_without_a_date_is_judged_by_the_first_it_gets() -> None:
    """due0 is the first date, whenever it came."""
    story = Story()
    number = story.found(MONDAY)
    story.edit(number, at(12), due=DUE)
    log = story.log()

    assert states_at(log, at(12))[number].effective_due is None
    assert states_at(log, at(13))[number].due0 == DUE
    assert states_at(log, at(13))[number].effective_due == DUE


def test_a_clock_that_ran_backwards_does_not_turn_history_round() -> None:
    """The order in which changes were appended is the order in which they happened."""
    by = Author(Origin.GITHUB)
    item = ActionItem(1, 1, "Do it", Status.DONE, MONDAY)
    changes = [
        Change(1, 1, "status", None, "open", MONDAY, by),
        Change(1, 1, "status", "open", "done", MONDAY - timedelta(hours=1), by),
    ]
    state = state_of(life_of(item, changes), at(10), BERLIN)

    assert state is not None
    assert state.status is Status.DONE


def test_an_item_older_than_its_log_is_known_from_its_creation() -> None:
    """Where the log says nothing of the finding, the row's own moment does."""
    item = ActionItem(1, 1, "Do it", Status.OPEN, datetime(2026, 1, 1, tzinfo=UTC))
    life = life_of(item, [])

    assert state_of(life, item.created_at, BERLIN) is None
    assert state_of(life, MONDAY, BERLIN) is not None
