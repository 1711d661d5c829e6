"""Leases: one holder at a time, and one who slept is told so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.tracker.storage.building import NOW, close, rivals_of
from tracker.storage.leases import Lease, LeaseLostError

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.storage import Store

RIVALS = [f"worker {number}" for number in range(6)]
AFTER = NOW + timedelta(seconds=31)


def taken(store: Store, owner: str, at: datetime = NOW) -> Lease | None:
    """Try to lease a target for half a minute."""
    with store.work() as work:
        lease = work.leases.take("platform", owner, at, 30)
        work.commit()
    return lease


def held(store: Store, owner: str, at: datetime = NOW) -> Lease:
    """Lease a target that is free."""
    lease = taken(store, owner, at)
    assert lease is not None
    return lease


def test_the_first_gets_the_lease(store: Store) -> None:
    """A lease that nobody ever held is given, in its first epoch."""
    assert taken(store, "alice") == Lease("platform", "alice", 1)


def test_the_second_gets_nothing_while_it_lasts(store: Store) -> None:
    """As long as a lease lasts, another holder is refused, up to its last second."""
    taken(store, "alice")

    assert taken(store, "bob", NOW + timedelta(seconds=29)) is None


def test_a_lease_that_ran_out_is_given_to_the_next(store: Store) -> None:
    """The next holder gets a higher epoch."""
    taken(store, "alice")

    assert taken(store, "bob", AFTER) == Lease("platform", "bob", 2)


def test_each_taking_raises_the_epoch(store: Store) -> None:
    """The same holder may take again, and is a new holder then."""
    epochs = [held(store, "alice").epoch for _ in range(3)]

    assert epochs == [1, 2, 3]


def test_leases_of_other_names_are_free(store: Store) -> None:
    """One target's lease does not hold up another's."""
    taken(store, "alice")
    with store.work() as work:
        assert work.leases.take("ops", "bob", NOW, 30) is not None


def test_a_renewed_lease_lasts_longer(store: Store) -> None:
    """Renewing moves the end, and keeps others out until then."""
    lease = held(store, "alice")
    with store.work() as work:
        work.leases.renew(lease, NOW + timedelta(seconds=20), 30)
        work.commit()
    with store.reading() as work:
        assert work.leases.held_until("platform") == NOW + timedelta(seconds=50)

    assert taken(store, "bob", AFTER) is None


def test_a_holder_who_slept_is_told(store: Store) -> None:
    """Who lost a lease to another cannot renew it."""
    lease = held(store, "alice")
    held(store, "bob", AFTER)

    with store.work() as work, pytest.raises(LeaseLostError, match="platform"):
        work.leases.renew(lease, AFTER, 30)


def test_an_older_self_is_told_too(store: Store) -> None:
    """A process that takes a lease under the same name fences its predecessor off."""
    old = held(store, "alice")
    held(store, "alice")

    with store.work() as work, pytest.raises(LeaseLostError):
        work.leases.renew(old, NOW, 30)


def test_a_lease_given_back_is_free_at_once(store: Store) -> None:
    """Nobody waits for the end of a lease that was given back."""
    lease = held(store, "alice")
    with store.work() as work:
        work.leases.give_back(lease, NOW)
        work.commit()

    assert taken(store, "bob") is not None


def test_a_lost_lease_given_back_leaves_the_next_holder_alone(store: Store) -> None:
    """Giving back what one lost takes nothing from the one who has it now."""
    lease = held(store, "alice")
    held(store, "bob", AFTER)
    with store.work() as work:
        work.leases.give_back(lease, AFTER)
        work.commit()

    assert taken(store, "carol", AFTER) is None


def test_nobody_holds_what_nobody_took(store: Store) -> None:
    """A name that was never leased has no end."""
    with store.reading() as work:
        assert work.leases.held_until("platform") is None


def test_of_many_who_race_for_a_new_lease_one_wins(store: Store) -> None:
    """Connections that try at the same time: one gets it, the others are refused."""
    rivals = rivals_of(store, len(RIVALS))
    with ThreadPoolExecutor(len(RIVALS)) as threads:
        found = list(threads.map(taken, rivals, RIVALS))
    close(rivals)

    assert sum(lease is not None for lease in found) == 1
    assert taken(store, "late") is None


def test_of_many_who_race_for_a_free_lease_one_wins(store: Store) -> None:
    """The same holds for a lease that ran out."""
    taken(store, "alice")
    rivals = rivals_of(store, len(RIVALS))
    with ThreadPoolExecutor(len(RIVALS)) as threads:
        found = list(threads.map(taken, rivals, RIVALS, [AFTER] * len(RIVALS)))
    close(rivals)

    assert [lease.epoch for lease in found if lease] == [2]
