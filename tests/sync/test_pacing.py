"""When the next request may go: the arithmetic, and what is kept of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.pacing import (
    FARTHEST,
    HOUR,
    Kind,
    Ledger,
    Policy,
    Quota,
    booked,
    left,
    observed,
    pause_after,
    turn,
)
from sync.providers.github.limits import kind_of, limits
from sync.providers.jira.limits import kind_of as jira_kind_of
from sync.providers.jira.limits import limits as jira_limits

NOW = 1_800_000_000.0
GITHUB = limits(60)
STEPS = st.lists(st.tuples(st.sampled_from(Kind), st.floats(0, 30)), max_size=40)


def used(*requests: tuple[Kind, float], policy: Policy = GITHUB) -> Ledger:
    """Return the ledger after requests at their moments."""
    ledger = Ledger()
    for kind, at in requests:
        ledger = booked(ledger, policy, kind, "another", at, at, 15)
    return ledger


def test_the_first_request_goes_at_once() -> None:
    """Where nothing was used, nothing waits."""
    assert turn(Ledger(), GITHUB, Kind.CREATE, "me", NOW).at == NOW


@pytest.mark.parametrize(("kind", "wait"), [(Kind.READ, 0), (Kind.EDIT, 1), (Kind.CREATE, 1)])
def test_writes_keep_a_second_apart_and_reading_waits_for_none(kind: Kind, wait: float) -> None:
    """A write waits one second after the one before, whoever sent that."""
    assert turn(used((Kind.EDIT, NOW)), GITHUB, kind, "me", NOW).at == NOW + wait


@pytest.mark.parametrize("kind", [Kind.READ, Kind.EDIT])
def test_a_full_hour_of_new_issues_holds_up_nothing_else(kind: Kind) -> None:
    """After 500 new issues, edits and reading go on; the next new one waits for the hour."""
    ledger = used(*((Kind.CREATE, NOW + number) for number in range(500)))
    later = NOW + 600
    new = turn(ledger, GITHUB, Kind.CREATE, "me", later)

    assert turn(ledger, GITHUB, kind, "me", later).at == later
    assert HOUR <= new.at - NOW <= HOUR + 60
    assert new.why == "500 new issues an hour"


@pytest.mark.parametrize(
    ("remaining", "free"),
    [(501, set(Kind)), (500, {Kind.READ, Kind.EDIT}), (250, {Kind.READ}), (100, set())],
)
def test_the_last_of_a_quota_is_left_to_others(remaining: int, free: set[Kind]) -> None:
    """New issues leave a tenth of the quota, edits a twentieth, reading a fiftieth."""
    ledger = Ledger(quota=Quota(5000, remaining, NOW + 1000))
    going = {kind for kind in Kind if turn(ledger, GITHUB, kind, "me", NOW).at == NOW}

    assert going == free


def test_a_quota_that_was_filled_again_holds_up_nobody() -> None:
    """What was told before the reset counts no more after it."""
    ledger = Ledger(quota=Quota(5000, 0, NOW))

    assert turn(ledger, GITHUB, Kind.CREATE, "me", NOW + 1).at == NOW + 1


def test_answers_that_overtake_each_other_do_not_raise_the_quota() -> None:
    """Of two answers before the same reset, the lower one counts; a new hour begins anew."""
    low, high = Quota(5000, 400, NOW), Quota(5000, 600, NOW + 1)
    new = Quota(5000, 4999, NOW + HOUR)

    assert observed(Ledger(quota=low), high).quota == low
    assert observed(Ledger(quota=high), low).quota == low
    assert observed(Ledger(quota=low), new).quota == new
    assert observed(Ledger(quota=low), None).quota == low


def test_no_more_than_a_hundred_have_a_seat() -> None:
    """The hundred-and-first waits until one of the others must be done, or says so."""
    ledger = Ledger(seats={str(number): NOW + 10 + number for number in range(100)})

    assert turn(ledger, GITHUB, Kind.READ, "new", NOW).at == NOW + 10
    assert turn(ledger, GITHUB, Kind.READ, "7", NOW).at == NOW
    assert turn(left(ledger, "7"), GITHUB, Kind.READ, "new", NOW).at == NOW


@pytest.mark.parametrize("kind", Kind)
def test_a_clock_that_was_set_back_holds_up_nobody_for_long(kind: Kind) -> None:
    """Turns of a day ahead count as given now: the next is no further than its own limit."""
    ahead = used(*((Kind.CREATE, NOW + 86_400 + number) for number in range(5)))

    assert turn(ahead, GITHUB, kind, "me", NOW).at <= NOW + 1


def test_more_writes_a_minute_than_documented_lift_all_pacing() -> None:
    """Who sets more than 80 says that the server has no such limits."""
    assert limits(1e6) == jira_limits(1e6) == Policy()
    assert turn(used((Kind.EDIT, NOW)), Policy(), Kind.CREATE, "me", NOW).at == NOW


@pytest.mark.parametrize(("a_minute", "gap"), [(80, 1.0), (60, 1.0), (6, 10.0)])
def test_fewer_writes_a_minute_are_further_apart(a_minute: float, gap: float) -> None:
    """The setting makes it slower; it never makes GitHub's second shorter."""
    ledger = used((Kind.EDIT, NOW), policy=limits(a_minute))

    assert turn(ledger, limits(a_minute), Kind.EDIT, "me", NOW).at == NOW + gap


