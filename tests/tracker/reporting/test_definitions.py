from pathlib import Path

import pytest

from tracker.reporting.definitions import METRICS, definitions

PAGE = Path(__file__).parents[3] / "docs" / "metrics.md"


@pytest.mark.parametrize("name", METRICS)
def test_each_metric_is_defined_in_the_documentation(name: str) -> None:
    """The promise of each function that counts stands in docs/metrics.md, word for word."""
    promise = (METRICS[name].__doc__ or "").partition("\n")[0]

    assert promise
    assert promise in PAGE.read_text(encoding="utf-8")


def test_the_report_says_its_definitions() -> None:
    """Each metric of the report is defined in it."""
    assert [line.partition(":")[0] for line in definitions()] == list(METRICS)
