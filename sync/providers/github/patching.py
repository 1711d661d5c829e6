"""What one edit of an issue sends: whatever changed, in one request; pure.

https://docs.github.com/en/rest/issues/issues#update-an-issue
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.providers.github.body import rewritten
from sync.providers.github.mapping import REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.providers.github.mapping import GitHubMapping


def patch_of(
    patch: Mapping[str, str | None], remote: Mapping[str, Any], mapping: GitHubMapping
) -> dict[str, Any]:
    """Return what is sent to bring *patch* to the issue that was read as *remote*.

    Labels are sent only where ours change: GitHub takes them as the whole set.
    """
    body: dict[str, Any] = {}
    if "title" in patch:
        body["title"] = patch["title"]
    if "state" in patch:
        closed = patch["state"] != "open"
        reason = REASONS.get(patch["state"] or "", "completed")
        body["state"] = "closed" if closed else "open"
        body["state_reason"] = reason if closed else "reopened"
    if "block" in patch or "marker" in patch:
        body["body"] = rewritten(str(remote.get("body", "")), patch)
    said = {name: patch[name] for name in mapping.labels.names if name in patch}
    there = list(remote.get("labels", ()))
    labels = mapping.labels.replaced(there, said)
    if labels != there:
        body["labels"] = labels
    if "kind" in patch and mapping.types:
        body["type"] = mapping.types.type_of(patch["kind"])
    if "owner" in patch:
        body["assignees"] = str(patch["owner"]).split(",") if patch["owner"] else []
    return body
