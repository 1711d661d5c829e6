"""The sandboxes speak as GitHub's and Atlassian's own descriptions say, to the real clients.

Needs ../shared/api: skipped without it, failed under CI.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from amends.sandbox import serve
from tests.amends.sandbox.clients import GitHub, Jira, a_measure
from tests.support import descriptions
from tests.support.descriptions import Watch, compare, watched

LIST = "/repos/{owner}/{repo}/issues"
ISSUES = "/repositories/700000001/issues"
EVERY = {"state": "all", "sort": "updated", "direction": "asc", "per_page": 100, "page": 1}


@pytest.fixture(name="watch", autouse=True)
def _watch() -> Iterator[Watch]:
    with watched() as watch:
        yield watch


@pytest.fixture(name="hub")
def _hub(tmp_path: Path) -> Iterator[GitHub]:
    with serve("github", tmp_path / "github.db") as sandbox:
        yield GitHub(sandbox.url)


@pytest.fixture(name="site")
def _site(tmp_path: Path) -> Iterator[Jira]:
    with serve("jira", tmp_path / "jira.db") as sandbox:
        yield Jira(sandbox.url)


def taken(faults: list[str]) -> list[str]:
    """Return the faults and forget them, so that the watch ends in peace."""
    found = list(faults)
    faults.clear()
    return found


def test_github_describes_itself(hub: GitHub) -> None:
    """The account, the repository, its labels and people, and the limits are as described."""
    paths = ["/user", "/rate_limit", "/repos/acme/platform", "/repositories/700000001"]
    lists = ["/repos/acme/platform/labels", "/repos/acme/platform/assignees"]

    assert {hub("GET", path)[0] for path in paths + lists} == {200}


def test_a_github_issue_lives_as_described(hub: GitHub) -> None:
    """An issue is opened, edited, closed, reopened and commented as described."""
    form = {"title": "Alert", "body": "b", "labels": ["P1"], "assignees": ["alice"]}
    closed = {"state": "closed", "state_reason": "not_planned"}

    assert hub("POST", ISSUES, {**form, "milestone": None})[0] == 201
    assert hub("GET", f"{ISSUES}/1")[0] == 200
    assert hub("PATCH", f"{ISSUES}/1", {"title": "Alert us", "labels": []})[0] == 200
    assert hub("PATCH", f"{ISSUES}/1", closed)[1]["state_reason"] == "not_planned"
    assert hub("PATCH", f"{ISSUES}/1", {"state": "open"})[1]["state_reason"] == "reopened"
    assert hub("POST", f"{ISSUES}/1/comments", {"body": "Done?"})[0] == 201
    assert hub("GET", f"{ISSUES}/1/comments")[0] == 200


def test_github_lists_issues_as_described(hub: GitHub, watch: Watch) -> None:
    """A list is as described; the 304 of a conditional request is the one known departure."""
    hub("POST", ISSUES, {"title": "Alert"})
    query = {**EVERY, "since": "2020-01-01T00:00:00Z"}

    assert [issue["number"] for issue in hub("GET", ISSUES, params=query)[1]] == [1]
    assert hub("GET", ISSUES, params=query, etag=hub.headers["etag"])[0] == 304
    assert watch.waived == ["github-not-modified"]


def test_github_refuses_as_described(hub: GitHub) -> None:
    """What is refused is refused with the described bodies."""
    place = "/repos/acme/platform/issues"

    assert hub("POST", place, {"title": "x", "assignees": ["nobody"]})[0] == 422
    assert hub("GET", f"{place}/99")[0] == 404
    assert hub("GET", "/repos/acme/nothing")[0] == 404
    assert hub("POST", f"{place}/99/comments", {"body": "x"})[0] == 404


def test_github_refuses_a_wrong_token_as_described(tmp_path: Path) -> None:
    """A wrong token is refused with a body of the described form."""
    with serve("github", tmp_path / "github.db") as sandbox:
        status, body = GitHub(sandbox.url, token="wrong")("GET", "/user")

    assert (status, body["message"]) == (401, "Bad credentials")


def test_jira_describes_itself(site: Jira) -> None:
    """The site, the account, the project and everything it is made of are as described."""
    form = "issue/createmeta/OPS/issuetypes"
    paths = ["serverInfo", "myself", "project/OPS", "project/OPS/statuses", "priority", "field"]

    assert {site("GET", path)[0] for path in [*paths, form, f"{form}/10001"]} == {200}
    assert site("GET", "user/assignable/search", project="OPS", query="ali")[0] == 200
    assert site("GET", "user/search", query="bob")[0] == 200
    asked = {"permissions": "CREATE_ISSUES,EDIT_ISSUES", "projectKey": "OPS"}
    assert site("GET", "mypermissions", **asked)[0] == 200


def test_a_jira_issue_lives_as_described(site: Jira) -> None:
    """An issue is opened, edited, moved, commented and linked as described."""
    assert site("POST", "issue", a_measure())[0] == 201
    edit = {
        "fields": {"summary": "Alert us"},
        "update": {"labels": [{"add": "p1"}, {"remove": "postmortem"}]},
    }
    assert site("PUT", "issue/OPS-1", edit, notifyUsers="false")[0] == 204
    assert site("PUT", "issue/OPS-1", edit, returnIssue="true")[0] == 200
    moves = "issue/OPS-1/transitions"
    assert site("GET", moves, expand="transitions.fields")[0] == 200
    done = {"transition": {"id": "31"}, "fields": {"resolution": {"name": "Won't Do"}}}
    assert site("POST", moves, done)[0] == 204
    every = {"fields": "*all", "properties": "amends.sync", "expand": "transitions"}
    assert site("GET", "issue/OPS-1", **every)[1]["properties"] == {"amends.sync": {"m": "ABC"}}
    assert site("POST", "issue/OPS-1/comment", {"body": "Done?"})[0] == 201
    assert site("GET", "issue/OPS-1/comment")[0] == 200
    assert site("PUT", "issue/OPS-1/assignee", {"accountId": "sandbox:bob"})[0] == 204


def test_jira_properties_and_links_are_as_described(site: Jira) -> None:
    """Properties and remote links are set, read, and set again as described."""
    site("POST", "issue", a_measure())
    held, links = "issue/OPS-1/properties/p", "issue/OPS-1/remotelink"
    link = {"globalId": "amends:ABC", "object": {"url": "http://localhost/", "title": "A-1"}}

    assert [site("PUT", held, {"a": 1})[0], site("PUT", held, {"a": 2})[0]] == [201, 200]
    assert [site("GET", held)[0], site("DELETE", held)[0], site("GET", held)[0]] == [200, 204, 404]
    assert [site("POST", links, link)[0], site("POST", links, link)[0]] == [201, 200]
    assert [site("GET", links)[0], site("GET", links, globalId="amends:ABC")[0]] == [200, 200]


def test_jira_finds_and_creates_many_as_described(site: Jira) -> None:
    """Bulk creation, both searches and the bulk fetch are as described."""
    many = [a_measure(), {"fields": {"summary": "x"}}, a_measure(transition={"id": "31"})]
    search = {
        "jql": "project = OPS AND updated >= 0 ORDER BY updated ASC",
        "fields": ["summary", "status", "updated"],
        "properties": ["amends.sync"],
        "expand": "transitions",
        "maxResults": 1,
        "reconcileIssues": [10000],
    }

    assert site("POST", "issue/bulk", {"issueUpdates": many})[0] == 201
    assert site("POST", "issue/bulk", {"issueUpdates": many[1:2]})[0] == 400
    status, first = site("POST", "search/jql", search)
    assert (status, first["isLast"]) == (200, False)
    more = {**search, "nextPageToken": first["nextPageToken"]}
    assert site("POST", "search/jql", more)[1]["isLast"] is True
    by_address = {"jql": search["jql"], "fields": "summary", "maxResults": 5}
    assert site("GET", "search/jql", **by_address)[0] == 200
    fetch = {"issueIdsOrKeys": ["10001", "OPS-1", "404"], "fields": ["*all"], "properties": ["p"]}
    assert len(site("POST", "issue/bulkfetch", fetch)[1]["issues"]) == 2


def test_jira_refuses_as_described(site: Jira) -> None:
    """What is refused is refused with the described bodies; the old search is gone."""
    assert site("POST", "issue", {"fields": {"summary": ""}})[0] == 400
    assert site("GET", "issue/OPS-99")[0] == 404
    assert site("PUT", "issue/OPS-99", {"fields": {"summary": "x"}})[0] == 404
    assert site("POST", "search/jql", {"jql": "ORDER BY updated"})[0] == 400
    assert site("GET", "project/NONE")[0] == 404
    assert site("GET", "search", jql="project = OPS")[0] == 410


def test_the_known_departures_of_the_jira_library_are_waived(watch: Watch, site: Jira) -> None:
    """The jira library's own habits are let pass by name, and nothing else is."""
    site("POST", "issue", a_measure())
    site.client.transition_issue("OPS-1", "31")
    site.client.search_users(query="alice")
    site.client.deploymentType = "Cloud"
    site.client.enhanced_search_issues("project = OPS", use_post=True)

    departures = {"jira-transition-number", "jira-include-active", "jira-nulls-in-search"}
    assert set(watch.waived) == departures


