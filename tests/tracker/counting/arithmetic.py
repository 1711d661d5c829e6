"""What the recounts have in common: lists of numbers, whole percents, exact survival."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import timedelta

    from tests.tracker.counting.oracle import Thing

Answer = dict[str, Any]
RANK = {"P0": 0, "P1": 1, "P3": 3, "High": 1}


def ids(found: list[Thing]) -> tuple[int, ...]:
    """Return the numbers of items."""
    return tuple(sorted(one.number for one in found))


def rate(part: int, whole: int) -> int | None:
    """Return whole percents, and none of fewer than five."""
    return None if whole < 5 else part * 100 // whole


def survival(spans: list[tuple[timedelta, bool]]) -> tuple[timedelta | None, timedelta | None]:
    """Return median and p90 by Kaplan and Meier's product, in exact fractions."""
    answers: list[timedelta | None] = []
    for level in (Fraction(1, 2), Fraction(1, 10)):
        left, answer = Fraction(1), None
        for at in sorted({lasted for lasted, happened in spans if happened}):
            watched = sum(lasted >= at for lasted, _ in spans)
            left *= 1 - Fraction(sum(lasted == at and yes for lasted, yes in spans), watched)
            if left <= level and answer is None:
                answer = at
        answers.append(answer)
    return answers[0], answers[1]
