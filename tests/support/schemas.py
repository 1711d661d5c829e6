"""Makes the official schemas say what is meant: nulls where they are nullable, no strangers."""

from collections.abc import Iterator, Mapping
from typing import Any

JIRA_MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$"


def relaxed(provider: str, thing: Any) -> Any:
    """Return a description with null among its nullable choices, and Jira's own way of moments.

    Jira says `date-time` of moments whose offset has no colon, which no such format allows. How
    one logs in is left out: a login that is wrong is the sandbox's to refuse.
    """
    if isinstance(thing, list):
        return [relaxed(provider, one) for one in thing]
    if not isinstance(thing, dict):
        return thing
    better = {key: relaxed(provider, value) for key, value in thing.items()}
    if isinstance(better.get("security"), list):
        del better["security"]
    choices = better.get("enum")
    if better.get("nullable") is True and isinstance(choices, list) and None not in choices:
        better["enum"] = [*choices, None]
    for several in ("oneOf", "anyOf"):
        if better.get("nullable") is True and several in better:
            better[several] = [*better[several], {"nullable": True, "enum": [None]}]
    if provider == "jira" and better.get("format") == "date-time":
        del better["format"]
        better["pattern"] = JIRA_MOMENT
    return better


def strangers(
    description: Mapping[str, Any], schema: Mapping[str, Any], value: object, place: str = ""
) -> Iterator[str]:
    """Yield the members that the schema does not name, although it leaves its objects open.

    An object for which no member is named at all, such as Jira's `fields`, may hold any.
    """
    schema = _whole(description, schema)
    choices = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
    if choices:
        found = [list(strangers(description, one, value, place)) for one in choices]
        fitting = [
            few for one, few in zip(choices, found, strict=True) if _fits(description, one, value)
        ]
        yield from min(fitting or found, key=len)
    elif isinstance(value, list):
        for one in value:
            yield from strangers(description, schema.get("items", {}), one, f"{place}[]")
    elif isinstance(value, dict) and (named := schema.get("properties")):
        for name, part in value.items():
            if name in named:
                yield from strangers(description, named[name], part, f"{place}.{name}")
            else:
                yield f"unknown member {place}.{name}"


def _whole(description: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema with its references followed and its parts put together."""
    while "$ref" in schema:
        place: Any = description
        for part in schema["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        schema = place
    if "allOf" not in schema:
        return schema
    parts = [_whole(description, one) for one in schema["allOf"]]
    whole = {key: value for part in parts for key, value in part.items()}
    return {
        **whole,
        "properties": {k: v for part in parts for k, v in part.get("properties", {}).items()},
    }


def _fits(description: Mapping[str, Any], schema: Mapping[str, Any], value: object) -> bool:
    """Say whether a choice is of the value's kind at all."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": int | float}
    kind = _whole(description, schema).get("type", "object")
    return isinstance(value, kinds.get(kind, object))
