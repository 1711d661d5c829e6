"""The pages of both sandboxes, as a person meets them."""

import re
from html import unescape

import pytest
import requests

from amends.sandbox import Sandbox
from tests.amends.sandbox.clients import GitHub, Jira, a_measure

ISSUES = "/repos/acme/platform/issues"
SCRIPT = "<script>alert(1)</script>\"'"
SHOUT = "&lt;script&gt;alert(1)&lt;/script&gt;"


def read(url: str) -> str:
    """Return a page."""
    answer = requests.get(url, timeout=5)
    assert answer.status_code == 200
    return answer.text


def post(page: str, form: str, **fields: str) -> requests.Response:
    """Send one of a page's forms as a browser would, and follow where it leads."""
    found = re.search(r'name="form_token" value="([^"]+)"', read(page))
    assert found
    data = {"form_token": unescape(found[1]), **fields}
    return requests.post(f"{page}/{form}", data=data, timeout=5)


@pytest.fixture(name="issue")
def _issue(hub: GitHub) -> str:
    """Return the page of a GitHub issue, as the API links to it."""
    body = "first\n<!-- marker -->\n" + SCRIPT
    form = {"title": SCRIPT, "body": body, "labels": [SCRIPT], "assignees": ["alice"]}
    return str(hub("POST", ISSUES, form)[1]["html_url"])


@pytest.fixture(name="ticket")
def _ticket(site: Jira) -> str:
    """Return the page of a Jira issue."""
    form = a_measure()
    form["fields"] |= {"summary": SCRIPT, "description": SCRIPT, "labels": ["<b>"]}
    site("POST", "issue", form)
    return f"{site.client.server_url}/browse/OPS-1"


def test_a_script_in_an_issue_is_text(issue: str, hub: GitHub, github_sandbox: Sandbox) -> None:
    """Title, body, labels and comments are escaped wherever they stand."""
    hub("POST", f"{ISSUES}/1/comments", {"body": SCRIPT})
    repository = f"{github_sandbox.url}/issues/acme/platform"

    for page in (read(issue), read(github_sandbox.url), read(repository)):
        assert SHOUT in page
        assert "<script" not in page
    assert "&lt;!-- marker --&gt;" in read(issue)


def test_a_script_in_a_ticket_is_text(ticket: str, site: Jira, jira_sandbox: Sandbox) -> None:
    """Summary, description, labels and comments are escaped wherever they stand."""
    site("POST", "issue/OPS-1/comment", {"body": SCRIPT})

    for page in (read(ticket), read(jira_sandbox.url)):
        assert SHOUT in page
        assert "<script" not in page
        assert "<b>" not in page


def test_pages_forbid_scripts_and_frames(issue: str, ticket: str) -> None:
    """The browser is told to run nothing, whatever slips through."""
    for page in (issue, ticket):
        policy = requests.get(page, timeout=5).headers["Content-Security-Policy"]

        assert policy.startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors 'none'" in policy


def test_an_empty_sandbox_says_so(github_sandbox: Sandbox, jira_sandbox: Sandbox) -> None:
    """Before the first issue a page says what will come."""
    assert "No issues yet" in read(github_sandbox.url)
    assert "No issues yet" in read(jira_sandbox.url)


@pytest.mark.parametrize("reason", ["completed", "not_planned"])
def test_a_person_closes_and_reopens_an_issue(issue: str, hub: GitHub, reason: str) -> None:
    """The page closes an issue with its reason, as the visitor, and opens it again."""
    shown = post(issue, "state", to=reason)
    closed = hub("GET", f"{ISSUES}/1")[1]
    post(issue, "state", to="reopen")

    assert (closed["state"], closed["state_reason"]) == ("closed", reason)
    assert closed["closed_by"]["login"] == "visitor"
    assert f"as {reason.replace('_', ' ')} by visitor" in shown.text
    assert hub("GET", f"{ISSUES}/1")[1]["state"] == "open"


