"""Routes by which single issues of the Jira sandbox are opened, read and changed.

Source: https://developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issues/
"""

from typing import Any

from flask import Response, jsonify, make_response, request

from amends.sandbox.jira.catalogue import STATUSES
from amends.sandbox.jira.forms import edit_of, move_of, new_issue
from amends.sandbox.jira.protocol import Json, asked, made, nothing, sent, sent_value
from amends.sandbox.jira.records import Edit
from amends.sandbox.jira.refusals import Refusal
from amends.sandbox.jira.routes import issue_named, shapes, site, versioned

api = versioned("writing")
MOST_CREATED = 50
LONGEST_PROPERTY = 32_768
LINK_PARTS: tuple[str, ...] = ("application", "relationship", "object")


@api.post("/issue")
def open_issue() -> Response:
    """Open one issue."""
    return made(_opened(sent()))


@api.post("/issue/bulk")
def open_issues() -> Response:
    """Open up to fifty issues; each that cannot be is told by its place."""
    listed = sent().get("issueUpdates")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_CREATED:
        raise Refusal(400, f"Between 1 and {MOST_CREATED} issues can be created at once.")
    issues, errors = list[Json](), list[Json]()
    for place, one in enumerate(listed):
        try:
            issues.append(_opened(one if isinstance(one, dict) else {}))
        except Refusal as refusal:
            fault = {"status": refusal.status, "elementErrors": refusal.body}
            errors.append({**fault, "failedElementNumber": place})
    answer = jsonify({"issues": issues, "errors": errors})
    answer.status_code = 201 if issues else 400
    return answer


def _opened(form: Json) -> Json:
    project, edit, status = new_issue(site(), form)
    issue = site().create(project, edit, *([status] if status else []))
    written = {"id": str(issue.id), "key": issue.key}
    written["self"] = f"{shapes().root}/issue/{issue.id}"
    calm = {"status": 200, "errorCollection": {"errorMessages": [], "errors": {}}}
    return {**written, "transition": calm} if status else written


@api.get("/issue/<name>")
def show_issue(name: str) -> Response:
    """Describe one issue."""
    fields = asked("fields") or ["*all"]
    expand = request.args.get("expand", "")
    return jsonify(shapes().issue(issue_named(name), fields, asked("properties"), expand))


@api.put("/issue/<name>")
def edit_issue(name: str) -> Response:
    """Edit one issue; tell the outcome only if asked to."""
    issue = issue_named(name)
    issue = site().edit(issue, site().cast.account, edit_of(site(), sent()))
    if request.args.get("returnIssue", "").lower() == "true" and not site().server:
        return jsonify(shapes().issue(issue, ["*all"], expand=request.args.get("expand", "")))
    return nothing()


@api.put("/issue/<name>/assignee")
def assign_issue(name: str) -> Response:
    """Give an issue to somebody, or to nobody."""
    form = {"fields": {"assignee": sent()}}
    site().edit(issue_named(name), site().cast.account, edit_of(site(), form))
    return nothing()


@api.get("/issue/<name>/transitions")
def list_transitions(name: str) -> Response:
    """List where an issue can go: everywhere, from everywhere."""
    issue_named(name)
    wanted = request.args.get("transitionId")
    detailed = "transitions.fields" in request.args.get("expand", "")
    moves = [
        shapes().transition(status, with_fields=detailed)
        for status in STATUSES.values()
        if wanted in (None, status.transition_id)
    ]
    return jsonify({"expand": "transitions", "transitions": moves})


@api.post("/issue/<name>/transitions")
def move_issue(name: str) -> Response:
    """Move an issue to another status."""
    issue = issue_named(name)
    status, edit = move_of(site(), sent())
    site().edit(issue, site().cast.account, edit, status)
    return nothing()


@api.get("/issue/<name>/properties")
def list_properties(name: str) -> Response:
    """List the keys of an issue's properties."""
    root = f"{shapes().root}/issue/{name}/properties"
    keys = [{"self": f"{root}/{key}", "key": key} for key in issue_named(name).properties]
    return jsonify({"keys": keys})


@api.get("/issue/<name>/properties/<key>")
def show_property(name: str, key: str) -> Response:
    """Return one property."""
    held = issue_named(name).properties
    if key not in held:
        raise _no_property(key)
    return jsonify({"key": key, "value": held[key]})


@api.put("/issue/<name>/properties/<key>")
def set_property(name: str, key: str) -> Response:
    """Set one property to any JSON."""
    issue = issue_named(name)
    if len(request.get_data()) > LONGEST_PROPERTY:
        raise Refusal(400, f"The property value cannot exceed {LONGEST_PROPERTY} characters.")
    value: Any = sent_value()
    site().edit(issue, site().cast.account, Edit({}, properties={key: value}))
    return make_response(jsonify(), 200) if key in issue.properties else made({})


@api.delete("/issue/<name>/properties/<key>")
def drop_property(name: str, key: str) -> Response:
    """Delete one property."""
    issue = issue_named(name)
    if key not in issue.properties:
        raise _no_property(key)
    site().drop_property(issue, key)
    return nothing()


def _no_property(key: str) -> Refusal:
    return Refusal(404, f"The property with key '{key}' does not exist.")


@api.get("/issue/<name>/remotelink")
def list_links(name: str) -> Response:
    """List an issue's remote links; with a global id, return that one alone."""
    issue = issue_named(name)
    links = site().links(issue)
    if (wanted := request.args.get("globalId")) is None:
        return jsonify([shapes().link(issue, link) for link in links])
    for link in links:
        if link.global_id == wanted:
            return jsonify(shapes().link(issue, link))
    raise Refusal(404, "The remote issue link does not exist.")


@api.post("/issue/<name>/remotelink")
def set_link(name: str) -> Response:
    """Keep a remote link, in place of the one that has its global id."""
    issue = issue_named(name)
    form = sent()
    thing = form.get("object")
    told = thing if isinstance(thing, dict) else {}
    if missing := [part for part in ("url", "title") if not told.get(part)]:
        raise Refusal(400, errors={part: f"'{part}' is required." for part in missing})
    content = {part: form[part] for part in LINK_PARTS if part in form}
    link, new = site().link(issue, form.get("globalId"), content)
    answer = made({"id": link.id, "self": shapes().link(issue, link)["self"]})
    answer.status_code = 201 if new else 200
    return answer


@api.get("/issue/<name>/comment")
def list_comments(name: str) -> Response:
    """List what was said on an issue."""
    return jsonify(shapes().comments(issue_named(name)))


@api.post("/issue/<name>/comment")
def comment_issue(name: str) -> Response:
    """Say something on an issue."""
    issue = issue_named(name)
    body = sent().get("body")
    if not isinstance(body, str) or not body.strip():
        raise Refusal(400, errors={"comment": "Comment body can not be empty!"})
    return made(shapes().comment(issue, site().comment(issue, site().cast.account, body)))
