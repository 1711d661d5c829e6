"""The metrics in one sentence each, as the report and docs/metrics.md say them."""

from __future__ import annotations

from tracker.counting.catalogue import CATALOGUE


def definitions() -> tuple[str, ...]:
    """Return each metric's name and its promise, the first line of its function's docstring."""
    return tuple(f"{metric.name}: {metric.promise}" for metric in CATALOGUE)
