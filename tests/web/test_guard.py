from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.addresses import addresses
from tests.web.building import an_account, an_incident, an_item, sign_in, token_in
from tracker import accounts
from tracker.clock import now
from tracker.domain.access import Role, Scope
from web.needs import NEEDS, Need

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tracker.storage import Work

OPEN = {
    "api_api.show_description", "api_api.show_health", "api_api.show_problem",
    "assets.stylesheet", "health.healthz", "static",
    "signing.ask", "signing.sign_in", "signing.sign_out",
}  # fmt: skip
OWN = {"feeds.read", "metrics.metrics", "webhooks.receive"}
SEES = {
    Role.VIEWER: {Need.READ, Need.PERSON},
    Role.EDITOR: {Need.READ, Need.PERSON, Need.EDIT},
    Role.ADMIN: {Need.READ, Need.PERSON, Need.EDIT, Need.MANAGE},
}


def test_somebody_has_decided_who_may_use_each_page(app: Flask) -> None:
    """The table names every endpoint, and none that there is not."""
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(NEEDS)


def test_few_pages_are_open_to_everybody() -> None:
    """One more would have to be written here, too."""
    assert {one for one, need in NEEDS.items() if need is Need.NOTHING} == OPEN
    assert {one for one, need in NEEDS.items() if need is Need.OWN_PROOF} == OWN


def test_what_changes_something_is_for_editors_at_least(app: Flask) -> None:
    """No address that takes a POST is open to viewers, but for their own accounts."""
    changing = {one.endpoint for one in addresses(app) if one.method != "GET"} - OPEN - OWN
    readable = {end for end in changing if NEEDS[end] is Need.READ}

    assert readable == set()


def test_a_page_of_which_nobody_decided_is_shut(app: Flask) -> None:
    """Forgotten means refused, to this machine as well."""
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    answer = app.test_client().get("/forgotten")

    assert (answer.status_code, "secret" in answer.text) == (403, False)


def test_a_stranger_gets_no_page(app: Flask, client: FlaskClient, work: Work) -> None:
    """Every address leads to the form or says that one is signed out."""
    an_item(work, an_incident(work))
    an_account(work)
    work.commit()
    answers = {
        (one.method, one.path): _status(client.open(one.path, method=one.method))
        for one in addresses(app)
        if one.endpoint not in OPEN | OWN
    }

    assert {key: one for key, one in answers.items() if one not in {303, 401}} == {}
    assert client.get("/nowhere").location == "/sign-in?next=/nowhere"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_what_the_table_says(
    app: Flask, client: FlaskClient, work: Work, role: Role
) -> None:
    """Refused with 403 where the role is not enough, and only there."""
    an_item(work, an_incident(work))
    an_account(work, "admin")
    an_account(work, "bob", role)
    work.commit()
    sign_in(client, "bob")
    token = token_in(client.get("/").text)
    wrong = []
    for one in addresses(app):
        if one.endpoint in OPEN | OWN or one.endpoint.startswith(("account.", "api_account.")):
            continue
        headers = {"X-CSRFToken": token} if one.method != "GET" else None
        refused = _status(client.open(one.path, method=one.method, headers=headers)) == 403
        if refused is (NEEDS[one.endpoint] in SEES[role]):
            wrong.append((one.method, one.path))

    assert wrong == []


@pytest.mark.parametrize(
    ("scope", "path", "method", "status"),
    [
        (Scope.READ, "/items", "GET", 200),
        (Scope.READ, "/sync", "POST", 403),
        (Scope.WRITE, "/sync", "POST", 303),
        (Scope.WRITE, "/users", "GET", 403),
        (Scope.WRITE, "/account", "GET", 403),
    ],
)
def test_a_token_does_what_its_scope_says(
    client: FlaskClient, work: Work, scope: Scope, path: str, method: str, status: int
) -> None:
    """An admin's token reads or writes; it needs no form, and manages nothing."""
    admin = an_account(work)
    _, secret = accounts.make_token(work, admin, "export", scope, None, now())
    work.commit()
    headers = {"Authorization": f"Bearer {secret}"}

    assert client.open(path, method=method, headers=headers).status_code == status


def test_a_token_that_is_over_or_revoked_opens_nothing(client: FlaskClient, work: Work) -> None:
    """A program is told so, and led to no form."""
    admin = an_account(work)
    _, over = accounts.make_token(work, admin, "over", Scope.READ, now(), now())
    gone, revoked = accounts.make_token(work, admin, "gone", Scope.READ, None, now())
    work.tokens.revoke(gone.id)
    work.commit()

    for secret in (over, revoked, "amends_" + "0" * 64):
        answer = client.get("/items", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_use_of_a_token_is_remembered(client: FlaskClient, work: Work) -> None:
    """So that one that nobody uses can be revoked without fear."""
    _, secret = accounts.make_token(work, an_account(work), "export", Scope.READ, None, now())
    work.commit()
    client.get("/items", headers={"Authorization": f"Bearer {secret}"})

    assert work.tokens.all()[0].last_used_at is not None


def test_what_a_proxy_sends_for_itself_is_no_token_of_ours(client: FlaskClient, work: Work) -> None:
    """Its login before a dashboard without accounts keeps working."""
    an_incident(work)
    work.commit()

    for told in ("Basic YTpi", "Bearer eyJhbGciOiJub25lIn0.e30."):
        assert client.get("/", headers={"Authorization": told}).status_code == 200


def test_health_and_webhooks_ask_for_no_account(client: FlaskClient, work: Work) -> None:
    """A watcher and a tracker have none."""
    an_account(work)
    work.commit()

    assert client.get("/healthz").status_code == 200
    assert client.get("/static/amends.css").status_code == 200
    assert client.post("/webhooks/github/platform").status_code == 403
    assert client.post("/webhooks/gitlab/platform").status_code == 404


def test_viewers_are_shown_no_forms_that_they_may_not_send(client: FlaskClient, work: Work) -> None:
    """What would be refused is not offered."""
    an_item(work, an_incident(work))
    an_account(work, "admin")
    an_account(work, "bob", Role.VIEWER)
    work.commit()
    sign_in(client, "bob")

    for path in ("/", "/incidents/1", "/items", "/items/1", "/sync"):
        forms = client.get(path).text.count('method="post"')
        assert (path, forms) == (path, 1)  # the one to sign out


def _status(answer: TestResponse) -> int:
    answer.close()
    return answer.status_code
