"""A request under a key is done once: whoever repeats it is answered as the first time."""

from __future__ import annotations

import hashlib
import hmac
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import current_app, request
from pydantic import Field

from tracker.storage.answers import Answer, Asked
from web.api.problems import Refused
from web.api.resource import Headers
from web.context import now, work
from web.visitors import known

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

KEPT = ("Content-Type", "Location", "ETag")
NOBODY = ""


class Key(Headers):
    """The key of this request."""

    idempotency_key: str | None = Field(
        None,
        alias="Idempotency-Key",
        pattern=r"^[!-~]([ -~]{0,253}[!-~])?$",
        description="A text of your own for this one request, good for 24 hours. Sent again, the "
        "request is not done again, and is answered as the first time.",
    )


def once(view: Callable[..., Response]) -> Callable[..., Response]:
    """Let *view* do its work, keep its answer with it, and commit both; its work is not done again.

    The view itself commits nothing.
    """

    @wraps(view)
    def done_once(**given: Any) -> Response:
        key = given["header"].idempotency_key
        if key is None:
            made = view(**given)
            work().commit()
            return made
        asked = _asked(key)
        standing = work().answers.begin(asked, now())
        work().commit()
        return _repeated(standing, asked) if standing else _done(view, asked, given)

    return done_once


def _done(view: Callable[..., Response], asked: Asked, given: dict[str, Any]) -> Response:
    """Do the work and keep its answer in one commit; what fails is forgotten, key and all."""
    try:
        made = view(**given)
        headers = {name: made.headers[name] for name in KEPT if name in made.headers}
        answer = Answer(asked.fingerprint, made.status_code, headers, made.get_data(as_text=True))
        work().answers.keep(asked, answer)
        work().commit()
    except Exception:
        work().rollback()
        work().answers.release(asked)
        work().commit()
        raise
    return made


def _repeated(standing: Answer, asked: Asked) -> Response:
    if standing.fingerprint != asked.fingerprint:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "this Idempotency-Key was sent with another request; send a new one",
            "key-reused",
        )
    if standing.status is None:
        raise Refused(
            HTTPStatus.CONFLICT,
            "the first request with this Idempotency-Key is not done yet; try again in a moment",
            "key-in-flight",
        )
    made = current_app.response_class(standing.body, standing.status)
    made.headers.update(standing.headers)
    return made


def _asked(key: str) -> Asked:
    """Return by what this request is known; a key belongs to who sends it."""
    quoted = len(key) > 1 and key[0] == key[-1] == '"'
    address = f"{request.method} {request.full_path}\n".encode()
    secret = current_app.config["SECRET_KEY"]  # or a password in a body could be guessed by it
    fingerprint = hmac.new(secret, address + request.get_data(), hashlib.sha256).hexdigest()
    return Asked(_caller(), key[1:-1] if quoted else key, fingerprint)


def _caller() -> str:
    """Return whose key it is: a token's, an account's, or nobody's while there are none."""
    visitor = known()
    if visitor.token:
        return f"token {visitor.token.id}"
    return f"account {visitor.account.id}" if visitor.account else NOBODY
