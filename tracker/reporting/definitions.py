"""The metrics in one sentence each, as the report and docs/metrics.md say them."""

from __future__ import annotations

from tracker.counting.completion import completions
from tracker.counting.counts import counts
from tracker.counting.lateness import late_items
from tracker.counting.ledger import ledger
from tracker.counting.punctuality import on_time

METRICS = {
    "Ledger": ledger,
    "Counts": counts,
    "On time": on_time,
    "Overdue item-days": late_items,
    "Completion": completions,
}


def definitions() -> tuple[str, ...]:
    """Return each metric's name and its promise, the first line of its function's docstring."""
    told = ((name, (metric.__doc__ or "").partition("\n")[0]) for name, metric in METRICS.items())
    return tuple(f"{name}: {promise}" if promise else name for name, promise in told)
