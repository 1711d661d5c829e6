from pathlib import Path

import pytest

from tracker.counting.catalogue import CATALOGUE, Metric
from tracker.reporting.definitions import definitions

PAGE = Path(__file__).parents[3] / "docs" / "metrics.md"


@pytest.mark.parametrize("metric", CATALOGUE, ids=lambda metric: metric.name)
def test_each_metric_is_defined_in_the_documentation(metric: Metric) -> None:
    """The promise of each function that counts stands there word for word, its number in it."""
    words = " ".join(PAGE.read_text(encoding="utf-8").split())

    assert f"**{metric.name} ({metric.number})**{metric.promise.removeprefix(metric.name)}" in words


def test_the_report_says_its_definitions() -> None:
    """Each metric of the report is defined in it once, in a sentence that begins with its name."""
    assert [
        metric.name
        for metric, line in zip(CATALOGUE, definitions(), strict=True)
        if line.startswith(f"{metric.name} ") and line.count(metric.name) == 1
    ] == [metric.name for metric in CATALOGUE]
