"""Many issues with one question: `nodes(ids:)` of GitHub's GraphQL API.

Source: https://docs.github.com/en/graphql/reference/queries#nodes
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.errors import Limited, Missing, TryAgain
from sync.providers.github.client import GRAPHQL
from sync.transport import UNSAID_WAIT, understood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sync.ports import RemoteIssue
    from sync.transport import Reply

QUERY = """query($ids:[ID!]!){nodes(ids:$ids){__typename ... on Issue{
id number url title body state stateReason(enableDuplicate:true) updatedAt
issueType{name} repository{databaseId nameWithOwner}
labels(first:100){nodes{name}}
assignees(first:10){nodes{databaseId login}}}}}"""
TOO_NEW = {"undefinedField", "argumentNotAccepted"}  # what an older Enterprise server says


def asked_for(
    ask: Callable[..., Reply],
    links: Sequence[tuple[str, Mapping[str, Any]]],
    read: Callable[[Mapping[str, Any], str], RemoteIssue],
) -> list[RemoteIssue | None] | None:
    """Return the issues of *links*, by number and raw; None where this server cannot be asked."""
    ids = [str(raw.get("node_id") or "") for _, raw in links]
    if not all(ids):
        return None
    question = {"query": QUERY, "variables": {"ids": ids}}
    try:
        answer = ask("POST", GRAPHQL, body=question, reads=True).body
    except Missing:
        return None
    with understood("GitHub"):
        nodes = nodes_in(answer)
        if nodes is None:
            return None
        return [
            _issue(node, number, str(raw["path"]), read)
            for (number, raw), node in zip(links, nodes, strict=True)
        ]


def nodes_in(answer: Mapping[str, Any]) -> list[Mapping[str, Any] | None] | None:
    """Return what was found, in the order asked; None where the question is not understood.

    What is not there, or hidden, is null beside an error; the rest of the answer holds. Raises
    TryAgain where nothing was answered.
    """
    nodes = (answer.get("data") or {}).get("nodes")
    if isinstance(nodes, list):
        return nodes
    errors = [one for one in answer.get("errors") or [] if isinstance(one, dict)]
    if any(one.get("type") == "RATE_LIMITED" for one in errors):
        raise Limited(
            f"GitHub has reached its rate limit and pauses for {round(UNSAID_WAIT)} s", UNSAID_WAIT
        )
    if any((one.get("extensions") or {}).get("code") in TOO_NEW for one in errors):
        return None
    said = "; ".join(str(one.get("message", "")) for one in errors)[:300]
    raise TryAgain(f"GitHub did not answer which issues there are: {said}")


def is_at(node: Mapping[str, Any], path: str) -> bool:
    """Return whether an issue still lives where it was asked for: the same place and number."""
    place, _, number = path.removesuffix("/").rpartition("/issues/")
    repository = node["repository"]
    names = {
        f"/repositories/{repository['databaseId']}",
        f"/repos/{repository['nameWithOwner']}".casefold(),
    }
    return place.casefold() in names and str(node["number"]) == number


def _issue(
    node: Mapping[str, Any] | None,
    number: str,
    path: str,
    read: Callable[[Mapping[str, Any], str], RemoteIssue],
) -> RemoteIssue | None:
    """Return what a node tells of an issue, or None where that must be looked at by itself."""
    if node is None or node.get("__typename") != "Issue" or not is_at(node, path):
        return None
    return read(payload_of(node, number), path)


def payload_of(node: Mapping[str, Any], number: str) -> dict[str, Any]:
    """Return an issue as the REST API would tell it, as far as the question went.

    GraphQL's own numbers are too small for today's issues, so *number* is the one known.
    """
    people = (node.get("assignees") or {}).get("nodes") or []
    labels = (node.get("labels") or {}).get("nodes") or []
    return {
        "id": int(number),
        "node_id": node["id"],
        "number": node["number"],
        "html_url": node["url"],
        "title": node["title"],
        "body": node["body"],
        "state": str(node["state"]).lower(),
        "state_reason": str(node["stateReason"]).lower() if node.get("stateReason") else None,
        "updated_at": node["updatedAt"],
        "type": node.get("issueType"),
        "labels": [{"name": one["name"]} for one in labels],
        "assignees": [{"id": one.get("databaseId") or 0, "login": one["login"]} for one in people],
    }
