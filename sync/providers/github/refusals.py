"""What GitHub's refusals tell; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync.errors import Refused


def named_in(refused: Refused) -> frozenset[str]:
    """Return which members of our request a refusal names, of those that may be left out."""
    named = {"assignee": "assignees", "label": "labels"}
    fields = {named.get(name, name) for name in refused.fields}
    return frozenset(fields & {"assignees", "labels", "state_reason"})
