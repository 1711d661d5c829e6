"""Which way leads from a status to a category; found by category, never by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.providers.jira.mapping import CATEGORY_OF, GIVEN_UP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Ways = list[dict[str, Any]]


def ways_in(answer: Mapping[str, Any]) -> Ways:
    """Return what must be known of the transitions that an issue's *answer* offers."""
    return [
        {
            "id": str(one["id"]),
            "category": str(((one.get("to") or {}).get("statusCategory") or {}).get("key")),
            "status_id": str((one.get("to") or {}).get("id") or ""),
            "resolutions": _resolutions(one),
            "needs": sorted(
                name
                for name, told in (one.get("fields") or {}).items()
                if told.get("required") and not told.get("hasDefaultValue")
            ),
        }
        for one in answer.get("transitions") or []
        if one.get("isAvailable", True)
    ]


def way_to(state: str, ways: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the transition that leads to *state*: one that asks for least."""
    category = CATEGORY_OF.get(state, "done")
    fitting = [one for one in ways if one["category"] == category]
    possible = [one for one in fitting if not set(one["needs"]) - {"resolution"}]
    return min(possible or fitting, key=lambda one: len(one["needs"]), default=None)


def request_for(way: Mapping[str, Any], state: str) -> dict[str, Any]:
    """Return the body of the transition, with a resolution where its screen has one."""
    body: dict[str, Any] = {"transition": {"id": way["id"]}}
    resolution = _resolution_for(state, way["resolutions"])
    if resolution:
        body["fields"] = {"resolution": {"name": resolution}}
    return body


def _resolutions(transition: Mapping[str, Any]) -> list[str]:
    told = (transition.get("fields") or {}).get("resolution") or {}
    return [str(one["name"]) for one in told.get("allowedValues") or [] if one.get("name")]


def _resolution_for(state: str, offered: Sequence[str]) -> str | None:
    wanted = {
        "wont_do": lambda name: name in GIVEN_UP,
        "duplicate": lambda name: "duplicate" in name,
        "done": lambda name: name in {"done", "fixed", "resolved", "complete", "completed"},
    }.get(state)
    if wanted is None or not offered:
        return None
    return next((name for name in offered if wanted(name.casefold())), None)
