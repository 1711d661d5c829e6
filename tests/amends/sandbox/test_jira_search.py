"""How the issues of the Jira sandbox are found, and how it describes itself."""

from datetime import UTC, datetime, timedelta

import pytest

from amends.sandbox import Sandbox
from tests.amends.sandbox.clients import Jira, a_measure


@pytest.fixture(name="three")
def _three(site: Jira) -> Jira:
    """Open three issues: the first done, the second labelled and assigned, the third plain."""
    plain = {"project": {"key": "OPS"}, "issuetype": {"name": "Bug"}, "summary": "c"}
    done, plain = a_measure(transition={"id": "31"}), {"fields": plain}
    site("POST", "issue/bulk", {"issueUpdates": [done, a_measure(), plain]})
    site("PUT", "issue/OPS-1", {"fields": {"assignee": None, "labels": []}})
    return site


def found(site: Jira, jql: str) -> list[int]:
    """Return the numbers of the issues that a query finds, without their offset."""
    status, body = site("POST", "search/jql", {"jql": jql})
    assert status == 200, body
    return [int(issue["id"]) - 9_999 for issue in body["issues"]]


@pytest.mark.parametrize(
    ("jql", "expected"),
    [
        ("project = OPS ORDER BY key", [1, 2, 3]),
        ("project in (ops, 10000) order by created asc, id asc", [1, 2, 3]),
        ("project = OPS ORDER BY updated DESC, id DESC", [1, 3, 2]),
        ("project = OPS and updated >= 0 ORDER BY updated ASC, id ASC", [2, 3, 1]),
        ("updated < 0", []),
        ('updated >= "2020-01-01 00:00" AND created > "2020/01/01"', [1, 2, 3]),
        ("updated <= -1h", []),
        ("updated >= -2d", [1, 2, 3]),
        ("labels = postmortem", [2]),
        ("labels != 'postmortem'", [1, 3]),
        ("labels is EMPTY AND assignee is not empty", []),
        ("labels not in (x, y) AND assignee is null", [1, 3]),
        ("statusCategory = Done", [1]),
        ('statusCategory != done AND status = "To Do"', [2, 3]),
        ("resolution = Done", [1]),
        ("resolution is EMPTY", [2, 3]),
        ("key in (OPS-3, 10001)", [2, 3]),
        ("id = 10000", [1]),
        ("issuetype = Bug", [3]),
        ("priority = High AND type = Task", [1, 2]),
        ('assignee = "sandbox:alice"', [2]),
        ('reporter = "sandbox:amends-bot"', [1, 2, 3]),
        ('summary_is = "x', None),
        ("project = NONE", None),
        ("key in (OPS-1, OPS-99)", None),
        ("colour = red", None),
        ("updated >= yesterday", None),
        ("updated ~ 1", None),
        ("updated >= 99999999999999999999", None),
        ("updated >= -99999999999999w", None),
        ("project = OPS ORDER BY colour", None),
        ("project = OPS ORDER updated", None),
        ("project = OPS OR labels = x", None),
        ("project =", None),
        ("ORDER BY updated", None),
        ("", None),
    ],
)
def test_a_query_finds_what_it_says_or_is_refused(
    three: Jira, jql: str, expected: list[int] | None
) -> None:
    """Each condition and order does what JQL's page says; None means a 400 with a sentence."""
    status, body = three("POST", "search/jql", {"jql": jql})
    numbers = [int(issue["id"]) - 9_999 for issue in body.get("issues", [])]

    assert (status, numbers or None) == (400 if expected is None else 200, expected or None)
    assert bool(body.get("errorMessages")) is (expected is None)


def test_milliseconds_without_quotes_include_their_own_moment(three: Jira) -> None:
    """A cursor at an issue's own millisecond finds the issue, one later does not."""
    text = three("GET", "issue/OPS-1")[1]["fields"]["updated"]
    since = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z") - datetime(1970, 1, 1, tzinfo=UTC)
    at = since // timedelta(milliseconds=1)

    assert found(three, f"updated >= {at}") == [1]
    assert found(three, f"updated >= {at + 1}") == []


def test_pages_lose_nothing_that_moves_between_them(three: Jira) -> None:
    """An issue that changes between two pages is met again at the end, and none is passed over."""
    search = {"jql": "project = OPS ORDER BY updated ASC", "maxResults": 2, "fields": ["summary"]}
    first = three("POST", "search/jql", search)[1]
    three("PUT", "issue/OPS-2", {"fields": {"summary": "moved"}})
    second = three("POST", "search/jql", {**search, "nextPageToken": first["nextPageToken"]})[1]

    assert [issue["key"] for issue in first["issues"]] == ["OPS-2", "OPS-3"]
    assert [issue["key"] for issue in second["issues"]] == ["OPS-1", "OPS-2"]
    assert (first["isLast"], second["isLast"], "nextPageToken" in second) == (False, True, False)


@pytest.mark.parametrize(
    "more",
    [
        {"nextPageToken": "nonsense"},
        {"maxResults": 0},
        {"properties": list("abcdef")},
        {"fields": "summary"},
    ],
)
def test_a_search_of_the_wrong_form_is_refused(site: Jira, more: dict[str, object]) -> None:
    """A token that is none, no results at all and six properties are a 400."""
    assert site("POST", "search/jql", {"jql": "project = OPS", **more})[0] == 400


