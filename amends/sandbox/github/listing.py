"""Which issues a list holds, in which order, and how it is cut into pages.

Source: https://docs.github.com/en/rest/issues/issues#list-repository-issues and
https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from urllib.parse import urlencode

from amends.sandbox.github.records import Issue
from amends.sandbox.github.refusals import invalid

T = TypeVar("T")
Query = Mapping[str, str]

ORDERS = {
    "created": lambda issue: issue.created_at,
    "updated": lambda issue: issue.updated_at,
    "comments": lambda issue: issue.comments,
}
MOST = 100
USUAL = 30


def chosen(issues: Sequence[Issue], query: Query) -> list[Issue]:
    """Return the issues that a list's query asks for, in its order."""
    state = _one_of("state", query, ("open", "closed", "all"))
    sort = _one_of("sort", query, tuple(ORDERS))
    falling = _one_of("direction", query, ("desc", "asc")) == "desc"
    since = _since(query.get("since"))
    wanted = [
        issue
        for issue in issues
        if state in (issue.state, "all")
        and (since is None or issue.updated_at >= since)
        and _bears(issue, query)
    ]
    return sorted(wanted, key=lambda issue: (ORDERS[sort](issue), issue.id), reverse=falling)


def _one_of(name: str, query: Query, allowed: tuple[str, ...]) -> str:
    value = query.get(name, allowed[0])
    if value not in allowed:
        raise invalid(name, "invalid", value=value)
    return value


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid("since", "invalid", value=text) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _bears(issue: Issue, query: Query) -> bool:
    labels = {name.lower() for name in issue.labels}
    asked = {name.strip().lower() for name in query.get("labels", "").split(",") if name.strip()}
    creator = query.get("creator", issue.author)
    return (
        asked <= labels
        and creator.lower() == issue.author.lower()
        and _assigned(issue, query.get("assignee"))
        and query.get("milestone", "none") == "none"
    )


def _assigned(issue: Issue, assignee: str | None) -> bool:
    match assignee:
        case None:
            return True
        case "none":
            return not issue.assignees
        case "*":
            return bool(issue.assignees)
        case login:
            return login.lower() in {one.lower() for one in issue.assignees}


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, and where its neighbours are."""

    things: list[T]
    number: int
    last: int
    query: Query

    def links(self, address: str) -> str:
        """Return the Link header; empty if this page is the whole list."""
        places = {"prev": self.number - 1, "next": self.number + 1}
        places |= {"last": self.last, "first": 1}
        if self.number >= self.last:
            places = {"prev": min(self.number - 1, self.last), "first": 1}
        if self.number == 1:
            del places["prev"], places["first"]
        return ", ".join(
            f'<{address}?{urlencode({**self.query, "page": page})}>; rel="{name}"'
            for name, page in places.items()
        )


def paged(things: Sequence[T], query: Query) -> Page[T]:
    """Cut the page out of a list that the query asks for."""
    size = min(_count(query.get("per_page"), USUAL), MOST)
    number = _count(query.get("page"), 1)
    last = max(1, -(-len(things) // size))
    start = (number - 1) * size
    return Page(list(things[start : start + size]), number, last, query)


def _count(text: str | None, usual: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) > 0 else usual
