"""Accounts by the API: admins look after all, and each person after what is their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.api.program import Program, problem
from tests.web.building import PASSWORD, an_account, sign_in, token_in
from tracker import accounts
from tracker.clock import now
from tracker.domain.access import Role, Scope

if TYPE_CHECKING:
    from flask import Flask

    from tracker.storage import Work

OTHER = "another long one"


@pytest.fixture
def managing(work: Work) -> dict[str, str]:
    """Store an admin and an editor, and return the header of a token that manages."""
    admin = an_account(work, "admin")
    an_account(work, "bob", Role.EDITOR)
    _, secret = accounts.make_token(work, admin, "onboarding", Scope.MANAGE, None, now())
    work.commit()
    return {"Authorization": f"Bearer {secret}"}


class Person(Program):
    """Somebody who is signed in with a browser, and sends the token of its forms."""

    def __init__(self, app: Flask, name: str) -> None:
        super().__init__(app.test_client())
        sign_in(self.client, name)
        self.token = ""
        self.look()

    def look(self) -> None:
        """Load a page anew, and with it the token of its forms."""
        self.token = token_in(self.client.get("/account").text)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request as a page of ours would."""
        return super().send(method, path, body, X_CSRFToken=self.token, **headers)


def test_an_account_is_made_changed_and_removed(
    program: Program, work: Work, managing: dict[str, str]
) -> None:
    """By a token that manages; sent twice under a key it is made once."""
    wanted = {"name": "Carol", "password": PASSWORD, "role": "viewer", "person": "alice-gh"}
    key = {"Idempotency_Key": "carol", **managing}
    made = program.send("POST", "/accounts", wanted, **key)
    again = program.send("POST", "/accounts", wanted, **key)
    changed = program.send(
        "PATCH", "/accounts/carol", {"role": "editor", "person": None}, **managing
    )
    listed = program.send("GET", "/accounts?limit=2", **managing).json
    rest = program.send("GET", f"/accounts?cursor={listed['next']}", **managing).json
    gone = program.send("DELETE", "/accounts/carol", **managing)

    assert (made.status_code, made.headers["Location"]) == (201, "/api/v1/accounts/carol")
    assert again.json == made.json
    assert (made.json["role"], made.json["person"]) == ("viewer", "@alice")
    assert (changed.json["role"], changed.json["person"]) == ("editor", None)
    names = [one["name"] for one in listed["data"] + rest["data"]]
    assert names == ["admin", "bob", "carol"]
    assert gone.json["name"] == "carol"
    assert [one.name for one in work.accounts.all()] == ["admin", "bob"]


def test_a_new_password_ends_everything_where_that_is_said(
    program: Program, work: Work, managing: dict[str, str]
) -> None:
    """Sessions always, tokens with revoke; one token may be revoked alone."""
    bob = work.accounts.named("bob")
    made = [accounts.make_token(work, bob, name, Scope.READ, None, now())[0] for name in "ab"]
    work.commit()
    listed = program.send("GET", "/accounts/bob/tokens", **managing).json["data"]
    program.send("DELETE", f"/accounts/bob/tokens/{made[0].id}", **managing)
    left = program.send("GET", "/accounts/bob/tokens", **managing).json["data"]
    body = {"password": OTHER, "revoke": True}
    assert program.send("PATCH", "/accounts/bob", body, **managing).status_code == 200

    assert [one["name"] for one in listed] == ["a", "b"]
    assert [one["name"] for one in left] == ["b"]
    problem(program.send("DELETE", "/accounts/bob/tokens/1", **managing), 404)
    assert work.tokens.all(bob.id) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/accounts", {"name": "bob", "password": PASSWORD}, 409),
        ("POST", "/accounts", {"name": "a b", "password": PASSWORD}, 409),
        ("POST", "/accounts", {"name": "carol", "password": "short"}, 409),
        ("POST", "/accounts", {"name": "carol", "password": PASSWORD, "role": "king"}, 422),
        ("POST", "/accounts", {"name": "carol", "password": PASSWORD, "person": "@who"}, 409),
        ("PATCH", "/accounts/admin", {"role": "viewer"}, 409),
        ("PATCH", "/accounts/bob", {"revoke": True}, 409),
        ("PATCH", "/accounts/bob", {"role": "viewer", "password": "short"}, 409),
        ("DELETE", "/accounts/admin", None, 409),
        ("DELETE", "/accounts/nobody", None, 404),
        ("GET", "/accounts/a b", None, 404),
    ],
)
def test_what_cannot_be_changes_nothing(
    program: Program, work: Work, managing: dict[str, str], method: str, path: str, body: Any,
    status: int,
) -> None:  # fmt: skip
    """With one sentence; the accounts are as they were."""
    before = work.accounts.all()
    work.commit()
    problem(program.send(method, path, body, **managing), status)

    assert work.accounts.all() == before


