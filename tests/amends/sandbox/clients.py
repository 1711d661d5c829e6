"""The real PyGithub and the real jira, set up as the product sets them up."""

import json
from collections.abc import Mapping
from typing import Any, cast

import github
import jira

TOKEN = "sandbox-token"
Reply = tuple[int, Any]


class GitHub:
    """PyGithub before a sandbox: call it with a verb and a path."""

    def __init__(self, url: str, token: str = TOKEN) -> None:
        self.client = github.Github(
            auth=github.Auth.Token(token),
            base_url=url,
            retry=None,
            timeout=15,
            seconds_between_requests=0,
            seconds_between_writes=0,
            lazy=True,
        )
        self.headers: dict[str, Any] = {}

    def __call__(
        self,
        verb: str,
        path: str,
        body: Any = None,
        etag: str | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Send one request; keep the answer's headers."""
        headers = {"If-None-Match": etag} if etag else {}
        status, self.headers, text = self.client.requester.requestJson(
            verb, path, dict(params or {}), headers, body
        )
        return status, json.loads(text) if text else None


class Jira:
    """The jira library before a sandbox: call it with a verb and a path."""

    def __init__(self, url: str, token: str = TOKEN) -> None:
        self.client = jira.JIRA(
            url,
            basic_auth=("amends", token),
            get_server_info=False,
            max_retries=0,
            timeout=(5, 20),
            options={"rest_api_version": "2"},
        )

    def __call__(self, verb: str, path: str, body: object = None, **params: Any) -> Reply:
        """Send one request; a refusal is an answer like any other."""
        data = None if body is None else json.dumps(body)
        address = self.client._get_url(path)  # noqa: SLF001 — as the product calls it
        session = self.client._session  # noqa: SLF001 — as the product calls it
        try:
            answer = session.request(verb, address, data=data, params=params)
        except jira.JIRAError as error:
            answer = cast("Any", error.response)
        return answer.status_code, answer.json() if answer.content else None


def a_measure(**more: object) -> dict[str, Any]:
    """Return the request that opens a Jira issue with every field we use."""
    fields = {
        "project": {"key": "OPS"},
        "issuetype": {"name": "Task"},
        "summary": "Alert on replication lag",
        "description": "From the postmortem of 3 May",
        "labels": ["postmortem"],
        "priority": {"id": "2"},
        "assignee": {"accountId": "sandbox:alice"},
        "duedate": "2026-12-24",
    }
    marker = {"key": "amends.sync", "value": {"m": "ABC"}}
    return {"fields": fields, "properties": [marker], **more}
