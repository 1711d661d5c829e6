"""What clients send to the Jira sandbox, read field by field; every fault is told at once.

Source: https://developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issues/
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

from amends.sandbox.furniture import OwnField
from amends.sandbox.jira.accounts import login_of
from amends.sandbox.jira.catalogue import (
    DONE,
    ISSUE_TYPES,
    PRIORITIES,
    RESOLUTIONS,
    TRANSITIONS,
    Named,
    Status,
)
from amends.sandbox.jira.records import Changes, Edit, Project
from amends.sandbox.jira.refusals import Refusal, off_screen
from amends.sandbox.jira.site import Site

LONGEST_SUMMARY = 255
LONGEST_TEXT = 32_767
EDITABLE = {
    "summary": "summary",
    "issuetype": "type_id",
    "description": "description",
    "priority": "priority_id",
    "assignee": "assignee",
    "reporter": "reporter",
    "labels": "labels",
    "duedate": "duedate",
    "components": "components",
}
ON_DONE_SCREEN = {"resolution": "resolution_id"}


class Wrong(Exception):
    """A field's value cannot be taken; the message is Jira's."""


def _summary(_site: Site, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong("You must specify a summary of the issue.")
    if "\n" in value or "\r" in value:
        raise Wrong("The summary is invalid because it contains newline characters.")
    if len(value) > LONGEST_SUMMARY:
        raise Wrong(f"Summary can't exceed {LONGEST_SUMMARY} characters.")
    return value.strip()


def _description(_site: Site, value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise Wrong("Operation value must be a string")
    if value and len(value) > LONGEST_TEXT:
        raise Wrong("The entered text is too long. It exceeds the allowed limit of 32,767.")
    return value or None


def _labels(_site: Site, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | None) or not all(isinstance(one, str) for one in value or ()):
        raise Wrong("data was not an array")
    for label in value or ():
        if not label or " " in label:
            raise Wrong(f"The label '{label}' contains spaces which is invalid.")
    return tuple(sorted(set(value or ())))


def _components(site: Site, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | None):
        raise Wrong("data was not an array")
    return tuple(
        _picked(site.components(), one, "Component name is not valid") for one in value or ()
    )


def _picked(known: Mapping[str, str], value: object, complaint: str) -> str:
    """Return the id of what is named by its id, its name or its value."""
    asked = value if isinstance(value, dict) else {}
    for number, name in known.items():
        if str(asked.get("id", "")) == number or name in (asked.get("name"), asked.get("value")):
            return number
    raise Wrong(complaint)


def _own(field: OwnField, value: object) -> object:
    """Return the value of a field that somebody added, as it is kept."""
    if field.kind == "array":
        if not isinstance(value, list):
            raise Wrong("data was not an array")
        return [_own(replace(field, kind=field.items or "string"), one) for one in value]
    if field.kind == "option":
        options = field.numbered()
        return options[_picked(options, value, f"Option value is not valid for '{field.name}'.")]
    if field.kind == "number":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Wrong("Operation value must be a number")
        return value
    if not isinstance(value, str):
        raise Wrong("Operation value must be a string")
    return value


def _duedate(_site: Site, value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise Wrong(f"Error parsing date string: {value}") from error


def _person(site: Site, value: object) -> str | None:
    told = value if isinstance(value, dict) else {}
    if site.server:
        account = told.get("name")
        login = str(account) if account in site.cast.logins else None
    else:
        account = told.get("accountId", told.get("id")) if isinstance(value, dict) else value
        login = login_of(site.cast, account)
    if account in (None, "-1"):
        return None
    if login is None:
        raise Wrong(f"User '{account}' cannot be assigned issues.")
    return login


def _out_of(known: Mapping[str, Named], complaint: str) -> Callable[[Site, object], str]:
    """Return a reader that takes a thing by its id or its name."""

    def read(_site: Site, value: object) -> str:
        asked = value if isinstance(value, dict) else {}
        for one in known.values():
            if str(asked.get("id", "")) == one.id or asked.get("name") == one.name:
                return one.id
        raise Wrong(complaint)

    return read


READERS: dict[str, Callable[[Site, object], object]] = {
    "summary": _summary,
    "issuetype": _out_of(ISSUE_TYPES, "Specify a valid issue type"),
    "description": _description,
    "priority": _out_of(PRIORITIES, "The priority selected is invalid."),
    "resolution": _out_of(RESOLUTIONS, "The resolution selected is invalid."),
    "assignee": _person,
    "reporter": _person,
    "labels": _labels,
    "duedate": _duedate,
    "components": _components,
}


def new_issue(site: Site, sent: Mapping[str, Any]) -> tuple[Project, Edit, Status | None]:
    """Read a request that opens an issue: where, with what, and moved to which status."""
    fields = dict(_object(sent, "fields"))
    project = _project(site, fields.pop("project", None))
    errors = {} if project else {"project": "valid project is required"}
    missing = {name: None for name in ("summary", "issuetype") if name not in fields}
    for own in site.furniture.own_fields:
        if own.required and fields.get(own.id) in (None, "", []):
            errors[own.id] = f"{own.name} is required."
    edit = _read(site, {**sent, "fields": {**fields, **missing}}, EDITABLE, errors)
    transition = sent.get("transition")
    return cast("Project", project), edit, target(transition) if transition else None


def edit_of(site: Site, sent: Mapping[str, Any]) -> Edit:
    """Read a request that edits an issue."""
    if not (sent.get("fields") or sent.get("update") or sent.get("properties")):
        raise Refusal(400, "one of 'fields' or 'update' required")
    return _read(site, sent, EDITABLE, {})


def move_of(site: Site, sent: Mapping[str, Any]) -> tuple[Status, Edit]:
    """Read a request that moves an issue; only Done has a screen."""
    status = target(_object(sent, "transition"))
    return status, _read(site, sent, ON_DONE_SCREEN if status is DONE else {}, {})


def target(transition: Mapping[str, Any]) -> Status:
    """Return the status that a transition leads to."""
    asked = str(transition.get("id", ""))
    if not asked:
        raise Refusal(400, "Missing 'transition' identifier")
    if asked not in TRANSITIONS:
        raise Refusal(400, f"Transition id '{asked}' is not valid for this issue.")
    return TRANSITIONS[asked]


def properties_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Read the properties that come with an issue."""
    listed = sent.get("properties") or []
    try:
        return {str(one["key"]): one["value"] for one in listed}
    except (KeyError, TypeError) as error:
        raise Refusal(400, "Each property needs a key and a value.") from error


