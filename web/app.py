"""Makes the dashboard: blueprints, error pages, security headers; nothing else."""

from __future__ import annotations

import hashlib
import hmac
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from tracker.domain.errors import (
    AmendsError,
    BadInput,
    BadSettings,
    IllegalMove,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Stale,
    TooMany,
    Unusable,
)
from tracker.people import People
from tracker.settings import installation_secret
from tracker.storage.page_queries import NO_DATABASE
from web import (
    account,
    assets,
    bring,
    bulk,
    context,
    drafts,
    feeds,
    filters,
    guard,
    health,
    incidents,
    items,
    metrics,
    remembering,
    reports,
    restricting,
    review,
    search,
    signing_in,
    sync_page,
    users,
    visitors,
    webhooks,
)
from web.api.problems import answer
from web.api.wiring import install, make_app
from web.cookies import Sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask, Response
    from werkzeug.wrappers import Response as Answer

    from tracker.settings import Settings
    from tracker.storage import Store

    Shown = Response | tuple[str, int, Mapping[str, str]]

LARGEST = 2 * 1024 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STATUS = {
    BadSettings: HTTPStatus.SERVICE_UNAVAILABLE,
    BadInput: HTTPStatus.BAD_REQUEST,
    NotFound: HTTPStatus.NOT_FOUND,
    IllegalMove: HTTPStatus.CONFLICT,
    Stale: HTTPStatus.CONFLICT,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Unusable: HTTPStatus.SERVICE_UNAVAILABLE,
}
PAGES = (
    account,
    assets,
    bring,
    bulk,
    drafts,
    feeds,
    health,
    incidents,
    items,
    metrics,
    reports,
    restricting,
    review,
    search,
    signing_in,
    sync_page,
    users,
    webhooks,
)
SENTENCES = {
    HTTPStatus.NOT_FOUND: "There is no such page. It may have been mistyped.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not answer that kind of request.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "What was sent is larger than 2 MiB.",
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Amends met something it did not expect. The server's log tells more."
    ),
}


def create_app(settings: Settings, store: Store, *, near: bool = True) -> Flask:
    """Return the dashboard over an opened database.

    *near*: only this machine can ask, so that it may do everything while no account exists.
    """
    app = make_app(__name__)
    https = settings.dashboard.is_encrypted
    app.config.update(
        SECRET_KEY=_session_key(settings),
        SESSION_COOKIE_NAME="__Host-amends" if https else "amends",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=https,
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch still counts
        MAX_CONTENT_LENGTH=LARGEST,
        **{visitors.NEAR: near},
    )
    app.extensions[context.NAME] = context.Desk(
        settings, store, People(settings.people), store.watch
    )
    app.session_interface = Sessions()
    app.teardown_appcontext(context.close_work)
    remembering.watch(app)
    guard.install(app, CSRFProtect(app))
    remembering.remember(app)
    for room in PAGES:
        app.register_blueprint(room.pages)
    install(app)
    app.context_processor(lambda: {"visitor": visitors.known()})
    app.jinja_env.globals["may_edit"] = lambda: visitors.known().edits  # macros have no context
    filters.install(app, assets.version())
    _answer_errors(app)
    app.after_request(_protect)
    return app


def _session_key(settings: Settings) -> bytes:
    secret = installation_secret(settings.folder).encode()
    return hmac.new(secret, b"amends dashboard session", hashlib.sha256).digest()


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    told = response.headers.get("Cache-Control", "")
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    if response.mimetype == "text/html" and not is_file and "no-store" not in told:
        response.headers["Cache-Control"] = "private, no-cache"
    elif context.is_api() or not (told or "ETag" in response.headers):
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _answer_errors(app: Flask) -> None:
    """Give each sort of failure its one page."""
    app.register_error_handler(AmendsError, _said)
    app.register_error_handler(NotSignedIn, _to_sign_in)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _refused)
    for error in NO_DATABASE:
        app.register_error_handler(error, _no_database)


def _said(error: Exception) -> Shown:
    kinds = (STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return _page(next(kinds, HTTPStatus.INTERNAL_SERVER_ERROR), f"{error}.".replace("..", "."))


def _to_sign_in(error: Exception) -> Answer | Shown:
    """Lead to the form and back again; what cannot be asked for again gets a sentence."""
    if guard.is_program():
        return _page(HTTPStatus.UNAUTHORIZED, f"{error}.", {"WWW-Authenticate": "Bearer"})
    if context.is_reading():
        target = request.full_path.rstrip("?")
        return redirect(url_for("signing.ask", next=target), HTTPStatus.SEE_OTHER)
    return _page(
        HTTPStatus.UNAUTHORIZED,
        f"{error}. Nothing was changed. Sign in in another tab, then load this page again.",
    )


def _forged(error: Exception) -> Shown:
    del error
    return _page(
        HTTPStatus.BAD_REQUEST,
        "This form could not be matched to your visit, so nothing was changed. "
        "Go back, load the page again, and send it once more; cookies must be allowed.",
    )


def _refused(error: Exception) -> Shown:
    code = (error.code if isinstance(error, HTTPException) else None) or 500
    status = HTTPStatus(code)
    headers = (
        {"Allow": ", ".join(sorted(error.valid_methods or ()))}
        if isinstance(error, MethodNotAllowed)
        else {}
    )
    return _page(status, SENTENCES.get(status, f"{status.description or status.phrase}."), headers)


def _no_database(error: Exception) -> Shown:
    del error
    return _page(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database does not answer. Nothing is lost; try again in a moment, "
        "or ask `amends doctor` on the server what is wrong.",
    )


def _page(status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None) -> Shown:
    sentence = sentence[:1].upper() + sentence[1:]
    if context.is_api():
        return answer(status, sentence, headers=headers)
    page = render_template("errors/error.html", status=status, sentence=sentence)
    return page, status.value, headers or {}