def test_an_answer_that_is_no_json_is_noticed(hub: GitHub) -> None:
    """A page where JSON is described is told; a server that fails is not held to anything."""
    hub("GET", "/user")
    request = requests.Request("GET", f"{hub.client.requester.base_url}/user").prepare()
    page, broken = requests.Response(), requests.Response()
    page.status_code, broken.status_code = 200, 502
    page.headers["Content-Type"] = "application/json"
    page._content = broken._content = b"<html>"  # noqa: SLF001 — no answer can be made otherwise

    assert compare(request, page)[-1][-1] == "answer: the body is no JSON"
    assert compare(request, broken)[-1] == []


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_without_the_descriptions_a_test_is_skipped_or_fails_under_ci(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ci: str, outcome: type[BaseException]
) -> None:
    """On a machine without them there is nothing to hold to; where it counts, that is a fault."""
    monkeypatch.setattr(descriptions, "API", tmp_path / "nowhere")
    monkeypatch.setenv("CI", ci)

    with pytest.raises(outcome, match="the official API descriptions are not at"):
        descriptions.described()


def test_an_unknown_member_of_a_request_is_noticed(hub: GitHub, watch: Watch) -> None:
    """A misspelt member is told, although the description would let it pass."""
    hub("POST", ISSUES, {"title": "x", "titel": "y"})

    assert taken(watch.faults) == [f"POST {LIST}: request: unknown member .titel"]


