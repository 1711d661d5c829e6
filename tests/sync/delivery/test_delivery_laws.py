"""Whatever happens in whatever order: no week arrives twice by itself, and none is forgotten."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.deaths import dying
from tests.sync.delivery.house import CHANNELS
from tracker.domain.dispatches import DispatchState

if TYPE_CHECKING:
    from tests.fakes.times import Times
    from tests.sync.delivery.house import House
    from tests.sync.delivery.mailroom import Mailroom

DAY = 86_400
STEPS = st.one_of(
    st.tuples(st.just("pass"), st.integers(1, 12)),
    st.tuples(st.just("answer"), st.sampled_from(["451 later", "554 never"])),
    st.tuples(st.just("drop"), st.integers(1, 2)),
    st.tuples(st.just("die"), st.integers(1, 45)),
    st.tuples(st.just("look"), st.just(0)),
)


def step(house: House, mailroom: Mailroom, times: Times, what: str, value: int | str) -> None:
    """Let one thing happen."""
    if what == "answer":
        mailroom.post.answers.append(str(value))
    elif what == "drop":
        mailroom.post.drops += int(value)
    elif what == "die":
        with dying(house.store.engine, int(value)):
            house.deliver()
    else:
        times.let_pass(DAY * int(value))
        house.let_time_pass()
        house.deliver()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=12))
def test_no_week_arrives_twice_and_none_is_forgotten(
    mailing: House, mailroom: Mailroom, times: Times, steps: list[tuple[str, int | str]]
) -> None:
    """Refusals, lost answers, deaths and pauses; in the end each week is there, or is asked for."""
    mailing.forget()
    mailroom.post.got.clear()
    for what, value in steps:
        step(mailing, mailroom, times, what, value)
    mailroom.post.answers.clear()
    mailroom.post.drops = 0
    for _ in range(2):
        step(mailing, mailroom, times, "look", 0)
    arrived = Counter(letter["Message-ID"] for letter in mailroom.post.letters)
    newest = mailing.rows[-4:]
    sent = [one for one in mailing.rows if one.state is DispatchState.SENT]

    assert not [number for number, times_sent in arrived.items() if times_sent > 1]
    assert all(one.state is DispatchState.SENT or one.waits_for_a_person for one in newest)
    assert len(sent) <= len(arrived)
    assert mailing.deliver() == []


def test_a_chosen_channel_is_the_only_one_served(house: House, mailroom: Mailroom) -> None:
    """The others keep their turn."""
    house.configure(CHANNELS["smtp"].format(port=mailroom.port) + CHANNELS["folder"])
    first = [one.channel for one in house.deliver("folder")]
    second = [one.channel for one in house.deliver()]

    assert (first, second) == (["folder"], ["smtp"])
