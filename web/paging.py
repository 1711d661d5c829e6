"""Which part of a long list is shown."""

from __future__ import annotations

from dataclasses import dataclass

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of *total* things; an absurd number means the nearest page."""

    asked: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // SIZE))

    @property
    def number(self) -> int:
        """Return which page is shown, from 1."""
        return min(max(1, self.asked), self.pages)

    @property
    def offset(self) -> int:
        """Return how many things stand before this page."""
        return (self.number - 1) * SIZE

    @property
    def first(self) -> int:
        """Return the place of the first thing shown."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """Return the place of the last thing shown."""
        return min(self.offset + SIZE, self.total)
