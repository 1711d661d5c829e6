from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.building import PASSWORD, Visitor, an_account, sign_in, token_in
from tracker import accounts
from tracker.clock import now
from tracker.domain.access import Role, Scope

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tracker.storage import Work

OTHER = "another long one"


@pytest.fixture(name="alice")
def _alice(client: FlaskClient, work: Work) -> Visitor:
    """Return Alice, who is signed in."""
    an_account(work)
    an_account(work, "bob", Role.EDITOR)
    work.commit()
    sign_in(client)
    return Visitor(client)


def test_a_token_is_shown_once(alice: Visitor, work: Work) -> None:
    """The answer holds it, no later page does, and no cache may keep it."""
    wanted = {"name": "Nightly <b>export</b>", "scope": "read", "expires": "90d"}
    answer = alice.send("/account/tokens", wanted, "/account")
    shown = re.search("amends_[0-9a-f]{64}", answer.text)

    assert shown is not None
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Nightly &lt;b&gt;export&lt;/b&gt;" in answer.text
    assert shown[0] not in alice.read("/account")
    assert [one.name for one in work.tokens.all()] == ["Nightly <b>export</b>"]


@pytest.mark.parametrize(
    "wanted",
    [
        {"name": "", "scope": "read", "expires": "90d"},
        {"name": "x" * 101, "scope": "read", "expires": "90d"},
        {"name": "x\x00y", "scope": "read", "expires": "90d"},
        {"name": "x", "scope": "rule", "expires": "90d"},
        {"name": "x", "scope": "read", "expires": "yesterday"},
    ],
)
def test_a_token_that_cannot_be_is_refused(
    alice: Visitor, work: Work, wanted: dict[str, str]
) -> None:
    """The form comes back with a sentence, and nothing was made."""
    answer = alice.send("/account/tokens", wanted, "/account")

    assert answer.status_code == 400
    assert "Nothing was changed" in answer.text
    assert work.tokens.all() == []


def test_a_token_is_revoked_by_whoever_made_it_only(alice: Visitor, work: Work) -> None:
    """Another's number is not found."""
    bob = work.accounts.named("bob")
    mine, _ = accounts.make_token(
        work, work.accounts.named("alice"), "mine", Scope.READ, None, now()
    )
    his, _ = accounts.make_token(work, bob, "his", Scope.READ, None, now())
    work.commit()

    assert alice.send(f"/account/tokens/{his.id}/revoke", {}, "/account").status_code == 404
    assert alice.send(f"/account/tokens/{mine.id}/revoke", {}, "/account").status_code == 303
    assert [one.name for one in work.tokens.all()] == ["his"]


def test_a_new_password_signs_every_other_browser_out(
    app: Flask, alice: Visitor, work: Work
) -> None:
    """This one goes on with another secret; the former cookie opens nothing."""
    elsewhere = app.test_client()
    sign_in(elsewhere)
    former = alice.client.get_cookie("amends")
    assert former is not None

    wanted = {"current": PASSWORD, "new": OTHER}
    answer = alice.send("/account/password", wanted, "/account")

    assert answer.status_code == 303
    assert "is changed" in alice.read("/account")
    assert elsewhere.get("/account").status_code == 303
    elsewhere.set_cookie("amends", former.value)
    assert elsewhere.get("/account").status_code == 303
    assert work.sessions.of_account(1)[0].id == 1


@pytest.mark.parametrize(("ticked", "left"), [({}, 2), ({"revoke": "1"}, 1)])
def test_a_new_password_revokes_tokens_where_that_is_ticked(
    alice: Visitor, work: Work, ticked: dict[str, str], left: int
) -> None:
    """Only then, and nobody else's; the page names those that would go on."""
    for name in ("alice", "bob"):
        account = work.accounts.named(name)
        accounts.make_token(work, account, f"of {name}", Scope.READ, None, now())
    work.commit()
    page = alice.read("/account")
    alice.send("/account/password", {"current": PASSWORD, "new": OTHER, **ticked}, "/account")

    assert "of alice keeps working unless" in page
    assert len(work.tokens.all()) == left
    assert work.tokens.all()[-1].name == "of bob"


def test_an_admin_ends_everything_of_an_account(alice: Visitor, work: Work) -> None:
    """Sessions always, tokens where ticked."""
    accounts.make_token(work, work.accounts.named("bob"), "his", Scope.READ, None, now())
    work.commit()
    alice.send("/users/bob/password", {"password": OTHER}, "/users")
    kept = len(work.tokens.all())
    work.commit()
    alice.send("/users/bob/password", {"password": PASSWORD, "revoke": "1"}, "/users")

    assert (kept, work.tokens.all()) == (1, [])


