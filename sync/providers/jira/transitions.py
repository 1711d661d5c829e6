"""Which way leads from a status to a category, and to go it; found by category, never by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.errors import Refused
from sync.providers.jira.mapping import CATEGORY_OF, GIVEN_UP
from sync.transport import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sync.ports import RemoteIssue
    from sync.transport import Reply

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


class Mover:
    """Takes an issue to a state; what leads where is looked up once a status and remembered."""

    def __init__(
        self, ask: Callable[..., Reply], look: Callable[[Mapping[str, Any]], RemoteIssue]
    ) -> None:
        self._ask = ask
        self._look = look

    def move(self, state: str, remote: Mapping[str, Any], learned: dict[str, Any]) -> None:
        """Take the transition to *state*, looking for one where none is known."""
        cached = list((learned.get("ways") or {}).get(_way_key(remote), ()))
        way = way_to(state, cached) if cached else None
        if way is not None:
            try:
                self._transition(way, state, remote)
            except Refused:
                forgotten = {**(learned.get("ways") or {})}
                forgotten.pop(_way_key(remote), None)
                learned["ways"] = forgotten
                if self._look(remote).fields["state"] == state:
                    return
            else:
                return
        way = way_to(state, self._learn(remote, learned))
        if way is None:
            raise Refused(f"Jira offers no transition to a status that means {state}")
        self._transition(way, state, remote)

    def _transition(self, way: Mapping[str, Any], state: str, remote: Mapping[str, Any]) -> None:
        self._ask("POST", f"issue/{remote['id']}/transitions", body=request_for(way, state))

    def _learn(self, remote: Mapping[str, Any], learned: dict[str, Any]) -> Ways:
        query = {"expand": "transitions.fields"}
        reply = self._ask("GET", f"issue/{remote['id']}/transitions", query=query)
        with understood("Jira"):
            ways = ways_in(reply.body)
        if remote.get("status_id") or not remote.get("type_id"):  # else the status is not known
            learned["ways"] = {**(learned.get("ways") or {}), _way_key(remote): ways}
        return ways


def _way_key(remote: Mapping[str, Any]) -> str:
    return f"{remote.get('type_id', '')}/{remote.get('status_id', '')}"
