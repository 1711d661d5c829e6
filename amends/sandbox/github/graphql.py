"""The one GraphQL query that the sandbox knows: `nodes(ids:)` for issues.

Source: https://docs.github.com/en/graphql/reference/queries#nodes
"""

import re
from typing import Any

from amends.sandbox.github.forms import Question
from amends.sandbox.github.records import Issue
from amends.sandbox.github.shapes import Json, Shapes, instant, node_id

MOST = 100
NODES = re.compile(r"\bnodes\s*\(\s*ids\s*:\s*\$(\w+)\s*\)")


def answered(shapes: Shapes, question: Question) -> Json:
    """Return each issue asked for, and null with an error for each that is not there."""
    found = NODES.search(question.query)
    ids = (question.variables or {}).get(found[1]) if found else None
    if not isinstance(ids, list):
        return {"errors": [{"message": "This sandbox answers nodes(ids: $ids) only"}]}
    if len(ids) > MOST:
        return {"data": None, "errors": [{"message": f"Ask for at most {MOST} nodes"}]}
    nodes = [_node(shapes, one) for one in ids]
    missing = [_missing(place, ids[place]) for place, node in enumerate(nodes) if node is None]
    answer: Json = {"data": {"nodes": nodes}}
    return {**answer, "errors": missing} if missing else answer


def _missing(place: int, asked: object) -> Json:
    return {
        "type": "NOT_FOUND",
        "path": ["nodes", place],
        "message": f"Could not resolve to a node with the global id of '{asked}'",
    }


def _node(shapes: Shapes, asked: object) -> Json | None:
    for repository in shapes.hub.repositories():
        for issue in shapes.hub.issues(repository):
            if node_id("I", issue.id) == asked:
                place = {"databaseId": repository.id, "nameWithOwner": repository.full_name}
                page = shapes.page(repository, issue)
                return {**_written(issue), "url": page, "repository": place}
    return None


def _written(issue: Issue) -> dict[str, Any]:
    return {
        "__typename": "Issue",
        "id": node_id("I", issue.id),
        "databaseId": issue.id,
        "number": issue.number,
        "title": issue.title,
        "body": issue.body or "",
        "state": issue.state.upper(),
        "stateReason": issue.state_reason and issue.state_reason.upper(),
        "updatedAt": instant(issue.updated_at),
        "labels": {"nodes": [{"name": name} for name in issue.labels]},
        "assignees": {"nodes": [{"login": login} for login in issue.assignees]},
    }
