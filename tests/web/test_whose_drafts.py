"""Whose a draft is: shown to who brought it and to admins; a restricted one to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.building import Visitor, an_account, an_incident, sign_in
from tests.web.drafting import Drafter
from tracker import accounts
from tracker.bringing import bring
from tracker.clock import now
from tracker.domain.access import Role
from tracker.domain.errors import NotFound
from tracker.domain.history import Author, Origin
from tracker.intake import Clerk
from tracker.people import People
from tracker.reading import Document

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tracker.settings import Settings
    from tracker.storage import Work

TEXT = "# Zanzibar\n\n## Action items\n\n- Drain the quagmire\n- Alert on the level\n"
ROLES = {"bob": Role.EDITOR, "carol": Role.EDITOR, "admin": Role.ADMIN, "viewer": Role.VIEWER}


@pytest.fixture(autouse=True)
def _accounts(work: Work) -> None:
    """Store two editors, an admin and a viewer."""
    for name, role in ROLES.items():
        an_account(work, name, role)
    work.commit()


def _visitor(app: Flask, name: str) -> Visitor:
    """Return somebody who signed in once in this test."""
    known: dict[str, Visitor] = app.extensions.setdefault("test visitors", {})
    if name not in known:
        known[name] = Visitor(app.test_client())
        sign_in(known[name].client, name)
    return known[name]


def _brought(app: Flask, name: str = "bob", **form: str) -> str:
    answer = _visitor(app, name).send("/bring", {"text": TEXT, **form})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def _answers(app: Flask, path: str, method: str = "GET") -> dict[str, int]:
    return {name: _asked(app, name, path, method).status_code for name in ROLES}


def _asked(app: Flask, name: str, path: str, method: str) -> TestResponse:
    visitor = _visitor(app, name)
    if method == "POST":
        return visitor.send(path, {"do": "discard", "version": "9"}, "/")
    return visitor.client.get(path)


@pytest.mark.parametrize(
    ("form", "seen_by"), [({}, {"bob", "admin"}), ({"restricted": "1"}, {"bob"})]
)
def test_a_draft_is_shown_to_whose_it_is(
    app: Flask, form: dict[str, str], seen_by: set[str]
) -> None:
    """Its page, its text, its form, the lists and their counts; to others it is not there."""
    path = _brought(app, **form)
    shown = {name for name, status in _answers(app, path).items() if status == 200}
    texts = {name for name, status in _answers(app, f"{path}/text").items() if status == 200}
    taken = {name for name, status in _answers(app, path, "POST").items() if status == 409}
    pages = {
        name: "".join(_visitor(app, name).read(page) for page in ("/bring", "/review"))
        for name in ROLES
    }

    assert shown == texts == taken == seen_by
    assert {name for name, page in pages.items() if "Zanzibar" in page} == seen_by
    assert {name for name, page in pages.items() if "1<span" in page} == seen_by


def test_what_was_brought_before_there_were_accounts_is_for_editors(
    app: Flask, work: Work, settings: Settings
) -> None:
    """Nobody's draft is no secret, and somebody has to accept it."""
    clerk = Clerk(settings.folder, People({}), now(), now().date(), Author(Origin.WEB))
    draft = bring(work, Document("a.md", TEXT, None), clerk)
    work.commit()

    assert _answers(app, f"/drafts/{draft.id}") == {
        "bob": 200, "carol": 200, "admin": 200, "viewer": 404,
    }  # fmt: skip


def test_the_same_text_of_another_leads_to_a_draft_of_ones_own(app: Flask, work: Work) -> None:
    """And not to one that is not shown; a second time to the same."""
    paths = [_brought(app, name) for name in ("bob", "carol", "carol")]

    assert paths[0] != paths[1] == paths[2]
    assert len(work.drafts.waiting()) == 2


def test_a_restricted_draft_becomes_a_restricted_incident(app: Flask) -> None:
    """In the same moment; nobody else finds a word of it."""
    drafter = Drafter(_visitor(app, "bob"), _brought(app, restricted="1"))
    page = drafter.done("accept")

    assert "Zanzibar" in page
    assert _answers(app, "/incidents/1") == {
        "bob": 200, "carol": 404, "admin": 404, "viewer": 404,
    }  # fmt: skip
    for name in ("carol", "admin"):
        assert "quagmire" not in _visitor(app, name).read("/items")


def test_a_restricted_draft_is_no_text_of_an_open_incident(app: Flask, work: Work) -> None:
    """Its words would be seen there, or the incident vanish for everybody else."""
    an_incident(work, "Open to all")
    work.commit()
    drafter = Drafter(_visitor(app, "bob"), _brought(app, restricted="1"))
    answer = drafter.press("accept", to="other", other="I-1")

    assert (answer.status_code, "restrict that first" in answer.text) == (409, True)
    assert work.restrictions.of(1) is None
    assert len(work.incidents.newest_of(1)) == 1


def test_restricted_drafts_go_with_their_account(work: Work, app: Flask) -> None:
    """Nobody could see them any more; others become nobody's."""
    _brought(app)
    _brought(app, restricted="1")
    accounts.remove(work, work.accounts.named("bob"))
    work.commit()
    left = work.drafts.waiting()
    work.commit()

    assert [(one.who, one.restricted) for one in left] == [("bob", False)]
    assert _answers(app, f"/drafts/{left[0].id}")["carol"] == 200
    with pytest.raises(NotFound):
        work.drafts.get(left[0].id + 1)


def test_without_an_account_nothing_is_kept_to_oneself(work: Work, app: Flask) -> None:
    """A sentence says so, and the text stays in the form."""
    for name in ("viewer", "carol", "bob"):
        accounts.remove(work, work.accounts.named(name))
    work.accounts.remove(work.accounts.named("admin").id)
    work.commit()
    answer = Visitor(app.test_client()).send("/bring", {"text": TEXT, "restricted": "1"})

    assert (answer.status_code, "with an account" in answer.text) == (400, True)
    assert "quagmire" in answer.text
    assert work.drafts.waiting() == []
