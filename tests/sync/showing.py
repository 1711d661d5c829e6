"""An issue as people over there see it, read from either tracker's JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Shown:
    """An issue as people over there see it, in the product's words."""

    id: str
    key: str
    title: str
    state: str
    text: str
    owner: str | None
    due: str | None
    labels: tuple[str, ...]
    priority: str | None
    kind: str | None = None
    type: str | None = None
    told: dict[str, Any] = field(default_factory=dict)


def _kind(labels: Iterable[str], before: str) -> str | None:
    return next((one.removeprefix(before) for one in labels if one.startswith(before)), None)


def _login(person: dict[str, Any]) -> str | None:
    return person.get("name") or person.get("accountId", "").removeprefix("sandbox:") or None


def shown_on_github(one: dict[str, Any]) -> Shown:
    """Return what GitHub's JSON says of an issue."""
    reason = {"not_planned": "wont_do", "duplicate": "duplicate"}.get(one["state_reason"], "done")
    labels = tuple(label["name"] for label in one["labels"])
    levels = [name.removeprefix("priority: ") for name in labels if name.startswith("priority: ")]
    due = re.search(r"Due: ([\d-]+)", one["body"] or "")
    return Shown(
        id=str(one["id"]),
        key=f"acme/platform#{one['number']}",
        title=one["title"],
        state="open" if one["state"] == "open" else reason,
        text=one["body"] or "",
        owner=next((who["login"] for who in one["assignees"]), None),
        due=due[1] if due else None,
        labels=labels,
        priority=levels[0] if levels else None,
        kind=_kind(labels, "kind: "),
        type=(one.get("type") or {}).get("name"),
        told=one,
    )


def shown_in_jira(one: dict[str, Any]) -> Shown:
    """Return what Jira's JSON says of an issue."""
    told = one["fields"]
    category = told["status"]["statusCategory"]["key"]
    resolution = {"Won't Do": "wont_do", "Duplicate": "duplicate"}
    named = (told["resolution"] or {}).get("name", "")
    closed = resolution.get(named, "done")
    state = {"new": "open", "indeterminate": "in_progress"}.get(category, closed)
    levels = ("Highest", "High", "Medium", "Low", "Lowest")
    return Shown(
        id=str(one["id"]),
        key=one["key"],
        title=told["summary"],
        state=state,
        text=told["description"] or "",
        owner=_login(told["assignee"] or {}),
        due=told["duedate"],
        labels=tuple(told["labels"]),
        priority=f"P{levels.index(told['priority']['name'])}",
        kind=_kind(told["labels"], "kind-"),
        type=told["issuetype"]["name"],
        told=told,
    )
