"""The process may die at any statement and at anything it says: nothing is ever sent twice."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from sync.delivery.reports import deliver
from tests.fakes.deaths import COMMIT, Death, dying
from tests.sync.delivery.house import CHANNELS, git
from tests.sync.delivery.mailroom import Line
from tracker.domain.dispatches import DispatchState
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.sync.delivery.chatroom import Chatroom
    from tests.sync.delivery.house import House
    from tests.sync.delivery.mailroom import Mailroom
    from tracker.storage import Store

SENT, UNSURE = DispatchState.SENT, DispatchState.UNSURE
TO_DATA = 4  # EHLO, MAIL, RCPT, DATA
CROSSING = "UPDATE dispatches SET crossed_at"


@pytest.fixture(name="line")
def _line(mailroom: Mailroom) -> Iterator[Line]:
    line = Line(mailroom.port)
    yield line
    line.stop()


@pytest.fixture(name="arrivals")
def _arrivals(
    mailroom: Mailroom, chatroom: Chatroom, handbook: Path
) -> dict[str, Callable[[], int]]:
    """Return by channel how to count what arrived since the last count."""

    def mails() -> int:
        found = len(mailroom.post.got)
        mailroom.post.got.clear()
        return found

    def messages() -> int:
        found = len(chatroom.got)
        chatroom.got.clear()
        return found

    def commits() -> int:
        found = int(git(handbook, "rev-list", "--count", "HEAD")) - 1
        git(handbook, "reset", "--quiet", "--hard", "HEAD~" + str(found))
        return found

    return {"smtp": mails, "slack": messages, "git": commits}


def sweep(
    house: House, arrived: Callable[[], int], points: Callable[[Death], list[int]]
) -> tuple[int, int]:
    """Die at each of the *points*, go on, and return how often it was sent and how often unsure."""
    house.deliver()  # the week's report is made, once for all that follows
    arrived()
    house.forget()
    with dying(house.store.engine) as whole:
        house.deliver()
    trace = whole.trace
    crossing = [at for at, said in enumerate(trace, 1) if said.startswith(CROSSING)]
    crossed = trace.index(COMMIT, crossing[0]) + 1 if crossing else len(trace)
    known = trace.index(COMMIT, crossed) + 1 if crossing else len(trace)
    sent = unsure = 0

    assert arrived() == 1
    for at in points(whole):
        house.forget()
        with dying(house.store.engine, at):
            house.deliver()
        house.let_time_pass()
        house.deliver()
        house.let_time_pass()
        (state,) = house.states
        count = arrived()
        in_between = crossed < at <= known
        where = f"after a death at {at}: {trace[at - 1]}"

        assert house.deliver() == [], where
        assert state is (UNSURE if in_between else SENT), where
        assert count <= 1, where
        assert count == 1 or state is UNSURE, where
        sent += state is SENT
        unsure += state is UNSURE
    return sent, unsure


def everywhere(whole: Death) -> list[int]:
    """Return every statement and commit."""
    return list(range(1, len(whole.trace) + 1))


def before_commits(whole: Death) -> list[int]:
    """Return every commit."""
    return whole.points(len(whole.trace) + 1, 1)


@pytest.mark.parametrize("channel", ["smtp", "slack", "git"])
def test_a_death_at_any_statement_sends_nothing_twice(
    house: House, mailroom: Mailroom, arrivals: dict[str, Callable[[], int]], channel: str
) -> None:
    """Only between the two commits around the point of no return is anybody asked.

    A repository tells itself what became of it, so there nobody is asked at all.
    """
    house.configure(CHANNELS[channel].format(port=mailroom.port))
    sent, unsure = sweep(house, arrivals[channel], everywhere)

    assert sent > 20
    assert (unsure > 0) == (channel != "git")


def test_the_same_on_postgresql(
    house_on_postgres: House, mailroom: Mailroom, arrivals: dict[str, Callable[[], int]]
) -> None:
    """Before each commit, as the other kind of database."""
    house = house_on_postgres
    house.configure(CHANNELS["smtp"].format(port=mailroom.port))
    sent, unsure = sweep(house, arrivals["smtp"], before_commits)

    assert sent >= 3
    assert unsure == 1


@pytest.mark.parametrize("after", [False, True])
def test_a_death_at_anything_that_is_said_sends_nothing_twice(
    house: House, mailroom: Mailroom, line: Line, *, after: bool
) -> None:
    """The process dies with a word to the mail server on its lips, or before its answer."""
    house.configure(CHANNELS["smtp"].format(port=line.port))
    house.deliver()
    words = line.said
    mailroom.post.got.clear()
    seen = set()

    assert words >= 6
    for at in range(1, words + 1):
        house.forget()
        with dying(house.store.engine) as death:
            line.breaks(at, death.now, after=after)
            house.deliver()
        line.breaks(None, lambda: None)
        house.let_time_pass()
        house.deliver()
        house.let_time_pass()
        (state,) = house.states
        count = len(mailroom.post.got)
        mailroom.post.got.clear()
        seen.add(state)

        assert house.deliver() == []
        assert count <= 1
        assert count == 1 or state is UNSURE
    assert seen == {SENT, UNSURE}


def test_a_line_that_breaks_is_told_from_a_mail_that_may_have_arrived(
    house: House, mailroom: Mailroom, line: Line
) -> None:
    """The process lives on: up to DATA it is tried again and arrives once.

    Who has sent the text hears of a broken line only later, and then it may have arrived.
    """
    house.configure(CHANNELS["smtp"].format(port=line.port))
    house.deliver()
    words = line.said
    mailroom.post.got.clear()
    states = []
    for at in range(1, words + 1):
        house.forget()
        line.breaks(at, lambda: None)
        house.deliver()
        line.breaks(None, lambda: None)
        house.let_time_pass()
        house.deliver()
        states += house.states

        assert len(mailroom.post.got) <= 1
        mailroom.post.got.clear()
    assert set(states[:TO_DATA]) == {SENT}
    assert UNSURE in states[TO_DATA:]
    assert states[-1] is SENT


def delivered(store: Store, house: House, together: threading.Barrier) -> None:
    """Send what is due, when all are ready to."""
    together.wait()
    deliver(store, house.settings)


@pytest.mark.parametrize("on", ["house", "house_on_postgres"])
def test_two_workers_at_once_send_one_mail(
    request: pytest.FixtureRequest, mailroom: Mailroom, on: str
) -> None:
    """Each week, they begin at the same moment."""
    house: House = request.getfixturevalue(on)
    house.configure(CHANNELS["smtp"].format(port=mailroom.port))
    stores = [open_store(house.url) for _ in range(3)]
    rounds = 5
    try:
        for _ in range(rounds):
            house.forget()
            together = threading.Barrier(len(stores))
            threads = [
                threading.Thread(target=delivered, args=(store, house, together))
                for store in stores
            ]
            for one in threads:
                one.start()
            for one in threads:
                one.join()
    finally:
        for store in stores:
            store.close()

    assert len(mailroom.post.got) == rounds
    assert house.states == [SENT]


def test_who_was_overtaken_sends_nothing(house: House, mailroom: Mailroom) -> None:
    """A worker that slept until its lease ran out stops before the point of no return."""
    house.configure(CHANNELS["smtp"].format(port=mailroom.port))
    house.deliver()
    (row,) = house.rows
    with house.store.work() as work:
        held = work.dispatches.cross(row, work.clock())
        work.commit()

    assert not held
    assert len(mailroom.post.got) == 1
