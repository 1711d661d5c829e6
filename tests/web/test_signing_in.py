from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.web.building import (
    PASSWORD,
    Visitor,
    an_account,
    an_incident,
    an_item,
    sign_in,
    token_in,
)
from tracker.clock import now
from tracker.dashboard import Dashboard
from tracker.domain.access import Role
from tracker.domain.history import Origin
from tracker.storage.access_tables import SessionRow
from web.app import create_app

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tracker.settings import Settings
    from tracker.storage import Store, Work


def _form(client: FlaskClient, **values: str) -> dict[str, str]:
    held = {"name": "alice", "password": PASSWORD, "next": "/"}
    return {**held, "csrf_token": token_in(client.get("/sign-in").text), **values}


def _house(work: Work) -> None:
    an_item(work, an_incident(work))
    an_account(work)
    work.commit()


def test_without_an_account_this_machine_may_do_everything(client: FlaskClient, work: Work) -> None:
    """As before there were accounts; the form tells how the first one is made."""
    an_item(work, an_incident(work))
    work.commit()

    assert client.get("/items/1").status_code == 200
    assert "amends user add" in client.get("/sign-in").text
    assert "amends user add" in client.get("/users").text


def test_without_an_account_nobody_else_may_do_anything(settings: Settings, store: Store) -> None:
    """A dashboard that others reach is shut until there is somebody to sign in."""
    client = create_app(settings, store, near=False).test_client()

    for path in ("/", "/items", "/sign-in", "/nowhere"):
        answer = client.get(path)
        assert (answer.status_code, "amends user add" in answer.text) == (503, True)
    assert client.get("/healthz").status_code == 200


def test_with_an_account_pages_lead_to_the_form_and_back(client: FlaskClient, work: Work) -> None:
    """Where one wanted to go is where one gets, with what the address asked for."""
    _house(work)

    led = client.get("/items?status=open&q=disk")
    answer = sign_in(client, target="/items?status=open&q=disk")

    assert (led.status_code, led.location) == (303, "/sign-in?next=/items?status%3Dopen%26q%3Ddisk")
    assert (answer.status_code, answer.location) == (303, "/items?status=open&q=disk")
    assert client.get("/items").status_code == 200
    assert client.get("/sign-in?next=/items").location == "/items"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_form_leads_to_no_other_site(client: FlaskClient, work: Work, target: str) -> None:
    """Neither the address nor a forged field does."""
    _house(work)

    assert "evil" not in client.get("/sign-in", query_string={"next": target}).text
    answer = client.post("/sign-in", data=_form(client, next=target))

    assert answer.location == "/"


@pytest.mark.parametrize(
    "values", [{"name": "nobody"}, {"password": "a horse in June"}, {"name": ""}]
)
def test_a_wrong_name_and_a_wrong_password_look_alike(
    client: FlaskClient, work: Work, values: dict[str, str]
) -> None:
    """One sentence, no session, and no password in the page."""
    _house(work)

    answer = client.post("/sign-in", data=_form(client, **values))

    assert answer.status_code == 401
    assert "This name and this password do not belong together." in answer.text
    assert "a horse" not in answer.text
    assert client.get("/items").status_code == 303


def test_too_many_failures_are_told_to_wait(client: FlaskClient, work: Work) -> None:
    """The answer says for how long, to people and to programs."""
    _house(work)
    form = _form(client, password="wrong")
    for _ in range(10):
        client.post("/sign-in", data=form)

    answer = client.post("/sign-in", data={**form, "password": PASSWORD})

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 30
    assert "Too many tries" in answer.text


def test_a_browser_that_signed_in_before_is_not_shut_out(
    app: Flask, client: FlaskClient, work: Work
) -> None:
    """Others may fail from the same address as often as they like."""
    _house(work)
    sign_in(client)
    client.post("/sign-out", data={"csrf_token": token_in(client.get("/").text)})
    stranger = app.test_client()
    form = _form(stranger, password="wrong")
    failed = [stranger.post("/sign-in", data=form).status_code for _ in range(11)]

    assert failed[-1] == 429
    assert sign_in(client).status_code == 303


