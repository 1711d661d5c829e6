"""Signing in and out."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from tracker import accounts, credentials
from tracker.accounts import Visit
from tracker.domain.errors import NotSignedIn, TooMany
from web import visitors
from web.addresses import counted_address, safe_next
from web.context import now, work

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

log = logging.getLogger("amends")
pages = Blueprint("signing", __name__)

DEVICE = "device"
LONGEST_KEPT = 400 * 24 * 3600  # seconds; browsers keep no cookie longer


@pages.get("/sign-in")
def ask() -> Response | str:
    """Show the form, or lead on who is signed in already."""
    visitor = visitors.recognised()
    target = safe_next(request.args.get("next"))
    if visitor.account:
        return redirect(target, HTTPStatus.SEE_OTHER)
    return _form(target, opened=visitor.role is not None)


@pages.post("/sign-in")
def sign_in() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Begin a session; a wrong password and an unknown name get the same answer."""
    name = request.form.get("name", "")
    target = safe_next(request.form.get("next"))
    visit = Visit(
        counted_address(visitors.address()),
        request.headers.get("User-Agent", ""),
        _known_device(name),
    )
    try:
        account, secret = accounts.sign_in(
            work(), name, request.form.get("password", ""), visit, now()
        )
    except NotSignedIn as error:
        _log("refused", f"a sign-in from {visit.address} was refused")
        return _form(target, name, error), HTTPStatus.UNAUTHORIZED
    except TooMany as error:
        _log("limited", f"sign-ins from {visit.address} are slowed down")
        retry = {"Retry-After": str(max(1, round(error.seconds)))}
        return _form(target, name, error), HTTPStatus.TOO_MANY_REQUESTS, retry
    _log("signed in", f"{account.name} signed in from {visit.address}")
    remember(secret)
    answer = redirect(target, HTTPStatus.SEE_OTHER)
    _know_device(answer, account.name, visit.device)
    return answer


@pages.post("/sign-out")
def sign_out() -> Response:
    """End this browser's session; signing out twice is signing out once."""
    visitor = visitors.recognised()
    if visitor.session:
        work().sessions.end(visitor.session.account_id, only=visitor.session.id)
        work().commit()
    return signed_out()


def remember(secret: str) -> None:
    """Let this browser keep a new secret, and nothing of what it had before."""
    session.clear()
    session[visitors.KEY] = secret


def signed_out() -> Response:
    """Forget the session in this browser and lead to the form."""
    session.clear()
    answer = redirect(url_for("signing.ask"), HTTPStatus.SEE_OTHER)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _form(
    target: str, name: str = "", error: Exception | None = None, *, opened: bool = False
) -> str:
    return render_template(
        "accounts/sign_in.html", target=target, name=name, error=error, opened=opened
    )


def _log(outcome: str, sentence: str) -> None:
    log.info(sentence, extra={"event": "access", "outcome": outcome})


def _device_cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-{DEVICE}"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="amends device")


def _known_device(name: str) -> str | None:
    """Return this browser's own number where it signed in to this account before."""
    try:
        told = _serializer().loads(request.cookies.get(_device_cookie(), ""))
    except BadSignature:
        return None
    return str(told["number"]) if told["name"] == name.strip().casefold() else None


def _know_device(answer: Response, name: str, known: str | None) -> None:
    """Let tries of this browser be counted apart from those of everybody else."""
    answer.set_cookie(
        _device_cookie(),
        _serializer().dumps({"name": name, "number": known or credentials.new_secret()}),
        max_age=LONGEST_KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
