"""Every metric with its number, its name and the fields that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.counting import (
    ages,
    closing,
    cohorts,
    completion,
    counts,
    health,
    lateness,
    ledger,
    load,
    mix,
    punctuality,
    recurrence,
    reopening,
    slips,
    staleness,
    urgency,
    verification,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from tracker.counting.histories import Log


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of METRICS.md; its definition is the first line of its function's docstring.

    That begins with the metric's name, so that a list of definitions needs no other heading.
    An item whose log contradicts itself in one of the fields that it *needs* is left out of it.
    """

    number: str
    name: str
    count: Callable[..., Any]
    needs: frozenset[str]

    @property
    def promise(self) -> str:
        """Return the definition in one sentence."""
        return (self.count.__doc__ or "").partition("\n")[0]


CATALOGUE = (
    Metric("M1", "Completion by cohort", cohorts.cohorts, cohorts.NEEDS),
    Metric("M2", "On time", punctuality.on_time, punctuality.NEEDS),
    Metric("M3", "Counts", counts.counts, counts.NEEDS | {"due", "owner"}),
    Metric("M4", "Time to close", closing.time_to_close, closing.NEEDS),
    Metric("M5", "Ledger", ledger.ledger, ledger.NEEDS),
    Metric("M6", "Age", ages.ages, ages.NEEDS),
    Metric("M6", "Overdue item-days", lateness.late_items, lateness.NEEDS),
    Metric("M7", "Completion", completion.completions, completion.NEEDS),
    Metric("M8", "Urgent promises", urgency.urgency, urgency.NEEDS),
    Metric("M9", "Reopened", reopening.reopening, reopening.NEEDS),
    Metric("M10", "Slip", slips.slip, slips.NEEDS),
    Metric("M11", "Stale", staleness.staleness, staleness.NEEDS),
    Metric("M12", "Unverified", verification.verification, verification.NEEDS),
    Metric("M13", "Repeat exposure", recurrence.recurrence, recurrence.NEEDS),
    Metric("M14", "Mix", mix.mix, mix.NEEDS),
    Metric("M15", "Time to owner", closing.time_to_owner, closing.NEEDS | {"owner"}),
    Metric("M15", "Time to tracker", closing.time_to_tracker, closing.NEEDS | {"link"}),
    Metric("M16", "Load", load.load, load.NEEDS),
    Metric("M17", "Data health", health.health, frozenset()),
)


@dataclass(frozen=True, slots=True)
class Unclear:
    """An item whose log contradicts itself: how, and of which metrics it is no part."""

    item: int
    texts: tuple[str, ...]
    metrics: tuple[str, ...]


def unclear(log: Log, moment: datetime) -> tuple[Unclear, ...]:
    """Return the items that figures as of *moment* leave out, since nothing is guessed."""
    return tuple(_unclear(log, moment))


def _unclear(log: Log, moment: datetime) -> Iterator[Unclear]:
    for life in log.lives:
        if not life.contradictions:
            continue
        fields = life.unclear(moment)
        left_out = tuple(metric.name for metric in CATALOGUE if metric.needs & fields)
        if left_out:
            texts = [
                one.text
                for one in life.contradictions
                if one.at < moment and any(one.field in metric.needs for metric in CATALOGUE)
            ]
            yield Unclear(life.id, tuple(dict.fromkeys(texts)), left_out)
