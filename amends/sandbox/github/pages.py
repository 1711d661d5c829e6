"""The GitHub sandbox for people: see the issues, close, reopen and edit them."""

from typing import cast

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
)

from amends.sandbox.github.records import Changes, Issue
from amends.sandbox.github.refusals import Refusal
from amends.sandbox.github.shapes import Shapes
from amends.sandbox.website import own_form, same_lines

pages = Blueprint("pages", __name__)
pages.before_request(own_form)

MOVES: dict[str, Changes] = {
    "completed": {"state": "closed", "state_reason": "completed"},
    "not_planned": {"state": "closed", "state_reason": "not_planned"},
    "reopen": {"state": "open"},
}


def shapes() -> Shapes:
    """Return this sandbox's hub and how it writes."""
    return cast("Shapes", current_app.extensions["shapes"])


@pages.get("/")
def home() -> str:
    """List every repository with its issues, the latest change first."""
    hub = shapes().hub
    lists = [(repository, _latest(hub.issues(repository))) for repository in hub.repositories()]
    return render_template("github_home.html", lists=lists)


def _latest(issues: list[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda issue: (issue.updated_at, issue.number), reverse=True)


@pages.get("/issues/<owner>/<name>")
def repository(owner: str, name: str) -> str:
    """List one repository's issues."""
    found = shapes().hub.repository(owner, name)
    return render_template("github_home.html", lists=[(found, _latest(shapes().hub.issues(found)))])


@pages.get("/issues/<owner>/<name>/<int:number>")
def issue(owner: str, name: str, number: int) -> str:
    """Show one issue with what was said on it, and its forms."""
    hub = shapes().hub
    repository = hub.repository(owner, name)
    found = hub.issue(repository, number)
    return render_template(
        "github_issue.html", repository=repository, issue=found, comments=hub.comments(found)
    )


@pages.post("/issues/<owner>/<name>/<int:number>/edit")
def edit(owner: str, name: str, number: int) -> Response:
    """Reword an issue."""
    hub, form = shapes().hub, request.form
    before = hub.issue(hub.repository(owner, name), number).body
    changes: Changes = {"title": form["title"], "body": same_lines(form["body"], before)}
    return _changed(owner, name, number, changes)


@pages.post("/issues/<owner>/<name>/<int:number>/state")
def move(owner: str, name: str, number: int) -> Response:
    """Close or reopen an issue."""
    if (change := MOVES.get(request.form["to"])) is None:
        raise Refusal(400, "An issue can be closed or reopened.")
    return _changed(owner, name, number, change)


def _changed(owner: str, name: str, number: int, changes: Changes) -> Response:
    """Do what a person asks, as the visitor, and show the issue again."""
    hub = shapes().hub
    repository = hub.repository(owner, name)
    found = hub.issue(repository, number)
    hub.edit_issue(found, hub.cast.visitor, changes)
    return cast("Response", redirect(shapes().page(repository, found), 303))
