"""What is checked before any part of the API looks at a request: its body."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import current_app, request

from web.api.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPE = "application/json"
MOST = 20  # faults that are told at once


def check() -> None:
    """Refuse a body that is no plain JSON object, where a body is asked for."""
    view = current_app.view_functions.get(request.endpoint or "")
    if "body" in getattr(view, "__annotations__", {}):
        _check_body()


def _check_body() -> None:
    if request.mimetype != TYPE:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send the body as Content-Type: {TYPE}")
    try:
        told = _strict(request.get_data())
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Refused(HTTPStatus.BAD_REQUEST, f"the body is not JSON: {why}", "malformed") from None
    if not isinstance(told, dict):
        raise _invalid([("#", "this has to be an object")])
    faults = [(f"#{place}", "this holds a letter that cannot be stored") for place in _bad(told)]
    if faults:
        raise _invalid(faults)


def _invalid(faults: list[tuple[str, str]]) -> Refused:
    errors = [{"pointer": place, "detail": detail} for place, detail in faults[:MOST]]
    place, detail = faults[0]
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"{place}: {detail}", "invalid", errors=errors)


def _strict(raw: bytes) -> Any:
    """Return what JSON says; raises ValueError for what parsers understand differently."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands there twice")
    return held


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _bad(told: Any) -> Iterator[str]:
    """Yield the pointers to texts with NUL or half letters, without recursion."""
    waiting: list[tuple[str, Any]] = [("", told)]
    while waiting:
        place, one = waiting.pop()
        if isinstance(one, dict):
            for name, value in one.items():
                inner = f"{place}/{pointed(name)}"
                if not _is_storable(name):
                    yield inner
                waiting.append((inner, value))
        elif isinstance(one, list):
            waiting += [(f"{place}/{index}", value) for index, value in enumerate(one)]
        elif isinstance(one, str) and not _is_storable(one):
            yield place


def pointed(name: object) -> str:
    """Return a key as a JSON pointer has it."""
    text = str(name).encode("utf-8", "replace").decode()
    return text.replace("\x00", "?").replace("~", "~0").replace("/", "~1")


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
