"""Long lists in parts: a cursor says after which row to go on, whatever is added meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlencode

from flask import jsonify, request
from pydantic import BeforeValidator, Field

from web.api.problems import Refused
from web.api.resource import Query
from web.api.texts import whole

if TYPE_CHECKING:
    from flask import Response

    from tracker.storage.keysets import Key, Order, Told

LARGEST = 200
USUAL = 50
LINK = {
    "Link": {
        "description": 'Where the list goes on, as `rel="next"`; absent at its end.',
        "schema": {"type": "string"},
    }
}
Limit = Annotated[
    int,
    Field(ge=1, le=LARGEST, description="How many rows to answer with, at most."),
    BeforeValidator(whole),
]
Cursor = Annotated[
    str,
    Field(
        max_length=8000,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="The `next` of an earlier answer to the same question. It is opaque.",
    ),
]


class Part(Query):
    """Which part of a list is asked for."""

    limit: Limit = USUAL
    cursor: Cursor | None = None


def after(part: Part, order: Order, sort: str = "") -> Key | None:
    """Return the key after which to go on; refuse a cursor that is not of this list."""
    if part.cursor is None:
        return None
    try:
        return order.read(_read(part.cursor, sort))
    except (ValueError, binascii.Error, RecursionError):
        fault = {"parameter": "cursor", "detail": "this is no cursor of this list"}
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "cursor: this is no cursor of this list; begin again without one",
            "invalid",
            errors=[fault],
        ) from None


def listed(rows: list[Any], following: Told | None = None, sort: str = "") -> Response:
    """Answer with a part of a list, and with where it goes on."""
    cursor = None
    if following is not None:
        raw = json.dumps([sort, *following], separators=(",", ":")).encode()
        cursor = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    made = jsonify(data=rows, next=cursor)
    if cursor:
        pairs = [(name, one) for name, one in request.args.items(multi=True) if name != "cursor"]
        address = f"{quote(request.path)}?{urlencode([*pairs, ('cursor', cursor)])}"
        made.headers["Link"] = f'<{address}>; rel="next"'
    return made


def _read(cursor: str, sort: str) -> list[object]:
    """Return what a cursor tells, or raise ValueError."""
    padding = "=" * (-len(cursor) % 4)
    told = json.loads(base64.urlsafe_b64decode(cursor + padding))
    if not isinstance(told, list) or told[:1] != [sort]:
        raise ValueError("it is of another list")
    return told[1:]
