"""What a page of GitHub's list tells of the pages after it.

https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from sync.transport import understood

if TYPE_CHECKING:
    from sync.transport import Reply

PAGE = 100
NEXT = 'rel="next"'
LAST = re.compile(r'[?&]page=(\d+)[^>]*>;\s*rel="last"')
MANY = 20


def is_last(reply: Reply) -> bool:
    """Return whether no page comes after this one; a full page of a server that is silent may."""
    return len(reply.body) < PAGE or NEXT not in reply.headers.get("link", NEXT)


def is_large(reply: Reply) -> bool:
    """Return whether the list that *reply* begins is too long to be read by the way."""
    last = LAST.search(reply.headers.get("link", ""))
    return last is not None and int(last[1]) > MANY


def oldest_in(reply: Reply) -> datetime:
    """Return when the last issue of a page changed: the newest come first."""
    with understood("GitHub"):
        return datetime.fromisoformat(str(reply.body[-1]["updated_at"]))
