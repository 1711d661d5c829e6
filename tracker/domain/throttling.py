"""How often something may fail: a bucket that every failure fills and time empties; pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many failures at once, and one more whenever *seconds* have passed."""

    burst: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """How full a bucket was at a moment, told in seconds of whatever clock."""

    level: float
    at: float

    def after(self, moment: float, allowed: Allowance) -> Bucket:
        """Return the bucket as it is at *moment*."""
        passed = max(0.0, moment - self.at)
        return Bucket(max(0.0, self.level - passed / allowed.seconds), moment)

    def wait(self, allowed: Allowance) -> float:
        """Return the seconds until one more failure is allowed; 0 where it is now."""
        return max(0.0, (self.level + 1 - allowed.burst) * allowed.seconds)

    def fuller(self) -> Bucket:
        """Return the bucket with one failure more."""
        return Bucket(self.level + 1, self.at)

    def emptier(self) -> Bucket:
        """Return the bucket with one failure less: it was none."""
        return Bucket(max(0.0, self.level - 1), self.at)