@pytest.mark.parametrize("scope", [Scope.READ, Scope.WRITE, Scope.MANAGE])
def test_only_who_manages_sees_accounts(
    program: Program, work: Work, managing: dict[str, str], scope: Scope
) -> None:
    """An editor's token never does, whatever its scope; no token makes another one."""
    _, secret = accounts.make_token(work, work.accounts.named("bob"), "x", scope, None, now())
    work.commit()
    bearer = {"Authorization": f"Bearer {secret}"}

    for method, path in (("GET", "/accounts"), ("DELETE", "/accounts/admin")):
        problem(program.send(method, path, **bearer), 403)
    for one in (bearer, managing):
        problem(program.send("POST", "/account/tokens", {"name": "y"}, **one), 403)
    assert program.send("GET", "/account", **bearer).json["scope"] == scope


def test_the_first_account_is_made_on_the_server(program: Program, work: Work) -> None:
    """As on the page; who asks is nobody, who may do everything on this machine."""
    told = problem(program.send("POST", "/accounts", {"name": "eve", "password": PASSWORD}), 409)

    assert "amends user add" in told["detail"]
    assert work.accounts.all() == []
    assert program.read("/account") == {
        "name": None, "role": "admin", "person": None, "scope": None,
    }  # fmt: skip


def test_a_person_looks_after_what_is_their_own(app: Flask, managing: dict[str, str]) -> None:
    """Tokens, feeds and sessions, made, listed and ended; secrets are told once."""
    assert managing
    bob = Person(app, "bob")
    token = bob.send("POST", "/account/tokens", {"name": "export", "expires": "never"})
    feed = bob.send("POST", "/account/feeds", {"kind": "changes"})
    tokens, feeds, sessions = (
        bob.read(f"/account/{name}")["data"] for name in ("tokens", "feeds", "sessions")
    )
    path = feed.json["address"].split("/feeds/")[1]

    assert (token.status_code, feed.status_code) == (201, 201)
    assert token.json["token"].startswith("amends_")
    assert "token" not in tokens[0]
    assert "address" not in feeds[0]
    assert bob.client.get(f"/feeds/{path}").status_code == 200
    assert [one["here"] for one in sessions] == [True]
    problem(bob.send("DELETE", "/account/tokens/1"), 404)
    for kind, one in (("tokens", token), ("feeds", feed)):
        assert bob.send("DELETE", f"/account/{kind}/{one.json['id']}").status_code == 200
        assert bob.read(f"/account/{kind}")["data"] == []
    problem(bob.send("POST", "/account/feeds", {"kind": "person"}), 409)
    problem(bob.send("POST", "/account/tokens", {"name": "x", "expires": "soon"}), 409)


def test_ones_own_password_and_sessions(app: Flask, work: Work, managing: dict[str, str]) -> None:
    """The present one is asked for; other browsers are signed out, and at last this one."""
    assert managing
    bob, elsewhere = Person(app, "bob"), Person(app, "bob")
    wrong = bob.send("POST", "/account/password", {"current": "x", "new": OTHER})
    short = bob.send("POST", "/account/password", {"current": PASSWORD, "new": "short"})
    right = bob.send("POST", "/account/password", {"current": PASSWORD, "new": OTHER})
    bob.look()
    (session,) = bob.read("/account/sessions")["data"]

    assert [one.status_code for one in (wrong, short)] == [409, 409]
    assert right.json == {"sessions": 1, "programs": 0}
    assert elsewhere.client.get("/api/v1/account").status_code == 401
    problem(bob.send("DELETE", "/account/sessions/99"), 404)
    assert session["here"] is True
    assert bob.send("DELETE", "/account/sessions").json["sessions"] == 1
    assert bob.client.get("/api/v1/account").status_code == 401
    assert work.sessions.of_account(2) == []
