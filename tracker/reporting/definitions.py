"""The metrics in one sentence each, as the report and docs/metrics.md say them."""

from __future__ import annotations

from tracker.counting.catalogue import CATALOGUE


def definitions() -> tuple[str, ...]:
    """Return each metric's promise, which begins with its name."""
    return tuple(metric.promise for metric in CATALOGUE)
