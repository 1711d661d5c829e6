import csv
import io

import pytest

from tests.tracker.reporting.house import EVIL
from tracker.reporting import WeeklyReport, as_csv
from tracker.reporting.csv_text import shown
from tracker.reporting.document import plain


@pytest.fixture(name="rows")
def _rows(report: WeeklyReport) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(report), newline="")))


def test_there_is_one_row_an_item(rows: list[dict[str, str]]) -> None:
    """Every item that was known at the week's end has its row."""
    assert [row["item"] for row in rows] == [f"A-{number}" for number in range(1, 8)]


def test_a_columns_sum_is_the_reports_figure(
    report: WeeklyReport, rows: list[dict[str, str]]
) -> None:
    """Who adds a column up in a spreadsheet finds the report's number."""
    names = ("open_at_start", "accepted", "reopened", "done", "wont_do", "open_at_end")
    sums = {name: sum(int(row[name]) for row in rows) for name in names}

    assert sums == {name: getattr(report.ledger, name).count for name in names}
    assert sum(int(row["overdue"]) for row in rows) == report.counts.overdue.count
    assert sum(int(row["overdue_days"]) for row in rows) == sum(one.days for one in report.late)


def test_the_newer_columns_add_up_too(report: WeeklyReport, rows: list[dict[str, str]]) -> None:
    """Ages, stale, slipped, unverified; and each item's team."""
    names = {
        "open_8-30_days": report.slipping.ages[1].open,
        "stale_14_days": report.slipping.stale.fortnight,
        "due_moved_later": report.slipping.slip.later,
        "unverified": report.pace.verification.unverified,
        "done_in_90_days": report.pace.verification.done,
    }
    sums = {name: sum(int(row[name]) for row in rows) for name in names}

    assert sums == {name: figure.count for name, figure in names.items()}
    assert [row["team"] for row in rows[:3]] == ["'@dba-team", "", "'=evil"]


def test_no_cell_runs_as_a_formula(rows: list[dict[str, str]]) -> None:
    """What begins like a formula has an apostrophe before it."""
    assert (rows[2]["owner"], rows[0]["owner"]) == ("'=evil", "'@alice")
    assert rows[2]["title"] == plain(EVIL)


FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r\n=1", "  =1", "\u200f=1", "\uff1d1")


@pytest.mark.parametrize("text", FORMULAS)
def test_every_way_to_begin_a_formula_is_stopped(text: str) -> None:
    """Neither a sign nor what is put before it gets through."""
    assert str(shown(text)).startswith("'")


def test_ordinary_cells_stay_as_they_are() -> None:
    """An apostrophe stands only where it must."""
    assert [shown("A-1"), shown("a=b"), shown(None), shown(3)] == ["A-1", "a=b", "", 3]
