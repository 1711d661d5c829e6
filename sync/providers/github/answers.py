"""What GitHub's answers tell besides issues: how long a list is, and what was refused; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync.errors import Refused
    from sync.transport import Reply

MOST_PAGES = 20
LAST = re.compile(r'[?&]page=(\d+)[^>]*>;\s*rel="last"')


def is_large(reply: Reply) -> bool:
    """Return whether the list that *reply* begins is too long to read all of it by the way."""
    last = LAST.search(reply.headers.get("link", ""))
    return last is not None and int(last[1]) > MOST_PAGES


def named_in(refused: Refused) -> frozenset[str]:
    """Return which members of our request a refusal names, of those that may be left out."""
    named = {"assignee": "assignees", "label": "labels"}
    fields = {named.get(name, name) for name in refused.fields}
    return frozenset(fields & {"assignees", "labels", "state_reason"})
