"""Many issues of a Jira at once: by a query, all its pages, or by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.ports import Pulled, RemoteIssue
from sync.providers.jira.editions import CLOUD, READ, Edition
from sync.providers.jira.mapping import PROPERTY
from sync.transport import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sync.transport import Reply

    Ask = Callable[..., Reply]
    Read = Callable[[Mapping[str, Any]], RemoteIssue]

MOST_PAGES = 2000


def searched(ask: Ask, edition: Edition, read: Read, jql: str, *, lenient: bool = False) -> Pulled:
    """Return the issues that a query finds."""
    found: list[RemoteIssue] = []
    page, at = None, None
    for _ in range(MOST_PAGES):
        verb, path, sent = edition.search_for(jql, page, lenient=lenient)
        reply = ask(verb, path, **sent)
        at = at or reply.date
        with understood("Jira"):
            found += [read(one) for one in reply.body["issues"]]
            page = edition.next_page(reply.body)
        if page is None:
            break
    return Pulled(tuple(found), complete=page is None, at=at)


def reread(
    ask: Ask, edition: Edition, read: Read, numbers: Sequence[str]
) -> list[RemoteIssue | None]:
    """Return at most a hundred issues with one request, wherever in the site they were moved."""
    if edition is CLOUD:
        wanted = {"issueIdsOrKeys": list(numbers), "fields": READ, "properties": [PROPERTY]}
        answer = ask("POST", "issue/bulkfetch", body=wanted, reads=True).body
        with understood("Jira"):
            issues = [read(one) for one in answer["issues"]]
    else:
        jql = f"id in ({','.join(numbers)})"
        issues = list(searched(ask, edition, read, jql, lenient=True).issues)
    there = {issue.id: issue for issue in issues}
    return [there.get(number) for number in numbers]
