"""The form for a new issue, as Jira describes it, filled in by the configuration; pure.

https://developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issues/ (create metadata)
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from tracker.issue_fields import IssueFields

NAMED = {"version", "component", "priority", "resolution", "group", "issuetype", "securitylevel"}
OURS = frozenset(
    {"project", "issuetype", "summary", "description", "priority", "duedate", "assignee", "labels"}
)
SURE = frozenset({"project", "issuetype", "summary", "description", "reporter"})
MOST_TOLD = 8


class Unfit(Exception):
    """The configuration does not fit the form; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form; *choices* are the names by which its values are chosen, with ids."""

    id: str
    name: str
    needed: bool
    kind: str
    items: str | None = None
    choices: tuple[tuple[str, str], ...] = ()

    def stored(self) -> dict[str, Any]:
        """Return this field as JSON holds it."""
        return asdict(self)

    @staticmethod
    def restored(held: Mapping[str, Any]) -> FormField:
        """Return the field that stored() wrote."""
        choices = tuple((str(name), str(number)) for name, number in held["choices"])
        return FormField(**{**held, "choices": choices})


def field_in(told: Mapping[str, Any]) -> FormField:
    """Return the field that Jira describes."""
    shape = told.get("schema") or {}
    return FormField(
        id=str(told.get("fieldId") or told.get("key")),
        name=str(told.get("name") or ""),
        needed=bool(told.get("required")) and not told.get("hasDefaultValue"),
        kind=str(shape.get("type") or ""),
        items=shape.get("items"),
        choices=tuple(
            (str(one.get("value") or one.get("name")), str(one["id"]))
            for one in told.get("allowedValues") or []
            if one.get("id") and (one.get("value") or one.get("name"))
        ),
    )


def filled(
    form: Iterable[FormField], wanted: IssueFields, account: str, *, where: str
) -> dict[str, Any]:
    """Return what the configuration puts into a new issue; raises Unfit.

    *account* is the member that names a person, *where* says whose form it is.
    """
    fields = list(form)
    values: dict[str, Any] = {}
    if wanted.components:
        field = _found(fields, "components", where, "components")
        values[field.id] = _value(field, list(wanted.components), account, where)
    for name, value in wanted.custom_fields.items():
        field = _found(fields, name, where, "custom_fields")
        if field.id in OURS:
            raise Unfit(f"custom_fields names {name!r}, which Amends fills itself; leave it out")
        values[field.id] = _value(field, value, account, where)
    lacking = needed(fields, values)
    if lacking:
        raise Unfit(f"{where} needs {_listed(lacking)}; give a value in [target.custom_fields]")
    return values


def needed(form: Iterable[FormField], given: Collection[str]) -> list[str]:
    """Return the names of the fields that a new issue must have and that nobody gives."""
    return [one.name for one in form if one.needed and one.id not in SURE and one.id not in given]


def unknown_priorities(
    form: Iterable[FormField], names: Mapping[str, str], *, where: str
) -> str | None:
    """Return a sentence about priorities that the form does not offer, or None."""
    field = next((one for one in form if one.id == "priority"), None)
    if field is None:
        return f"{where} has no priority on its form, so priorities are left out"
    offered = {name.casefold() for name, _ in field.choices}
    strange = [
        f"{step} = {name!r}" for step, name in names.items() if name.casefold() not in offered
    ]
    if not strange or not offered:
        return None
    listed = _listed([name for name, _ in field.choices])
    return f"{where} has no priority for {', '.join(strange)}; it has {listed}: set priorities"


def _found(form: Iterable[FormField], name: str, where: str, setting: str) -> FormField:
    fields = list(form)
    for one in fields:
        if one.id == name:
            return one
    same = [one for one in fields if one.name.casefold() == name.casefold()]
    if len(same) == 1:
        return same[0]
    if same:
        ids = ", ".join(one.id for one in same)
        raise Unfit(f"{where} has several fields called {name!r}; write one of {ids} in {setting}")
    raise Unfit(f"{where} has no field {name!r} on its form; correct {setting} in amends.toml")


def _value(field: FormField, value: Any, account: str, where: str) -> Any:
    """Return a value of the configuration in the shape that a field takes."""
    if field.kind == "array":
        listed = value if isinstance(value, list) else [value]
        return [_one(field, one, field.items or "string", account, where) for one in listed]
    if isinstance(value, list):
        raise Unfit(f"{where} takes one value for {field.name!r}, and not a list")
    return _one(field, value, field.kind, account, where)


def _one(field: FormField, value: Any, kind: str, account: str, where: str) -> Any:
    if isinstance(value, dict):
        return value  # as Jira's own API takes it
    if field.choices:
        return {"id": _choice(field, value, where)}
    if kind == "number":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Unfit(f"{where} takes a number for {field.name!r}, and not {value!r}")
        return value
    if kind == "user":
        return {account: str(value)}
    if kind == "option":
        return {"value": str(value)}
    return {"name": str(value)} if kind in NAMED else str(value)


def _choice(field: FormField, value: Any, where: str) -> str:
    for name, number in field.choices:
        if str(value).casefold() == name.casefold() or str(value) == number:
            return number
    listed = _listed([name for name, _ in field.choices])
    raise Unfit(f"{where} has no {value!r} for {field.name!r}; it has {listed}")


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else ""
    return ", ".join(repr(name) for name in names[:MOST_TOLD]) + more
