"""Somebody always looks after the accounts, whatever is done to admins at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from tests.tracker.storage.building import close, rivals_of
from tracker import accounts
from tracker.domain.access import Account, Role
from tracker.domain.errors import IllegalMove
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.storage import Store, Work

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NAMES = ("alice", "bob", "carol", "dave")


def _switched_off(work: Work, account: Account) -> None:
    accounts.switch_off(work, account, NOW)


def _made_less(work: Work, account: Account) -> None:
    accounts.set_role(work, account, Role.VIEWER)


@pytest.mark.parametrize("deed", [_switched_off, _made_less, accounts.remove])
def test_of_admins_who_go_at_once_one_stays(
    migrated_url: str, deed: Callable[[Work, Account], None]
) -> None:
    """Each is told that there are others, until there are none."""
    store = open_store(migrated_url)
    with store.work() as work:
        for name in NAMES:
            accounts.add(work, name, "a horse in May", Role.ADMIN, None, NOW)
        work.commit()
    stores = rivals_of(store, len(NAMES))
    ready = Barrier(len(NAMES))

    def gone(told: tuple[Store, str]) -> bool:
        rival, name = told
        ready.wait()
        with rival.work() as work:
            try:
                deed(work, work.accounts.named(name))
            except IllegalMove:
                return False
            work.commit()
        return True

    with ThreadPoolExecutor(len(NAMES)) as pool:
        done = list(pool.map(gone, zip(stores, NAMES, strict=True)))
    with store.reading() as work:
        left = work.accounts.admins()
    close([*stores, store])

    assert sorted(done) == [False, True, True, True]
    assert left == 1
