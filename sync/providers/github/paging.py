"""What a page of GitHub's list tells of the pages after it.

https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sync.transport import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sync.transport import Reply

PAGE = 100
NEXT = 'rel="next"'
LAST = re.compile(r'[?&]page=(\d+)[^>]*>;\s*rel="last"')
MANY = 20
MOST_PAGES = 1000
PAGED = "paged"  # learned: this server tells where its pages are, and the place fills several


def pages(
    ask: Callable[[str], Reply], learned: dict[str, Any], first: Reply | None = None
) -> Iterator[tuple[Reply, bool]]:
    """Yield the pages of a list, each with whether it is the last; *first* was read already."""
    reply = first or ask("1")
    for number in range(2, MOST_PAGES):
        if "rel=" in reply.headers.get("link", ""):
            learned[PAGED] = True
        last = is_last(reply, paged=PAGED in learned)
        yield reply, last
        if last:
            return
        reply = ask(str(number))


def is_last(reply: Reply, *, paged: bool) -> bool:
    """Return whether no page comes after this one.

    GitHub says it, and says nothing where one page holds all; of a server that was never heard
    to say it (not *paged*), a full page may be followed by another.
    """
    told = reply.headers.get("link")
    if told is None:
        return paged or len(reply.body) < PAGE
    return NEXT not in told or not reply.body


def is_large(reply: Reply) -> bool:
    """Return whether the list that *reply* begins is too long to be read by the way."""
    last = LAST.search(reply.headers.get("link", ""))
    return last is not None and int(last[1]) > MANY


def times_in(reply: Reply) -> list[datetime]:
    """Return when each thing on a page changed, pull requests included."""
    with understood("GitHub"):
        return [datetime.fromisoformat(str(one["updated_at"])) for one in reply.body]