@pytest.mark.parametrize(
    ("wanted", "status", "sentence"),
    [
        ({"current": "wrong", "new": OTHER}, 403, "not your present password"),
        ({"current": PASSWORD, "new": "short"}, 400, "at least 12 characters"),
        ({"current": PASSWORD, "new": "alicealicealice"}, 400, "guessed first"),
        ({}, 403, "not your present password"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it(
    alice: Visitor, work: Work, wanted: dict[str, str], status: int, sentence: str
) -> None:
    """And only to one that is long enough; what was typed is not shown again."""
    before = work.accounts.password_of("alice")
    work.commit()
    answer = alice.send("/account/password", wanted, "/account")

    assert answer.status_code == status
    assert sentence in answer.text
    assert OTHER not in answer.text
    assert work.accounts.password_of("alice") == before


def test_browsers_are_signed_out_one_by_one_or_all(app: Flask, alice: Visitor) -> None:
    """Another one, then this one as well."""
    elsewhere = app.test_client()
    sign_in(elsewhere)

    alice.send("/account/sessions/2/end", {}, "/account")
    assert elsewhere.get("/account").status_code == 303
    assert alice.client.get("/account").status_code == 200
    sign_in(elsewhere)
    answer = alice.send("/account/sessions/end", {}, "/account")
    assert answer.location == "/sign-in"
    assert elsewhere.get("/account").status_code == 303
    assert alice.client.get("/account").status_code == 303


def test_nobody_ends_the_session_of_another(app: Flask, alice: Visitor) -> None:
    """A foreign number changes nothing."""
    bob = app.test_client()
    sign_in(bob, "bob")

    alice.send("/account/sessions/2/end", {}, "/account")

    assert bob.get("/account").status_code == 200


def test_the_accounts_are_looked_after_on_their_page(alice: Visitor, work: Work) -> None:
    """Added, tied to an owner, given a role and a password, and removed."""
    new = {"name": "Carol", "role": "viewer", "password": PASSWORD, "person": "alice-gh"}
    assert alice.send("/users", new).status_code == 303
    assert (work.accounts.named("carol").role, work.accounts.named("carol").person) == (
        Role.VIEWER, "@alice",
    )  # fmt: skip
    work.commit()
    alice.send("/users/carol/role", {"role": "editor"}, "/users")
    alice.send("/users/carol/person", {"person": ""}, "/users")
    carol = work.accounts.named("carol")
    before = work.accounts.password_of("carol")
    work.commit()
    assert (carol.role, carol.person) == (Role.EDITOR, None)
    alice.send("/users/carol/password", {"password": OTHER}, "/users")
    assert work.accounts.password_of("carol") != before
    work.commit()
    alice.send("/users/carol/remove", {}, "/users")
    assert [one.name for one in work.accounts.all()] == ["alice", "bob"]


@pytest.mark.parametrize(
    ("path", "wanted", "status", "sentence"),
    [
        ("/users", {"name": "bob", "role": "viewer", "password": PASSWORD}, 409, "already"),
        ("/users", {"name": "a b", "role": "viewer", "password": PASSWORD}, 400, "is no name"),
        ("/users", {"name": "carol", "role": "king", "password": PASSWORD}, 400, "no role"),
        ("/users", {"name": "carol", "role": "viewer", "password": "short"}, 400, "at least 12"),
        (
            "/users",
            {"name": "carol", "role": "viewer", "password": PASSWORD, "person": "@who"},
            400,
            "nobody of",
        ),
        ("/users/alice/role", {"role": "viewer"}, 409, "only admin"),
        ("/users/alice/remove", {}, 409, "only admin"),
        ("/users/bob/password", {"password": ""}, 400, "at least 12"),
        ("/users/bob/person", {"person": "@who"}, 400, "nobody of"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    alice: Visitor, work: Work, path: str, wanted: dict[str, str], status: int, sentence: str
) -> None:
    """The page comes back, and every account is as before."""
    before = work.accounts.all()
    work.commit()
    answer = alice.send(path, wanted, "/users")

    assert (answer.status_code, sentence in answer.text) == (status, True)
    assert [(one.name, one.role) for one in work.accounts.all()] == [
        (one.name, one.role) for one in before
    ]


def test_the_first_account_is_not_made_in_a_browser(client: FlaskClient, work: Work) -> None:
    """Whoever sits at the machine is not always who owns the database."""
    form = {"name": "eve", "role": "admin", "password": PASSWORD}
    token = token_in(client.get("/sync").text)
    answer = client.post("/users", data={**form, "csrf_token": token})

    assert answer.status_code == 409
    assert not work.accounts.any()
