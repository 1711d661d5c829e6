from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.building import Visitor, a_link, an_incident, an_item
from tracker.domain.items import Status

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from playwright.sync_api import Page

    from tracker.storage import Store, Work


@pytest.fixture(autouse=True)
def _house(request: pytest.FixtureRequest) -> None:
    """Store an incident, its document, two items and an issue, where a test works with rows."""
    if "client" in request.fixturenames:
        work: Work = request.getfixturevalue("work")
        _furnish(work)


def _furnish(work: Work) -> None:
    text = "# Outage\n\nThe <b>replica</b> of Postgres fell behind.\n- Alert on replica lag\n"
    incident = an_incident(work, "Replica fell behind", text, severity="SEV2")
    a_link(work, an_item(work, incident, "Alert on replica lag", owner="@alice"))
    an_item(work, incident, "Rehearse replica failover", status=Status.DONE)
    work.commit()


def test_results_stand_in_groups_with_their_counts(visitor: Visitor) -> None:
    """Incidents, items and documents that hold the words are told apart and counted."""
    page = visitor.read("/search?q=replica")

    assert "Incidents <span" in page
    counts = re.findall(r'(\w+) <span class="count">(\d+\+?)</span></a>', page)
    assert counts == [("All", "4"), ("Incidents", "1"), ("Items", "2"), ("Documents", "1")]
    assert page.index("Alert on <mark>replica</mark>") < page.index("Rehearse <mark>replica")


def test_hits_are_marked_and_nothing_else_becomes_markup(visitor: Visitor) -> None:
    """The words of a document are shown as they are, with the hits in marks."""
    page = visitor.read("/search?q=replica")

    assert "The &lt;b&gt;<mark>replica</mark>&lt;/b&gt; of Postgres fell behind." in page


def test_a_slip_is_told_with_what_was_found_instead(visitor: Visitor) -> None:
    """Nobody wonders why other words are marked than those typed."""
    page = visitor.read("/search?q=postgers")

    assert "<b>postgers</b> was not found, so these hold <b>postgres</b>" in page
    assert "<mark>Postgres</mark>" in page


def test_words_that_never_meet_find_what_holds_some(visitor: Visitor) -> None:
    """A question that is too narrow is answered by its parts, and that is said."""
    page = visitor.read("/search?q=replica+giraffe")

    assert "Nothing holds all of these words" in page
    assert "<mark>replica</mark>" in page


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("A-2", "/items/2"),
        ("i-1", "/incidents/1"),
        ("acme/platform%231", "/items/1"),
        ("https://github.com/acme/platform/issues/1", "/items/1"),
    ],
)
def test_a_key_leads_straight_there(
    client: FlaskClient, work: Work, typed: str, address: str
) -> None:
    """Who knows the name of a thing is not shown a list."""
    del work
    answer = client.get(f"/search?q={typed}")

    assert (answer.status_code, answer.location) == (303, address)


def test_a_key_that_nothing_bears_says_so(visitor: Visitor, work: Work) -> None:
    """There is a page that says that nothing was found, not an error."""
    del work

    assert "Nothing found for “A-99”" in visitor.read("/search?q=A-99")


def test_without_a_question_the_page_tells_what_can_be_asked(visitor: Visitor) -> None:
    """The empty page is a help."""
    assert "What are you looking for?" in visitor.read("/search")


def test_a_group_is_shown_alone_and_in_pages(visitor: Visitor, work: Work) -> None:
    """What does not fit is on the next page, whose address holds the question."""
    incident = work.incidents.get(1)
    for number in range(60):
        an_item(work, incident, f"Rotate keys {number}")
    work.commit()
    first = visitor.read("/search?q=rotate&kind=items")
    second = visitor.read("/search?q=rotate&kind=items&page=2")

    assert "1\u201350 of 60 items" in first
    assert "?q=rotate&amp;kind=items&amp;page=2" in first
    assert "51\u201360 of 60 items" in second
    assert len(re.findall(r"<mark>Rotate</mark> keys \d+</a>", first + second)) == 60


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%22", "q=*", "q=NEAR(", "q=" + "x" * 10_000, "q=a&kind=nonsense&page=-4",
        "q=a&page=99999999999999999999", "q=a&q=b", "kind=items", "q=%ff%fe", "q=%ed%a0%80",
    ],
)  # fmt: skip
def test_no_question_is_refused(visitor: Visitor, work: Work, query: str) -> None:
    """Whatever is asked, a page answers."""
    del work

    assert "Search" in visitor.read(f"/search?{query}")


def test_the_question_stays_in_the_box(visitor: Visitor, work: Work) -> None:
    """It can be corrected where it was typed, and is no markup there either."""
    del work
    page = visitor.read("/search?q=%22%3E%3Cscript%3E")

    assert 'value="&#34;&gt;&lt;script&gt;"' in page


def test_a_slash_leads_to_the_search_box(page: Page, address: str, light_store: Store) -> None:
    """From anywhere on a page, `/`, words and Enter show results; in a field it is a letter."""
    with light_store.work() as work:
        _furnish(work)
    page.goto(f"{address}/items/1")
    page.keyboard.press("/")
    page.keyboard.type("replica/lag")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=replica%2Flag")

    assert page.locator("mark").first.inner_text().lower() in {"replica", "lag"}
    assert page.get_by_role("searchbox").first.input_value() == "replica/lag"
