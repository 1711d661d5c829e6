"""A cookie is ours or it is nobody's, however often it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.times import Times
from tests.web.building import Visitor, an_account, an_incident, an_item, sign_in
from web.app import create_app

if TYPE_CHECKING:
    import pytest

    from tracker.settings import Settings
    from tracker.storage import Store, Work

NAME = "amends"
MONTH = 32 * 24 * 3600


def test_a_cookie_that_differs_in_one_letter_opens_nothing(
    settings: Settings, store: Store, work: Work
) -> None:
    """Also right after the true one was taken; and the true one is taken after it."""
    an_account(work)
    work.commit()
    client = create_app(settings, store).test_client()
    sign_in(client)
    known = client.get("/items")
    cookie = client.get_cookie(NAME)
    assert cookie is not None
    last = "A" if cookie.value[-2] != "A" else "B"
    client.set_cookie(NAME, f"{cookie.value[:-2]}{last}{cookie.value[-1]}")
    forged = client.get("/items")
    client.set_cookie(NAME, cookie.value)
    again = client.get("/items")

    assert [one.status_code for one in (known, forged, again)] == [200, 303, 200]


def test_what_one_request_changes_in_its_session_shows_in_no_other(
    settings: Settings, store: Store, work: Work
) -> None:
    """A message waits for the browser that holds its cookie, and is added to nobody else's."""
    an_item(work, an_incident(work))
    work.commit()
    app = create_app(settings, store)
    one = Visitor(app.test_client())
    form = {**one.form("/items/1"), "owner": "@alice"}
    before = one.client.get_cookie(NAME)
    assert before is not None
    one.send("/items/1", form, "/items/1")
    other = app.test_client()
    other.set_cookie(NAME, before.value)
    pages = [other.get("/items/1").text for _ in range(2)]

    assert all("Saved." not in page for page in pages)
    assert "Saved." in one.read("/items/1")


def test_a_cookie_that_is_too_old_opens_nothing(
    settings: Settings, store: Store, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found right once is not right for ever: a session ends when it is to end."""
    an_account(work)
    work.commit()
    times = Times(monkeypatch)
    client = create_app(settings, store).test_client()
    sign_in(client)
    known = client.get("/items").status_code
    times.let_pass(MONTH)

    assert (known, client.get("/items").status_code) == (200, 303)
