"""Holds every request of a real client, and every answer to it, to the official API descriptions.

PyGithub and jira both send through `requests.adapters.HTTPAdapter.send`. While `watched` is in
force, what passes there is compared with GitHub's and Atlassian's own OpenAPI descriptions, which
lie beside the repository in `../shared/api`. Nothing is changed or held up; what does not fit is
noted, and raised when the watch ends. Departures that are known are waived by name, below.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal, NoReturn
from urllib.parse import parse_qs, urlsplit

import pytest
from openapi_core import Config, OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse
from openapi_core.exceptions import OpenAPIError
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from tests.support.schemas import relaxed, strangers

API = Path(__file__).parents[3] / "shared" / "api"
BROKEN = 500  # a server that fails keeps to no description
Provider = Literal["github", "jira"]
FILES: dict[Provider, str] = {"github": "github.json", "jira": "jira-cloud.json"}


@dataclass(frozen=True)
class Waiver:
    """A departure that is known, from whom it comes, and why it stands."""

    name: str
    provider: Provider
    operation: str
    complaint: str
    why: str


WAIVERS = (
    Waiver(
        "jira-transition-number",
        "jira",
        r"POST /rest/api/3/issue/\{issueIdOrKey\}/transitions",
        r"request: .*is not of type 'string'",
        "jira.transition_issue sends transition.id as a number",
    ),
    Waiver(
        "jira-nulls-in-search",
        "jira",
        r"POST /rest/api/3/search/jql",
        r"request: (expand|properties): None",
        "jira.enhanced_search_issues sends null for what it was not given",
    ),
    Waiver(
        "jira-include-active",
        "jira",
        r"GET /rest/api/3/user/search",
        r"includeActive|includeInactive|maxResults",
        "jira.search_users asks with parameters of Data Center",
    ),
    Waiver(
        "github-graphql",
        "github",
        r"POST /graphql",
        r"not described",
        "GraphQL has a schema of its own, and no place in the description of the REST API",
    ),
    Waiver(
        "github-login-and-limit-everywhere",
        "github",
        r".*",
        r"answer: status (401|403|429) is not described",
        "GitHub refuses a wrong token and a used-up limit everywhere, and says so here and there",
    ),
    Waiver(
        "jira-limit-everywhere",
        "jira",
        r".*",
        r"answer: status 429 is not described",
        "Atlassian's page on limits says so, the description of the operations does not",
    ),
    Waiver(
        "github-not-modified",
        "github",
        r"GET ",
        r"answer: status 304 is not described",
        "GitHub answers every conditional GET with 304; its best practices say so",
    ),
    Waiver(
        "github-status-told-twice",
        "github",
        r"(POST|PATCH) ",
        r"answer: unknown member .status",
        "GitHub puts the status into the body of a 422 as into every refusal's",
    ),
    Waiver(
        "jira-links-are-a-list",
        "jira",
        r"GET /rest/api/3/issue/\{issueIdOrKey\}/remotelink",
        r"answer: .*is not of type 'object'",
        "Atlassian's own example of this answer is a list; its schema says one object",
    ),
    Waiver(
        "jira-old-search",
        "jira",
        r"(GET|POST) /rest/api/3/search$",
        r"not described",
        "removed on Cloud, where it answers 410, so not described; Data Center's only search",
    ),
    Waiver(
        "github-app-and-its-bot",
        "github",
        r"GET /(app|users/[^/]+)$",
        r"not described",
        "GitHub describes them; the description that lies here was cut to fewer operations",
    ),
)


@dataclass
class Watch:
    """What has passed: each operation with its status, and what did not fit."""

    passed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    waived: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def note(self, provider: Provider, operation: str, status: int, faults: list[str]) -> None:
        """Take down one exchange."""
        with self._lock:
            self.passed.append(f"{operation} {status}")
            for fault in faults:
                waiver = _waiver(provider, operation, fault)
                if waiver is None:
                    self.faults.append(f"{operation}: {fault}")
                else:
                    self.waived.append(waiver.name)


@contextmanager
def watched() -> Iterator[Watch]:
    """Compare everything that is sent through requests with the descriptions; raise at the end."""
    described()
    watch = Watch()
    send = HTTPAdapter.send

    def compared(
        adapter: HTTPAdapter,
        request: PreparedRequest,
        *args: Any,
        **kwargs: Any,
    ) -> Response:
        answer = send(adapter, request, *args, **kwargs)
        watch.note(*compare(request, answer))
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HTTPAdapter, "send", compared)
        yield watch
    if watch.faults:
        raise AssertionError("Not as described:\n" + "\n".join(dict.fromkeys(watch.faults)))


def described() -> Path:
    """Return where the descriptions lie; skip the test without them, or fail it under CI."""
    if not API.is_dir():
        _without()
    return API


def _without() -> NoReturn:
    told = f"the official API descriptions are not at {API}"
    if os.environ.get("CI") == "true":
        pytest.fail(told)
    pytest.skip(told)


@cache
def _description(provider: Provider) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((described() / FILES[provider]).read_text())
    better: dict[str, Any] = relaxed(provider, told)
    return better


@cache
def _checker(provider: Provider) -> OpenAPI:
    config = Config(spec_validator_cls=None)  # its check takes 38 s, and fails on Jira's
    return OpenAPI.from_dict(_description(provider), config=config)


def compare(request: PreparedRequest, answer: Response) -> tuple[Provider, str, int, list[str]]:
    """Return which operation this was, how it ended, and what does not fit."""
    provider, path = _place(urlsplit(request.url or "").path)
    template = _template(provider, path)
    operation = f"{request.method} {template or path}"
    if template is None:
        return provider, operation, answer.status_code, ["not described"]
    told = _description(provider)["paths"][template].get((request.method or "").lower())
    if told is None:
        return provider, operation, answer.status_code, ["not described"]
    moved = request.copy()
    moved.url = _description(provider)["servers"][0]["url"] + path
    moved.url += f"?{query}" if (query := urlsplit(request.url or "").query) else ""
    faults = [f"request: {fault}" for fault in _asked(provider, template, told, moved)]
    faults += [f"answer: {fault}" for fault in _answered(provider, told, moved, answer)]
    return provider, operation, answer.status_code, faults


def _place(path: str) -> tuple[Provider, str]:
    """Return whose address this is, and how the descriptions spell it."""
    if path.startswith("/rest/"):
        return "jira", re.sub(r"^/rest/api/(2|latest)/", "/rest/api/3/", path)
    path = path.removeprefix("/api/v3").replace("/api/graphql", "/graphql")
    return "github", re.sub(r"^/repositories/\d+", "/repos/owner/repo", path)


def _template(provider: Provider, path: str) -> str | None:
    """Return the described path that fits; the one with the fewest holes if several do."""
    paths = sorted(_description(provider)["paths"], key=lambda one: one.count("{"))
    for template in paths:
        if re.fullmatch(re.sub(r"\{[^/]+\}", "[^/]+", template), path):
            return str(template)
    return None


def _asked(
    provider: Provider, template: str, told: Mapping[str, Any], request: PreparedRequest
) -> Iterator[str]:
    description = _description(provider)
    try:
        _checker(provider).validate_request(RequestsOpenAPIRequest(request))
    except OpenAPIError as error:
        yield from _sentences(error)
    listed = [*description["paths"][template].get("parameters", []), *told.get("parameters", [])]
    known = {_followed(description, one)["name"] for one in listed}
    sent = parse_qs(urlsplit(request.url or "").query, keep_blank_values=True)
    yield from (f"unknown query parameter {name}" for name in sent if name not in known)
    content = _followed(description, told.get("requestBody", {})).get("content", {})
    if request.body:
        schema = content.get("application/json", {}).get("schema", {})
        yield from strangers(description, schema, json.loads(request.body))


def _answered(
    provider: Provider, told: Mapping[str, Any], request: PreparedRequest, answer: Response
) -> Iterator[str]:
    description = _description(provider)
    if answer.status_code >= BROKEN:
        return
    if str(answer.status_code) not in told["responses"]:
        yield f"status {answer.status_code} is not described"
        return
    meant = _followed(description, told["responses"][str(answer.status_code)])
    schema = meant.get("content", {}).get("application/json", {}).get("schema")
    if not schema:
        return
    try:
        _checker(provider).validate_response(
            RequestsOpenAPIRequest(request), RequestsOpenAPIResponse(answer)
        )
    except OpenAPIError as error:
        yield from _sentences(error)
    try:
        yield from strangers(description, schema, answer.json())
    except ValueError:
        yield "the body is no JSON"


def _followed(description: Mapping[str, Any], thing: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a reference stands for."""
    while "$ref" in thing:
        place: Any = description
        for part in thing["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        thing = place
    return thing


def _sentences(error: BaseException) -> Iterator[str]:
    """Return the innermost complaints of openapi-core."""
    causes = getattr(error, "schema_errors", None)
    if causes:
        for cause in causes:
            yield f"{'/'.join(map(str, cause.absolute_path))}: {cause.message[:300]}"
    elif error.__cause__ is not None:
        yield from _sentences(error.__cause__)
    else:
        yield str(error)


def _waiver(provider: Provider, operation: str, fault: str) -> Waiver | None:
    for waiver in WAIVERS:
        same = waiver.provider == provider and re.match(waiver.operation, operation)
        if same and re.search(waiver.complaint, fault, re.DOTALL):
            return waiver
    return None
