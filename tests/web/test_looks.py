from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.support.axe import examined
from tests.web.building import BY, a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.incidents import TimelineEntry
from tracker.domain.items import Status
from tracker.domain.links import OperationState
from tracker.editing import Edit, edit
from tracker.people import People

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tracker.storage import Store

PATHS = (
    "/",
    "/incidents/1",
    "/?state=overdue&sort=due&since=2026-01-01",
    "/?q=nothing",
    "/items",
    "/items?mine=1",
    "/items?kind=repair&stale=30",
    "/items/1",
    "/items/2",
    "/items/3",
    "/search?q=averylongword",
    "/search",
    "/sync",
    "/reports",
    f"/reports/{now():%G-W%V}",
    "/nowhere",
)
NOBODY = People({})
LONG = "Averylongwordwithoutanyspaceinit" * 6


@pytest.fixture
def served(address: str, light_store: Store) -> str:
    """Return the address of a dashboard on which every part of a page has something to show."""
    with light_store.work() as work:
        told: dict[str, Any] = {"severity": "SEV1", "started_at": "2026-01-02T03:04:00+00:00"}
        told |= {"root_cause": LONG, "services": (LONG, "api"), "duration_minutes": 123456}
        steps = (TimelineEntry("14:05", LONG, 1),)
        incident = an_incident(work, LONG, f"# {LONG}\n\n\n- {LONG}\n", timeline=steps, **told)
        late = (now() - timedelta(days=3)).date()
        first = an_item(work, incident, LONG, owner=LONG[:190], due=late, priority=LONG[:50])
        an_item(work, incident, "Perhaps", status=Status.PROPOSED)
        kept = an_item(work, incident, "Kept", status=Status.DONE, owner="@alice")
        shown = {"criterion": LONG, "evidence": LONG, "verify_by": "2026-01-01"}
        edit(work, kept.id, Edit(shown), BY, NOBODY, now())
        for day in ("2026-01-02", "2026-02-02"):
            moved = {"due": day, "due_reason": LONG, "due_approver": LONG[:200]}
            edit(work, kept.id, Edit(moved), BY, NOBODY, now())
        link = a_link(work, first, remote={"state": "open"}, note="The issue was moved.")
        write = work.operations.intend(link.id, "update", now())
        work.operations.change(write.id, OperationState.FAILED, error=LONG)
        target = work.targets.known("platform", "github")
        brake = {"items": [f"A-{n}" for n in range(99)], "command": f"amends sync --target {LONG}"}
        target.report = {"error": LONG, "failed": 1, "brake": brake}
        target.reported_at = now()
        work.targets.keep(target)
        told_write = {"target": LONG, "item": "A-1", "operation": "close", "fields": [LONG]}
        work.plans.keep({"targets": [{"name": LONG, "error": LONG}], "writes": [told_write]}, now())
        edit(work, first.id, Edit({"due": "2031-01-01", "due_reason": LONG}), BY, NOBODY, now())
        work.conflicts.add(first.id, target.id, "title", (LONG, LONG, LONG), "ours", now())
        work.conflicts.add(first.id, target.id, "owner", (LONG, LONG, LONG), "ours", now())
        work.conflicts.choose(2, "theirs", now())
        work.commit()
    return address


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_scrolls_sideways(page: Page, served: str, path: str, width: int) -> None:
    """Even the longest word fits, on a phone as on a desk."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(served + path)

    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 360), ("light", 768)])
def test_axe_finds_no_fault(
    page: Page, served: str, path: str, theme: Literal["light", "dark"], width: int
) -> None:
    """Contrast, names, landmarks and order are right in both themes."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)
    page.goto(served + path)

    found = examined(page)

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("theme", "width"), [("light", 360), ("dark", 1280)])
def test_axe_finds_no_fault_in_what_opens(
    page: Page, served: str, theme: Literal["light", "dark"], width: int
) -> None:
    """Figures by week, the fields for several items, the page of what was skipped, the keys."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    faults = []
    page.goto(served)
    for summary in page.locator("summary").all():
        summary.click()
    faults.append(examined(page))
    page.goto(f"{served}/items")
    page.keyboard.press("?")
    faults.append(examined(page))
    page.keyboard.press("Escape")
    page.get_by_label("Choose A-1").check()
    page.get_by_text("Change 1 ticked item").click()
    faults.append(examined(page))
    page.get_by_label("New due date").fill("2031-01-02")
    page.get_by_role("button", name="Change the ticked ones").click()
    faults.append(examined(page))

    assert "0 items changed, 1 left as it is" in page.inner_text("h1")
    assert [one.generate_report() for one in faults if one.violations_count] == []


def test_a_line_of_the_document_lights_up_when_its_item_is_followed(
    page: Page, served: str
) -> None:
    """No script is needed to find a promise in its document."""
    page.goto(f"{served}/incidents/1")
    page.locator(".lines-link").first.click()

    assert page.locator(".marked:has(:target)").count() == 1


def test_the_browser_finds_nothing_to_complain_of(page: Page, served: str) -> None:
    """The policy stops nothing that a page needs."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for path in PATHS[:-1]:
        page.goto(served + path)

    assert complaints == []


def test_reasons_are_asked_for_only_where_they_are_needed(page: Page, served: str) -> None:
    """The form stays short until a person gives an item up."""
    page.goto(f"{served}/items/1")
    reason = page.get_by_label("Reason")
    hidden = reason.is_hidden()
    page.get_by_label("Status").select_option("wont_do")

    assert hidden
    assert reason.is_visible()


def test_an_item_is_edited_with_the_keyboard_alone(page: Page, served: str) -> None:
    """Focus, type, press Enter: saved."""
    page.goto(f"{served}/items/1")
    page.get_by_label("Owner").fill("@alice")
    page.get_by_label("Owner").press("Enter")

    assert page.get_by_role("status").inner_text() == "Saved."
