"""Takes in what trackers tell: verify, store, answer; understands no payload."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from flask import Blueprint, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from tracker.settings import secret
from tracker.storage.deliveries import PING
from web.context import desk, now, work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

log = logging.getLogger("amends")
pages = Blueprint("webhooks", __name__, url_prefix="/webhooks")

LONGEST = 200
FIELDS = 16
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Dialect:
    """By which headers a tracker speaks; *event* in the body where *event_header* is None."""

    signature: str
    delivery: str
    event_header: str | None


# GitHub's older X-Hub-Signature is SHA-1 and not looked at; Jira's is that name with its method
DIALECTS = {
    "github": Dialect("X-Hub-Signature-256", "X-GitHub-Delivery", "X-GitHub-Event"),
    "jira": Dialect("X-Hub-Signature", "X-Atlassian-Webhook-Identifier", None),
}


class _Refused(Exception):
    """What came in is no delivery for us; the status and a sentence for the sender."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@pages.post("/<any(github, jira):provider>/<name>")
def receive(provider: str, name: str) -> tuple[Response, int]:
    """Store a delivery once; 2xx says that it is ours to handle from here on."""
    dialect = DIALECTS[provider]
    body = _verified(provider, name, dialect)
    told = _text(body)
    event = _event(dialect, _object(told))
    if event == PING:
        return _heard(name)
    kept = work().deliveries.store(name, _identity(dialect, body), event, told, now())
    work().commit()
    outcome = "stored" if kept else "known"
    about = {"event": "delivery", "target": name, "outcome": outcome}
    log.info("webhook of %s: %s %s", name, event, outcome, extra=about)
    return _answer(HTTPStatus.ACCEPTED if kept else HTTPStatus.OK, outcome)


@pages.errorhandler(_Refused)
def refuse(error: _Refused) -> tuple[Response, int]:
    """Tell the sender why, in one sentence, and the log as well."""
    log.warning("webhook refused: %s", error, extra={"event": "delivery", "outcome": "refused"})
    return _answer(error.status, str(error))


@pages.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> tuple[Response, int]:
    """Tell the sender that its delivery is too large."""
    del error
    return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "a delivery may hold 2 MiB at most")


def _verified(provider: str, name: str, dialect: Dialect) -> bytes:
    """Return the raw body of a delivery that its target's secret vouches for."""
    target = desk().settings.target_named(name)
    if target is None or target.provider != provider:
        raise _Refused(HTTPStatus.NOT_FOUND, "there is no such target")
    key = secret(target.webhook_secret_env)
    if not key:
        raise _Refused(HTTPStatus.FORBIDDEN, "this target has no webhook secret configured")
    body = request.get_data(cache=False)
    expected = "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    given = request.headers.get(dialect.signature, "")
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise _Refused(HTTPStatus.UNAUTHORIZED, f"{dialect.signature} is missing or wrong")
    return body


def _text(body: bytes) -> str:
    """Return the JSON of a body, sent plainly or as the form that GitHub sends where not told."""
    try:
        text = body.decode("utf-8")
        if request.mimetype != FORM:
            return text
        (payload,) = parse_qs(text, errors="strict", max_num_fields=FIELDS).get("payload", [""])
    except ValueError:
        return ""
    return payload


def _object(text: str) -> Mapping[str, Any]:
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError):
        payload = None
    if not isinstance(payload, dict):
        raise _Refused(
            HTTPStatus.BAD_REQUEST,
            "the body is no JSON object; set the webhook's content type to application/json",
        )
    return payload


def _event(dialect: Dialect, payload: Mapping[str, Any]) -> str:
    header = dialect.event_header
    event = request.headers.get(header) if header else payload.get("webhookEvent")
    if not isinstance(event, str) or not _usable(event):
        raise _Refused(HTTPStatus.BAD_REQUEST, f"{header or 'webhookEvent'} is missing")
    return event


def _identity(dialect: Dialect, body: bytes) -> str:
    """Return by what a repeated delivery is known."""
    given = request.headers.get(dialect.delivery, "").strip()
    return given if _usable(given) else hashlib.sha256(body).hexdigest()


def _usable(text: str) -> bool:
    return 0 < len(text) <= LONGEST and text.isprintable()


def _heard(name: str) -> tuple[Response, int]:
    """Remember that a webhook reaches us; there is nothing to do for it."""
    work().deliveries.hear(name, now())
    work().commit()
    return _answer(HTTPStatus.OK, "pong")


def _answer(status: HTTPStatus, sentence: str) -> tuple[Response, int]:
    return jsonify(status=sentence), status.value
