"""Who may ask for what: looked up before every request, and refused where nobody has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request

from tracker.domain.access import Role
from tracker.domain.errors import NotAllowed, NotSignedIn
from web import context, visitors
from web.api.origins import refuse_other_sites
from web.needs import NEEDS, Need

if TYPE_CHECKING:
    from flask import Flask
    from flask_wtf.csrf import CSRFProtect

    from web.visitors import Visitor


WATCHED = "health.healthz"  # by machines that know a number and no name
DELIVERED = "/webhooks/"  # trackers send there, and are told by themselves what was wrong


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Let the guard stand before every page of *app*."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the guard asks for it, after who it is

    @app.before_request
    def guard() -> None:
        need = _needed()
        if need is Need.OWN_PROOF:
            return
        if context.desk().settings.dashboard.allowed_hosts and request.endpoint != WATCHED:
            visitors.check_host()
        visitor = visitors.STRANGER
        if need is not Need.NOTHING:
            visitor = visitors.recognised()
            _check(visitor, need)
        if visitor.token or request.endpoint is None:
            return
        if context.is_api() and visitor.session is None:
            refuse_other_sites()
        else:
            csrf.protect()


def _needed() -> Need | None:
    """Return what this request needs; which addresses there are, strangers do not learn."""
    if request.endpoint is None:
        return Need.OWN_PROOF if request.path.startswith(DELIVERED) else Need.READ
    return NEEDS.get(request.endpoint)


def is_program() -> bool:
    """Return whether whoever asks has no use for a form to sign in."""
    return context.is_api() or visitors.bears_token()


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
