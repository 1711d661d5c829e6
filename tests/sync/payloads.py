"""Whole webhook payloads, with the members that GitHub and Atlassian publish, signed and sent."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.sync.places import GitHubPlace, JiraPlace, Place
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug.test import TestResponse

    from tests.sync.bench import Bench
    from tests.sync.showing import Shown

HOOK = "a secret of webhooks"
FORM = "application/x-www-form-urlencoded"
USER = (
    "login",
    "id",
    "node_id",
    "avatar_url",
    "gravatar_id",
    "url",
    "html_url",
    "followers_url",
    "following_url",
    "gists_url",
    "starred_url",
    "subscriptions_url",
    "organizations_url",
    "repos_url",
    "events_url",
    "received_events_url",
    "type",
    "site_admin",
)
ISSUE = (
    "url",
    "repository_url",
    "labels_url",
    "comments_url",
    "events_url",
    "html_url",
    "id",
    "node_id",
    "number",
    "title",
    "user",
    "labels",
    "state",
    "locked",
    "assignee",
    "assignees",
    "milestone",
    "comments",
    "created_at",
    "updated_at",
    "closed_at",
    "author_association",
    "active_lock_reason",
    "body",
    "reactions",
    "state_reason",
)
LABEL = (
    "id",
    "node_id",
    "url",
    "name",
    "description",
    "color",
    "default",
)
REACTIONS = (
    "total_count",
    "+1",
    "-1",
    "laugh",
    "hooray",
    "confused",
    "heart",
    "rocket",
    "eyes",
)


def github_payload(place: GitHubPlace, one: Shown, action: str) -> dict[str, Any]:
    """Return what GitHub delivers about an issue of ours."""
    issue = _only(place.asked(place.address(one)), ISSUE)
    for name in ("user", "assignee"):
        issue[name] = _only(issue[name], USER) if issue[name] else None
    issue["assignees"] = [_only(who, USER) for who in issue["assignees"]]
    issue["labels"] = [_only(label, LABEL) for label in issue["labels"]]
    issue["reactions"] = {"url": f"{issue['url']}/reactions", **dict.fromkeys(REACTIONS, 0)}
    repository = _repository(place)
    sender = repository["owner"]
    payload = {"action": action, "issue": issue, "repository": repository, "sender": sender}
    match action:
        case "edited":
            payload["changes"] = {"title": {"from": "What it was called before"}}
        case "labeled" | "unlabeled":
            payload["label"] = issue["labels"][0]
        case "locked":
            issue |= {"locked": True, "active_lock_reason": "resolved"}
        case "assigned" | "unassigned":
            payload["assignee"] = sender
        case "transferred":
            payload["changes"] = {"new_issue": issue, "new_repository": repository}
        case _:
            pass
    return payload


def jira_payload(place: JiraPlace, one: Shown, event: str, **project: str) -> dict[str, Any]:
    """Return what Jira delivers about an issue of ours, in *project* where it was moved."""
    issue = place.asked(place.address(one))
    issue["fields"]["project"] |= project
    changed = {"field": "summary", "fieldtype": "jira", "fieldId": "summary", "from": None}
    return {
        "timestamp": 1_790_000_000_000,
        "webhookEvent": event,
        "issue_event_type_name": "issue_generic",
        "user": issue["fields"]["creator"],
        "issue": issue,
        "changelog": {
            "id": "10001",
            "items": [{**changed, "fromString": "Before", "to": None, "toString": "After"}],
        },
    }


def told(place: Place, one: Shown, deleted: bool = False) -> tuple[str, dict[str, Any]]:  # noqa: FBT001, FBT002
    """Return event and payload by which either tracker tells that an issue changed."""
    if isinstance(place, GitHubPlace):
        return "issues", github_payload(place, one, "deleted" if deleted else "edited")
    assert isinstance(place, JiraPlace)
    event = f"jira:issue_{'deleted' if deleted else 'updated'}"
    return event, jira_payload(place, one, event)


def send(
    bench: Bench,
    place: Place,
    event: str,
    payload: Mapping[str, Any],
    number: str = "d-1",
    *,
    form: bool = False,
) -> TestResponse:
    """Deliver a payload as the tracker does, signed with the secret in HOOK."""
    body = json.dumps(payload).encode()
    if form:
        body = urlencode({"payload": body.decode()}).encode()
    signature = "sha256=" + hmac.new(HOOK.encode(), body, hashlib.sha256).hexdigest()
    if place.provider == "github":
        headers = {
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": number,
            "X-Hub-Signature-256": signature,
            "User-Agent": "GitHub-Hookshot/044aadd",
        }
    else:
        headers = {"X-Hub-Signature": signature, "X-Atlassian-Webhook-Identifier": number}
    headers["Content-Type"] = FORM if form else "application/json"
    client = create_app(bench.settings, bench.store).test_client()
    path = f"/webhooks/{place.provider}/{place.name}"
    return client.post(path, data=body, headers=headers)


def _repository(place: GitHubPlace) -> dict[str, Any]:
    told = place.asked("/repos/acme/platform")
    told["owner"] = _only(told["owner"], USER)
    own: dict[str, Any] = {"is_template": False, "web_commit_signoff_required": False}
    own |= {"topics": [], "custom_properties": {}}
    rest_only = {"network_count", "subscribers_count"}
    return {name: value for name, value in told.items() if name not in rest_only} | own


def _only(told: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the members that GitHub has in a webhook's payload."""
    return {name: told.get(name) for name in names}