def test_a_person_rewords_an_issue(issue: str, hub: GitHub) -> None:
    """The page changes title and body; line ends come as browsers send them."""
    post(issue, "edit", title="Alert us", body="one\r\ntwo")
    found = hub("GET", f"{ISSUES}/1")[1]

    assert (found["title"], found["body"]) == ("Alert us", "one\r\ntwo")


def test_line_ends_alone_are_no_edit(issue: str, hub: GitHub) -> None:
    """Saving the title leaves a body alone whose lines a browser has ended its own way."""
    body = hub("GET", f"{ISSUES}/1")[1]["body"]
    post(issue, "edit", title="Alert us", body=body.replace("\n", "\r\n"))

    assert hub("GET", f"{ISSUES}/1")[1]["body"] == body


def test_a_person_moves_a_ticket(ticket: str, site: Jira) -> None:
    """The page moves to a status; a resolution counts for Done alone."""
    done = post(ticket, "status", transition="31", resolution="10001")
    told = site("GET", "issue/OPS-1")[1]["fields"]
    post(ticket, "status", transition="21", resolution="10001")
    after = site("GET", "issue/OPS-1")[1]["fields"]

    assert "Resolution: Won&#39;t Do" in done.text
    assert (told["status"]["name"], told["resolution"]["name"]) == ("Done", "Won't Do")
    assert (after["status"]["name"], after["resolution"]) == ("In Progress", None)


def test_a_person_rewords_a_ticket(ticket: str, site: Jira) -> None:
    """The page changes summary and description."""
    post(ticket, "edit", summary="Alert us", description="")
    fields = site("GET", "issue/OPS-1")[1]["fields"]

    assert (fields["summary"], fields["description"]) == ("Alert us", None)


@pytest.mark.parametrize("token", ["", "wrong", "\N{SNOWMAN}"])
def test_a_forged_form_changes_nothing(
    issue: str, ticket: str, hub: GitHub, site: Jira, token: str
) -> None:
    """A post without this run's token is refused on every form."""
    forged = {"form_token": token, "to": "completed", "transition": "31", "title": "x", "body": "x"}
    forged |= {"summary": "x", "description": "x"}
    forms = [f"{issue}/state", f"{issue}/edit", f"{ticket}/status", f"{ticket}/edit"]
    statuses = [requests.post(form, data=forged, timeout=5).status_code for form in forms]

    assert statuses == [403] * 4
    assert hub("GET", f"{ISSUES}/1")[1]["title"] == SCRIPT
    assert site("GET", "issue/OPS-1")[1]["fields"]["summary"] == SCRIPT


def test_what_a_form_cannot_do_is_a_page_that_says_so(issue: str, ticket: str) -> None:
    """A refusal is for people to read."""
    answers = [
        post(issue, "state", to="paint"),
        post(issue, "edit", title=" ", body=""),
        post(issue, "edit", title="x"),
        post(ticket, "status", transition="99"),
        post(ticket, "edit", summary=" ", description=""),
    ]

    assert [answer.status_code for answer in answers] == [400, 422, 400, 400, 400]
    assert all("<h1>Not done</h1>" in answer.text for answer in answers)


def test_an_unknown_page_is_a_page(github_sandbox: Sandbox, jira_sandbox: Sandbox) -> None:
    """An issue that is not there is told in words, not in JSON."""
    for place in (f"{github_sandbox.url}/issues/acme/platform/9", f"{jira_sandbox.url}/browse/X-1"):
        answer = requests.get(place, timeout=5)

        assert answer.status_code == 404
        assert "<h1>Not done</h1>" in answer.text


def test_the_style_sheet_is_served(github_sandbox: Sandbox) -> None:
    """Pages look decent: their one style sheet is there."""
    answer = requests.get(f"{github_sandbox.url}/static/sandbox.css", timeout=5)

    assert answer.headers["Content-Type"].startswith("text/css")
    assert "prefers-color-scheme: dark" in answer.text
    assert requests.get(f"{github_sandbox.url}/static/nothing.css", timeout=5).status_code == 404
