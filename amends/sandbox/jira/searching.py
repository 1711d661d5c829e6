"""Routes by which the Jira sandbox's issues are found: by query, and many by id.

Source: https://developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issue-search/
"""

import base64
import binascii
import json
from dataclasses import dataclass

from flask import Response, jsonify, request

from amends.sandbox.jira.jql import understood
from amends.sandbox.jira.protocol import Json, asked, number, sent
from amends.sandbox.jira.records import Issue
from amends.sandbox.jira.refusals import Refusal
from amends.sandbox.jira.routes import shapes, site, versioned

api = versioned("searching")
USUAL, MOST, MOST_IDS = 50, 100, 5000
MOST_FETCHED = 100
MOST_PROPERTIES = 5


@dataclass(frozen=True)
class Search:
    """What a search asks for."""

    jql: str
    token: str | None
    most: int
    fields: list[str]
    properties: list[str]
    expand: str


@api.get("/search/jql")
def search_by_address() -> Response:
    """Find issues by a query in the address."""
    fields = asked("fields")
    search = Search(
        jql=request.args.get("jql", ""),
        token=request.args.get("nextPageToken"),
        most=max(1, number("maxResults", USUAL, _most(fields))),
        fields=fields,
        properties=asked("properties"),
        expand=request.args.get("expand", ""),
    )
    return jsonify(_found(search))


@api.post("/search/jql")
def search_by_body() -> Response:
    """Find issues by a query in the body."""
    body = sent()
    fields = _words(body, "fields")
    most = body.get("maxResults", USUAL)
    if not isinstance(most, int) or most < 1:
        raise Refusal(400, "The maxResults value must be a positive number.")
    search = Search(
        jql=str(body.get("jql") or ""),
        token=body.get("nextPageToken"),
        most=min(most, _most(fields)),
        fields=fields,
        properties=_words(body, "properties"),
        expand=str(body.get("expand") or ""),
    )
    return jsonify(_found(search))


@api.post("/issue/bulkfetch")
def fetch_many() -> Response:
    """Return up to a hundred issues by id or key; those that are not there are left out."""
    body = sent()
    names = _words(body, "issueIdsOrKeys")
    if not 0 < len(names) <= MOST_FETCHED:
        raise Refusal(400, f"Between 1 and {MOST_FETCHED} issues can be fetched at once.")
    fields = _words(body, "fields") or ["*navigable"]
    there = {one.id: one for name in names if (one := site().find_issue(name))}
    expand = ",".join(_words(body, "expand"))
    properties = _words(body, "properties")
    issues = [shapes().issue(there[at], fields, properties, expand) for at in sorted(there)]
    return jsonify({"issues": issues, "issueErrors": []})


def _found(search: Search) -> Json:
    """Return one page of a search; a page begins after the rank its token holds."""
    if len(search.properties) > MOST_PROPERTIES:
        raise Refusal(400, f"At most {MOST_PROPERTIES} properties can be asked for.")
    query = understood(site(), search.jql)
    after = _rank(search.token) if search.token else None
    ranked = sorted(
        (rank, issue)
        for issue, rank in ((one, query.rank(site(), one)) for one in site().issues())
        if query.matches(issue) and (after is None or rank > after)
    )
    page = ranked[: search.most]
    written = {"issues": [_written(issue, search) for _, issue in page]}
    if len(page) == len(ranked):
        return {**written, "isLast": True}
    return {**written, "isLast": False, "nextPageToken": _token(page[-1][0])}


def _written(issue: Issue, search: Search) -> Json:
    return shapes().issue(issue, search.fields, search.properties, search.expand)


def _token(rank: tuple[int, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(rank).encode()).decode()


def _rank(token: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in json.loads(base64.urlsafe_b64decode(token)))
    except (binascii.Error, ValueError, TypeError) as error:
        raise Refusal(400, "The provided next page token is invalid or expired.") from error


def _most(fields: list[str]) -> int:
    return MOST if set(fields) - {"id", "key"} else MOST_IDS


def _words(body: Json, name: str) -> list[str]:
    value = body.get(name) or []
    if not isinstance(value, list):
        raise Refusal(400, f"'{name}' must be a list")
    return [str(one) for one in value]
