from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.web.building import BY, an_incident, an_item
from tracker.clock import now
from tracker.domain.items import Status

if TYPE_CHECKING:
    from tests.web.building import Visitor
    from tracker.storage import Work

LATE = (now() - timedelta(days=2)).date()


def _many(work: Work) -> None:
    incident = an_incident(work)
    other = an_incident(work, "Certificate expired")
    an_item(work, incident, "Late", due=LATE, owner="@alice", priority="P1")
    an_item(work, incident, "Nobody's", priority="P0")
    an_item(work, incident, "Perhaps", status=Status.PROPOSED)
    an_item(work, other, "Working", status=Status.IN_PROGRESS, due=date(2030, 1, 2), owner="@bob")
    an_item(work, other, "Over", status=Status.DONE, due=LATE)
    an_item(work, other, "Not at all", status=Status.WONT_DO)
    work.commit()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Late", "Working", "Nobody's", "Perhaps", "Over", "Not at all"]),
        ("status=open", ["Late", "Nobody's"]),
        ("status=open&status=in_progress", ["Late", "Working", "Nobody's"]),
        ("owner=@alice", ["Late"]),
        ("overdue=1", ["Late"]),
        ("undated=1&status=open", ["Nobody's"]),
        ("unowned=1&status=open", ["Nobody's"]),
        ("q=WORK", ["Working"]),
        ("incident=I-2&status=done", ["Over"]),
        ("status=open&sort=priority", ["Nobody's", "Late"]),
        ("incident=999", []),
        ("q=%00", ["Late", "Working", "Nobody's", "Perhaps", "Over", "Not at all"]),
    ],
)
def test_filters_find_exactly_what_they_say(
    visitor: Visitor, work: Work, query: str, titles: list[str]
) -> None:
    """The list holds the items asked for, in the order asked for, and counts them right."""
    _many(work)

    page = visitor.read(f"/items?{query}")

    found = re.findall(r'class="title" href="[^"]+">([^<]+)<', page)
    assert [one.replace("&#39;", "'") for one in found] == titles
    assert (f"of {len(titles)} item" in page) is bool(titles)


def test_every_ready_made_filter_counts_what_its_list_shows(visitor: Visitor, work: Work) -> None:
    """The number beside a tab is the number of rows behind it."""
    _many(work)
    tabs = re.findall(
        r'<a href="(/items[^"]*)"[^>]*>[A-Z][a-z ]+ <span class="count[^>]*>(\d+)<',
        visitor.read("/items"),
    )

    listed = [
        visitor.read(address.replace("&amp;", "&")).count('<th scope="row">') for address, _ in tabs
    ]

    assert len(tabs) == 10
    assert listed == [int(count) for _, count in tabs]


@pytest.mark.parametrize(
    "query", ["status=bogus", "sort=colour", "incident=abc", "overdue=perhaps", "q=" + "x" * 300]
)
def test_a_filter_that_cannot_be_meant_is_refused_with_a_sentence(
    visitor: Visitor, query: str
) -> None:
    """A mistyped filter shows no wrong list, it says what can be chosen."""
    assert "<h1>Bad Request</h1>" in visitor.read(f"/items?{query}", 400)


@pytest.mark.parametrize("page", ["-1", "0", "abc", "9" * 40, "1e9", "%F0%9F%92%A9"])
def test_an_absurd_page_number_means_the_nearest_page(visitor: Visitor, page: str) -> None:
    """Nobody can break the list by its page number."""
    visitor.read(f"/items?page={page}")
    visitor.read(f"/?page={page}")


@pytest.mark.parametrize(
    "path",
    ["/items/99999999999999999999", "/incidents/2147483648", "/items/2147483647", "/items/0"],
)
def test_a_huge_number_is_no_item(visitor: Visitor, path: str) -> None:
    """Numbers beyond what a database can hold are simply not found."""
    assert "Not Found" in visitor.read(path, 404)


def test_an_item_that_left_its_document_says_so(visitor: Visitor, work: Work) -> None:
    """Its page has one sentence about it, and the list a word; it stays where it was."""
    item = an_item(work, an_incident(work))
    work.items.save(replace(item, in_document=False), now(), BY)
    work.commit()

    assert "no longer stands in its document; it stays tracked" in visitor.read(f"/items/{item.id}")
    assert "no longer in the document" in visitor.read("/items")


def test_an_item_shows_everything_known_of_it(visitor: Visitor, work: Work) -> None:
    """Status, owner, lateness, the words of the document and the history stand on its page."""
    item = an_item(work, an_incident(work), owner="@bob", due=LATE, priority="P1")
    work.commit()

    page = visitor.read(f"/items/{item.id}")

    assert "2 days late" in page
    assert "<blockquote>Alert on disk space</blockquote>" in page
    assert "Created as <b>Open</b>" in page
    assert visitor.client.get(f"/items/A-{item.id}").headers["Location"] == f"/items/{item.id}"


