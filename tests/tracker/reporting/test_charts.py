"""Charts: as SVG on pages, as PNG in mails; the same figures stand in tables."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from tests.tracker.reporting.half_year import MONDAY_AFTER, SETTINGS, WEEK, furnish
from tracker.counting.weeks import parse_week
from tracker.reporting import StoredReport, keep, ledger_lines, weekly
from tracker.reporting.document import Chart, Form
from tracker.reporting.drawing import COLOURS, Box, Words, drawing_of
from tracker.reporting.png import as_png
from tracker.reporting.svg import as_svg
from tracker.storage import Store, open_store

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def house(migrated_sqlite_url: str) -> Store:
    """Return a database with half a year in it."""
    store = open_store(migrated_sqlite_url)
    with store.work() as work:
        furnish(work)
    return store


@pytest.fixture
def charts(house: Store) -> dict[Form, Chart]:
    """Return the charts of a stored report, by their form."""
    return charts_of(keep(house, SETTINGS, MONDAY_AFTER, WEEK))


def charts_of(report: StoredReport) -> dict[Form, Chart]:
    """Return a report's charts."""
    blocks = [block for section in report.document.sections for block in section.blocks]
    return {block.form: block for block in blocks if isinstance(block, Chart)}


def test_each_chart_is_there(charts: dict[Form, Chart]) -> None:
    """The ledger and the backlog over 26 weeks, completion per incident, ages."""
    assert set(charts) == set(Form)
    assert len(charts[Form.FLOW].figures.rows) == 26


def test_the_half_year_is_that_of_the_dashboard(house: Store) -> None:
    """Counted from the log, the weeks are those that the database adds up."""
    with house.reading() as work:
        report = weekly(work, WEEK, SETTINGS, MONDAY_AFTER)
        lines = ledger_lines(work, 27, SETTINGS.report.zone, MONDAY_AFTER)[::-1]

    assert [(one.week, one.came, one.left, one.open_at_end) for one in report.weeks] == [
        (one.week, one.came, one.left, one.open_at_end) for one in lines[:-1]
    ]
    assert report.weeks[-1].week == parse_week(WEEK, SETTINGS.report.zone)
    assert report.weeks[-1].open_at_end == report.ledger.open_at_end.count


def test_the_charts_add_up_to_the_figures_beside_them(house: Store) -> None:
    """Each promise of a drawn incident stands in one part; the ages are all open items."""
    with house.reading() as work:
        report = weekly(work, WEEK, SETTINGS, MONDAY_AFTER)
    drawn = charts_of(keep(house, SETTINGS, MONDAY_AFTER, WEEK))
    counted = {f"I-{one.incident}": one.counted.count for one in report.completions}

    for name, *parts in drawn[Form.COMPLETION].figures.rows:
        assert sum(part for part in parts if isinstance(part, int)) == counted[str(name)]
    ages = [row[1] for row in drawn[Form.AGES].figures.rows]
    assert sum(age for age in ages if isinstance(age, int)) == report.counts.open.count


@pytest.mark.parametrize("form", Form)
def test_svg_says_in_words_what_it_shows(charts: dict[Form, Chart], form: Form) -> None:
    """It is an image with a title and a description, and asks for nothing from anywhere."""
    text = as_svg(charts[form])
    root = ET.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314  ours
    titled = root.attrib["aria-labelledby"].split()

    assert root.attrib["role"] == "img"
    assert [root.find(f"{SVG}{name}").attrib["id"] for name in ("title", "desc")] == titled  # type: ignore[union-attr]
    assert root.find(f"{SVG}desc").text == charts[form].told  # type: ignore[union-attr]
    assert not re.search(r"style=|href|url\(|<script", text)


@pytest.mark.parametrize("form", Form)
def test_png_is_the_same_each_time_and_shows_each_colour(
    charts: dict[Form, Chart], form: Form
) -> None:
    """Twice as dense as it is wide, small enough for a mail."""
    data = as_png(charts[form])
    image = Image.open(io.BytesIO(data)).convert("RGB")
    pixels = image.tobytes()
    seen = {f"#{pixels[at : at + 3].hex()}" for at in range(0, len(pixels), 3)}
    drawing = drawing_of(charts[form])
    boxes = {one.role for one in drawing.shapes if isinstance(one, Box) and one.width > 20}

    assert data == as_png(charts[form])
    assert image.width == 2 * drawing.width
    assert len(data) < 40_000
    assert {COLOURS[role] for role in boxes} <= seen


@pytest.mark.parametrize("width", [320, 720, 1120])
@pytest.mark.parametrize("form", Form)
def test_everything_lies_on_the_sheet(charts: dict[Form, Chart], form: Form, width: int) -> None:
    """No bar and no word is cut off, however wide it is."""
    drawing = drawing_of(charts[form], width)
    assert drawing.width == width
    for one in drawing.shapes:
        if isinstance(one, Box):
            assert one.x >= 0
            assert one.y >= 0
            assert one.x + one.width <= drawing.width
            assert one.y + one.height <= drawing.height
        elif isinstance(one, Words):
            wide = len(one.text) * one.size * 0.6
            start = {"start": one.x, "middle": one.x - wide / 2, "end": one.x - wide}[one.anchor]
            assert start >= 0
            assert start + wide <= drawing.width


def test_nothing_at_all_can_be_drawn(migrated_sqlite_url: str) -> None:
    """An empty week has an empty chart, and no chart of incidents."""
    store = open_store(migrated_sqlite_url)
    drawn = charts_of(keep(store, SETTINGS, MONDAY_AFTER, WEEK))

    assert set(drawn) == {Form.FLOW}
    assert as_png(drawn[Form.FLOW])
    assert "0 now" in drawn[Form.FLOW].told
