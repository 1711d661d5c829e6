"""How the Jira sandbox describes a field, and which fields a request names."""

from collections.abc import Sequence
from typing import Any

from amends.sandbox.jira.catalogue import FIELDS, NOT_NAVIGABLE, Field

Json = dict[str, Any]


def schema(field: Field) -> Json:
    """Write what kind of value a field holds."""
    written = {"type": field.kind, "custom" if field.own else "system": field.id}
    return {**written, "items": field.items} if field.items else written


def selected(fields: Sequence[str], known: Sequence[Field] = FIELDS) -> set[str]:
    """Return the fields a request names; a minus takes one away, `id` and `key` are none."""
    every = {field.id for field in known}
    plain = {name for name in fields if not name.startswith(("-", "*"))}
    wanted = plain & every
    if "*all" in fields or (not plain and any(name.startswith("-") for name in fields)):
        wanted = every
    elif "*navigable" in fields:
        wanted |= every - NOT_NAVIGABLE
    wanted -= {name[1:] for name in fields if name.startswith("-")}
    return wanted | (plain - {"id"} - every)
