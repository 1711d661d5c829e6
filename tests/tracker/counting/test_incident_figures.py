"""M8, M13, M14: what postmortems led to, by hand."""

from datetime import timedelta

import pytest

from tests.tracker.counting.sagas import Saga
from tests.tracker.counting.stories import BERLIN, MONDAY, NEXT, at
from tracker.counting.mix import mix
from tracker.counting.recurrence import began_at, recurrence
from tracker.counting.urgency import is_felt, urgency
from tracker.domain.items import Kind, Status

DAY = timedelta(days=1)


def test_an_outage_that_users_felt_needs_an_urgent_promise() -> None:
    """With a P1, with a P3 only, with no impact, and with nothing told of it."""
    saga = Saga()
    felt, mild = [saga.opened(at(1), impact="Logins failed for an hour.") for _ in range(2)]
    saga.opened(at(1), impact="None.")
    silent = saga.opened(at(1))
    for incident, priority in ((felt, "P1"), (mild, "P3"), (silent, "P0")):
        saga.found(at(2), incident=incident, priority=priority)
    found = urgency(saga.log(), NEXT)

    assert (found.affecting.items, found.promised.items) == ((felt, mild), (felt,))
    assert (found.untold.items, found.percent) == ((silent,), None)


def test_postmortems_of_90_days_are_looked_at() -> None:
    """Older ones are in the figure no more."""
    saga = Saga()
    saga.opened(NEXT - 90 * DAY - timedelta(seconds=1), impact="Logins failed.")
    recent = saga.opened(NEXT - 90 * DAY, impact="Logins failed.")

    assert urgency(saga.log(), NEXT).affecting.items == (recent,)


@pytest.mark.parametrize(
    "words",
    ["None", "none.", "N/A", "Nothing", "No customer impact.", "no users were affected",
     "Not any user impact", "There was no impact on customers", "No impact",
     "There was no customer-facing impact.", "No user-visible impact.", "Not applicable",
     "Customers were not affected.", "Zero customers were affected.", "No users",
     "Internal only; no customer impact.", "None. Our end users were not directly affected",
     "Customers weren't affected.", "No one was affected.", "All customers were unaffected"],
)  # fmt: skip
def test_an_impact_may_be_none(words: str) -> None:
    """Whoever writes that nobody felt it is believed."""
    assert not is_felt(words)


@pytest.mark.parametrize(
    "words",
    ["Nobody could log in.", "None of the users could log in", "Half of the requests failed",
     "No user could pay for two hours, and 300 orders were lost", "No users could log in.",
     "No customers were able to pay", "Users were not able to log in", "Not all users were hit",
     "No customer data was lost, but logins failed", "Internal tools were down",
     "Customers were affected.", "All users were affected."],
)  # fmt: skip
def test_other_words_tell_of_an_impact(words: str) -> None:
    """A sentence that only begins like none is one that tells."""
    assert is_felt(words)


def test_an_incident_repeats_what_was_open_when_it_began() -> None:
    """A person matches it; open and overdue are as they were when it began."""
    saga = Saga()
    saga.opened(at(1, month=9))
    due = at(20, month=9).date()
    overdue, fresh, done = [saga.found(at(1, month=9), due=one) for one in (due, None, None)]
    saga.move(done, at(1, month=10), Status.DONE)
    again = saga.opened(at(11), started_at="2026-11-08T10:00:00+01:00")
    for item in (overdue, done):
        saga.note(again, None, "repeats", (None, str(item)), at(12))
    other = saga.opened(at(11), started_at="2026-11-08")
    saga.note(other, None, "repeats", (None, str(fresh)), at(12))
    found = recurrence(saga.log(), MONDAY, NEXT)

    assert (found.exposed.items, found.overdue.items) == ((again, other), (again,))
    assert [(one.incident, one.item, one.was_open) for one in found.repeats] == [
        (again, overdue, True),
        (again, done, False),
        (other, fresh, True),
    ]


def test_a_match_that_was_taken_back_is_none() -> None:
    """What a person said by mistake can be unsaid."""
    saga = Saga()
    incident = saga.opened(at(1), started_at="2026-11-08")
    item = saga.found(at(1))
    saga.note(incident, None, "repeats", (None, str(item)), at(10))
    saga.note(incident, None, "repeats", (str(item), None), at(11))

    assert recurrence(saga.log(), MONDAY, at(11)).exposed.items == (incident,)
    assert recurrence(saga.log(), MONDAY, NEXT).repeats == ()


def test_a_match_counts_in_the_week_in_which_it_was_made_first() -> None:
    """Saying it again makes no second repeat."""
    saga = Saga()
    incident = saga.opened(at(1), started_at="2026-11-08")
    item = saga.found(at(1))
    for day in (4, 10):
        saga.note(incident, None, "repeats", (None, str(item)), at(day))

    assert recurrence(saga.log(), MONDAY, NEXT).repeats == ()
    assert recurrence(saga.log(), at(2), MONDAY).untold.items == ()
    assert recurrence(saga.log(), at(2), MONDAY).repeats[0].matched_at == at(4)


def test_without_a_beginning_nothing_is_guessed() -> None:
    """An incident that does not tell when it began is listed as such."""
    saga = Saga()
    incident, item = saga.opened(at(1)), saga.found(at(1))
    saga.note(incident, None, "repeats", (None, str(item)), at(10))
    found = recurrence(saga.log(), MONDAY, NEXT)

    assert (found.untold.items, found.exposed.items) == ((incident,), ())


def test_a_beginning_is_read_on_the_clocks_of_the_zone() -> None:
    """An offset counts; without one the zone does, and a day begins at midnight."""
    assert began_at("2026-11-08T10:00:00+00:00", BERLIN) == at(8, 11)
    assert began_at("2026-11-08T10:00:00", BERLIN) == at(8, 10)
    assert began_at("2026-11-08", BERLIN) == at(8, 0)
    assert [began_at(one, BERLIN) for one in (None, "", "yesterday")] == [None] * 3


def test_the_mix_tells_kinds_promised_and_done() -> None:
    """What is done may have been promised long ago."""
    saga = Saga()
    old = saga.found(at(1, month=1), kind=Kind.PREVENT)
    saga.move(old, at(10), Status.DONE)
    new, bare = saga.found(at(1), kind=Kind.DETECT), saga.found(at(1))
    shares = {one.kind: one for one in mix(saga.log(), NEXT).shares}

    assert shares[Kind.PREVENT].done.items == (old,)
    assert shares[Kind.PREVENT].committed.items == ()
    assert shares[Kind.DETECT].committed.items == (new,)
    assert shares[None].committed.items == (bare,)


def test_a_cause_is_answered_by_a_promise() -> None:
    """A proposal answers none, and an incident without a cause asks for none."""
    saga = Saga()
    answered, proposed, _ = [saga.opened(at(1), root_cause=one) for one in ("Disk", "DNS", None)]
    saga.found(at(2), incident=answered)
    saga.found(at(2), Status.PROPOSED, incident=proposed)
    found = mix(saga.log(), NEXT)

    assert (found.causes.items, found.answered.items) == ((answered, proposed), (answered,))