@dataclass
class _Steps:
    """What the operations under `update` come to."""

    values: dict[str, object] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def take(self, name: str, step: object) -> bool:
        """Note one operation; say whether it is one we know."""
        match name, step:
            case "comment", {"add": {"body": str(body)}}:
                self.comments.append(body)
            case "labels", {"add": str(label)}:
                self.added.append(label)
            case "labels", {"remove": str(label)}:
                self.removed.append(label)
            case _, {"set": value}:
                self.values[name] = value
            case _:
                return False
        return True


def _read(
    site: Site, sent: Mapping[str, Any], screen: Mapping[str, str], errors: dict[str, str]
) -> Edit:
    """Return what a request names, or refuse it with all its faults."""
    fields, update = _object(sent, "fields"), _object(sent, "update")
    steps = _Steps(dict(fields))
    for name in fields.keys() & update.keys():
        errors[name] = f"Field '{name}' appears in both 'fields' and 'update'"
    for name, listed in update.items():
        if not isinstance(listed, list) or not all(steps.take(name, step) for step in listed):
            errors[name] = f"Operation on field '{name}' is not supported"
    own = _take_own(site, steps.values, errors) if screen is EDITABLE else {}
    read = {name: _take(site, name, value, errors) for name, value in steps.values.items()}
    touched = {*read, *(["labels"] if steps.added or steps.removed else [])}
    _take(site, "labels", steps.added, errors)
    errors |= {name: off_screen(name) for name in touched if name not in screen}
    if errors:
        raise Refusal(400, errors=errors)
    changes = cast("Changes", {screen[name]: value for name, value in read.items()})
    if own:
        changes["own"] = own
    added, removed = tuple(steps.added), tuple(steps.removed)
    return Edit(changes, added, removed, tuple(steps.comments), properties_of(sent))


def _take_own(site: Site, values: dict[str, object], errors: dict[str, str]) -> dict[str, object]:
    """Take the fields that somebody added out of *values*, and return them as they are kept."""
    taken: dict[str, object] = {}
    for field_ in site.furniture.own_fields:
        if field_.id in values:
            value = values.pop(field_.id)
            try:
                taken[field_.id] = None if value is None else _own(field_, value)
            except Wrong as wrong:
                errors[field_.id] = str(wrong)
    return taken


def _take(site: Site, name: str, value: object, errors: dict[str, str]) -> object:
    """Return a field's value in its kept form; note the fault if it has one."""
    if name not in READERS:
        return None
    try:
        return READERS[name](site, value)
    except Wrong as wrong:
        errors[name] = str(wrong)
        return None


def _object(sent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = sent.get(name) or {}
    if not isinstance(value, dict):
        raise Refusal(400, f"'{name}' must be an object")
    return value


def _project(site: Site, asked: object) -> Project | None:
    named = asked if isinstance(asked, dict) else {}
    try:
        return site.project(str(named.get("id", named.get("key", ""))))
    except Refusal:
        return None
