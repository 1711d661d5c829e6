"""Who is reminded of what: the owner, the team, whoever leads them; and never twice of one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.items import Status
from tracker.domain.reminders import Need, Policy, Promise, Rung, digests

TODAY = date(2026, 11, 23)
POLICY = Policy(days_before=7, team_after=7, manager_after=14, verify_after=30)
PROMISE = Promise(3, 1, "Alert on the queue", Status.OPEN, "@bob", TODAY)


@dataclass
class Names:
    """People by their team; a team's leader; whoever is not among the people has no address."""

    teams: dict[str, str] = field(
        default_factory=lambda: {"@alice": "@db", "@bob": "@db", "@carol": "@web"}
    )
    gone: set[str] = field(default_factory=set)
    led: dict[str, str] = field(default_factory=lambda: {"@db": "@dana"})
    last: tuple[str, ...] = ("@zoe",)

    def person(self, owner: str) -> tuple[str, ...]:
        """Return who is there."""
        return (owner,) if owner in self.teams and owner not in self.gone else ()

    def has_left(self, owner: str) -> bool:
        """Return who is here no more."""
        return owner in self.gone

    def team_of(self, owner: str) -> str | None:
        """Return a person's team; whoever is no person is one."""
        return self.teams.get(owner, owner)

    def team(self, name: str) -> tuple[str, ...]:
        """Return a team's people."""
        return tuple(one for one, team in self.teams.items() if team == name and self.person(one))

    def managers(self, owner: str | None, team: str | None) -> tuple[str, ...]:
        """Return who leads a team."""
        del owner
        return (self.led[team],) if team in self.led else ()

    def fallback(self) -> tuple[str, ...]:
        """Return who hears of the rest."""
        return self.last


def heard(promise: Promise, book: Names | None = None) -> dict[str, tuple[Need, Rung]]:
    """Return who hears of a promise."""
    found = digests([promise], POLICY, book or Names(), TODAY)
    return {person: (lines[0].need, lines[0].rung) for person, lines in found.items()}


def late(days: int) -> Promise:
    """Return a promise that is so many days late, or due so many days from now where negative."""
    return replace(PROMISE, due=TODAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "who"),
    [
        (-8, set()),
        (-7, {"@bob"}),
        (0, {"@bob"}),
        (1, {"@bob"}),
        (6, {"@bob"}),
        (7, {"@bob", "@alice"}),
        (13, {"@bob", "@alice"}),
        (14, {"@bob", "@alice", "@dana"}),
        (5000, {"@bob", "@alice", "@dana"}),
    ],
)
def test_the_ladder_is_climbed_by_the_day_and_has_no_end(days: int, who: set[str]) -> None:
    """Owner, team, leader; and thirteen years later they still hear of it."""
    assert heard(late(days)).keys() == who


def test_everybody_hears_once_and_as_the_nearest() -> None:
    """An owner who is in the team hears as owner."""
    assert heard(late(20)) == {
        "@bob": (Need.OVERDUE, Rung.OWNER),
        "@alice": (Need.OVERDUE, Rung.TEAM),
        "@dana": (Need.OVERDUE, Rung.MANAGER),
    }


def test_who_has_left_is_stood_in_for_by_the_team() -> None:
    """From the first day on, and the line says why."""
    book = Names(gone={"@bob"})
    found = digests([late(-3)], POLICY, book, TODAY)

    assert heard(late(-3), book) == {"@alice": (Need.DUE_SOON, Rung.TEAM)}
    assert "@bob has left" in str(found["@alice"][0].note)


@pytest.mark.parametrize("due", [None, TODAY + timedelta(days=90)])
def test_what_somebody_left_behind_waits_for_no_date(due: date | None) -> None:
    """Nobody works on it, so the team hears of it as of what has no owner, and who that was."""
    left = replace(PROMISE, due=due)
    book = Names(gone={"@bob"})
    (line,) = digests([left], POLICY, book, TODAY)["@alice"]

    assert heard(left, book) == {"@alice": (Need.UNOWNED, Rung.TEAM)}
    assert heard(left) == {}
    assert heard(replace(left, refused=True)).keys() == {"@alice", "@bob"}
    assert {need for need, _ in heard(replace(left, refused=True)).values()} == {Need.UNOWNED}
    assert "@bob has left" in str(line.note)


def test_where_no_team_is_known_those_of_the_incident_stand_in() -> None:
    """Whoever has left without a team leaves work to the others of the incident."""
    book = Names(gone={"@erin"}, teams={"@carol": "@web", "@erin": ""})

    assert heard(replace(PROMISE, owner="@erin", teams=("@web",)), book) == {
        "@carol": (Need.DUE_SOON, Rung.TEAM)
    }


