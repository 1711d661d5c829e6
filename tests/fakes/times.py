"""Clocks that a test sets: the machine's, which the sandboxes in this process share."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from tests.fakes.calls import Call, Reply
    from tests.fakes.proxy import Onward, Proxy


class Times:
    """Virtual time: seconds pass when a test says so, and only then, if it stands *still*.

    The database's clock is its own, and goes on.
    """

    def __init__(self, patch: pytest.MonkeyPatch, *, still: bool = False) -> None:
        self._begun = time.monotonic()
        self._still = still
        self.ahead = timedelta(0)
        times = self

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                """Return the moment that it is here."""
                return times.now.astimezone(tz)

        class Timer:
            sleep = staticmethod(time.sleep)  # noqa: TID251  the clock's own

            @staticmethod
            def monotonic() -> float:
                """Return how long all this takes already."""
                return time.monotonic() + times.ahead.total_seconds()

        self._epoch = datetime.now(UTC)  # noqa: TID251  the true time is where it begins
        patch.setattr("tracker.clock.datetime", Clock)
        patch.setattr("tracker.clock.time", Timer)

    @property
    def now(self) -> datetime:
        """Return the moment that it is here."""
        passed = 0.0 if self._still else time.monotonic() - self._begun
        return self._epoch + timedelta(seconds=passed) + self.ahead

    def let_pass(self, seconds: float) -> None:
        """Let some time pass."""
        self.ahead += timedelta(seconds=seconds)

    def rule(self, *proxies: Proxy) -> None:
        """Let trackers tell this time with each answer."""
        for proxy in proxies:
            proxy.lay(self._dated)

    def _dated(self, call: Call, onward: Onward) -> Reply:
        return onward(call).with_headers(Date=format_datetime(self.now, usegmt=True))