def test_signing_in_needs_the_forms_own_token(client: FlaskClient, work: Work) -> None:
    """Nobody is signed in as somebody else by another site."""
    _house(work)

    answer = client.post("/sign-in", data=_form(client, csrf_token="forged"))

    assert answer.status_code == 400
    assert client.get("/items").status_code == 303


def test_signing_in_leaves_nothing_of_the_visit_before(client: FlaskClient, work: Work) -> None:
    """A cookie that somebody planted beforehand is worth nothing afterwards."""
    _house(work)
    client.get("/sign-in")
    before = client.get_cookie("amends")
    sign_in(client)
    after = client.get_cookie("amends")
    assert before is not None
    assert after is not None
    client.set_cookie("amends", before.value)

    assert client.get("/items").status_code == 303


def test_signing_out_ends_the_session_itself(client: FlaskClient, work: Work) -> None:
    """A copy of the cookie opens nothing any more."""
    _house(work)
    sign_in(client)
    kept = client.get_cookie("amends")
    assert kept is not None

    answer = client.post("/sign-out", data={"csrf_token": token_in(client.get("/").text)})
    client.set_cookie("amends", kept.value)

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert client.get("/items").status_code == 303


def test_signing_out_needs_the_forms_own_token(client: FlaskClient, work: Work) -> None:
    """Another site signs nobody out."""
    _house(work)
    sign_in(client)

    assert client.post("/sign-out").status_code == 400
    assert client.get("/items").status_code == 200


@pytest.mark.parametrize(
    "age", [{"seen_at": timedelta(hours=72)}, {"created_at": timedelta(days=30)}]
)
def test_a_session_ends_by_itself(
    client: FlaskClient, work: Work, age: dict[str, timedelta]
) -> None:
    """Unused for three days, or after thirty in any case."""
    _house(work)
    sign_in(client)
    row = work.session.get_one(SessionRow, 1)
    for name, span in age.items():
        setattr(row, name, now() - span)
    work.commit()

    assert client.get("/items").status_code == 303


def test_a_session_that_is_used_goes_on(client: FlaskClient, work: Work) -> None:
    """Each look moves its end on."""
    _house(work)
    sign_in(client)
    row = work.session.get_one(SessionRow, 1)
    row.seen_at = now() - timedelta(hours=71)
    work.commit()
    client.get("/items")
    work.session.refresh(row)

    assert now() - row.seen_at < timedelta(minutes=1)


def test_the_cookie_of_a_site_with_tls_stays_with_that_host(
    settings: Settings, store: Store, work: Work
) -> None:
    """Secure, for this host alone, unreadable for scripts, not sent along by other sites."""
    _house(work)
    tls = settings.model_copy(update={"dashboard": Dashboard(url="https://amends.example")})
    client = create_app(tls, store).test_client()
    page = client.get("/sign-in", base_url="https://amends.example")
    form = {"name": "alice", "password": PASSWORD, "csrf_token": token_in(page.text)}
    headers = {"Referer": "https://amends.example/sign-in"}

    answer = client.post("/sign-in", data=form, headers=headers, base_url="https://amends.example")
    cookies = answer.headers.getlist("Set-Cookie")

    assert answer.status_code == 303
    assert sorted(one.split("=")[0] for one in cookies) == ["__Host-amends", "__Host-amends-device"]
    for one in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(one.split("; "))
        assert "Domain" not in one


def test_who_changed_something_stands_in_the_history(client: FlaskClient, work: Work) -> None:
    """By the name of the account."""
    _house(work)
    an_account(work, "bob", Role.EDITOR)
    work.commit()
    sign_in(client, "bob")
    visitor = Visitor(client)
    visitor.send("/items/1", {**visitor.form("/items/1"), "owner": "@alice"}, "/items/1")
    last = work.history.of_item(1)[-1]

    assert (last.field, last.author.who, last.author.origin) == ("owner", "bob", Origin.WEB)
    assert "bob on the dashboard" in client.get("/items/1").text


def test_a_form_that_is_sent_signed_out_says_that_nothing_was_saved(
    client: FlaskClient, work: Work
) -> None:
    """Who was signed out meanwhile is told so, instead of being led away from what was typed."""
    _house(work)

    answer = client.post("/items/1", data={"version": 1, "title": "Mine"})

    assert answer.status_code == 401
    assert "Nothing was changed" in answer.text
