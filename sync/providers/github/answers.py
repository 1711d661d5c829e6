"""What GitHub's answers tell besides issues: how long a list is, and what was refused; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync.errors import Refused
    from sync.transport import Reply

LAST = re.compile(r'[?&]page=(\d+)[^>]*>;\s*rel="last"')


def pages_in(reply: Reply) -> int:
    """Return how many pages the list has that *reply* begins, as far as it says."""
    last = LAST.search(reply.headers.get("link", ""))
    return int(last[1]) if last else 1


def named_in(refused: Refused) -> frozenset[str]:
    """Return which members of our request a refusal names, of those that may be left out."""
    named = {"assignee": "assignees", "label": "labels"}
    fields = {named.get(name, name) for name in refused.fields}
    return frozenset(fields & {"assignees", "labels", "state_reason"})
