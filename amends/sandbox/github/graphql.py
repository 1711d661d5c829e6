"""The one GraphQL query that the sandbox knows: `nodes(ids:)` for issues.

Source: https://docs.github.com/en/graphql/reference/queries#nodes
"""

import re

from amends.sandbox.github.forms import Question
from amends.sandbox.github.records import Issue, Repository
from amends.sandbox.github.shapes import Json, Shapes, instant, node_id

MOST = 100
NAME = re.compile(r"\w+")
NODES = re.compile(r"\bnodes\s*\(\s*ids\s*:\s*\$(\w+)\s*\)")


def answered(shapes: Shapes, question: Question) -> Json:
    """Return each issue asked for, and null with an error for each that is not there."""
    found = NODES.search(question.query)
    ids = (question.variables or {}).get(found[1]) if found else None
    if not isinstance(ids, list):
        return {"errors": [{"message": "This sandbox answers nodes(ids: $ids) only"}]}
    if len(ids) > MOST:
        return {"data": None, "errors": [{"message": f"Ask for at most {MOST} nodes"}]}
    names = frozenset(NAME.findall(question.query))
    there = {
        node_id("I", issue.id): (repository, issue)
        for repository in shapes.hub.repositories()
        for issue in shapes.hub.issues(repository)
    }
    nodes = [_node(shapes, *there[one], names) if one in there else None for one in ids]
    missing = [_missing(place, ids[place]) for place, node in enumerate(nodes) if node is None]
    answer: Json = {"data": {"nodes": nodes}}
    return {**answer, "errors": missing} if missing else answer


def _missing(place: int, asked: object) -> Json:
    return {
        "type": "NOT_FOUND",
        "path": ["nodes", place],
        "message": f"Could not resolve to a node with the global id of '{asked}'",
    }


def _node(shapes: Shapes, repository: Repository, issue: Issue, names: frozenset[str]) -> Json:
    place = {"databaseId": repository.id, "nameWithOwner": repository.full_name}
    told = {
        **_written(shapes, issue),
        "url": shapes.page(repository, issue),
        "repository": place,
    }
    return _chosen(told, names)


def _chosen(told: Json, names: frozenset[str]) -> Json:
    """Return only what was asked for, as GraphQL does."""
    return {
        name: _chosen(value, names)
        if isinstance(value, dict)
        else [_chosen(one, names) for one in value]
        if isinstance(value, list)
        else value
        for name, value in told.items()
        if name in names
    }


def _written(shapes: Shapes, issue: Issue) -> Json:
    people = [shapes.hub.account(login) for login in issue.assignees]
    return {
        "__typename": "Issue",
        "id": node_id("I", issue.id),
        "databaseId": issue.id,
        "number": issue.number,
        "title": issue.title,
        "body": issue.body or "",
        "state": issue.state.upper(),
        "stateReason": issue.state_reason and issue.state_reason.upper(),
        "issueType": {"name": issue.type} if issue.type else None,
        "updatedAt": instant(issue.updated_at),
        "labels": {"nodes": [{"name": name} for name in issue.labels]},
        "assignees": {"nodes": [{"databaseId": one.id, "login": one.login} for one in people]},
    }
