"""A week's report as a browser shows it: its page, its file, on paper; the sample of the docs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.support.axe import examined
from tests.support.browser import pictures_folder
from tests.tracker.reporting.half_year import MONDAY_AFTER, SETTINGS, WEEK, furnish
from tracker.reporting import StoredReport, keep, mail_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tracker.storage import Store

DOCS = Path(__file__).resolve().parents[2] / "docs"
SAMPLE = "report-2026-W46.md"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKS = [("light", 360), ("dark", 1280)]
SMALLEST = 8  # CSS pixels of a letter in a chart
CHARTS = """() => [...document.querySelectorAll('.chart')].filter(one => one.checkVisibility()).map(
  one => ({
    name: one.querySelector('title').textContent,
    letter: 12 * one.getBoundingClientRect().width / one.viewBox.baseVal.width,
    filled: one.getBoundingClientRect().width / one.closest('figure').clientWidth,
  }))"""
CUT = "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth)"


@pytest.fixture(name="report")
def _report(light_store: Store) -> StoredReport:
    """Return the kept report of half a year's last week."""
    with light_store.work() as work:
        furnish(work)
    return keep(light_store, SETTINGS, MONDAY_AFTER, WEEK)


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize(("theme", "width"), LOOKS)
@pytest.mark.parametrize("path", ["/reports", f"/reports/{WEEK}"])
def test_the_pages_fit_and_read_well(
    page: Page, address: str, path: str, theme: Literal["light", "dark"], width: int
) -> None:
    """With all charts and tables, closed and opened: axe finds nothing, nothing is cut."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.goto(address + path)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

    found = examined(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(WIDER) == 0


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("width", [360, 800, 1280, 2560])
@pytest.mark.parametrize("path", ["/reports", f"/reports/{WEEK}"])
def test_each_chart_is_there_once_fills_its_card_and_can_be_read(
    page: Page, address: str, path: str, width: int
) -> None:
    """On a phone, a tablet, a desk and a wall."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + path)
    shown = page.evaluate(CHARTS)

    assert len(shown) == len({one["name"] for one in shown}) > 0
    assert min(one["letter"] for one in shown) >= SMALLEST
    assert min(one["filled"] for one in shown) > 0.95


@pytest.mark.usefixtures("report")
def test_no_column_is_cut_off_on_a_phone(page: Page, address: str) -> None:
    """Narrow tables fit; wide ones tell a row's figures below its name."""
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{address}/reports/{WEEK}")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

    assert page.evaluate(f"{CUT}.map(one => one.innerText)") == []


@pytest.mark.usefixtures("report")
def test_weeks_look_like_the_links_they_are(page: Page, address: str) -> None:
    """Underlined, before anybody points at one."""
    page.goto(f"{address}/reports")
    looks = page.locator(".ledger tbody th a").first.evaluate("one => getComputedStyle(one)")

    assert looks["textDecorationLine"] == "underline"


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_the_file_needs_nothing_but_itself(
    page: Page, tmp_path: Path, report: StoredReport, theme: Literal["light", "dark"], width: int
) -> None:
    """It fits a phone and a desk, in both themes, and asks nobody for anything."""
    asked: list[str] = []
    file = tmp_path / "report.html"
    file.write_text(report.text("html"), encoding="utf-8")
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.goto(file.as_uri())

    found = examined(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(WIDER) == 0
    assert asked == [file.as_uri()]


def test_the_mail_fits_a_phone(page: Page, tmp_path: Path, report: StoredReport) -> None:
    """As wide as the screen, though nothing but inline looks is left."""
    file = tmp_path / "mail.html"
    file.write_text(mail_of(report).html, encoding="utf-8")
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(file.as_uri())

    assert page.evaluate(WIDER) == 0


def test_paper_gets_every_detail_in_dark_ink(
    page: Page, tmp_path: Path, report: StoredReport
) -> None:
    """What is folded on a screen is there in print, whatever theme the screen has."""
    file = tmp_path / "report.html"
    file.write_text(report.text("html"), encoding="utf-8")
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(file.as_uri())
    body = "getComputedStyle(document.body)"

    assert page.evaluate(f"{body}.color") == "rgb(0, 0, 0)"
    assert page.evaluate(f"{body}.backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.fill-ink')).fill") == (
        "rgb(27, 31, 36)"
    )


def test_the_sample_of_the_docs_is_what_amends_makes(
    page: Page, address: str, report: StoredReport, tmp_path: Path
) -> None:
    """`make pictures` writes it anew, with its picture."""
    folder = pictures_folder(tmp_path / "pictures")
    folder.mkdir(exist_ok=True)
    page.set_viewport_size({"width": 1280, "height": 1960})
    page.goto(f"{address}/reports/{WEEK}")
    page.screenshot(path=folder / "report.png")
    (folder.parent / SAMPLE).write_text(report.text("md"), encoding="utf-8")

    assert (folder / "report.png").stat().st_size > 10_000
    assert (DOCS / SAMPLE).read_text(encoding="utf-8") == report.text("md")
