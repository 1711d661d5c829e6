"""Issues of the GitHub sandbox, one at a time."""

from pathlib import Path

import pytest
import requests

from amends.sandbox import Sandbox, serve
from tests.amends.sandbox.clients import GitHub

ISSUES = "/repos/acme/platform/issues"


def test_an_issue_is_the_tokens_and_under_two_addresses_the_same(hub: GitHub) -> None:
    """The author is the account of the token; name and id lead to one issue."""
    made = hub("POST", ISSUES, {"title": "Alert", "body": "b\n<!-- marker -->"})[1]
    by_id = hub("GET", "/repositories/700000001/issues/1")[1]

    assert by_id == made
    assert made["user"]["id"] == hub("GET", "/user")[1]["id"]
    assert (made["number"], made["body"]) == (1, "b\n<!-- marker -->")
    assert made["id"] != made["number"]


def test_the_librarys_own_objects_work(hub: GitHub) -> None:
    """PyGithub's objects can open, close and find an issue."""
    repository = hub.client.get_repo("acme/platform")
    issue = repository.create_issue("Alert", labels=["P1"], assignee="alice")
    issue.edit(state="closed", state_reason="not_planned")

    assert [one.number for one in repository.get_issues(state="closed")] == [issue.number]
    assert repository.get_issue(1).state_reason == "not_planned"


def test_who_cannot_be_assigned_is_refused_and_nothing_is_opened(hub: GitHub) -> None:
    """One unknown login spoils the whole request, and is named."""
    status, body = hub("POST", ISSUES, {"title": "Alert", "assignees": ["alice", "mallory"]})

    assert status == 422
    assert body["errors"] == [
        {"resource": "Issue", "code": "invalid", "field": "assignees", "value": "mallory"}
    ]
    assert hub("GET", ISSUES, params={"state": "all"})[1] == []


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({}, id="no title"),
        pytest.param({"title": " "}, id="a blank title"),
        pytest.param({"title": "x" * 257}, id="a long title"),
        pytest.param({"title": "x", "body": "x" * 65_537}, id="a long body"),
        pytest.param({"title": "x", "body": 1}, id="a body that is no text"),
        pytest.param({"title": "x", "labels": ["x" * 51]}, id="a long label"),
        pytest.param({"title": "x", "labels": [str(n) for n in range(101)]}, id="many labels"),
        pytest.param({"title": "x", "milestone": 7}, id="an unknown milestone"),
    ],
)
def test_what_github_would_refuse_is_refused(hub: GitHub, form: dict[str, object]) -> None:
    """A form that GitHub answers with 422 is answered so here, and opens nothing."""
    status, body = hub("POST", ISSUES, form)

    assert (status, body["status"]) == (422, "422")
    assert hub("GET", ISSUES)[1] == []


def test_a_body_that_is_no_json_is_refused(github_sandbox: Sandbox) -> None:
    """Broken JSON is an answer, not a crash."""
    answer = requests.post(
        github_sandbox.url + ISSUES,
        data="{",
        headers={"Authorization": "Bearer sandbox-token"},
        timeout=5,
    )

    assert answer.status_code == 422


def test_unknown_labels_come_to_be(hub: GitHub) -> None:
    """Labels are made on the fly, once, in the spelling that came first."""
    hub("POST", ISSUES, {"title": "a", "labels": ["P1", {"name": "postmortem"}]})
    second = hub("POST", ISSUES, {"title": "b", "labels": ["p1"]})[1]
    labels = hub("GET", "/repos/acme/platform/labels")[1]

    assert [label["name"] for label in labels] == ["P1", "postmortem"]
    assert [label["name"] for label in second["labels"]] == ["P1"]


def test_an_edit_changes_what_it_names(hub: GitHub) -> None:
    """Title, body, labels and assignees are replaced in one request; the rest stays."""
    hub("POST", ISSUES, {"title": "a", "body": "b", "labels": ["x"], "assignees": ["alice"]})
    edit = {"title": "c", "labels": ["y"], "assignees": ["BOB"]}
    issue = hub("PATCH", f"{ISSUES}/1", edit)[1]

    assert (issue["title"], issue["body"]) == ("c", "b")
    assert [label["name"] for label in issue["labels"]] == ["y"]
    assert [person["login"] for person in issue["assignees"]] == ["bob"]
    assert issue["assignee"]["login"] == "bob"


