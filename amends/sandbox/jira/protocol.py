"""Who may speak to the Jira sandbox, and how requests are read.

Source: https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/
"""

import base64
import binascii
import hmac
import json
from typing import Any

from flask import Response, jsonify, make_response, request

from amends.sandbox.jira.refusals import Refusal

Json = dict[str, Any]


def admit(token: str) -> None:
    """Let a request in if it bears the token, alone or as anybody's password."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not given and request.path.endswith("/serverInfo"):
        return  # Cloud tells everybody what it is
    secret = _password(given) if scheme.lower() == "basic" else given
    if not hmac.compare_digest(secret.strip().encode(), token.encode()):
        raise Refusal(401, "Client must be authenticated to access this resource.")


def _password(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def sent() -> Json:
    """Return the request's body, which must be an object."""
    body = sent_value()
    if not isinstance(body, dict):
        raise Refusal(400, "Invalid request payload. Refer to the REST API documentation.")
    return body


def sent_value() -> object:
    """Return the request's body, whatever JSON it is that can be written again."""
    try:
        value: object = json.loads(request.get_data())
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:
        raise Refusal(400, "There was an error parsing JSON. Check the request body.") from error
    return value


def asked(name: str) -> list[str]:
    """Return a query parameter that is a list: repeated, or joined by commas."""
    joined = ",".join(request.args.getlist(name))
    return [part.strip() for part in joined.split(",") if part.strip()]


def number(name: str, usual: int, most: int) -> int:
    """Return a query parameter that is a number, within what is served."""
    text = request.args.get(name, "")
    return min(int(text), most) if text.isdecimal() else usual


def refused(refusal: Refusal) -> Response:
    """Write a refusal as Jira does."""
    answer = jsonify(refusal.body)
    answer.status_code = refusal.status
    return answer


def nothing() -> Response:
    """Answer that it is done, with no words."""
    return make_response("", 204)


def made(thing: Json) -> Response:
    """Answer that something has come to be."""
    answer = jsonify(thing)
    answer.status_code = 201
    return answer
