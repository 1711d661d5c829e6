"""The pages of both sandboxes in a real browser, narrow and in both colours."""

import pytest
from playwright.sync_api import Page, expect

from amends.sandbox import Sandbox
from tests.amends.sandbox.clients import GitHub, Jira, a_measure
from tests.support.axe import examined

ISSUES = "/repos/acme/platform/issues"
LONG = "Alert on " + "replication" * 20


@pytest.fixture(name="filled")
def _filled(hub: GitHub, site: Jira, github_sandbox: Sandbox, jira_sandbox: Sandbox) -> list[str]:
    """Open issues with long words, and return every page that shows them."""
    hub("POST", ISSUES, {"title": LONG, "body": LONG, "labels": ["P1"], "assignees": ["alice"]})
    site("POST", "issue", a_measure(transition={"id": "21"}))
    return [
        github_sandbox.url,
        f"{github_sandbox.url}/issues/acme/platform/1",
        jira_sandbox.url,
        f"{jira_sandbox.url}/browse/OPS-1",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_readable_on_a_small_screen(page: Page, filled: list[str], scheme: str) -> None:
    """At 360 pixels nothing runs over the edge, and axe finds no fault in either colour."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 360, "height": 740})
    faults = []
    for address in filled:
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        faults += [(address, width)] * (width > 360)
        faults += [(address, found["id"]) for found in examined(page).response["violations"]]

    assert faults == []


def test_a_person_closes_an_issue_from_the_list(page: Page, filled: list[str], hub: GitHub) -> None:
    """From the list to the issue, one press, and the tracker knows."""
    page.goto(filled[0])
    page.get_by_role("link", name=LONG).click()
    page.get_by_role("button", name="Close as not planned").click()

    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    assert hub("GET", f"{ISSUES}/1")[1]["state_reason"] == "not_planned"


def test_a_person_moves_and_rewords_a_ticket(page: Page, filled: list[str], site: Jira) -> None:
    """The forms of a ticket do what their labels say."""
    page.goto(filled[3])
    page.get_by_label("Move to").select_option("Done")
    page.get_by_label("Resolution").select_option("Duplicate")
    page.get_by_role("button", name="Move").click()
    page.get_by_label("Summary").fill("Alert us")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="Alert us")).to_be_visible()
    fields = site("GET", "issue/OPS-1")[1]["fields"]
    assert (fields["summary"], fields["resolution"]["name"]) == ("Alert us", "Duplicate")
