"""Who may ask for what: looked up before every request, and refused where nobody has decided."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from flask import current_app, request

from tracker.domain.access import Role
from tracker.domain.errors import NotAllowed, NotSignedIn
from web import visitors

if TYPE_CHECKING:
    from flask import Flask
    from flask_wtf.csrf import CSRFProtect

    from web.visitors import Visitor


class Need(Enum):
    """What a page asks of its visitor.

    OWN_PROOF: neither an account nor a form's token, as the page has a rule of its own.
    PERSON: somebody who is signed in with a browser, in whatever role.
    """

    NOTHING = "nothing"
    OWN_PROOF = "own proof"
    READ = Role.VIEWER
    EDIT = Role.EDITOR
    MANAGE = Role.ADMIN
    PERSON = "person"


DELIVERED = "/webhooks/"  # trackers send there, and are told by themselves what was wrong
NEEDS = {
    "account.change_password": Need.PERSON,
    "account.end_session": Need.PERSON,
    "account.end_sessions": Need.PERSON,
    "account.make_token": Need.PERSON,
    "account.revoke_token": Need.PERSON,
    "account.show": Need.PERSON,
    "assets.stylesheet": Need.NOTHING,
    "health.healthz": Need.NOTHING,
    "incidents.by_name": Need.READ,
    "incidents.index": Need.READ,
    "incidents.show": Need.READ,
    "items.accept": Need.EDIT,
    "items.by_name": Need.READ,
    "items.choose": Need.EDIT,
    "items.edit": Need.EDIT,
    "items.give_up": Need.EDIT,
    "items.index": Need.READ,
    "items.keep": Need.EDIT,
    "items.show": Need.READ,
    "items.undo": Need.EDIT,
    "metrics.metrics": Need.OWN_PROOF,
    "reports.index": Need.READ,
    "signing.ask": Need.NOTHING,
    "signing.sign_in": Need.NOTHING,
    "signing.sign_out": Need.NOTHING,
    "static": Need.NOTHING,
    "sync.index": Need.READ,
    "sync.sync_now": Need.EDIT,
    "users.add": Need.MANAGE,
    "users.index": Need.MANAGE,
    "users.remove": Need.MANAGE,
    "users.set_password": Need.MANAGE,
    "users.set_person": Need.MANAGE,
    "users.set_role": Need.MANAGE,
    "webhooks.receive": Need.OWN_PROOF,
}


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Let the guard stand before every page of *app*."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the guard asks for it, after who it is

    @app.before_request
    def guard() -> None:
        need = _needed()
        if need is Need.OWN_PROOF:
            return
        visitor = visitors.STRANGER
        if need is not Need.NOTHING:
            visitor = visitors.recognised()
            _check(visitor, need)
        if is_api() and visitor.session is None:
            _refuse_other_sites()
        elif request.endpoint:
            csrf.protect()


def _needed() -> Need | None:
    """Return what this request needs; which addresses there are, strangers do not learn."""
    if request.endpoint is None:
        return Need.OWN_PROOF if request.path.startswith(DELIVERED) else Need.READ
    return NEEDS.get(request.endpoint)


def is_api() -> bool:
    """Return whether a program asks, which sends no forms."""
    return request.path.startswith("/api/")


def is_program() -> bool:
    """Return whether whoever asks has no use for a form to sign in."""
    return is_api() or visitors.bears_token()


def _refuse_other_sites() -> None:
    """Refuse what a page of another site sends: a browser names that site, a program none.

    Needed where no account exists, as every page of this machine's browser could write then.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin != request.host_url.rstrip("/"):
        raise NotAllowed("pages of other sites may not use the API")


def _check(visitor: Visitor, need: Need | None) -> None:
    if need is None:
        current_app.logger.error("nobody has decided who may use %s", request.endpoint)
        raise NotAllowed("nobody may use this page")
    if visitor.role is None:
        raise NotSignedIn("you are signed out; sign in first")
    if need is Need.PERSON:
        if visitor.session is None:
            raise NotAllowed("only somebody who is signed in has an account to look after")
    elif not visitor.may(Role(need.value)):
        raise NotAllowed(_sentence(visitor, Role(need.value)))


def _sentence(visitor: Visitor, needed: Role) -> str:
    wanted = {"editor": "an editor", "admin": "an admin"}.get(needed, needed)
    if visitor.token is not None:
        return f"this token may only read what a {visitor.role} may; this asks for {wanted}"
    return f"your role is {visitor.role}, and this asks for {wanted}; an admin can change that"
