"""Which issue a webhook of GitHub tells of; the payload is not trusted, and says no more; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def issue_in(
    event: str, payload: Mapping[str, Any], route: str, container: str | None
) -> Mapping[str, Any] | None:
    """Return how to look at the issue, or None where the event is about something else.

    *foreign*: it is one of another repository than ours. *deleted*: the event says that it was.
    """
    issue, repository = payload.get("issue"), payload.get("repository")
    if event != "issues" or not isinstance(issue, dict) or "pull_request" in issue:
        return None
    number = issue.get("number")
    if not isinstance(number, int):
        return None
    named = {"id": str(issue.get("id"))}
    if payload.get("action") == "deleted":
        named["deleted"] = "yes"
    there = repository.get("id") if isinstance(repository, dict) else None
    if isinstance(there, int) and container and str(there) != container:
        return named | {"path": f"/repositories/{there}/issues/{number}", "foreign": "yes"}
    return named | {"path": f"{route}/issues/{number}"}
