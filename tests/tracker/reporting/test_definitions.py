from pathlib import Path

import pytest

from tracker.counting.catalogue import CATALOGUE, Metric
from tracker.reporting.definitions import definitions

PAGE = Path(__file__).parents[3] / "docs" / "metrics.md"


@pytest.mark.parametrize("metric", CATALOGUE, ids=lambda metric: metric.name)
def test_each_metric_is_defined_in_the_documentation(metric: Metric) -> None:
    """Name, number and the promise of each function that counts stand there, word for word."""
    page = PAGE.read_text(encoding="utf-8")
    words = " ".join(page.split())

    assert f"**{metric.name} ({metric.number}).**" in page
    assert metric.promise in words


def test_the_report_says_its_definitions() -> None:
    """Each metric of the report is defined in it."""
    assert [line.partition(":")[0] for line in definitions()] == [one.name for one in CATALOGUE]
