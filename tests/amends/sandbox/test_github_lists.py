"""Lists of the GitHub sandbox: what they hold, their pages, their ETags, their price."""

from pathlib import Path

import pytest

from amends.sandbox import serve
from tests.amends.sandbox.clients import GitHub

ISSUES = "/repos/acme/platform/issues"


def numbers(hub: GitHub, **params: object) -> list[int]:
    """Return the numbers of the issues that a list holds."""
    return [issue["number"] for issue in hub("GET", ISSUES, params=params)[1]]


@pytest.fixture(name="three")
def _three(hub: GitHub) -> GitHub:
    """Open three issues, of which the second is closed."""
    hub("POST", ISSUES, {"title": "a", "labels": ["P1", "db"], "assignees": ["alice"]})
    hub("POST", ISSUES, {"title": "b", "labels": ["P1"]})
    hub("POST", ISSUES, {"title": "c"})
    hub("PATCH", f"{ISSUES}/2", {"state": "closed"})
    hub("POST", f"{ISSUES}/3/comments", {"body": "x"})
    return hub


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [3, 1]),
        ({"state": "closed"}, [2]),
        ({"state": "all", "direction": "asc"}, [1, 2, 3]),
        ({"state": "all", "sort": "comments"}, [3, 2, 1]),
        ({"state": "all", "labels": "p1"}, [2, 1]),
        ({"labels": "P1,db"}, [1]),
        ({"assignee": "alice"}, [1]),
        ({"assignee": "*"}, [1]),
        ({"assignee": "none"}, [3]),
        ({"creator": "amends-bot"}, [3, 1]),
        ({"creator": "visitor"}, []),
        ({"milestone": "*"}, []),
        ({"since": "2999-01-01T00:00:00Z"}, []),
        ({"since": "2020-01-01"}, [3, 1]),
    ],
)
def test_a_list_holds_what_is_asked_for(
    three: GitHub, query: dict[str, str], expected: list[int]
) -> None:
    """Each filter and each order does what GitHub's page says."""
    assert numbers(three, **query) == expected


@pytest.mark.parametrize("query", [{"state": "shut"}, {"since": "yesterday"}, {"sort": "size"}])
def test_a_list_refuses_what_it_does_not_know(hub: GitHub, query: dict[str, str]) -> None:
    """A value that is none of the choices is a 422."""
    assert hub("GET", ISSUES, params=query)[0] == 422


def test_since_includes_its_own_second(hub: GitHub) -> None:
    """An issue changed in the very second of `since` is in the list."""
    moment = hub("POST", ISSUES, {"title": "a"})[1]["updated_at"]

    assert numbers(hub, since=moment) == [1]


def test_pages_are_linked_to_their_neighbours(three: GitHub) -> None:
    """The first page leads on, the last back, and one page alone nowhere."""
    two = {"state": "all", "per_page": "2"}
    first = numbers(three, **two)
    links = three.headers["link"]
    second = numbers(three, **two, page="2")

    assert (first, second) == ([3, 2], [1])
    assert 'rel="next"' in links
    assert 'rel="last"' in links
    assert "state=all" in links
    assert 'rel="prev"' in three.headers["link"]
    assert 'rel="next"' not in three.headers["link"]
    assert numbers(three) == [3, 1]
    assert "link" not in three.headers


def test_the_librarys_pages_follow_the_links(three: GitHub) -> None:
    """PyGithub walks all pages by the links alone."""
    three.client.per_page = 1
    found = three.client.get_repo("acme/platform").get_issues(state="all", direction="asc")

    assert [issue.number for issue in found] == [1, 2, 3]


def test_what_has_not_changed_is_304_and_free(hub: GitHub) -> None:
    """A conditional request for the same list costs nothing and says nothing."""
    hub("POST", ISSUES, {"title": "a"})
    hub("GET", ISSUES)
    etag, used = hub.headers["etag"], hub.headers["x-ratelimit-used"]
    status, body = hub("GET", ISSUES, etag=etag)

    assert (status, body) == (304, None)
    assert hub.headers["x-ratelimit-used"] == used


def test_what_has_changed_is_sent_whole(hub: GitHub) -> None:
    """An ETag of before a change brings the list, and counts."""
    hub("POST", ISSUES, {"title": "a"})
    hub("GET", ISSUES)
    etag, used = hub.headers["etag"], int(hub.headers["x-ratelimit-used"])
    hub("PATCH", f"{ISSUES}/1", {"title": "b"})
    status, body = hub("GET", ISSUES, etag=etag)

    assert (status, body[0]["title"]) == (200, "b")
    assert int(hub.headers["x-ratelimit-used"]) == used + 2


def test_an_etag_is_worth_nothing_to_another_token(hub: GitHub) -> None:
    """ETags are the token's own."""
    hub("GET", ISSUES)
    other = GitHub(hub.client.requester.base_url, token="sandbox-token-of-another")

    assert other("GET", ISSUES, etag=hub.headers["etag"])[0] == 200


def test_every_answer_tells_the_limit_and_the_version(hub: GitHub) -> None:
    """The headers by which a client paces itself are there."""
    hub("GET", "/user")
    names = ["limit", "remaining", "used", "reset", "resource"]

    assert all(f"x-ratelimit-{name}" in hub.headers for name in names)
    assert hub.headers["x-github-api-version-selected"] == "2022-11-28"
    assert {"date", "x-github-media-type"} <= set(hub.headers)
    assert "," not in hub.headers["date"].replace(", ", " ", 1)


def test_a_limit_used_up_is_403_until_its_reset(tmp_path: Path) -> None:
    """The third of two requests is refused; asking for the limit stays free."""
    with serve("github", tmp_path / "github.db", rate_limit=2) as sandbox:
        hub = GitHub(sandbox.url)
        statuses = [hub("GET", path)[0] for path in ("/user", "/rate_limit", "/user", "/user")]

        assert statuses == [200, 200, 200, 403]
        assert hub.headers["x-ratelimit-remaining"] == "0"
        assert hub("GET", "/rate_limit")[1]["rate"]["remaining"] == 0
