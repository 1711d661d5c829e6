"""The routes of the GitHub sandbox: read the request, act, answer.

Each issue route stands under the repository's name and under its id, where GitHub redirects to.
Source: https://docs.github.com/en/rest (API version 2022-11-28)
"""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Blueprint, Response, current_app, g, jsonify, request

from amends.sandbox.github.forms import CommentForm, IssueForm, Question, sent
from amends.sandbox.github.graphql import answered
from amends.sandbox.github.listing import Page, chosen, paged
from amends.sandbox.github.protocol import limited, quotas
from amends.sandbox.github.records import Repository
from amends.sandbox.github.refusals import Refusal, not_found, unreadable
from amends.sandbox.github.shapes import Json, Shapes

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Response])
BY_NAME = "/repos/<owner>/<name>"
BY_ID = "/repositories/<int:repository_id>"

api = Blueprint("api", __name__)


def shapes() -> Shapes:
    """Return this sandbox's hub and how it writes."""
    return cast("Shapes", current_app.extensions["shapes"])


def both(tail: str, method: str, where: Blueprint = api) -> Callable[[View], View]:
    """Route a view under a repository's name and under its id."""

    def routed(view: View) -> View:
        for number, root in enumerate((BY_NAME, BY_ID)):
            endpoint = f"{view.__name__}_{number}"
            where.add_url_rule(root + tail, endpoint, view, methods=[method])
        return view

    return routed


def located() -> Repository:
    """Return the repository that the address names."""
    place = request.view_args or {}
    if "repository_id" in place:
        return shapes().hub.repository_by_id(place["repository_id"])
    return shapes().hub.repository(place["owner"], place["name"])


def listed(page: Page[T], write: Callable[[T], Json]) -> Response:
    """Answer with one page of a list and the links to its neighbours."""
    answer = jsonify([write(thing) for thing in page.things])
    if links := page.links(shapes().root + request.path):
        answer.headers["Link"] = links
    return answer


def made(thing: Json) -> Response:
    """Answer that something has come to be, and where."""
    answer = jsonify(thing)
    answer.status_code = 201
    answer.headers["Location"] = thing["url"]
    return answer


@api.get("/user")
def show_user() -> Response:
    """Tell who the token belongs to."""
    if g.token.startswith("ghs_"):
        raise Refusal(403, "Resource not accessible by integration")
    hub = shapes().hub
    since = min(repository.created_at for repository in hub.repositories())
    return jsonify(shapes().myself(hub.account(hub.cast.account), since))


@api.get("/rate_limit")
def show_limits() -> Response:
    """Tell how much may still be asked; asking is free."""
    if not limited():
        raise Refusal(404, "Rate limiting is not enabled.")
    core = quotas().of(g.token, "core").numbers()
    graphql = quotas().of(g.token, "graphql").numbers()
    search = {**core, "limit": 30, "used": 0, "remaining": 30}
    return jsonify(
        {"resources": {"core": core, "search": search, "graphql": graphql}, "rate": core}
    )


@both("", "GET")
def show_repository(**_: object) -> Response:
    """Describe a repository."""
    return jsonify(shapes().repository(located()))


@both("/labels", "GET")
def list_labels(**_: object) -> Response:
    """List a repository's labels."""
    repository = located()
    page = paged(shapes().hub.labels(repository), request.args)
    return listed(page, lambda label: shapes().label(repository, label))


@both("/milestones", "GET")
def list_milestones(**_: object) -> Response:
    """List a repository's milestones."""
    repository = located()
    numbers = list(range(1, len(shapes().hub.furniture.milestones) + 1))
    return listed(paged(numbers, request.args), lambda one: shapes().milestone(repository, one))


@both("/issue-types", "GET")
def list_issue_types(**_: object) -> Response:
    """List the issue types of a repository; where there are none, there is no such address."""
    located()
    names = shapes().hub.furniture.issue_types
    if not names:
        raise not_found()
    return jsonify([shapes().issue_type(name) for name in names])


@both("/assignees", "GET")
def list_assignees(**_: object) -> Response:
    """List who may be assigned."""
    located()
    return listed(paged(shapes().hub.assignable(), request.args), shapes().user)


@both("/issues", "GET")
def list_issues(**_: object) -> Response:
    """List a repository's issues."""
    repository = located()
    found = chosen(shapes().hub.issues(repository), request.args)
    page = paged(found, request.args)
    return listed(page, lambda issue: shapes().issue(repository, issue))


@both("/issues", "POST")
def open_issue(**_: object) -> Response:
    """Open an issue."""
    repository = located()
    form = sent(IssueForm)
    if form.title is None:
        raise unreadable('"title" wasn\'t supplied.')
    hub = shapes().hub
    issue = hub.open_issue(repository, hub.cast.account, form.changes())
    return made(shapes().single_issue(repository, issue))


@both("/issues/<int:number>", "GET")
def show_issue(number: int, **_: object) -> Response:
    """Describe one issue."""
    repository = located()
    return jsonify(shapes().single_issue(repository, shapes().hub.issue(repository, number)))


@both("/issues/<int:number>", "PATCH")
def edit_issue(number: int, **_: object) -> Response:
    """Edit one issue."""
    repository = located()
    hub = shapes().hub
    issue = hub.issue(repository, number)
    issue = hub.edit_issue(issue, hub.cast.account, sent(IssueForm).edits())
    return jsonify(shapes().single_issue(repository, issue))


@both("/issues/<int:number>/comments", "GET")
def list_comments(number: int, **_: object) -> Response:
    """List what was said on an issue."""
    repository = located()
    issue = shapes().hub.issue(repository, number)
    page = paged(shapes().hub.comments(issue), request.args)
    return listed(page, lambda comment: shapes().comment(repository, issue, comment))


@both("/issues/<int:number>/comments", "POST")
def comment_issue(number: int, **_: object) -> Response:
    """Say something on an issue."""
    repository = located()
    hub = shapes().hub
    issue = hub.issue(repository, number)
    comment = hub.comment(issue, hub.cast.account, sent(CommentForm).body)
    return made(shapes().comment(repository, issue, comment))


@api.post("/graphql")
def ask() -> Response:
    """Answer the one query this sandbox knows."""
    return jsonify(answered(shapes(), sent(Question)))