def test_an_unknown_query_parameter_is_noticed(hub: GitHub, watch: Watch) -> None:
    """A misspelt query parameter is told."""
    hub("GET", ISSUES, params={"sortby": "updated"})

    assert taken(watch.faults) == [f"GET {LIST}: request: unknown query parameter sortby"]


def test_an_address_that_is_not_described_is_noticed(hub: GitHub, watch: Watch) -> None:
    """A request that the descriptions do not know is told."""
    hub("GET", "/repos/acme/platform/wishes")
    hub("DELETE", f"{ISSUES}/1")

    assert taken(watch.faults) == [
        "GET /repos/acme/platform/wishes: not described",
        f"DELETE {LIST}/{{issue_number}}: not described",
    ]


def test_what_was_noticed_is_raised_when_the_watch_ends() -> None:
    """A watch never ends quietly over a fault."""
    with pytest.raises(AssertionError, match="GET /wishes: not described"), watched() as inner:
        inner.note("github", "GET /wishes", 404, ["not described"])


def an_answer(url: str, change: Callable[[Any], object]) -> list[str]:
    """Return what is found wrong with a true answer after a change to it."""
    answer = requests.get(url, headers={"Authorization": "Bearer sandbox-token"}, timeout=5)
    body = answer.json()
    change(body)
    changed = requests.Response()
    changed.status_code, changed.headers = answer.status_code, answer.headers
    changed._content = json.dumps(body).encode()  # noqa: SLF001 — no answer can be made otherwise
    return compare(answer.request, changed)[-1]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda issue: issue.pop("html_url"), id="a member is missing"),
        pytest.param(lambda issue: issue.update(number="1"), id="a number is text"),
        pytest.param(lambda issue: issue.update(created_at="today"), id="a time is none"),
        pytest.param(lambda issue: issue.update(state_reason="bored"), id="a choice is unknown"),
        pytest.param(lambda issue: issue.update(colour="red"), id="a member is unknown"),
        pytest.param(lambda issue: issue["user"].pop("id"), id="a member is missing further in"),
    ],
)
def test_a_wrong_answer_of_github_is_noticed(hub: GitHub, change: Callable[[Any], object]) -> None:
    """Every change to a true answer that GitHub does not describe is told."""
    url = hub("POST", ISSUES, {"title": "Alert"})[1]["url"]

    assert an_answer(url, lambda _: None) == []
    assert len(an_answer(url, change)) == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda page: page.update(isLast="yes"), id="a truth is text"),
        pytest.param(lambda page: page.update(total=1), id="a member is unknown"),
        pytest.param(lambda page: page["issues"][0].update(id=10000), id="an id is a number"),
    ],
)
def test_a_wrong_answer_of_jira_is_noticed(site: Jira, change: Callable[[Any], object]) -> None:
    """Every change to a true answer that Atlassian does not describe is told."""
    site("POST", "issue", a_measure())
    url = f"{site.client.server_url}/rest/api/2/search/jql?jql=project=OPS"

    assert an_answer(url, lambda _: None) == []
    assert an_answer(url, change) != []
