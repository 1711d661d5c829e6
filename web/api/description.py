"""The description of the API as it is served: what the library made of the models, tidied."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask_openapi3.openapi import OpenAPI

NULL = {"type": "null"}


def described(app: OpenAPI) -> dict[str, Any]:
    """Return the description, in which an address or header never holds null, only nothing."""
    told: dict[str, Any] = deepcopy(app.api_doc)
    for path in told["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _never_null(parameter["schema"])
    _forget_null_defaults(told["components"]["schemas"])
    return told


def _never_null(schema: dict[str, Any]) -> dict[str, Any]:
    choices = [one for one in schema.get("anyOf", ()) if one != NULL]
    rest = {name: one for name, one in schema.items() if name not in {"anyOf", "default"}}
    if "default" in schema and schema["default"] is not None:
        rest["default"] = schema["default"]
    if not choices:
        return rest
    return rest | choices[0] if len(choices) == 1 else rest | {"anyOf": choices}


def _forget_null_defaults(thing: Any) -> None:
    """Let a field that may be left out have no default: left out is not null."""
    if isinstance(thing, list):
        for one in thing:
            _forget_null_defaults(one)
    elif isinstance(thing, dict):
        if "default" in thing and thing["default"] is None:
            del thing["default"]
        for one in thing.values():
            _forget_null_defaults(one)
