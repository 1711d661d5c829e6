"""Small drawings of figures through time, as numbers that a template puts into SVG; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.reporting import Kept, WeekLine

STEP = 10.0  # the width of a week
LINE_HEIGHT = 44.0
BAR_HEIGHT = 14.0
COLUMN_HEIGHT = 36.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One upright bar."""

    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class LedgerDrawing:
    """What was open as a line with the area below it; what came and what left as bars."""

    width: float
    line: str
    area: str
    end: tuple[float, float]
    came: tuple[Bar, ...]
    left: tuple[Bar, ...]
    highest: int


@dataclass(frozen=True, slots=True)
class KeptDrawing:
    """The promises of each week: those met at the bottom, those missed above them."""

    width: float
    met: tuple[Bar, ...]
    missed: tuple[Bar, ...]


def draw_ledger(weeks: Sequence[WeekLine]) -> LedgerDrawing:
    """Return how the weeks look from left to right; the line's own zero is at its bottom."""
    highest = max((one.open_at_end for one in weeks), default=0)
    busiest = max((max(one.came, one.left) for one in weeks), default=0)
    points = [
        (STEP * (number + 0.5), _from_top(one.open_at_end, highest, LINE_HEIGHT))
        for number, one in enumerate(weeks)
    ]
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    first, last = points[0][0], points[-1][0]
    area = f"{first:g},{LINE_HEIGHT:g} {line} {last:g},{LINE_HEIGHT:g}"
    heights = [
        (_part(one.came, busiest, BAR_HEIGHT), _part(one.left, busiest, BAR_HEIGHT))
        for one in weeks
    ]
    floor = LINE_HEIGHT + 4 + BAR_HEIGHT
    return LedgerDrawing(
        STEP * len(weeks),
        line,
        area,
        points[-1],
        tuple(Bar(STEP * n + 1, floor - came, came) for n, (came, _) in enumerate(heights)),
        tuple(Bar(STEP * n + 5.2, floor - left, left) for n, (_, left) in enumerate(heights)),
        highest,
    )


def draw_kept(kept: Kept) -> KeptDrawing:
    """Return how the weeks look in which promises fell due."""
    most = max((one.met + one.missed for one in kept.weeks), default=0)
    met, missed = [], []
    for number, one in enumerate(kept.weeks):
        low = _part(one.met, most, COLUMN_HEIGHT)
        high = _part(one.missed, most, COLUMN_HEIGHT)
        met.append(Bar(STEP * number + 1, COLUMN_HEIGHT - low, low))
        missed.append(Bar(STEP * number + 1, COLUMN_HEIGHT - low - high, high))
    return KeptDrawing(STEP * len(kept.weeks), tuple(met), tuple(missed))


def _part(value: int, most: int, height: float) -> float:
    return round(height * value / most, 2) if most else 0.0


def _from_top(value: int, most: int, height: float) -> float:
    return round(height - _part(value, most, height - 3), 2)
