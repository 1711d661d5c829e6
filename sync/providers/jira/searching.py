"""Many issues of a Jira at once: by a query, all its pages, or by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.ports import Pulled, RemoteIssue
from sync.providers.jira.editions import CLOUD, READ, Edition
from sync.providers.jira.mapping import PROPERTY
from sync.transport import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sync.transport import Reply

    Ask = Callable[..., Reply]
    Read = Callable[[Mapping[str, Any]], RemoteIssue]

MOST_PAGES = 2000


def everything_in(project: str, label: str | None) -> str:
    """Return the query for all issues of a project, the oldest first."""
    escaped = (label or "").replace("\\", "\\\\").replace('"', '\\"')
    only = f' AND labels = "{escaped}"' if label else ""
    return f'project = "{project}"{only} ORDER BY created ASC'


def pages(ask: Ask, edition: Edition, jql: str, *, lenient: bool = False) -> Iterator[Reply]:
    """Yield what a query finds, page by page."""
    page = None
    for _ in range(MOST_PAGES):
        verb, path, sent = edition.search_for(jql, page, lenient=lenient)
        reply = ask(verb, path, **sent)
        with understood("Jira"):
            page = edition.next_page(reply.body)
        yield reply
        if page is None:
            return


def searched(ask: Ask, edition: Edition, read: Read, jql: str, *, lenient: bool = False) -> Pulled:
    """Return the issues that a query finds."""
    found: list[RemoteIssue] = []
    complete, at = False, None
    for reply in pages(ask, edition, jql, lenient=lenient):
        at = at or reply.date
        with understood("Jira"):
            found += [read(one) for one in reply.body["issues"]]
            complete = edition.next_page(reply.body) is None
    return Pulled(tuple(found), complete=complete, at=at)


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