@pytest.mark.parametrize(
    ("verb", "path", "kind"),
    [
        ("GET", "/repositories/7/issues", Kind.READ),
        ("POST", "/graphql", Kind.READ),
        ("POST", "graphql", Kind.READ),
        ("POST", "/repositories/7/issues", Kind.CREATE),
        ("PATCH", "/repositories/7/issues/1", Kind.EDIT),
    ],
)
def test_github_counts_requests_by_what_they_do(verb: str, path: str, kind: Kind) -> None:
    """Each POST makes content but a query; other writes change what is there."""
    assert kind_of(verb, path) is kind


@pytest.mark.parametrize(
    ("verb", "path", "reads", "kind"),
    [
        ("GET", "issue/1", False, Kind.READ),
        ("POST", "search/jql", True, Kind.READ),
        ("POST", "issue/bulk", False, Kind.CREATE),
        ("POST", "issue/1/transitions", False, Kind.EDIT),
        ("PUT", "issue/1", False, Kind.EDIT),
    ],
)
def test_jira_searches_are_no_writes(verb: str, path: str, reads: bool, kind: Kind) -> None:  # noqa: FBT001  a row of the table
    """A search is sent as a POST and reads; a transition is one and edits."""
    assert jira_kind_of(verb, path, reads=reads) is kind


def test_an_untold_pause_grows_up_to_an_hour() -> None:
    """GitHub: wait a minute, then ever longer; a told time is kept as it is."""
    assert [pause_after(n, None) for n in (0, 1, 2, 5, 6, 99)] == [60, 120, 240, 1920, 3600, 3600]
    assert pause_after(3, 7.0) == 7.0


@given(steps=STEPS)
def test_a_ledger_is_stored_whole(steps: list[tuple[Kind, float]]) -> None:
    """What comes back from the database gives the same turns."""
    now, ledger = NOW, Ledger(quota=Quota(5000, 4000, NOW + 60))
    for kind, pause in steps:
        now += pause
        ledger = booked(ledger, GITHUB, kind, kind.value, now, now, 15)

    assert Ledger.restored(ledger.stored()) == ledger


@given(steps=STEPS, kind=st.sampled_from(Kind))
def test_a_turn_never_lies_before_now_nor_too_far_ahead(
    steps: list[tuple[Kind, float]], kind: Kind
) -> None:
    """A few requests hold up the next one for a while at most."""
    now, ledger = NOW, Ledger()
    for one, pause in steps:
        now += pause
        at = turn(ledger, GITHUB, one, "me", now).at
        ledger = booked(ledger, GITHUB, one, "me", at, now, 15)
    found = turn(ledger, GITHUB, kind, "me", now)

    assert now <= found.at <= now + FARTHEST


def test_what_counts_no_more_is_forgotten() -> None:
    """After an hour and a bit, a ledger holds nothing of what was used before."""
    ledger = used(*((Kind.CREATE, NOW + number) for number in range(100)))
    later = booked(ledger, GITHUB, Kind.READ, "me", NOW + 4000, NOW + 4000, 15)

    assert set(later.spent) == {"points"}
    assert set(later.seats) == {"me"}
