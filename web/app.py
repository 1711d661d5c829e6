"""Makes the dashboard: blueprints, error pages, security headers; nothing else."""

from __future__ import annotations

import hashlib
import hmac
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

from tracker.domain.errors import (
    AmendsError,
    BadInput,
    BadSettings,
    IllegalMove,
    NotFound,
    Stale,
    Unusable,
)
from tracker.people import People
from tracker.settings import installation_secret
from tracker.storage.page_queries import NO_DATABASE
from web import (
    assets,
    bulk,
    context,
    filters,
    health,
    incidents,
    items,
    metrics,
    reports,
    sync_page,
    webhooks,
)

if TYPE_CHECKING:
    from flask import Response

    from tracker.settings import Settings
    from tracker.storage import Store

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
    Unusable: HTTPStatus.SERVICE_UNAVAILABLE,
}
SENTENCES = {
    HTTPStatus.NOT_FOUND: "There is no such page. It may have been mistyped.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not answer that kind of request.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "What was sent is larger than 2 MiB.",
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Amends met something it did not expect. The server's log tells more."
    ),
}


def create_app(settings: Settings, store: Store) -> Flask:
    """Return the dashboard over an opened database."""
    app = Flask(__name__)
    https = (settings.dashboard.url or "").startswith("https://")
    app.config.update(
        SECRET_KEY=_session_key(settings),
        SESSION_COOKIE_NAME="amends",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=https,
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch still counts
        MAX_CONTENT_LENGTH=LARGEST,
    )
    app.extensions[context.NAME] = context.Desk(settings, store, People(settings.people))
    app.teardown_appcontext(context.close_work)
    csrf = CSRFProtect(app)
    for pages in (assets, bulk, health, incidents, items, metrics, sync_page, reports, webhooks):
        app.register_blueprint(pages.pages)
    csrf.exempt(webhooks.pages)
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
    if response.mimetype == "text/html":
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _answer_errors(app: Flask) -> None:
    """Give each sort of failure its one page."""
    app.register_error_handler(AmendsError, _said)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _refused)
    for error in NO_DATABASE:
        app.register_error_handler(error, _no_database)


def _said(error: Exception) -> tuple[str, int]:
    kinds = (STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return _page(next(kinds, HTTPStatus.INTERNAL_SERVER_ERROR), f"{error}.".replace("..", "."))


def _forged(error: Exception) -> tuple[str, int]:
    del error
    return _page(
        HTTPStatus.BAD_REQUEST,
        "This form could not be matched to your visit, so nothing was changed. "
        "Go back, load the page again, and send it once more; cookies must be allowed.",
    )


def _refused(error: Exception) -> tuple[str, int]:
    code = (error.code if isinstance(error, HTTPException) else None) or 500
    status = HTTPStatus(code)
    return _page(status, SENTENCES.get(status, f"{status.description or status.phrase}."))


def _no_database(error: Exception) -> tuple[str, int]:
    del error
    return _page(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database does not answer. Nothing is lost; try again in a moment, "
        "or ask `amends doctor` on the server what is wrong.",
    )


def _page(status: HTTPStatus, sentence: str) -> tuple[str, int]:
    sentence = sentence[:1].upper() + sentence[1:]
    return render_template("errors/error.html", status=status, sentence=sentence), status.value
