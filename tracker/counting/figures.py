"""Figures that can name what they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain.items import ACTIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from tracker.counting.histories import Log
    from tracker.counting.states import State


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, as the items that it counts; one that moved twice stands here twice."""

    items: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """Return the number."""
        return len(self.items)


def figure(items: Iterable[int]) -> Figure:
    """Return the figure that counts *items*, by number."""
    return Figure(tuple(sorted(items)))


def those(states: Iterable[State], wanted: Callable[[State], bool]) -> Figure:
    """Return the figure of the states that are *wanted*."""
    return figure(state.id for state in states if wanted(state))


def open_at(log: Log, moment: datetime) -> Figure:
    """Return the items that were open or in progress just before *moment*."""
    return figure(life.id for life in log.lives if life.status(moment) in ACTIVE)


def percent(part: int, whole: int) -> int | None:
    """Return *part* of *whole* in whole percents, rounded down: 100 means all; None of nothing."""
    return part * 100 // whole if whole else None
