"""Figures in JSON: each with the items, or the incidents, that it counts."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tracker.counting.figures import Cases, Figure

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.closing import Duration
    from tracker.counting.lateness import Late
    from tracker.counting.ledger import Ledger
    from tracker.counting.punctuality import OnTime

Json = dict[str, Any]
DAY = timedelta(days=1)


def figure_json(figure: Figure) -> Json:
    """Return a figure's number, and what it counts by name."""
    if isinstance(figure, Cases):
        return {"count": figure.count, "incidents": [f"I-{one}" for one in figure.items]}
    return {"count": figure.count, "items": [_key(item) for item in figure.items]}


@lru_cache(maxsize=100_000)
def _key(item: int) -> str:
    """Return an item's name; an item stands in dozens of figures, and its name is kept once."""
    return f"A-{item}"


def figures_json(holder: Any) -> Json:
    """Return each figure among a dataclass's fields, in their order."""
    values = {one.name: getattr(holder, one.name) for one in fields(holder)}
    return {name: figure_json(value) for name, value in values.items() if isinstance(value, Figure)}


def ledger_json(one: Ledger) -> Json:
    """Return a ledger with its bounds."""
    return {"start": moment_json(one.start), "end": moment_json(one.end), **figures_json(one)}


def on_time_json(one: OnTime) -> Json:
    """Return what became of a window's promises."""
    return {"percent": one.percent, **figures_json(one)}


def duration_json(one: Duration) -> Json:
    """Return how long something took, in days; null where that was not reached."""
    return {
        "median_days": days_json(one.median),
        "p90_days": days_json(one.p90),
        **figures_json(one),
    }


def late_json(late: tuple[Late, ...]) -> Json:
    """Return overdue item-days, in all and by item."""
    return {
        "days": sum(one.days for one in late),
        "weighted": sum(one.weighted for one in late),
        "items": [
            {
                "id": f"A-{one.item}",
                "days": one.days,
                "weight": one.weight,
                "weighted": one.weighted,
            }
            for one in late
        ],
    }


def days_json(span: timedelta | None) -> float | None:
    """Return a length of time in days, to the hundredth."""
    return None if span is None else round(span / DAY, 2)


def moment_json(moment: datetime | None) -> str | None:
    """Return a moment in ISO 8601."""
    return moment.isoformat() if moment else None


def day_json(day: object) -> str | None:
    """Return a day in ISO 8601."""
    return str(day) if day else None
