"""One thing to send: who may try, how far, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tracker.domain.dispatches import Dispatch, DispatchKind, DispatchState, wait_after
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.storage import Store, Work

REPORT, WEEK = DispatchKind.REPORT, "2026-W47"
SHORT = 60


@pytest.fixture(name="store")
def _store(migrated_url: str) -> Iterator[Store]:
    found = open_store(migrated_url)
    yield found
    found.close()


@pytest.fixture(name="desk")
def _desk(store: Store) -> Iterator[Work]:
    """Yield a unit of work in which one report is due."""
    with store.work() as work:
        work.dispatches.note(REPORT, WEEK, "board", work.clock())
        yield work


def found(work: Work) -> Dispatch:
    """Return the one thing to send."""
    one = work.dispatches.find(REPORT, WEEK, "board")
    assert one
    return one


def claimed(work: Work) -> Dispatch:
    """Claim it."""
    claim = work.dispatches.claim(found(work).id, work.clock(), SHORT)
    assert claim
    return claim


def may_claim(work: Work, seconds: float = 0) -> bool:
    """Return whether another could claim it so many seconds later; nothing is kept of that."""
    now = work.clock() + timedelta(seconds=seconds)
    ready = work.dispatches.ready(REPORT, [WEEK], now)
    with work.session.begin_nested() as attempt:
        claim = work.dispatches.claim(found(work).id, now, SHORT)
        attempt.rollback()
    assert bool(ready) == bool(claim)
    return claim is not None


def test_what_is_due_is_noted_once(desk: Work) -> None:
    """A second note changes nothing, whatever became of the first."""
    claim = claimed(desk)
    desk.dispatches.keep_sent(claim, desk.clock(), ["a@example.com"])
    desk.dispatches.note(REPORT, WEEK, "board", desk.clock())

    assert found(desk).state is DispatchState.SENT
    assert found(desk).reached == ("a@example.com",)


def test_a_claim_holds_until_its_lease_ends(desk: Work) -> None:
    """Then another may take over, as nothing left before the point of no return."""
    claimed(desk)

    assert not may_claim(desk)
    assert not may_claim(desk, SHORT - 5)
    assert may_claim(desk, SHORT + 5)


def test_beyond_the_point_of_no_return_nobody_takes_over(desk: Work) -> None:
    """However long ago that was; it becomes a question instead."""
    claim = claimed(desk)
    crossed = desk.dispatches.cross(claim, desk.clock())
    later = desk.clock() + timedelta(seconds=SHORT + 5)

    assert crossed
    assert not may_claim(desk, SHORT + 5)
    assert desk.dispatches.unsettled(REPORT, later)
    assert not desk.dispatches.unsettled(DispatchKind.REMINDER, later)
    (told,) = desk.dispatches.settle(REPORT, later, "it ended in the middle")
    assert told == found(desk)
    assert found(desk).state is DispatchState.UNSURE
    assert not may_claim(desk, 1e6)


@pytest.mark.parametrize("seconds", [0, 1e6])
def test_what_was_sent_is_claimed_by_nobody(desk: Work, seconds: float) -> None:
    """Not now and not ever."""
    desk.dispatches.keep_sent(claimed(desk), desk.clock(), [])

    assert not may_claim(desk, seconds)


def test_who_was_overtaken_can_neither_cross_nor_tell(desk: Work) -> None:
    """The older number counts no more."""
    old = claimed(desk)
    later = desk.clock() + timedelta(seconds=SHORT + 5)
    new = desk.dispatches.claim(old.id, later, SHORT)

    assert new
    assert not desk.dispatches.cross(old, later)
    assert not desk.dispatches.keep_sent(old, later, [])
    assert not desk.dispatches.keep_failed(old, "no", later, told=True)
    assert not desk.dispatches.keep_unsure(old, "who knows")
    assert desk.dispatches.cross(new, later)


def test_silence_is_a_failure_only_before_the_point_of_no_return(desk: Work) -> None:
    """Beyond it only an answer tells that it did not arrive."""
    claim = claimed(desk)
    soon = desk.clock() + timedelta(seconds=100)
    desk.dispatches.cross(claim, desk.clock())

    assert not desk.dispatches.keep_failed(claim, "no answer", soon, told=False)
    assert desk.dispatches.keep_failed(claim, "554 no", soon, told=True)


def test_what_failed_comes_to_its_turn(desk: Work) -> None:
    """By its time, and not before."""
    soon = desk.clock() + timedelta(seconds=100)
    desk.dispatches.keep_failed(claimed(desk), "451 later", soon, told=True)

    assert (may_claim(desk, 90), may_claim(desk, 110)) == (False, True)
    assert not found(desk).waits_for_a_person


def test_what_failed_is_given_up_when_it_is_too_old(desk: Work) -> None:
    """Nothing tells of a next try any more; what was sent stays as it is."""
    desk.dispatches.note(REPORT, "2026-W46", "board", desk.clock(), done=True)
    desk.dispatches.keep_failed(claimed(desk), "554 no", desk.clock(), told=True)
    desk.dispatches.give_up(REPORT, WEEK)
    kept = found(desk).not_before
    desk.dispatches.give_up(REPORT, "2026-W48")
    old, new = desk.dispatches.known(REPORT, ["2026-W46", WEEK])

    assert kept is not None
    assert old.state is DispatchState.SENT
    assert (new.state, new.not_before) == (DispatchState.FAILED, None)
    assert new.waits_for_a_person
    assert "--again" in str(new.advice)


def test_a_late_answer_settles_what_was_unsure(desk: Work) -> None:
    """The one that sent it was slow, not dead."""
    claim = claimed(desk)
    desk.dispatches.cross(claim, desk.clock())
    late = desk.clock() + timedelta(seconds=SHORT + 5)
    desk.dispatches.settle(REPORT, late, "it ended in the middle")

    assert desk.dispatches.keep_sent(claim, desk.clock(), [])
    assert found(desk).state is DispatchState.SENT


def test_what_is_being_sent_is_settled_by_nobody_else(desk: Work) -> None:
    """Neither sent again nor stored as arrived."""
    claimed(desk)

    assert not desk.dispatches.again(found(desk))
    assert not desk.dispatches.mark_sent(found(desk), desk.clock())


def test_sending_again_is_to_all_once_it_was_sent_to_all(desk: Work) -> None:
    """And to the rest where some had it."""
    soon = desk.clock() + timedelta(seconds=100)
    desk.dispatches.keep_failed(claimed(desk), "451", soon, told=True, reached=["a@example.com"])
    desk.dispatches.again(found(desk))
    some = found(desk).reached
    desk.dispatches.keep_sent(claimed(desk), desk.clock(), ["a@example.com", "b@example.com"])
    desk.dispatches.again(found(desk))

    assert some == ("a@example.com",)
    assert found(desk).reached == ()


def test_a_channel_begins_once(desk: Work) -> None:
    """The first to see it says with which week."""
    desk.dispatches.begin("board", "2026-W47", desk.clock())
    desk.dispatches.begin("board", "2026-W40", desk.clock())

    assert desk.dispatches.first_week("board") == "2026-W47"


def test_waits_double_up_to_six_hours() -> None:
    """From one minute on."""
    minutes = [wait_after(attempts).total_seconds() / 60 for attempts in (1, 2, 3, 9, 10, 99)]

    assert minutes == [1, 2, 4, 256, 360, 360]


def test_waits_after_a_refusal_begin_with_an_hour() -> None:
    """As somebody must mend something first; they end at six hours, too."""
    hours = [wait_after(n, refused=True).total_seconds() / 3600 for n in (1, 2, 3, 4, 99)]

    assert hours == [1, 2, 4, 6, 6]
