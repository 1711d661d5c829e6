"""Kaplan and Meier's estimate: how long things take, when some have not happened yet.

Who is still waiting is counted as waiting for as long as anybody watched (censored), and
neither left out nor taken for done.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import timedelta

TOLERANCE = 1e-9  # far above what a product of fractions loses, far below one of a million


@dataclass(frozen=True, slots=True)
class Span:
    """How long one was watched, and whether it happened at the end of that."""

    lasted: timedelta
    happened: bool


@dataclass(frozen=True, slots=True)
class Step:
    """At *at*, of *at_risk* that had waited so long, *events* happened; *left* wait on."""

    at: timedelta
    at_risk: int
    events: int
    left: float


def steps(spans: Iterable[Span]) -> tuple[Step, ...]:
    """Return the product-limit estimate (Kaplan and Meier, 1958), a step for each time of events.

    Who is censored at the very time of an event was still at risk then.
    """
    watched: Counter[timedelta] = Counter()
    events: Counter[timedelta] = Counter()
    for span in spans:
        watched[span.lasted] += 1
        events[span.lasted] += span.happened
    found: list[Step] = []
    at_risk, left = watched.total(), 1.0
    for at in sorted(watched):
        if events[at]:
            left *= (at_risk - events[at]) / at_risk
            found.append(Step(at, at_risk, events[at], left))
        at_risk -= watched[at]
    return tuple(found)


def reached(found: Sequence[Step], share: float) -> timedelta | None:
    """Return after how long it had happened to *share* of them; None where that is not reached."""
    return next((step.at for step in found if step.left <= 1 - share + TOLERANCE), None)
