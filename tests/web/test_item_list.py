from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tests.web.building import a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.history import Author, Origin
from tracker.domain.items import Kind, Status
from tracker.editing import Edit, edit
from tracker.people import People
from tracker.storage.tables import ChangeRow, ItemRow

if TYPE_CHECKING:
    from datetime import datetime

    from tests.web.building import Visitor
    from tracker.domain.items import ActionItem
    from tracker.storage import Work

LATE = (now() - timedelta(days=2)).date()


def _several(work: Work) -> list[ActionItem]:
    one = an_incident(work, "Database down", severity="SEV1", services=("checkout",))
    two = an_incident(work, "Certificate expired")
    found = [
        an_item(work, one, "Alert", owner="@alice", kind=Kind.DETECT, priority="P1", due=LATE),
        an_item(work, one, "=SUM(A1)", owner="@bob", kind=Kind.REPAIR),
        an_item(work, two, "Cap, the pool\nnow", status=Status.DONE, owner="@alice"),
        an_item(work, two, "Document"),
    ]
    a_link(work, found[0], remote_id="7")
    work.commit()
    return found


def _titles(page: str) -> str:
    return "".join(re.findall(r'class="title" href="/items/[0-9]+">([^<])', page))


@pytest.mark.parametrize(
    ("query", "letters"),
    [
        ("kind=detect", "A"),
        ("priority=p1", "A"),
        ("severity=SEV1", "A="),
        ("service=checkout&kind=repair", "="),
        ("service=check", ""),
        ("target=platform", "A"),
        ("target=ops", ""),
        ("mine=1&me=%40alice&status=open", "A"),
        ("mine=1&me=%40alice", "AC"),
        ("stale=14", ""),
    ],
)
def test_more_filters_find_exactly_what_they_say(
    visitor: Visitor, work: Work, query: str, letters: str
) -> None:
    """Kind, priority, severity, service, target and person narrow the list."""
    _several(work)

    assert _titles(visitor.read(f"/items?{query}")) == letters


@pytest.mark.parametrize("query", ["kind=wish", "stale=15", "mine=perhaps", "me=" + "x" * 300])
def test_a_filter_that_cannot_be_meant_is_refused(visitor: Visitor, query: str) -> None:
    """A mistyped filter shows no wrong list."""
    assert "<h1>Bad Request</h1>" in visitor.read(f"/items?{query}", 400)


def test_my_items_ask_who_i_am_once_and_remember_it_in_the_address(
    visitor: Visitor, work: Work
) -> None:
    """Without a name nothing is shown but the question; with it, every view keeps it."""
    _several(work)

    asking = visitor.read("/items?mine=1&status=open")
    mine = visitor.read("/items?mine=1&status=open&status=in_progress&me=%40alice")

    assert "Whose items?" in asking
    assert "<option>@alice</option>" in asking
    assert _titles(asking) == ""
    assert 'me=%40alice" aria-current="true">Mine <span class="count">1<' in mine
    assert "/items?status=open&amp;status=in_progress&amp;me=%40alice" in mine


@pytest.mark.parametrize(
    ("author", "stale"),
    [
        (None, "O"),
        (Author(Origin.POLICY), "O"),
        (Author(Origin.DOCUMENT), "O"),
        (Author(Origin.GITHUB, "tidy[bot]"), "O"),
        (Author(Origin.GITHUB, "alice"), ""),
        (Author(Origin.WEB), ""),
        (Author(Origin.CLI), ""),
    ],
)
def test_stale_is_what_nobody_touched_here_or_in_a_tracker(
    visitor: Visitor, work: Work, author: Author | None, stale: str
) -> None:
    """A policy's, a document's or a bot's change is no attention; a person's is (M11)."""
    item = an_item(work, an_incident(work), "Old one")
    _age(work, now() - timedelta(days=20))
    if author:
        edit(work, item.id, Edit({"priority": "P2"}), author, People({}), now())
    work.commit()

    assert _titles(visitor.read("/items?stale=14")) == stale
    assert _titles(visitor.read("/items?stale=30")) == ""


def _age(work: Work, moment: datetime) -> None:
    work.session.execute(update(ItemRow).values(created_at=moment))
    work.session.execute(update(ChangeRow).values(at=moment))


def test_the_spreadsheet_holds_exactly_the_filtered_list(visitor: Visitor, work: Work) -> None:
    """Every page of it, in its order; a cell that would run as a formula is quoted."""
    _several(work)
    for number in range(60):
        an_item(work, work.incidents.get(1), f"+{number}", status=Status.WONT_DO)
    work.commit()

    answer = visitor.client.get("/items.csv?severity=SEV1&sort=created")
    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(rows) == 62
    assert all(row["title"].startswith(("'+", "'=SUM", "Alert")) for row in rows)
    assert rows[-1]["issues"] == "https://github.com/acme/platform/issues/1"
    assert (rows[-1]["item"], rows[-1]["incident_title"]) == ("A-1", "Database down")


def test_the_list_leads_to_its_own_spreadsheet(visitor: Visitor, work: Work) -> None:
    """The link below the list bears the list's filters."""
    _several(work)

    assert 'href="/items.csv?owner=%40bob"' in visitor.read("/items?owner=@bob")


def test_a_filter_that_is_no_longer_offered_stays_chosen(visitor: Visitor, work: Work) -> None:
    """Sending the form again does not lose what a bookmark named."""
    _several(work)

    assert "<option selected>@gone</option>" in visitor.read("/items?owner=@gone")
