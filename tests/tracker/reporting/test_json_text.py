import json
from collections.abc import Iterator
from typing import Any

import pytest

from tracker.reporting import WeeklyReport, as_json


@pytest.fixture(name="told")
def _told(report: WeeklyReport) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json(report))
    return found


def figures(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every figure, however deep it stands."""
    if isinstance(value, dict):
        if set(value) == {"count", "items"}:
            yield value
        for part in value.values():
            yield from figures(part)
    if isinstance(value, list):
        for part in value:
            yield from figures(part)


def test_every_figure_lists_as_many_items_as_it_counts(told: dict[str, Any]) -> None:
    """A number always adds up to its own list, and each item is told of."""
    known = {item["id"] for item in told["items"]}
    found = list(figures(told))

    assert len(found) > 100
    assert all(one["count"] == len(one["items"]) for one in found)
    assert {item for one in found for item in one["items"]} <= known


def test_it_is_written_as_any_program_would(report: WeeklyReport, told: dict[str, Any]) -> None:
    """Items are put in one by one, and nobody sees it."""
    assert as_json(report) == json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def test_each_team_is_a_part_of_the_whole(told: dict[str, Any]) -> None:
    """The teams' items, put together, are those of all; so with what is open and what was done."""
    for name in ("open_at_start", "done", "open_at_end"):
        parts = [item for one in told["teams"] for item in one["ledger"][name]["items"]]
        assert sorted(parts) == sorted(told["ledger"][name]["items"])


def test_figures_of_incidents_name_incidents(told: dict[str, Any]) -> None:
    """They count what they list, too."""
    causes, felt = told["mix"]["causes"], told["urgent_promises"]["untold"]

    assert causes == {"count": 0, "incidents": []}
    assert felt == {"count": 4, "incidents": ["I-1", "I-2", "I-3", "I-4"]}


def test_the_ledger_balances_in_each_of_eight_weeks(told: dict[str, Any]) -> None:
    """Open at the start, plus what came, minus what left, is open at the end."""
    signs = {
        "open_at_start": 1,
        "accepted": 1,
        "reopened": 1,
        "reinstated": 1,
        "done": -1,
        "wont_do": -1,
        "duplicate": -1,
        "open_at_end": -1,
    }

    sums = [
        sum(sign * week[name]["count"] for name, sign in signs.items()) for week in told["trend"]
    ]

    assert sums == [0] * 8
    assert told["trend"][-1] == {"week": "2026-W46", **told["ledger"]}


def test_keys_stand_in_a_fixed_order(told: dict[str, Any]) -> None:
    """Scripts and people find things where they were last week."""
    assert list(told) == [
        "week",
        "timezone",
        "start",
        "end",
        "as_of",
        "so_far",
        "health",
        "ledger",
        "trend",
        "on_time",
        "counts",
        "counts_week_ago",
        "newly_overdue",
        "overdue_item_days",
        "incidents",
        "remediated",
        "wont_do",
        "without_items",
        "without_prevention",
        "unclear",
        "on_time_by_kind",
        "on_time_by_owner",
        "oldest_unremediated",
        "expiring",
        "ages",
        "slip",
        "movers",
        "stale",
        "repeats",
        "repeats_365_days",
        "urgent_promises",
        "mix",
        "cohorts",
        "time_to_close",
        "time_to_owner",
        "time_to_tracker",
        "reopened",
        "unverified",
        "teams",
        "items",
        "definitions",
        "command",
    ]


def test_completion_per_incident_is_told(told: dict[str, Any]) -> None:
    """Every incident with its figures, by number."""
    first = told["incidents"][0]

    assert [one["id"] for one in told["incidents"]] == ["I-1", "I-2", "I-3", "I-4"]
    assert (first["title"], first["percent"], first["remediated"]) == (
        "Checkout was down",
        50,
        True,
    )
    assert first["done"] == {"count": 1, "items": ["A-1"]}
    assert first["counted"] == {"count": 2, "items": ["A-1", "A-2"]}


def test_moments_and_days_are_iso_and_absent_is_null(told: dict[str, Any]) -> None:
    """A program can read each value without guessing."""
    item = told["items"][0]

    assert told["start"] == "2026-11-08T23:00:00+00:00"
    assert (item["due"], item["done_at"]) == ("2026-11-11", "2026-11-10T11:00:00+00:00")
    assert told["items"][4]["due"] is None
