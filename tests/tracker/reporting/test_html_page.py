from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.tracker.reporting.house import EVIL
from tracker.reporting import WeeklyReport, as_html
from tracker.reporting.document import plain

VOID = {"meta", "br"}


class Shape(HTMLParser):
    """Collects tags, attributes and text, and whether all tags are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.broken: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that begins."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        """Note a tag that ends; it must be the one that began last."""
        last = self.open.pop()
        self.broken += [] if last == tag else [tag]

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def test_the_page_is_well_formed(report: WeeklyReport) -> None:
    """Every tag is closed, in order."""
    shape = Shape(as_html(report))

    assert (shape.open, shape.broken) == ([], [])


def test_a_hostile_title_is_shown_and_never_run(report: WeeklyReport) -> None:
    """A script in a title stands there as text."""
    shape = Shape(as_html(report))

    assert "script" not in shape.tags
    assert plain(EVIL) in shape.text


def test_the_page_needs_nothing_else(report: WeeklyReport) -> None:
    """No script, picture, font or style is fetched from anywhere; it can be mailed."""
    shape = Shape(as_html(report))

    assert not {"script", "link", "img", "iframe", "a"} & shape.tags
    assert not {"src", "href"} & shape.attributes
    assert "url(" not in as_html(report)
    assert "@import" not in as_html(report)


@pytest.fixture(name="opened")
def _opened(report: WeeklyReport, page: Page, tmp_path: Path) -> Page:
    file = tmp_path / "report.html"
    file.write_text(as_html(report), encoding="utf-8")
    page.goto(file.as_uri())
    return page


def test_a_phone_shows_the_whole_width(opened: Page) -> None:
    """At 360 pixels nothing is cut off and nothing scrolls sideways."""
    opened.set_viewport_size({"width": 360, "height": 800})

    assert opened.evaluate("document.documentElement.scrollWidth") == 360


def test_the_page_follows_light_and_dark(opened: Page) -> None:
    """The reader's own choice of colours is kept."""
    opened.emulate_media(color_scheme="dark")
    dark = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    opened.emulate_media(color_scheme="light")
    light = opened.evaluate("getComputedStyle(document.body).backgroundColor")

    assert (dark, light) == ("rgb(15, 20, 25)", "rgb(255, 255, 255)")


def test_a_figures_items_open_by_key(opened: Page) -> None:
    """Who asks what a number counts opens it, without a mouse."""
    summary = opened.get_by_text("Done (4)")
    summary.focus()
    opened.keyboard.press("Enter")

    assert opened.get_by_text("A-5 Warm the cache · @bob · no due date · I-4 (twice)").is_visible()
