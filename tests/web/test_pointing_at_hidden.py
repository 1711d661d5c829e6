"""What everybody sees may stand for what is restricted: it is shown, and names nothing of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.web.building import Visitor, an_account, an_incident, an_item, sign_in
from tracker import feeding, repeating, restricting
from tracker.clock import now
from tracker.domain.access import Role
from tracker.domain.feeds import FeedKind
from tracker.domain.history import Author, Origin
from tracker.domain.items import Status
from tracker.editing import Edit, edit
from tracker.people import People
from tracker.storage.tables import ItemRow

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tracker.storage import Work

SECRET = "Zanzibar quagmire"
HIDDEN, TWIN, OTHER = "A-1", "/items/2", "/items/3"
BY = Author(Origin.CLI, "root")
NOBODY = People({})
VEIL = "an item that is restricted"


@pytest.fixture(autouse=True)
def _house(work: Work) -> None:
    """Store an open item that duplicates a restricted one, whose promise an incident repeats."""
    closed = an_incident(work, SECRET)
    an_item(work, closed, SECRET)
    opened = an_incident(work, "Disk full")
    twin = an_item(work, opened, "Alert on disk space")
    an_item(work, opened, "Rehearse the restore")
    told = {"status": "duplicate", "duplicate_of": HIDDEN, "reason": "the same"}
    edit(work, twin.id, Edit(told), BY, NOBODY, now())
    repeating.confirm(work, opened.id, 1, BY, now())
    for name in ("editor", "carol"):
        an_account(work, name, Role.EDITOR)
    restricting.restrict(work, closed.id, ["carol"], BY, now())
    work.commit()


def _known(text: str) -> list[str]:
    """Return what a page tells of the hidden item."""
    return [
        one for one in (HIDDEN, "/items/1", "Zanzibar") if f"{one}<" in text or f'{one}"' in text
    ]


@pytest.fixture
def editor(client: FlaskClient) -> Visitor:
    """Return somebody who is not named."""
    sign_in(client, "editor")
    return Visitor(client)


@pytest.fixture
def carol(app: Flask) -> Visitor:
    """Return somebody who is named."""
    client = app.test_client()
    sign_in(client, "carol")
    return Visitor(client)


def test_a_duplicate_of_something_hidden_is_shown(editor: Visitor, carol: Visitor) -> None:
    """Its page says that the original may not be seen, and no more; who is named reads it."""
    page = editor.read(TWIN)

    assert "an item that you may not see" in page
    assert _known(page) == []
    assert f"{HIDDEN} {SECRET}" in carol.read(TWIN)


def test_a_duplicate_of_something_hidden_is_edited_and_keeps_its_original(
    editor: Visitor, work: Work
) -> None:
    """Its owner and its reason change; what it duplicates stays as it is."""
    form = editor.form(TWIN)
    saved = editor.send(TWIN, form | {"owner": "@bob", "reason": "told twice"}, TWIN)
    item = work.items.get(2)

    assert (form["duplicate_of"], form["seen_duplicate_of"]) == ("", "")
    assert saved.status_code == 303
    assert (item.owner, item.reason, item.duplicate_of) == ("@bob", "told twice", 1)


def test_whoever_was_slower_reads_nothing_of_the_hidden_original(editor: Visitor) -> None:
    """Both versions are shown to choose from, without it."""
    form = editor.form(TWIN)
    editor.send(TWIN, form | {"owner": "@bob"}, TWIN)
    answer = editor.send(TWIN, form | {"owner": "@eve"}, TWIN)

    assert answer.status_code == 409
    assert _known(answer.text) == []


def test_a_duplicate_of_something_hidden_is_opened_again(editor: Visitor, work: Work) -> None:
    """From then on it is an item of its own."""
    saved = editor.send(TWIN, editor.form(TWIN) | {"status": "open"}, TWIN)
    item = work.items.get(2)

    assert saved.status_code == 303
    assert (item.status, item.duplicate_of) == (Status.OPEN, None)
    assert _known(editor.read(TWIN)) == []


def test_the_api_names_no_hidden_original(editor: Visitor, client: FlaskClient) -> None:
    """Neither alone nor in a list; an item with a visible one names it."""
    editor.send(OTHER, editor.form(OTHER) | {"status": "duplicate", "duplicate_of": "A-2"}, OTHER)
    told = {one["id"]: one["duplicate_of"] for one in client.get("/api/v1/items").json["data"]}  # type: ignore[index]

    assert client.get("/api/v1/items/A-2").json["duplicate_of"] is None  # type: ignore[index]
    assert told["A-2"] is None


def test_histories_and_feeds_name_nothing_hidden(
    editor: Visitor, carol: Visitor, work: Work
) -> None:
    """That it is a duplicate, and that an incident repeats something, is told; of what, is not."""
    account = work.accounts.named("editor")
    _, secret = feeding.make_feed(work, account, FeedKind.CHANGES, None, NOBODY, now())
    work.commit()
    addresses = (TWIN, "/incidents/2")
    asked = (
        "/api/v1/items/A-2/history",
        "/api/v1/incidents/I-2/history",
        f"/feeds/{secret}/changes.atom",
    )
    texts = [editor.read(path) for path in (*addresses, *asked)]

    assert [_known(text) for text in texts] == [[]] * len(texts)
    assert [VEIL in text for text in texts] == [True] * len(texts)
    assert HIDDEN in carol.read("/incidents/2")


def test_a_report_leads_to_nothing_hidden(editor: Visitor, carol: Visitor, work: Work) -> None:
    """The key stands there for everybody, as the report is handed on; a link has who is named."""
    work.session.get_one(ItemRow, 1).due = (now() - timedelta(days=1)).date()
    work.commit()
    path = f"/reports/{now():%G-W%V}"
    page, named = editor.read(path), carol.read(path)

    assert f'<span class="key">{HIDDEN}</span>' in page
    assert _known(page) == [HIDDEN]
    assert f'href="/items/1">{HIDDEN}</a>' in named


def test_a_target_that_asks_names_no_hidden_item(editor: Visitor, work: Work) -> None:
    """It says how many there are beside those that whoever asks may see."""
    state = work.targets.known("platform", "github")
    brake = {"items": ["A-1", "A-2"], "command": "amends sync --allow-many"}
    state.report, state.reported_at = {"brake": brake}, now()
    work.targets.keep(state)
    work.commit()
    page = editor.read("/sync")

    assert "1 that you may not see" in page
    assert _known(page) == []
    assert 'href="/items/A-2"' in page