def test_one_assignee_may_be_named_in_the_old_way(hub: GitHub) -> None:
    """`assignee` counts as a list of one, and as nobody if empty."""
    made = hub("POST", ISSUES, {"title": "a", "assignee": "alice"})[1]
    freed = hub("PATCH", f"{ISSUES}/1", {"assignee": ""})[1]

    assert [person["login"] for person in made["assignees"]] == ["alice"]
    assert freed["assignees"] == []


def test_a_reason_counts_only_where_the_state_moves(hub: GitHub) -> None:
    """Closing takes the reason, closing again ignores it, reopening says so."""
    hub("POST", ISSUES, {"title": "a"})
    closed = hub("PATCH", f"{ISSUES}/1", {"state": "closed", "state_reason": "duplicate"})[1]
    again = hub("PATCH", f"{ISSUES}/1", {"state": "closed", "state_reason": "completed"})[1]
    opened = hub("PATCH", f"{ISSUES}/1", {"state": "open"})[1]
    done = hub("PATCH", f"{ISSUES}/1", {"state": "closed"})[1]

    reasons = [one["state_reason"] for one in (closed, again, opened, done)]
    assert reasons == ["duplicate", "duplicate", "reopened", "completed"]
    assert closed["closed_by"]["login"] == "amends-bot"
    assert (closed["closed_at"] is None, opened["closed_at"]) == (False, None)


def test_a_comment_is_kept_and_counted(hub: GitHub) -> None:
    """A comment stands on its issue, whose count tells of it."""
    hub("POST", ISSUES, {"title": "a"})
    hub("POST", f"{ISSUES}/1/comments", {"body": "Done?"})

    assert [one["body"] for one in hub("GET", f"{ISSUES}/1/comments")[1]] == ["Done?"]
    assert hub("GET", f"{ISSUES}/1")[1]["comments"] == 1


def test_what_is_not_there_is_404_in_json(hub: GitHub) -> None:
    """Unknown repositories, issues and addresses answer as GitHub does."""
    places = ["/repos/acme/no", "/repositories/1", f"{ISSUES}/9", f"{ISSUES}/9/comments", "/no"]
    answers = [hub("GET", place) for place in places]

    assert {(status, body["message"]) for status, body in answers} == {(404, "Not Found")}
    assert hub("DELETE", f"{ISSUES}/1")[0] == 404


def test_a_missing_or_wrong_token_is_told_apart(github_sandbox: Sandbox) -> None:
    """No token and a wrong one are both 401, in GitHub's words."""
    without = requests.get(f"{github_sandbox.url}/user", timeout=5)
    wrong = GitHub(github_sandbox.url, token="wrong")("GET", "/user")

    assert (without.status_code, without.json()["message"]) == (401, "Requires authentication")
    assert (wrong[0], wrong[1]["message"]) == (401, "Bad credentials")


def test_an_unknown_api_version_is_refused(github_sandbox: Sandbox) -> None:
    """A version that GitHub never had is a 400."""
    headers = {"Authorization": "Bearer sandbox-token", "X-GitHub-Api-Version": "2001-01-01"}

    assert requests.get(f"{github_sandbox.url}/user", headers=headers, timeout=5).status_code == 400


def test_accounts_are_as_they_were_named(tmp_path: Path) -> None:
    """The account, the visitor and the people can be chosen."""
    with serve(
        "github", tmp_path / "g.db", token="t", account="robot", visitor="guest", people=("ann",)
    ) as sandbox:
        hub = GitHub(sandbox.url, token="t-2")
        people = hub("GET", "/repos/acme/platform/assignees")[1]

        assert hub("GET", "/user")[1]["login"] == "robot"
        assert [person["login"] for person in people] == ["robot", "guest", "ann"]


def test_nodes_are_verified_in_one_question(hub: GitHub) -> None:
    """GraphQL returns the issues asked for, and null with an error for the others."""
    made = hub("POST", ISSUES, {"title": "a", "labels": ["P1"], "assignees": ["alice"]})[1]
    query = "query($ids:[ID!]!){nodes(ids:$ids){__typename ... on Issue{databaseId}}}"
    asked = {"query": query, "variables": {"ids": [made["node_id"], "I_0"]}}
    answer = hub("POST", "/graphql", asked)[1]

    assert answer["data"]["nodes"][0] == {"__typename": "Issue", "databaseId": made["id"]}
    assert answer["data"]["nodes"][1] is None
    assert [error["path"] for error in answer["errors"]] == [["nodes", 1]]
    assert "errors" in hub("POST", "/graphql", {"query": "{viewer{login}}"})[1]
    many = {"query": query, "variables": {"ids": ["I_0"] * 101}}
    assert hub("POST", "/graphql", many)[1]["data"] is None
