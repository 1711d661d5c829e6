"""In which direction a field moves between an item and its issue."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Who may change whom: both sides, only we them, only they us, or nobody."""

    BOTH = "both"
    PUSH = "push"
    PULL = "pull"
    OFF = "off"

    @property
    def writes(self) -> bool:
        """Return whether what stands here is said over there."""
        return self in {Direction.BOTH, Direction.PUSH}

    @property
    def reads(self) -> bool:
        """Return whether what is said over there is taken in here."""
        return self in {Direction.BOTH, Direction.PULL}
