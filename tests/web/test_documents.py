"""A text is cut at its marks; of a very long one only what is marked is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.web.building import an_incident, an_item
from web.documents import MOST, WHOLE_LINES, Span, passages

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.building import Visitor
    from tracker.storage import Work

LONG = "# Outage\n\n\n- Alert on disk space\n" + "".join(f"line {n}\n" for n in range(5, 50_001))
SPANS = st.lists(st.builds(Span, st.integers(1, 9), st.integers(-2, 5000), st.integers(-2, 5000)))


@given(st.integers(1, 4000), SPANS)
def test_no_line_is_lost_or_doubled(count: int, spans: list[Span]) -> None:
    """Shown or hidden, every line of a text is told of once, in order."""
    text = "".join(f"{number}\n" for number in range(1, count + 1))
    told: list[int] = []
    for one in passages(text, spans):
        told += range(one.first_line, one.last_line + 1)
        assert one.hidden or one.lines == tuple(
            str(number) for number in range(one.first_line, one.last_line + 1)
        )

    assert told == list(range(1, count + 1))


@given(SPANS)
def test_a_page_of_a_text_is_bounded(spans: list[Span]) -> None:
    """However many marks there are."""
    text = "x\n" * 20_000

    assert sum(len(one.lines) for one in passages(text, spans)) <= MOST
    assert sum(len(one.lines) for one in passages(text, spans, 9000)) <= WHOLE_LINES


def test_marked_lines_are_always_shown(visitor: Visitor, work: Work) -> None:
    """Of 50,000 lines the page shows those around the marks, and leads to the others."""
    an_item(work, an_incident(work, text=LONG))
    work.commit()
    page = visitor.read("/incidents/1")
    rest = re.search(r'href="([^"]*\?from=\d+)"', page)
    further = visitor.read(rest[1] if rest else "")

    assert 'id="d1-A1-L4"' in page
    assert len(page) < 200_000
    assert "line 49000" not in page
    assert "line 1000<" in further
    assert "of 50000" in further


def test_a_line_of_a_megabyte_does_not_fill_the_page(visitor: Visitor, work: Work) -> None:
    """It is cut, and the whole text can be saved."""
    an_incident(work, text="# Outage\n" + "x" * 1_000_000 + "\n")
    work.commit()
    page = visitor.read("/incidents/1")

    assert len(page) < 100_000
    assert "996000 more letters" in page
    assert len(visitor.client.get("/incidents/1/text/1?plain=1").text) > 1_000_000


def test_rows_and_lines_know_each_other(client: FlaskClient, work: Work) -> None:
    """What the script lights up is told in the page itself, and linked without one."""
    an_item(work, an_incident(work))
    work.commit()
    page = client.get("/incidents/1").text

    assert '<tr id="A1" data-mark="A1">' in page
    assert re.search(r'class="passage marked" data-mark="A1 "', page)
    assert 'href="#d1-A1-L4"' in page


def test_writing_from_right_to_left_is_shown_and_not_obeyed(
    client: FlaskClient, work: Work
) -> None:
    """A line reads in the order in which its letters are stored."""
    an_incident(work, text="# Outage\npay \u202e001$ now\n")
    work.commit()
    page = client.get("/incidents/1").text

    assert "\u202e" not in page
    assert "U+202E" in page


def test_absurd_parts_of_a_text_are_the_nearest(client: FlaskClient, work: Work) -> None:
    """No number leads to an error; no revision of another incident is shown."""
    an_incident(work, "One")
    an_incident(work, "Two")
    work.commit()
    found = [
        client.get(f"/incidents/1/text/1?from={odd}").status_code
        for odd in ("0", "-5", "9" * 30, "x", "")
    ]

    assert found == [200] * 5
    assert client.get("/incidents/1/text/2").status_code == 404
