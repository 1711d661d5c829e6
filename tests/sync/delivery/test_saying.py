"""A worker that runs for weeks says what waits for somebody, and says it once a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amends.timed import Said, delivery, reminders
from sync.delivery.reminders import remind
from tests.fakes.deaths import COMMIT, dying
from tests.sync.delivery.house import CHANNELS
from tests.sync.delivery.test_delivery_crashes import CROSSING
from tests.sync.delivery.test_reminding import MONDAY, PEOPLE, at
from tracker.domain.dispatches import DispatchState

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.worker import Done
    from tests.fakes.times import Times
    from tests.sync.delivery.chatroom import Chatroom
    from tests.sync.delivery.house import House
    from tests.sync.delivery.mailroom import Mailroom

HOUR = 3600
WEDNESDAY = "2026-11-18"


def looked(house: House, said: Said) -> Done | None:
    """Return what a worker says when it looks."""
    return delivery(house.store, house.settings, said)


def die_beyond(house: House, send: Callable[[], object]) -> None:
    """Let the process die right beyond the point of no return."""
    send()  # the week's report is made
    house.forget()
    with dying(house.store.engine) as whole:
        send()
    house.forget()
    crossing = next(n for n, told in enumerate(whole.trace) if told.startswith(CROSSING))
    with dying(house.store.engine, whole.trace.index(COMMIT, crossing) + 2):
        send()


def test_what_is_unsure_is_said_once_a_day(
    chatting: House, chatroom: Chatroom, times: Times
) -> None:
    """When it happens, and again on the next day; a worker that starts says it at once."""
    at(chatting, times, f"{WEDNESDAY} 12:00")  # no other report comes due within two days
    chatroom.drops, said = 1, Said()
    first = looked(chatting, said)
    second = looked(chatting, said)
    times.let_pass(23 * HOUR)
    third = looked(chatting, said)
    times.let_pass(2 * HOUR)
    fourth, fresh = looked(chatting, said), looked(chatting, Said())

    assert first is not None
    assert (second, third) == (None, None)
    assert fourth == fresh == first
    assert not first.well
    assert "--arrived" in first.line


def test_what_another_worker_sends_is_said_once(
    mailing: House, mailroom: Mailroom, times: Times
) -> None:
    """It is no failure; what comes of it is said by whoever finds it."""
    del mailroom, times
    die_beyond(mailing, mailing.deliver)
    said = Said()
    held, again = looked(mailing, said), looked(mailing, said)
    mailing.let_time_pass()
    found, silent = looked(mailing, said), looked(mailing, said)

    assert mailing.states == [DispatchState.UNSURE]
    assert held is not None
    assert held.well
    assert "a worker has it until" in held.line
    assert found is not None
    assert not found.well
    assert "--arrived" in found.line
    assert (again, silent) == (None, None)


def test_a_reminder_of_which_nobody_knows_is_said_once(
    house: House, mailroom: Mailroom, times: Times
) -> None:
    """Even in the quiet hours: nobody can do anything but know."""
    house.configure(CHANNELS["smtp"].format(port=mailroom.port) + PEOPLE)
    at(house, times, f"{MONDAY} 08:00")
    times.let_pass(9 * HOUR)
    die_beyond(house, lambda: remind(house.store, house.settings))
    house.let_time_pass()
    times.let_pass(2 * HOUR)
    found, silent = (reminders(house.store, house.settings) for _ in range(2))

    assert found is not None
    assert not found.well
    assert "to @alice: unsure" in found.line
    assert silent is None
