"""Failed checks of pydantic, told as one problem with the place of each."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from web.api.problems import answer
from web.api.reading import MOST, pointed
from web.api.resource import Input

if TYPE_CHECKING:
    from flask import Response
    from pydantic import ValidationError

NO_SUCH = "there is nothing at this address"


def invalid(error: ValidationError) -> Response:
    """Answer input that failed its check; a name that cannot be names nothing."""
    place = Input.places.get(error.title, "body")
    if place == "path":
        return answer(HTTPStatus.NOT_FOUND, NO_SUCH)
    found = error.errors(include_url=False, include_context=False, include_input=False)
    faults = [_fault(place, one) for one in found[:MOST]]
    where, what = list(faults[0].values())
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, f"{where}: {what}", "invalid", errors=faults)


def _fault(place: str, one: Any) -> dict[str, str]:
    detail = _sentence(one)
    loc = one["loc"]
    if place == "body":
        return {"pointer": "#" + "".join(f"/{pointed(part)}" for part in loc), "detail": detail}
    name = pointed(loc[0]) if loc else ""
    return {"header" if place == "header" else "parameter": name, "detail": detail}


def _sentence(one: Any) -> str:
    if one["type"] == "extra_forbidden":
        return "nothing of this name is known here"
    said = str(one["msg"]).removeprefix("Value error, ")
    return said[:1].lower() + said[1:]
