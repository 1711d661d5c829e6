"""The one file that reads the clock, and the one that waits."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Return seconds that never run backwards."""
    return time.monotonic()


def wait(seconds: float) -> None:
    """Let *seconds* pass; nothing if negative."""
    time.sleep(max(0.0, seconds))
