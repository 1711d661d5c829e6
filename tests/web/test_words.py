from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.storage.document_queries import Place
from web.documents import passages
from web.filters import distance, duration, late, safe_url, shown, since, told_moment
from web.paging import Page

TODAY = date(2026, 11, 12)
NOW = datetime(2026, 11, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (3, "in 3 days"),
        (-5, "5 days ago"),
        (28, "in 4 weeks"),
        (-90, "3 months ago"),
        (1100, "in 3 years"),
    ],
)
def test_a_day_is_told_by_its_distance(days: int, words: str) -> None:
    """People read how far off a day is, not how to subtract."""
    assert distance(TODAY + timedelta(days=days), TODAY) == words


def test_a_late_promise_is_told_by_how_late_it_is() -> None:
    """One day late is said as one day."""
    assert late(TODAY - timedelta(days=1), TODAY) == "1 day late"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "just now"),
        (-5, "just now"),
        (60, "1 minute ago"),
        (-840, "in 14 minutes"),
        (7200, "2 hours ago"),
        (86400 * 3, "3 days ago"),
        (86400 * 40, "6 weeks ago"),
    ],
)
def test_a_moment_is_told_by_its_distance(seconds: int, words: str) -> None:
    """What happened is told in the largest unit that fits."""
    assert since(NOW - timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (690, "11 hours 30 minutes"),
        (1440, "1 day"),
        (4321, "3 days 1 minute"),
    ],
)
def test_a_duration_is_told_in_words(minutes: int, words: str) -> None:
    """Nobody divides by sixty."""
    assert duration(minutes) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023-09-01", "1 Sep 2023"),
        ("2023-09-01T15:00:00", "1 Sep 2023, 15:00"),
        ("2023-09-01T15:00:00+00:00", "1 Sep 2023, 15:00 UTC"),
        ("2023-09-01T15:00:00+02:00", "1 Sep 2023, 15:00 +02:00"),
        ("long ago", "long ago"),
    ],
)
def test_a_told_moment_is_as_exact_as_its_document(text: str, words: str) -> None:
    """A time without a zone gets none, and what is no time stays as it is."""
    assert told_moment(text).replace("\xa0", " ") == words


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//host/x",
        "http:",
        "https://[",
        "",
        None,
        " javascript:x",
    ],
)
def test_only_web_addresses_become_links(address: str | None) -> None:
    """What a tracker calls an address is a link only where it leads to the web."""
    assert safe_url(address) is None


def test_values_are_shown_as_people_say_them() -> None:
    """A history is read by people."""
    assert shown("in_progress", "status") == "In progress"
    assert shown("2026-11-12", "due") == "12 Nov 2026"
    assert shown(None, "owner") == "nothing"


@given(st.integers(), st.integers(0, 10_000))
def test_a_page_lies_within_its_list(asked: int, total: int) -> None:
    """Whatever is asked, the page shown exists."""
    page = Page(asked, total)

    assert 1 <= page.number <= page.pages
    assert 0 <= page.offset <= max(0, total - 1)
    assert page.last <= total


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\n\r"), max_size=5), min_size=1, max_size=20
    ),
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 25), st.integers(0, 5)), max_size=6),
)
def test_marking_loses_and_doubles_no_line(
    lines: list[str], spans: list[tuple[int, int, int]]
) -> None:
    """The passages are the document, and each item's first line begins its mark."""
    text = "\n".join([*lines, "end"])
    places = [Place(item, 1, first, first + length) for item, first, length in spans]

    found = passages(text, places)

    assert [line for passage in found for line in passage.lines] == text.split("\n")
    begun = {(item, one.first_line) for one in found for item in one.begins}
    inside = {(one.item_id, one.first_line) for one in places if one.first_line <= len(lines) + 1}
    assert begun == inside
