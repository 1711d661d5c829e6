"""What a reliability lead does in a morning, in a real browser, from first page to report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.building import a_link, an_incident, an_item
from tests.web.test_bring import TEXT
from tracker.clock import now

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tracker.storage import Store

LATE = (now() - timedelta(days=9)).date()


@pytest.fixture
def house(address: str, light_store: Store) -> str:
    """Return the address of a dashboard with late work that nobody owns, and one conflict."""
    with light_store.work() as work:
        incident = an_incident(work, "Checkout was down", severity="SEV1")
        items = [
            an_item(work, incident, title, due=LATE)
            for title in ("Alert on latency", "Cap the pool", "Rehearse the failover")
        ]
        target = work.targets.known("platform", "github")
        target.reported_at = now()
        work.targets.keep(target)
        a_link(work, items[2])
        sides = ("Rehearse", "Rehearse the failover", "Rehearse it monthly")
        work.conflicts.add(items[2].id, target.id, "title", sides, "ours", now())
        work.commit()
    return address


def test_a_lead_finds_assigns_moves_settles_brings_and_reads(page: Page, house: str) -> None:
    """Each step begins where the one before ended; nothing but the pages tells what to do."""
    page.goto(house)
    page.get_by_role("link", name="3 overdue").click()
    _assign_two(page)
    _move_a_date(page)
    _settle_the_conflict(page)
    _bring(page)
    page.get_by_role("link", name="Reports", exact=True).click()

    expect(page.locator(".ledger tbody tr").first).to_contain_text("so far")
    expect(page.locator(".ledger tbody tr").first).to_contain_text("+7")


def _assign_two(page: Page) -> None:
    page.get_by_label("Choose A-1").check()
    page.get_by_label("Choose A-2").check()
    page.get_by_text("Change 2 ticked items").click()
    page.get_by_label("New owner").fill("@alice")
    page.get_by_role("button", name="Change the ticked ones").click()
    expect(page.get_by_role("status")).to_have_text("2 items are changed: A-1, A-2.")


def _move_a_date(page: Page) -> None:
    page.get_by_role("link", name="Cap the pool").click()
    page.get_by_label("Due").fill("2031-02-03")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("say why the due date of A-2 moves")
    page.get_by_label("Why the date moves").fill("The vendor ships in January")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    history = page.get_by_role("region", name="History")
    expect(history).to_contain_text("The vendor ships in January")


def _settle_the_conflict(page: Page) -> None:
    page.get_by_role("link", name="Sync 1 conflict").click()
    page.get_by_role("button", name="Take this one").click()
    expect(page.get_by_role("heading", name="Rehearse it monthly")).to_be_visible()


def _bring(page: Page) -> None:
    page.get_by_role("link", name="Bring", exact=True).click()
    page.get_by_label("Text of the postmortem").fill(TEXT)
    page.get_by_role("button", name="Show what is found").click()
    page.get_by_role("button", name="Accept 4 items").click()
    expect(page.get_by_role("status")).to_contain_text("Search returned old results")
