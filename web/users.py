"""The accounts, as admins look after them."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for

from tracker import accounts
from tracker.domain.access import Role, account_name, role_named
from tracker.domain.errors import AmendsError, BadInput, IllegalMove
from web.context import desk, now, work
from web.visitors import known

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from tracker.domain.access import Account

log = logging.getLogger("amends")
pages = Blueprint("users", __name__, url_prefix="/users")


@pages.get("")
def index() -> Response:
    """Show every account."""
    return _page()


@pages.post("")
def add() -> Response:
    """Make an account."""
    form = request.form
    try:
        check_first()
        account = accounts.add(
            work(),
            form.get("name", ""),
            form.get("password", ""),
            role_named(form.get("role", "")),
            accounts.known_person(desk().people, form.get("person")),
            now(),
        )
    except (BadInput, IllegalMove) as error:
        return _refused(error)
    return _done(f"made the account {account.name}", f"{account.name} may sign in now.")


@pages.post("/<name>/role")
def set_role(name: str) -> Response:
    """Give an account another role; its sessions end."""
    account = _account(name)
    try:
        role = role_named(request.form.get("role", ""))
        accounts.set_role(work(), account, role)
    except (BadInput, IllegalMove) as error:
        return _refused(error)
    return _done(f"gave {account.name} the role {role}", f"{account.name} is {role} now.")


@pages.post("/<name>/person")
def set_person(name: str) -> Response:
    """Tie an account to an owner of items, or to nobody."""
    account = _account(name)
    try:
        person = accounts.known_person(desk().people, request.form.get("person"))
    except BadInput as error:
        return _refused(error)
    work().accounts.change(account.id, person=person)
    who = person or "nobody"
    return _done(f"tied {account.name} to {who}", f"{account.name} is {who} among the owners now.")


@pages.post("/<name>/password")
def set_password(name: str) -> Response:
    """Give an account another password; its sessions end."""
    account = _account(name)
    try:
        revoke = "revoke" in request.form
        accounts.set_password(work(), account, request.form.get("password", ""), revoke=revoke)
    except BadInput as error:
        return _refused(error)
    return _done(
        f"gave {account.name} another password",
        f"{account.name} has another password and is signed out everywhere"
        f"{'; its tokens are revoked' if revoke else ''}.",
    )


@pages.post("/<name>/off")
def switch_off(name: str) -> Response:
    """Let nobody sign in with an account until it is switched on; its sessions end."""
    account = _account(name)
    try:
        accounts.switch_off(work(), account, now())
    except IllegalMove as error:
        return _refused(error)
    sentence = f"{account.name} is switched off: signed out, its tokens and feeds refused."
    return _done(f"switched the account {account.name} off", sentence)


@pages.post("/<name>/on")
def switch_on(name: str) -> Response:
    """Let an account do again what its role allows."""
    account = _account(name)
    accounts.switch_on(work(), account)
    return _done(f"switched the account {account.name} on", f"{account.name} may sign in again.")


@pages.post("/<name>/remove")
def remove(name: str) -> Response:
    """Remove an account; what it did keeps its name."""
    account = _account(name)
    try:
        accounts.remove(work(), account)
    except IllegalMove as error:
        return _refused(error)
    return _done(f"removed the account {account.name}", f"{account.name} is removed.")


def _account(name: str) -> Account:
    return work().accounts.named(account_name(name))


def check_first() -> None:
    """Leave the first account to the command line: whoever is there owns the database."""
    if known().account is None:
        raise IllegalMove(
            "the first account is made on the server, with `amends user add NAME --role admin`"
        )


def noted(entry: str) -> None:
    """Let the log tell who did what to an account."""
    account = known().account
    who = account.name if account else "somebody on this machine"
    log.info("%s %s", who, entry, extra={"event": "access", "outcome": "changed"})


def _done(entry: str, sentence: str) -> Response:
    work().commit()
    noted(entry)
    flash(sentence)
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


def _refused(error: AmendsError) -> Response:
    work().rollback()
    moved = isinstance(error, IllegalMove)
    return _page(error, HTTPStatus.CONFLICT if moved else HTTPStatus.BAD_REQUEST)


def _page(error: AmendsError | None = None, status: HTTPStatus = HTTPStatus.OK) -> Response:
    page = render_template(
        "accounts/users.html",
        accounts=work().accounts.all(),
        roles=list(Role),
        people=desk().people.names,
        me=known().account,
        restrictions=work().restrictions.all(),
        error=error,
        form=request.form,
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
