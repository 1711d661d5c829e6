"""Which issue a webhook of Jira tells of; the payload is not trusted, and says no more; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS = "jira:issue_"
LONGEST = 19  # digits of the largest number that Jira gives an issue


def issue_in(
    event: str, payload: Mapping[str, Any], container: str | None
) -> Mapping[str, Any] | None:
    """Return how to look at the issue, or None where the event is about something else.

    *foreign*: it is in another project than ours. *deleted*: the event says that it was.
    """
    issue = payload.get("issue")
    if not event.startswith(EVENTS) or not isinstance(issue, dict):
        return None
    number = str(issue.get("id", ""))
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST):
        return None
    named = {"id": number}
    if event == f"{EVENTS}deleted":
        named["deleted"] = "yes"
    fields = issue.get("fields")
    project = fields.get("project") if isinstance(fields, dict) else None
    there = project.get("id") if isinstance(project, dict) else None
    if there is not None and container and str(there) != container:
        named["foreign"] = "yes"
    return named
