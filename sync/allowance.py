"""What every answer of a tracker tells besides: its time, and how many requests are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.transport import Reply


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a quota, and when it is filled again, if that was told."""

    limit: int
    remaining: int
    resets_at: datetime | None

    def told(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        resets = self.resets_at.isoformat() if self.resets_at else None
        return {"limit": self.limit, "remaining": self.remaining, "resets_at": resets}


@dataclass(slots=True)
class Heard:
    """What a tracker told last: *at*, its own time, and what is *left* of the quota."""

    at: datetime | None = None
    left: Allowance | None = None

    def note(self, reply: Reply) -> None:
        """Take note of an answer; what it does not tell stays."""
        self.at = reply.date or self.at
        self.left = allowance_in(reply.headers) or self.left


def allowance_in(headers: Mapping[str, str]) -> Allowance | None:
    """Return what an answer tells of the quota; GitHub's and Jira's headers have the same names."""
    try:
        limit, remaining = (int(headers[f"x-ratelimit-{name}"]) for name in ("limit", "remaining"))
    except (KeyError, ValueError):
        return None
    return Allowance(limit, remaining, _moment(headers.get("x-ratelimit-reset", "")))


def _moment(told: str) -> datetime | None:
    """Return the moment in *told*: seconds since 1970 from GitHub, ISO 8601 from Jira."""
    try:
        return datetime.fromtimestamp(float(told), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
