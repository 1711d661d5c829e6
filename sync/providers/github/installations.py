"""An App where it is installed: one token an hour, shared by all clients of this process.

GitHub's ETags are a token's own, so a token for each cycle would never be answered with 304.
A token stays in memory; when it ends is told by the server's clock and waited for by ours.
Source: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from sync.transport import understood
from tracker.clock import monotonic

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sync.transport import Reply

EARLY = 300.0  # seconds before its end in which a token is renewed
LIFE = timedelta(hours=1)  # where the answer has no date to count from
WRONG_BY = timedelta(seconds=30)  # GitHub takes signatures up to a minute old


class Installation:
    """The token of one installation, and by how much this machine's clock is wrong."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._token = ""
        self._until = 0.0
        self.skew = 0

    @property
    def held(self) -> str:
        """Return the token as it is held; empty before the first."""
        return self._token

    def renew(self, ask: Callable[[], Reply]) -> None:
        """Hold a token that is good for a while; *ask* gets a new one, for one thread at a time."""
        with self._lock:
            if self._token and monotonic() < self._until:
                return
            began = monotonic()
            reply = ask()
            with understood("GitHub"):
                ends = datetime.fromisoformat(str(reply.body["expires_at"])).astimezone(UTC)
                life = (ends - reply.date if reply.date else LIFE).total_seconds()
                self._token = str(reply.body["token"])
                self._until = began + life - min(EARLY, life / 2)

    def forget(self, token: str) -> None:
        """Ask for a new token next time, unless another thread did so already."""
        with self._lock:
            if self._token == token:
                self._token = ""

    def corrects(self, told: datetime | None, here: datetime) -> bool:
        """Learn from the server's date how wrong our clock is; return whether that is news."""
        if told is None or abs(told - here - timedelta(seconds=self.skew)) < WRONG_BY:
            return False
        self.skew = round((told - here).total_seconds())
        return True


_known: dict[Hashable, Installation] = {}


def installation_of(*identity: Hashable) -> Installation:
    """Return the installation that *identity* tells from others, the same one to all threads."""
    return _known.setdefault(identity, Installation())