def test_a_search_tells_only_what_was_asked(three: Jira) -> None:
    """Without fields there is an id; with fields, properties and expand there is more."""
    bare = three("GET", "search/jql", jql="id = 10001", maxResults=0)[1]["issues"]
    search = {"jql": "id = 10001", "fields": ["summary"], "properties": ["amends.sync", "other"]}
    told = three("POST", "search/jql", {**search, "expand": "transitions"})[1]["issues"][0]

    assert bare == [{"id": "10001"}]
    assert told["fields"] == {"summary": "Alert on replication lag"}
    assert told["properties"] == {"amends.sync": {"m": "ABC"}}
    assert len(told["transitions"]) == 3


@pytest.mark.parametrize(
    ("fields", "there", "absent"),
    [
        ("*navigable", "summary", "comment"),
        ("*all", "comment", "nothing"),
        ("-comment", "summary", "comment"),
        ("*all,-summary", "comment", "summary"),
    ],
)
def test_fields_can_be_named_by_their_kind(
    three: Jira, fields: str, there: str, absent: str
) -> None:
    """Stars stand for many fields and a minus takes one away."""
    told = three("GET", "issue/OPS-1", fields=fields)[1]["fields"]

    assert there in told
    assert absent not in told


def test_the_librarys_own_search_walks_the_pages(three: Jira) -> None:
    """The jira library finds every issue by tokens, once it knows that this is Cloud."""
    three.client.deploymentType = three.client.server_info()["deploymentType"]
    issues = three.client.enhanced_search_issues("project = OPS", maxResults=2, use_post=True)

    assert three.client.deploymentType == "Cloud"
    assert [issue.key for issue in issues] == ["OPS-1", "OPS-2"]


def test_a_bulk_fetch_leaves_out_what_is_not_there(three: Jira) -> None:
    """Ids and keys are mixed, come back by ascending id, and missing ones are left out."""
    asked = {"issueIdsOrKeys": ["OPS-3", "10000", "OPS-99"], "expand": ["transitions"]}
    status, body = three("POST", "issue/bulkfetch", asked)

    assert status == 200
    assert [issue["key"] for issue in body["issues"]] == ["OPS-1", "OPS-3"]
    assert three("POST", "issue/bulkfetch", {"issueIdsOrKeys": ["1"] * 101})[0] == 400


def test_the_search_of_old_is_gone(site: Jira) -> None:
    """Both ways of the removed search answer 410, as Cloud does."""
    assert site("GET", "search", jql="project = OPS")[0] == 410
    assert site("POST", "search", {"jql": "project = OPS"})[0] == 410


def test_what_is_not_there_is_told_in_jiras_form(site: Jira) -> None:
    """Unknown issues, projects, types and addresses are answered in JSON."""
    paths = ["issue/OPS-9", "project/NO", "project/NO/statuses", "nowhere"]
    answers = [site("GET", path) for path in paths]

    assert {status for status, _ in answers} == {404}
    assert all(set(body) == {"errorMessages", "errors"} for _, body in answers)
    assert site("GET", "issue/createmeta/OPS/issuetypes/1")[0] == 400


def test_people_are_found_by_name_and_by_account(site: Jira) -> None:
    """Who may be assigned is found in a project and to an issue."""
    site("POST", "issue", a_measure())
    path = "user/assignable/search"

    assert [one["displayName"] for one in site("GET", path, project="OPS", query="ALI")[1]] == [
        "alice"
    ]
    assert len(site("GET", path, issueKey="OPS-1", startAt=1, maxResults=2)[1]) == 2
    assert len(site("GET", path, project="OPS", accountId="sandbox:bob")[1]) == 1
    assert site("GET", "user/search", accountId="nobody")[1] == []
    assert site("GET", path)[0] == 400


def test_permissions_are_told_for_what_was_asked(site: Jira) -> None:
    """The token may do everything but administer; unknown permissions are refused."""
    asked = {"permissions": "CREATE_ISSUES,ADMINISTER", "projectKey": "OPS"}
    told = site("GET", "mypermissions", **asked)[1]["permissions"]

    held = {name: one["havePermission"] for name, one in told.items()}
    assert held == {"CREATE_ISSUES": True, "ADMINISTER": False}
    assert site("GET", "mypermissions", permissions="EDIT_ISSUES")[0] == 200
    assert site("GET", "mypermissions")[0] == 400
    assert site("GET", "mypermissions", permissions="FLY")[0] == 400


def test_the_site_is_made_of_what_it_says(site: Jira) -> None:
    """Types, statuses, priorities and resolutions are the documented ones, in pages."""
    form = "issue/createmeta/OPS/issuetypes"
    types = site("GET", form, startAt=1, maxResults=2)[1]
    required = [one["key"] for one in site("GET", f"{form}/10001")[1]["fields"] if one["required"]]

    assert ([one["name"] for one in types["issueTypes"]], types["total"]) == (["Bug", "Story"], 4)
    assert required == ["summary", "issuetype", "project"]
    assert [one["name"] for one in site("GET", "priority")[1]][::4] == ["Highest", "Lowest"]
    assert len(site("GET", "resolution")[1]) == len(site("GET", "status")[1]) == 3


def test_the_third_version_answers_as_the_second(jira_sandbox: Sandbox) -> None:
    """The same handlers stand under both versions, and link to their own."""
    site = Jira(jira_sandbox.url)
    site.client._options["rest_api_version"] = "3"  # noqa: SLF001 — the product asks for 2

    assert site("POST", "issue", a_measure())[1]["self"].endswith("/rest/api/3/issue/10000")
