"""What only a Jira Data Center answers: the search by address with numbered pages.

Source: https://docs.atlassian.com/software/jira/docs/api/REST/9.12.0/
"""

from flask import Response, jsonify, request

from amends.sandbox.jira.jql import understood
from amends.sandbox.jira.protocol import Json, asked, number, sent
from amends.sandbox.jira.refusals import Refusal
from amends.sandbox.jira.routes import shapes, site, versioned

api = versioned("data_center")
USUAL, MOST = 50, 1000
GONE = (
    "The requested API has been removed. "
    "Please use /rest/api/3/search/jql instead, as CHANGE-2046 explains."
)
CLOUD_ONLY = ("/search/jql", "/issue/bulkfetch", "/user/search")


def guard() -> None:
    """Refuse what this edition does not know."""
    if not site().server:
        return
    if request.path.startswith("/rest/api/3/") or request.path.endswith(CLOUD_ONLY):
        raise Refusal(404, "null for uri: " + request.path)


@api.get("/search")
def search_by_address() -> Response:
    """Find issues by a query in the address."""
    return _found(
        request.args.get("jql", ""),
        number("startAt", 0, 1_000_000),
        number("maxResults", USUAL, MOST),
        asked("fields"),
        strict=request.args.get("validateQuery", "true") not in {"false", "none", "warn"},
    )


@api.post("/search")
def search_by_body() -> Response:
    """Find issues by a query in the body."""
    body = sent()
    start, most = body.get("startAt", 0), body.get("maxResults", USUAL)
    if not isinstance(start, int) or not isinstance(most, int):
        raise Refusal(400, "startAt and maxResults must be numbers.")
    unknown = set(body) - {"jql", "startAt", "maxResults", "fields", "expand", "validateQuery"}
    if unknown:
        raise Refusal(400, f'Unrecognized field "{min(unknown)}"')
    strict = body.get("validateQuery", "strict") in {"strict", True}
    fields = [str(one) for one in body.get("fields") or []]
    return _found(str(body.get("jql") or ""), start, min(most, MOST), fields, strict=strict)


def _found(jql: str, start: int, most: int, fields: list[str], *, strict: bool) -> Response:
    """Return one page of a search."""
    if not site().server:
        raise Refusal(410, GONE)
    query = understood(site(), jql, strict=strict)
    found = sorted(
        (one for one in site().issues() if query.matches(one)),
        key=lambda one: query.rank(site(), one),
    )
    page = found[start : start + most]
    written: Json = {"startAt": start, "maxResults": most, "total": len(found)}
    issues = [shapes().issue(one, fields or ["*navigable"]) for one in page]
    return jsonify({"expand": "schema,names", **written, "issues": issues})
