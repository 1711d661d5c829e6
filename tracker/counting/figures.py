"""Figures that can name what they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.counting.states import State

FEWEST = 5  # below this a percentage says nothing


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, as the items that it counts; one that moved twice stands here twice."""

    items: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """Return the number."""
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Cases(Figure):
    """A number, as the incidents that it counts."""


def figure(items: Iterable[int]) -> Figure:
    """Return the figure that counts *items*, by number."""
    return Figure(tuple(sorted(items)))


def those(states: Iterable[State], wanted: Callable[[State], bool]) -> Figure:
    """Return the figure of the states that are *wanted*."""
    return figure(state.id for state in states if wanted(state))


def cases(incidents: Iterable[int]) -> Cases:
    """Return the figure that counts *incidents*, by number."""
    return Cases(tuple(sorted(incidents)))


def percent(part: int, whole: int) -> int | None:
    """Return *part* of *whole* in whole percents, rounded down: 100 means all; None of nothing."""
    return part * 100 // whole if whole else None


def rate(part: Figure, whole: Figure) -> int | None:
    """Return *part* of *whole* in whole percents, rounded down; None of fewer than five."""
    return percent(part.count, whole.count) if whole.count >= FEWEST else None
