from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts import PER_ACCOUNT, PER_ADDRESS
from tracker.domain.throttling import Allowance, Bucket

ALLOWED = Allowance(3, 10)


def _tries(moments: list[float], allowed: Allowance) -> list[bool]:
    """Return which tries at these moments were let through."""
    bucket, through = Bucket(0.0, moments[0]), []
    for moment in moments:
        bucket = bucket.after(moment, allowed)
        through.append(bucket.wait(allowed) == 0)
        bucket = bucket.fuller() if through[-1] else bucket
    return through


def test_some_failures_are_free_and_the_next_waits() -> None:
    """Three at once, then one whenever ten seconds have passed."""
    assert _tries([0, 0, 0, 0, 9, 10, 11, 20], ALLOWED) == [
        True, True, True, False, False, True, False, True,
    ]  # fmt: skip


def test_the_wait_is_told_exactly() -> None:
    """Who waits that long is let through, and who waits less is not."""
    full = Bucket(3.0, 0.0)

    assert full.wait(ALLOWED) == 10
    assert full.after(10, ALLOWED).wait(ALLOWED) == 0


def test_what_was_right_counts_as_no_failure() -> None:
    """Signing in well as often as one likes uses nothing up."""
    assert Bucket(1.0, 0.0).fuller().emptier() == Bucket(1.0, 0.0)


def test_a_clock_that_goes_back_opens_nothing() -> None:
    """Another machine's clock may be behind."""
    assert Bucket(3.0, 100.0).after(50.0, ALLOWED).level == 3


@given(st.lists(st.floats(0, 5), min_size=1, max_size=400))
def test_one_address_alone_shuts_nobody_out(pauses: list[float]) -> None:
    """However it times its tries, there is always room left for the owner of the account."""
    moment, address, account = 0.0, Bucket(0.0, 0.0), Bucket(0.0, 0.0)
    for pause in pauses:
        moment += pause
        address, account = address.after(moment, PER_ADDRESS), account.after(moment, PER_ACCOUNT)
        assert account.wait(PER_ACCOUNT) == 0
        if address.wait(PER_ADDRESS) == 0:
            address, account = address.fuller(), account.fuller()
