"""What went wrong, as RFC 9457 has it: one shape for every failure below /api."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import current_app, json, request
from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http import HTTPStatus

    from flask import Response

MEDIA_TYPE = "application/problem+json"
PLACE = "/api/v1/problems"
PLAIN = "about:blank"
KINDS = {
    "invalid": (
        "Something sent cannot be used",
        (
            "`errors` lists each value with its place, a pointer into the body or the name of a "
            "parameter or header. Mend these and send the request again."
        ),
    ),
    "malformed": (
        "The body is not JSON",
        "Send one JSON object in UTF-8, with each key once and no NaN or Infinity.",
    ),
    "conflict": (
        "What is stored does not allow this",
        "The request was understood. The state of the item or conflict forbids it; read it again.",
    ),
    "stale": (
        "It was changed meanwhile",
        (
            "If-Match named an older version. `current` is what is stored now, `etag` its version: "
            "choose anew and send the request with that."
        ),
    ),
    "key-reused": (
        "The idempotency key belongs to another request",
        "A key stands for one request for 24 hours. Send a new key with a new request.",
    ),
    "key-in-flight": (
        "The first request with this key is not done yet",
        "Wait a moment and send the same request again; it is done once.",
    ),
    "foreign-origin": (
        "The request comes from another site",
        "Pages of other sites may not change anything here. Programs send no Origin header.",
    ),
}


class Fault(BaseModel):
    """One thing that cannot be used, with its place in the request."""

    detail: str
    pointer: str | None = Field(None, description="JSON pointer into the body, as a fragment.")
    parameter: str | None = Field(None, description="The name of a parameter of the address.")
    header: str | None = Field(None, description="The name of a header.")


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="A reference that names the kind of problem, or about:blank.")
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault] = Field([], description="Each value that cannot be used.")


class Refused(Exception):
    """A request that is answered with a problem."""

    def __init__(
        self, status: HTTPStatus, detail: str, kind: str | None = None, **more: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.more = status, kind, more


def refused(error: Refused) -> Response:
    """Answer a request that was refused on purpose."""
    return answer(error.status, str(error), error.kind, **error.more)


def answer(
    status: HTTPStatus,
    detail: str,
    kind: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """Return a problem; *kind* is one of KINDS, or None where the status says it all."""
    told = {
        "type": f"{PLACE}/{kind}" if kind else PLAIN,
        "title": KINDS[kind][0] if kind else status.phrase,
        "status": status.value,
        "detail": detail,
        "instance": quote(request.path, errors="replace"),
        **more,
    }
    made = current_app.response_class(json.dumps(told), status.value, mimetype=MEDIA_TYPE)
    made.headers.update(headers or {})
    return made


def documented(*statuses: HTTPStatus) -> dict[Any, Any]:
    """Return what the API's description says of failures with these statuses."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        str(status.value): {
            "description": status.phrase,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in statuses
    }
