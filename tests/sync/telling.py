"""Webhook deliveries as the trackers send them, as far as the product reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.sync.places import Place
    from tests.sync.showing import Shown

EVENTS = {"github": "issues", "jira": "jira:issue_updated"}


def telling_of(place: Place, one: Shown, **more: Any) -> dict[str, Any]:
    """Return the payload of a delivery about an issue."""
    number = {"number": int(one.key.rpartition("#")[2])} if place.provider == "github" else {}
    issue = {"id": int(one.id) if number else one.id, "key": one.key, **number}
    return {"action": "edited", "issue": {**issue, **more}}
