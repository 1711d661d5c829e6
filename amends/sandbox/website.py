"""What both sandboxes share as websites: templates, the style sheet, the guard of forms."""

import hmac
import secrets
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    render_template,
    request,
)
from werkzeug.exceptions import SecurityError

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
LARGEST = 4 * 1024 * 1024
LOCAL = ("127.0.0.1", "localhost", "[::1]")


def website(name: str, url: str) -> Flask:
    """Return an application with nothing but the shared parts.

    It answers to local names only, so that no foreign page can reach it by a name of its own.
    """
    app = Flask("amends.sandbox")
    hosts = [*LOCAL, urlsplit(url).hostname]
    app.config.update(MAX_CONTENT_LENGTH=LARGEST, TRUSTED_HOSTS=hosts)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.extensions["form_token"] = secrets.token_urlsafe(32)
    app.jinja_env.globals["form_token"] = app.extensions["form_token"]
    app.jinja_env.globals["tracker"] = name
    app.before_request(known_name)
    app.before_request(drain)
    app.after_request(secured)
    return app


def known_name() -> None:
    """Refuse a foreign name for this machine before anything else."""
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception


def drain() -> None:
    """Read the request whole, so that an early refusal does not cut the sender off."""
    request.get_data(parse_form_data=True)


def secured(answer: Response) -> Response:
    """Forbid scripts, frames and foreign sources on every answer."""
    for name, value in SECURITY.items():
        answer.headers.setdefault(name, value)
    return answer


def own_form() -> None:
    """Refuse a posted form that did not come from one of our pages."""
    if request.method != "POST":
        return
    given = request.form.get("form_token", "").encode()
    if not hmac.compare_digest(given, current_app.extensions["form_token"].encode()):
        abort(403, "This form is out of date. Load the page again.")


def is_page() -> bool:
    """Say whether the request is for people rather than for programs."""
    endpoint = request.endpoint or ""
    return endpoint == "static" or endpoint.startswith("pages.")


def shown_problem(status: int, message: str) -> Response:
    """Return a page that says what is wrong."""
    return make_response(render_template("problem.html", message=message), status)


def same_lines(text: str, before: str | None) -> str | None:
    """Return the text of a form; what differs in line ends alone was not edited.

    A browser sends every line end as CRLF.
    """
    plain = text.replace("\r\n", "\n")
    return before if plain == (before or "").replace("\r\n", "\n") else text
