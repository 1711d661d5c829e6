"""An account is switched off for a while: nothing of it works, and all of it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.api.program import Program, problem
from tests.web.building import Visitor, an_account, sign_in
from tracker import accounts, feeding
from tracker.clock import now
from tracker.domain.access import Role, Scope
from tracker.domain.errors import IllegalMove
from tracker.domain.feeds import FeedKind
from tracker.people import People

if TYPE_CHECKING:
    from flask import Flask

    from tracker.domain.access import Account
    from tracker.storage import Work


@pytest.fixture(name="bob")
def _bob(work: Work) -> Account:
    """Store an admin, Alice, and an editor, Bob, who is returned."""
    an_account(work)
    made = an_account(work, "bob", Role.EDITOR)
    work.commit()
    return made


@pytest.fixture(name="alice")
def _alice(app: Flask, bob: Account) -> Visitor:
    """Return Alice, who is signed in and looks after Bob's account."""
    assert bob.name == "bob"
    client = app.test_client()
    sign_in(client)
    return Visitor(client)


def _bearer(work: Work, account: Account, scope: Scope = Scope.WRITE) -> dict[str, str]:
    _, secret = accounts.make_token(work, account, "script", scope, None, now())
    work.commit()
    return {"Authorization": f"Bearer {secret}"}


def test_who_is_switched_off_is_out_at_once_and_cannot_come_back(
    app: Flask, alice: Visitor
) -> None:
    """The next click asks to sign in; only the right password is told why that is refused."""
    browser = app.test_client()
    sign_in(browser, "bob")
    assert browser.get("/items").status_code == 200

    done = alice.send("/users/bob/off", {}, "/users")
    out = browser.get("/items")
    again = sign_in(browser, "bob")
    page = Visitor(browser).read("/sign-in")
    form = {"name": "bob", "password": "a wrong one, long"}
    wrong = Visitor(browser).send("/sign-in", form)

    assert done.status_code == 303
    assert out.status_code in {302, 303, 401}
    assert again.status_code == 401
    assert "switched off" in again.text
    assert "switched off" not in wrong.text + page
    assert "since" in alice.read("/users")


def test_what_programs_use_is_refused_meanwhile_and_good_again_afterwards(
    app: Flask, alice: Visitor, bob: Account, work: Work
) -> None:
    """Tokens and feeds are kept; nobody has to hand out new ones."""
    bearer = _bearer(work, bob)
    _, secret = feeding.make_feed(work, bob, FeedKind.CHANGES, None, People({}), now())
    work.commit()
    feed, stranger = f"/feeds/{secret}/changes.atom", app.test_client()

    def answers() -> tuple[int, int]:
        asked = stranger.get("/api/v1/items", headers=bearer)
        return asked.status_code, stranger.get(feed).status_code

    before = answers()
    alice.send("/users/bob/off", {}, "/users")
    meanwhile = answers()
    alice.send("/users/bob/on", {}, "/users")

    assert (before, meanwhile, answers()) == ((200, 200), (401, 404), (200, 200))
    assert sign_in(app.test_client(), "bob").status_code == 303


def test_the_only_admin_who_is_on_cannot_be_switched_off(alice: Visitor, work: Work) -> None:
    """One that is off does not count; it may be removed, or made less, while another is on."""
    second = an_account(work, "carol", Role.ADMIN)
    work.commit()
    alice.send("/users/carol/off", {}, "/users")
    refused = alice.send("/users/alice/off", {}, "/users")

    work.rollback()
    off = work.accounts.named(second.name)
    assert refused.status_code == 409
    assert "the only admin" in refused.text
    assert off.disabled_at is not None
    accounts.set_role(work, off, Role.VIEWER)
    accounts.remove(work, work.accounts.named("carol"))
    with pytest.raises(IllegalMove):
        accounts.remove(work, work.accounts.named("alice"))


def test_switching_off_twice_keeps_the_first_moment(work: Work, bob: Account) -> None:
    """And what is on stays on."""
    accounts.switch_off(work, bob, now())
    first = work.accounts.named("bob")
    accounts.switch_off(work, first, now())
    assert work.accounts.named("bob") == first

    accounts.switch_on(work, first)
    accounts.switch_on(work, work.accounts.named("bob"))
    assert work.accounts.named("bob") == bob


def test_programs_switch_accounts_off_and_on(app: Flask, work: Work, bob: Account) -> None:
    """As the page does, and as the only admin cannot."""
    admin = _bearer(work, work.accounts.named("alice"), Scope.MANAGE)
    program = Program(app.test_client())

    def sent(name: str, value: object) -> tuple[int, object]:
        answer = program.send("PATCH", f"/accounts/{name}", {"disabled": value}, **admin)
        return answer.status_code, bool(answer.json.get("disabled_at"))

    assert sent(bob.name, value=True) == (200, True)
    assert sent(bob.name, value=False) == (200, False)
    told = problem(program.send("PATCH", "/accounts/alice", {"disabled": True}, **admin), 409)
    assert "the only admin" in told["detail"]
    problem(program.send("PATCH", "/accounts/bob", {"disabled": "yes"}, **admin), 422)