def test_an_edit_is_stored_with_who_made_it_and_where(visitor: Visitor, work: Work) -> None:
    """What the form says is stored, and the history tells what was before."""
    item = an_item(work, an_incident(work), owner="@bob")
    work.commit()
    path = f"/items/{item.id}"
    form = visitor.form(path)

    answer = visitor.send(path, {**form, "owner": "alice-gh", "due": "2031-02-03"}, path)

    assert answer.status_code == 303
    saved = work.items.get(item.id)
    assert (saved.owner, saved.due) == ("@alice", date(2031, 2, 3))
    told = [(one.field, one.old, one.author.origin.value) for one in work.history.of_item(item.id)]
    assert ("owner", "@bob", "web") in told


def test_a_moved_due_date_asks_for_its_reason_and_keeps_it(visitor: Visitor, work: Work) -> None:
    """Without a reason nothing is stored and nothing typed is lost; with one it is told."""
    item = an_item(work, an_incident(work), due=LATE)
    work.commit()
    path = f"/items/{item.id}"
    form = {**visitor.form(path), "due": "2031-02-03", "kind": "prevent"}

    without = visitor.send(path, form, path)
    told = visitor.send(path, {**form, "due_reason": "The parts come late"}, path)

    assert (without.status_code, told.status_code) == (400, 303)
    assert "say why the due date of A-1 moves" in without.text
    assert 'value="2031-02-03"' in without.text
    assert "The parts come late" in visitor.read(path)
    assert work.items.get(item.id).kind == "prevent"


def test_a_first_due_date_needs_no_reason(visitor: Visitor, work: Work) -> None:
    """Only what moves must be explained."""
    item = an_item(work, an_incident(work))
    work.commit()
    path = f"/items/{item.id}"

    assert visitor.send(path, {**visitor.form(path), "due": "2031-02-03"}, path).status_code == 303


def test_sending_the_form_unchanged_changes_nothing(visitor: Visitor, work: Work) -> None:
    """Save without an edit leaves version and history alone."""
    item = an_item(work, an_incident(work), title="Two  spaces and “quotes” & <tags>")
    work.commit()
    path = f"/items/{item.id}"

    visitor.send(path, visitor.form(path), path)

    assert work.items.get(item.id).version == item.version
    assert "Nothing was changed." in visitor.read(path)


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"status": "wont_do"}, 409, "only with a reason"),
        ({"status": "duplicate", "reason": "same"}, 400, "which item this one duplicates"),
        ({"status": "duplicate", "duplicate_of": "A-1"}, 409, "duplicate of itself"),
        ({"status": "duplicate", "duplicate_of": "A-2000000000"}, 400, "there is no item"),
        ({"due": "soon"}, 400, "is no date"),
        ({"title": " "}, 400, "needs a title"),
        ({"status": "lost"}, 400, "there is no status"),
        ({"owner": "x" * 201}, 400, "longer than 200"),
    ],
)
def test_an_edit_that_cannot_be_is_explained_and_loses_no_typing(
    visitor: Visitor, work: Work, values: dict[str, str], status: int, sentence: str
) -> None:
    """The page says what is wrong, holds what was typed, and stores nothing."""
    item = an_item(work, an_incident(work))
    work.commit()
    path = f"/items/{item.id}"
    typed = {**visitor.form(path), "priority": "P4", **values}

    answer = visitor.send(path, typed, path)

    assert answer.status_code == status
    assert sentence in answer.text
    assert 'value="P4"' in answer.text
    assert work.items.get(item.id) == replace(item, sources=work.items.get(item.id).sources)


def test_giving_an_item_up_keeps_reason_and_approver(visitor: Visitor, work: Work) -> None:
    """Who reads it later knows why and who agreed."""
    item = an_item(work, an_incident(work))
    work.commit()
    path = f"/items/{item.id}"
    ended = {"status": "wont_do", "reason": "Retired", "approver": "Priya"}

    visitor.send(path, {**visitor.form(path), **ended}, path)

    page = visitor.read(path)
    assert "Retired" in page
    assert "Priya" in page


def test_a_proposed_item_is_accepted_with_one_button(visitor: Visitor, work: Work) -> None:
    """Accepting opens it, so that the next sync files it."""
    item = an_item(work, an_incident(work), status=Status.PROPOSED)
    work.commit()
    path = f"/items/{item.id}"

    answer = visitor.send(f"{path}/accept", {"version": 1}, path)

    assert answer.status_code == 303
    assert work.items.get(item.id).status is Status.OPEN


def test_a_proposed_item_is_given_up_only_with_a_reason(visitor: Visitor, work: Work) -> None:
    """Without a reason nothing happens; with one it is kept."""
    item = an_item(work, an_incident(work), status=Status.PROPOSED)
    work.commit()
    path = f"/items/{item.id}"

    assert visitor.send(f"{path}/give-up", {"version": 1}, path).status_code == 409
    visitor.send(f"{path}/give-up", {"version": 1, "reason": "No\x00 promise"}, path)
    assert work.items.get(item.id).status is Status.WONT_DO
