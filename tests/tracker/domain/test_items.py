"""What an action item is, and the moves its status allows."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.domain.errors import IllegalMove
from tracker.domain.items import CLOSED, COMMITTED, ActionItem, Status

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TODAY = date(2026, 5, 4)
ITEM = ActionItem(17, 3, "Alert on late index", Status.OPEN, NOW)
BEFORE = list(Status)
MOVES = [Status.OPEN, Status.IN_PROGRESS, Status.DONE, Status.VERIFIED]


def moved(item: ActionItem, to: Status) -> ActionItem:
    """Move an item with everything that any status asks for."""
    return item.move(to, LATER, reason="decided", approver="@bob", duplicate_of=2)


def at(status: Status) -> ActionItem:
    """Return an item that stands at a status."""
    return (
        ITEM if status is Status.PROPOSED else moved(replace(ITEM, status=Status.PROPOSED), status)
    )


@pytest.mark.parametrize("to", [one for one in Status if one is not Status.PROPOSED])
@pytest.mark.parametrize("before", BEFORE)
def test_any_status_may_follow_but_proposed(before: Status, to: Status) -> None:
    """A person may correct any status into any other that is no proposal."""
    assert moved(replace(ITEM, status=before), to).status is to


@pytest.mark.parametrize("before", [one for one in Status if one is not Status.PROPOSED])
def test_nothing_is_proposed_again(before: Status) -> None:
    """What was accepted once cannot become a proposal."""
    with pytest.raises(IllegalMove, match="A-17 was accepted; it cannot be proposed again"):
        moved(replace(ITEM, status=before), Status.PROPOSED)


def test_a_given_up_item_tells_why_and_who_agreed() -> None:
    """Reason and approver are kept with the item."""
    item = ITEM.move(Status.WONT_DO, LATER, reason="too dear", approver="@bob")

    assert (item.reason, item.approver, item.closed_at) == ("too dear", "@bob", LATER)


def test_a_reopened_item_forgets_why_it_was_given_up() -> None:
    """Reason, approver and end belong to the ending."""
    item = moved(ITEM, Status.WONT_DO).move(Status.OPEN, LATER)

    assert (item.reason, item.approver, item.closed_at) == (None, None, None)


@pytest.mark.parametrize("before", BEFORE)
def test_an_item_is_no_duplicate_of_itself(before: Status) -> None:
    """The other item must be another."""
    with pytest.raises(IllegalMove, match="cannot be a duplicate of itself"):
        replace(ITEM, status=before).move(Status.DUPLICATE, LATER, duplicate_of=17)


def test_a_duplicate_names_the_other() -> None:
    """Which item is repeated is kept, until the item is no duplicate any more."""
    item = ITEM.move(Status.DUPLICATE, LATER, duplicate_of=2)

    assert item.duplicate_of == 2
    assert item.move(Status.OPEN, LATER).duplicate_of is None


@pytest.mark.parametrize("to", [one for one in Status if one is not Status.PROPOSED])
def test_an_end_has_a_moment(to: Status) -> None:
    """An item is closed since a moment exactly where its status is an end."""
    assert (moved(ITEM, to).closed_at is not None) == (to in CLOSED)


def test_an_item_that_goes_from_one_end_to_another_is_closed_anew() -> None:
    """Done, given up, done again: it was closed when it was done last, as reports have it."""
    done = moved(ITEM, Status.DONE)
    given_up = done.move(Status.WONT_DO, LATER, reason="too dear", approver="@bob")
    again = given_up.move(Status.DONE, LATER + timedelta(days=1))

    assert (given_up.closed_at, again.closed_at) == (LATER, LATER + timedelta(days=1))


def test_verifying_keeps_the_moment_of_doing() -> None:
    """What was done yesterday and verified today was done yesterday."""
    item = ITEM.move(Status.DONE, NOW).move(Status.VERIFIED, LATER)

    assert item.closed_at == NOW


@pytest.mark.parametrize("to", [one for one in Status if one is not Status.PROPOSED])
def test_an_item_is_accepted_when_it_is_committed_to(to: Status) -> None:
    """A proposal is accepted by any move that commits to it; a no promises nothing."""
    item = moved(replace(ITEM, status=Status.PROPOSED), to)

    assert (item.accepted_at == LATER) == (to in COMMITTED)


def test_the_first_acceptance_counts() -> None:
    """Later moves leave the moment of acceptance."""
    item = replace(ITEM, accepted_at=NOW).move(Status.DONE, LATER).move(Status.OPEN, LATER)

    assert item.accepted_at == NOW


@pytest.mark.parametrize("status", Status)
def test_staying_changes_nothing(status: Status) -> None:
    """A move to where an item stands already is none."""
    item = at(status)

    assert moved(item, item.status).closed_at == item.closed_at
    assert item.move(item.status, LATER) == item


def test_a_move_leaves_the_old_value() -> None:
    """Items are values: a move returns another one."""
    moved(ITEM, Status.DONE)

    assert ITEM.status is Status.OPEN
    with pytest.raises(FrozenInstanceError):
        ITEM.status = Status.DONE  # type: ignore[misc]  # that is what must not work


@pytest.mark.parametrize(
    ("status", "due", "overdue"),
    [
        (Status.OPEN, date(2026, 5, 3), True),
        (Status.IN_PROGRESS, date(2026, 5, 3), True),
        (Status.OPEN, TODAY, False),
        (Status.OPEN, None, False),
        (Status.DONE, date(2026, 5, 3), False),
        (Status.PROPOSED, date(2026, 5, 3), False),
        (Status.WONT_DO, date(2026, 5, 3), False),
    ],
)
def test_an_item_is_overdue_after_its_day(
    status: Status, due: date | None, *, overdue: bool
) -> None:
    """Only what is under way can be late, and the day itself is in time."""
    assert replace(ITEM, status=status, due=due).is_overdue(TODAY) is overdue