def test_the_team_hears_of_whom_a_tracker_does_not_take() -> None:
    """Somebody with an address here may be gone there: both hear, and the team hears why."""
    refused = replace(late(-3), refused=True)
    found = digests([refused], POLICY, Names(), TODAY)

    assert heard(refused) == {
        "@bob": (Need.DUE_SOON, Rung.OWNER),
        "@alice": (Need.DUE_SOON, Rung.TEAM),
    }
    assert "no issue can be assigned to @bob" in str(found["@alice"][0].note)


def test_what_nobody_can_be_told_goes_to_the_last_resort() -> None:
    """An owner whom nobody knows, without a team of people."""
    assert heard(replace(PROMISE, owner="@nobody-knows")) == {
        "@zoe": (Need.DUE_SOON, Rung.FALLBACK)
    }


def test_a_team_that_owns_is_told_as_a_whole() -> None:
    """Each of its people."""
    assert heard(replace(PROMISE, owner="@db")).keys() == {"@alice", "@bob"}


def test_what_nobody_owns_is_told_to_the_teams_of_its_incident() -> None:
    """Also without a due date; without such a team, to the last resort."""
    unowned = replace(PROMISE, owner=None, due=None, teams=("@web",))

    assert heard(unowned) == {"@carol": (Need.UNOWNED, Rung.TEAM)}
    assert heard(replace(unowned, teams=())) == {"@zoe": (Need.UNOWNED, Rung.FALLBACK)}


@pytest.mark.parametrize(("days", "told"), [(29, False), (30, True), (900, True)])
def test_what_is_done_waits_to_be_verified(days: int, *, told: bool) -> None:
    """Its owner hears after the days of the policy; without them, nobody does."""
    done = replace(PROMISE, status=Status.DONE, done_on=TODAY - timedelta(days=days))
    never = digests([done], replace(POLICY, verify_after=None), Names(), TODAY)

    assert (heard(done) == {"@bob": (Need.UNVERIFIED, Rung.OWNER)}) is told
    assert never == {}


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.VERIFIED, Status.WONT_DO])
def test_what_has_ended_is_told_to_nobody(status: Status) -> None:
    """Nor what nobody has accepted yet."""
    assert heard(replace(late(20), status=status)) == {}


@pytest.mark.parametrize(("until", "silent"), [(-1, False), (0, True), (1, True)])
def test_a_snooze_lasts_through_its_last_day(until: int, *, silent: bool) -> None:
    """And no longer."""
    snoozed = replace(late(20), snoozed_until=TODAY + timedelta(days=until))

    assert (heard(snoozed) == {}) is silent


def test_a_digest_begins_with_what_is_latest() -> None:
    """Overdue before due soon, the latest first."""
    promises = [replace(late(days), id=10 + days) for days in (-2, 3, 5)]
    lines = digests(promises, POLICY, Names(), TODAY)["@bob"]

    assert [line.promise.id for line in lines] == [15, 13, 8]


PROMISES = st.builds(
    Promise,
    id=st.integers(1, 5),
    incident_id=st.just(1),
    title=st.just("x"),
    status=st.sampled_from(Status),
    owner=st.sampled_from([None, "@alice", "@bob", "@carol", "@db", "@gone"]),
    due=st.none() | st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=20)),
    done_on=st.none() | st.just(TODAY - timedelta(days=40)),
    snoozed_until=st.none() | st.just(TODAY),
    teams=st.sampled_from([(), ("@db",), ("@db", "@web")]),
)


@given(st.lists(PROMISES, unique_by=lambda one: one.id), st.sets(st.sampled_from(["@bob"])))
def test_nothing_that_is_late_is_told_to_nobody(promises: list[Promise], gone: set[str]) -> None:
    """Whoever has left: each open, late, unsnoozed promise stands in somebody's digest, once."""
    found = digests(promises, POLICY, Names(gone=gone), TODAY)
    open_ones = {Status.OPEN, Status.IN_PROGRESS}
    late_ones = {
        one.id
        for one in promises
        if one.status in open_ones and one.due and one.due < TODAY and one.snoozed_until is None
    }
    told = {line.promise.id for lines in found.values() for line in lines}

    assert late_ones <= told
    assert all(len({line.promise.id for line in lines}) == len(lines) for lines in found.values())
    assert not gone & found.keys()


@pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (400, True)])
def test_an_item_with_a_day_to_verify_it_by_waits_for_that_day(days: int, *, told: bool) -> None:
    """Its own day counts, whatever the policy says."""
    by = TODAY - timedelta(days=days)
    done = replace(PROMISE, status=Status.DONE, done_on=TODAY - timedelta(days=900), verify_by=by)
    without = digests([done], replace(POLICY, verify_after=None), Names(), TODAY)

    assert (heard(done) == {"@bob": (Need.UNVERIFIED, Rung.OWNER)}) is told
    assert bool(without) is told
