from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.tracker.reporting.house import EVIL
from tracker.reporting import WeeklyReport, as_markdown
from tracker.reporting.document import plain
from tracker.reporting.markdown_text import escape, within

TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
SAFE_TAGS = TABLE | {"h1", "h2", "p", "ul", "li", "strong", "pre", "code"}


class Tags(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.tags |= {tag, *(f"@{name}" for name, _ in attrs)}


def rendered(text: str) -> str:
    """Return what a reader of Markdown makes of *text*; raw HTML would go through."""
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


@given(st.text())
@example(EVIL)
@example("1. one")
@example("- a\n- b")
@example("a\\|b")
@example("&lt; &#124; &copy;")
@example("===")
@example("| a |\n|---|")
def test_a_title_shows_just_its_own_characters(title: str) -> None:
    """Whatever a document is called, its name is text and never markup."""
    shown = plain(title)

    assert unescape(rendered(escape(title))) == (f"<p>{shown}</p>\n" if shown else "")


@given(st.text())
@example(EVIL)
@example("a\\|b")
@example("\\")
@example("--- | ---")
def test_a_title_in_a_table_stays_in_its_cell(title: str) -> None:
    """No pipe, break or markup leaves the cell."""
    page = rendered(f"| a | b |\n| --- | --- |\n| x {within(title)} | y |\n")
    cell = page.split("<td>")[1].removesuffix("</td>\n")

    assert page.count("<td>") == 2
    assert unescape(cell) == plain(f"x {title}")


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\u2028", "\r\n"])
def test_characters_that_nobody_sees_are_left_out(mark: str) -> None:
    """A title cannot turn its line round or break it."""
    assert plain(f"a{mark} b") == "a b"


def test_the_whole_report_holds_no_markup_of_a_title(report: WeeklyReport) -> None:
    """With a hostile title the report still is made of its own parts only."""
    page = Tags(rendered(as_markdown(report)))

    assert page.tags <= SAFE_TAGS | {"@style"}


def test_the_sections_stand_in_their_order(report: WeeklyReport) -> None:
    """The order of METRICS.md, each there whether it has much to say or not."""
    headings = [line for line in as_markdown(report).splitlines() if line.startswith("#")]

    assert headings == [
        "# Completion report, week 2026-W46",
        "## Data health",
        "## The ledger",
        "## On time, and what is open",
        "## Repeat exposure",
        "## Newly overdue, and the worst",
        "## Completion per incident",
        "## Won't-do decisions",
        "## Postmortems without items, or without prevention",
        "## Cohorts, and how long promises take",
        "## Team =evil",
        "## Team @dba-team",
        "## Items of no team",
        "## Definitions, and how to make this report again",
        "## Appendix: why the numbers changed",
    ]


def test_the_ledger_and_completion_can_be_read(report: WeeklyReport) -> None:
    """A person finds the week's figures and each incident's."""
    text = as_markdown(report)

    assert "| Done (-) | 4 | 0 |" in text
    assert "| Open at the end | 2 | 5 |" in text
    assert "- A-5 Warm the cache · @bob · no due date · I-4 (twice)" in text
    assert "| I-1 Checkout was down (SEV1) | 1 of 2 (50%) | 1 | 1 | 0 | yes |" in text
    assert "    amends report --week 2026-W46" in text
