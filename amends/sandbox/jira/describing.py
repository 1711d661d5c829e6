"""Routes by which the Jira sandbox tells what it is and what it is made of.

Source: https://developer.atlassian.com/cloud/jira/platform/rest/v2/
"""

from flask import Response, jsonify, request

from amends.sandbox.jira.accounts import login_of
from amends.sandbox.jira.catalogue import ISSUE_TYPES, PRIORITIES, RESOLUTIONS, STATUSES
from amends.sandbox.jira.protocol import asked, number
from amends.sandbox.jira.refusals import Refusal
from amends.sandbox.jira.routes import shapes, site, versioned
from amends.sandbox.jira.shapes import Json, instant
from amends.sandbox.jira.site import moment

api = versioned("describing")
BUILT = "2026-01-05T00:00:00.000+0000"
MOST = 200
PERMISSIONS = (
    "ADMINISTER",
    "ADMINISTER_PROJECTS",
    "ADD_COMMENTS",
    "ASSIGN_ISSUES",
    "BROWSE_PROJECTS",
    "CREATE_ISSUES",
    "EDIT_ISSUES",
    "LINK_ISSUES",
    "RESOLVE_ISSUES",
    "SCHEDULE_ISSUES",
    "TRANSITION_ISSUES",
)


@api.get("/serverInfo")
def show_server() -> Response:
    """Tell which Jira this is, and its time."""
    url = shapes().url
    return jsonify(
        {
            "baseUrl": url,
            "displayUrl": url,
            "version": "9.12.4" if site().server else "1001.0.0-SNAPSHOT",
            "versionNumbers": [9, 12, 4] if site().server else [1001, 0, 0],
            "deploymentType": "Server" if site().server else "Cloud",
            "buildNumber": 100_000,
            "buildDate": BUILT,
            "serverTime": instant(moment()),
            "scmInfo": "sandbox",
            "serverTitle": "Jira sandbox of Amends",
            "serverTimeZone": "UTC",
        }
    )


@api.get("/myself")
def show_myself() -> Response:
    """Tell who the token belongs to."""
    return jsonify(shapes().myself())


@api.get("/mypermissions")
def show_permissions() -> Response:
    """Tell which of the permissions asked about the token has: all but administration."""
    names = asked("permissions")
    if not names and not site().server:
        raise Refusal(400, "The 'permissions' query parameter is required.")
    names = names if names and not site().server else list(PERMISSIONS)
    if unknown := [name for name in names if name not in PERMISSIONS]:
        raise Refusal(400, f"Unrecognized permission(s): {', '.join(unknown)}")
    if place := request.args.get("projectKey"):
        site().project(place)
    return jsonify({"permissions": {name: _permission(name) for name in names}})


def _permission(name: str) -> Json:
    return {
        "id": str(PERMISSIONS.index(name) + 1),
        "key": name,
        "name": name.replace("_", " ").capitalize(),
        "type": "GLOBAL" if name == "ADMINISTER" else "PROJECT",
        "description": "",
        "havePermission": not name.startswith("ADMINISTER"),
    }


@api.get("/project/<place>")
def show_project(place: str) -> Response:
    """Describe a project."""
    return jsonify(shapes().whole_project(site().project(place)))


@api.get("/project/<place>/statuses")
def list_statuses(place: str) -> Response:
    """List the statuses of each issue type of a project."""
    site().project(place)
    statuses = [shapes().status(status) for status in STATUSES.values()]
    return jsonify(
        [
            {**shapes().named("issuetype", kind), "subtask": False, "statuses": statuses}
            for kind in ISSUE_TYPES.values()
        ]
    )


@api.get("/issue/createmeta/<place>/issuetypes")
def list_issue_types(place: str) -> Response:
    """List the issue types one may open in a project."""
    site().project(place)
    kinds = [shapes().issue_type(kind) for kind in ISSUE_TYPES.values()]
    return jsonify(_page("issueTypes", kinds))


@api.get("/issue/createmeta/<place>/issuetypes/<kind>")
def list_form_fields(place: str, kind: str) -> Response:
    """List the fields of the form for a new issue."""
    site().project(place)
    if kind not in ISSUE_TYPES:
        raise Refusal(400, f"The issue type '{kind}' does not exist in this project.")
    fields = [shapes().form_field(field) for field in site().fields() if field.settable]
    return jsonify(_page("fields", fields))


def _page(name: str, things: list[Json]) -> Json:
    start, most = number("startAt", 0, len(things)), number("maxResults", 50, MOST)
    page = things[start : start + most]
    written: Json = {"startAt": start, "maxResults": most, "total": len(things)}
    if site().server:
        return {**written, "isLast": start + most >= len(things), "values": page}
    return {**written, name: page}


@api.get("/priority")
def list_priorities() -> Response:
    """List the priorities, the highest first."""
    return jsonify([shapes().priority(one) for one in PRIORITIES.values()])


@api.get("/resolution")
def list_resolutions() -> Response:
    """List the resolutions."""
    return jsonify([shapes().resolution(one) for one in RESOLUTIONS.values()])


@api.get("/status")
def list_all_statuses() -> Response:
    """List the statuses of the workflow."""
    return jsonify([shapes().status(one) for one in STATUSES.values()])


@api.get("/field")
def list_fields() -> Response:
    """List the fields that issues have."""
    return jsonify([shapes().field(field) for field in site().fields()])


@api.get("/user/assignable/search")
def list_assignable() -> Response:
    """List who may be assigned in a project or to an issue."""
    if place := request.args.get("project"):
        site().project(place)
    elif place := request.args.get("issueKey") or request.args.get("issueId"):
        site().issue(place)
    else:
        raise Refusal(400, "Either a project or an issue must be given.")
    return jsonify(_people())


@api.get("/user/search")
def list_people() -> Response:
    """List who is here."""
    return jsonify(_people())


def _people() -> list[Json]:
    """Return who fits the query or the account id, from where the page starts."""
    if account := request.args.get("accountId"):
        login = login_of(site().cast, account)
        return [shapes().user(login)] if login else []
    start = request.args.get("username" if site().server else "query", "").lower()
    found = [login for login in site().cast.logins if login.lower().startswith(start)]
    at = number("startAt", 0, len(found))
    return [shapes().user(login) for login in found[at : at + number("maxResults", 50, 1000)]]
