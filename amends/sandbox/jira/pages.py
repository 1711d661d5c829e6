"""The Jira sandbox for people: see the issues, move and edit them."""

from typing import cast

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
)

from amends.sandbox.jira.catalogue import (
    ISSUE_TYPES,
    PRIORITIES,
    RESOLUTIONS,
    STATUSES,
    TRANSITIONS,
    Status,
)
from amends.sandbox.jira.forms import edit_of
from amends.sandbox.jira.records import Edit
from amends.sandbox.jira.refusals import Refusal
from amends.sandbox.jira.site import Site
from amends.sandbox.website import own_form, same_lines

pages = Blueprint("pages", __name__)
pages.before_request(own_form)


def site() -> Site:
    """Return this sandbox's site."""
    return cast("Site", current_app.extensions["site"])


@pages.get("/")
def home() -> str:
    """List every project with its issues, the latest change first."""
    issues = sorted(site().issues(), key=lambda one: one.updated, reverse=True)
    lists = [
        (project, [issue for issue in issues if issue.project == project.key])
        for project in site().projects()
    ]
    return render_template("jira_home.html", lists=lists, statuses=STATUSES)


@pages.get("/browse/<key>")
def issue(key: str) -> str:
    """Show one issue with what was said on it, and its forms."""
    found = site().issue(key)
    return render_template(
        "jira_issue.html",
        issue=found,
        status=STATUSES[found.status_id],
        statuses=STATUSES.values(),
        type=ISSUE_TYPES[found.type_id],
        priority=PRIORITIES[found.priority_id],
        resolution=RESOLUTIONS.get(found.resolution_id or ""),
        resolutions=RESOLUTIONS.values(),
        comments=site().comments(found),
    )


@pages.post("/browse/<key>/edit")
def edit(key: str) -> Response:
    """Reword an issue."""
    form = request.form
    description = same_lines(form["description"], site().issue(key).description)
    fields = {"summary": form["summary"], "description": description}
    return _changed(key, edit_of(site(), {"fields": fields}))


@pages.post("/browse/<key>/status")
def move(key: str) -> Response:
    """Move an issue to a status, with a resolution where one is given."""
    status = TRANSITIONS.get(request.form["transition"])
    if status is None:
        raise Refusal(400, "An issue can be moved to one of its statuses.")
    resolution = RESOLUTIONS.get(request.form.get("resolution", ""))
    return _changed(key, Edit({"resolution_id": resolution.id} if resolution else {}), status)


def _changed(key: str, edit: Edit, status: Status | None = None) -> Response:
    """Do what a person asks, as the visitor, and show the issue again."""
    found = site().issue(key)
    site().edit(found, site().cast.visitor, edit, status)
    url = cast("str", current_app.extensions["url"])
    return cast("Response", redirect(f"{url}/browse/{found.key}", 303))
