"""A lead brings a postmortem, puts it right and accepts it, with and without script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.support.axe import examined
from tests.support.browser import pictures_folder
from tests.web.building import an_incident, an_item
from tests.web.test_bring import TEXT
from tests.web.test_drafts import ingest
from tracker.domain.items import Status
from tracker.intake import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tracker.settings import Settings
    from tracker.storage import Store

LONG = "Averylongwordwithoutanyspaceinit" * 6
HARD = TEXT + f"- {LONG}\n- Tell \u202eeverybody\n"


def press(page: Page, name: str) -> None:
    """Press a button, and wait for the whole page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def bring(page: Page, address: str, text: str = TEXT) -> None:
    """Paste a text."""
    page.goto(f"{address}/bring")
    page.get_by_label("Text of the postmortem").fill(text)
    press(page, "Show what is found")


def put_right(page: Page) -> None:
    """Merge two items, drop one, edit one, and accept."""
    page.get_by_label("Choose item 1").check()
    page.get_by_label("Choose item 2").check()
    press(page, "Merge the chosen")
    press(page, "Drop item 3")
    page.locator("#i3 summary", has_text="Edit").click()
    page.locator("#i3").get_by_label("Owner").fill("@alice")
    with page.expect_navigation():
        page.locator("#i3").get_by_label("Owner").press("Enter")
    press(page, "Accept 2 items")


def check_kept(store: Store, settings: Settings) -> None:
    """Check that the same text out of a folder changes nothing of what was decided."""
    with store.reading() as work:
        before = work.items.find(), work.history.of_incident(1)

    assert [(one.title, one.owner) for one in before[0]] == [
        ("Alert when the search index is late", None),
        ("Give the indexer a shorter timeout", "@alice"),
    ]
    assert ingest(store, settings.folder, TEXT) is Outcome.MOVED
    with store.reading() as work:
        assert (work.items.find(), work.history.of_incident(1)) == before


def test_a_postmortem_is_brought_and_read_again(
    page: Page, address: str, light_store: Store, settings: Settings
) -> None:
    """Paste, merge two, drop one, edit one, accept; the folder's same text changes nothing."""
    bring(page, address)
    put_right(page)

    assert page.get_by_role("status").inner_text().startswith("Search returned old results")
    check_kept(light_store, settings)


def test_the_same_works_without_script(
    browser: Browser, address: str, light_store: Store, settings: Settings
) -> None:
    """Every step is a form or a link."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    bring(page, address)
    put_right(page)
    context.close()

    check_kept(light_store, settings)


def test_pointing_at_an_item_lights_up_its_lines(page: Page, address: str) -> None:
    """And pointing at lines lights up their item; focus does the same."""
    bring(page, address)
    page.locator("#i2").hover()
    lines = page.locator(".text .lit").inner_text()
    page.locator("#L14").hover()
    item = page.locator(".entry.lit").get_attribute("id")
    page.locator("#i4 summary").first.focus()
    focused = page.locator(".text .lit").inner_text()

    assert "Alert the shop team" in lines
    assert item == "i3"
    assert "Document how to rebuild" in focused


def test_selected_lines_are_the_lines_to_add(page: Page, address: str) -> None:
    """Nobody has to count lines."""
    bring(page, address)
    page.locator("#L8 .words").select_text()
    page.get_by_text("Add one that was missed").click()

    assert page.locator("[data-from]").input_value() == "8"


def test_rows_of_an_incident_light_up_its_document(
    page: Page, address: str, light_store: Store
) -> None:
    """On the incident's own page as well."""
    with light_store.work() as work:
        an_item(work, an_incident(work))
        work.commit()
    page.goto(f"{address}/incidents/1")
    page.locator("tr[data-mark]").hover()

    assert page.locator(".text .lit").inner_text().count("Alert on disk space") == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280, 2560])
def test_pictures_of_a_draft(
    page: Page, address: str, tmp_path: Path, theme: Literal["light", "dark"], width: int
) -> None:
    """For people to look at; one of them stands in the documentation."""
    folder = pictures_folder(tmp_path)
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    bring(page, address)
    page.get_by_label("Choose item 1").check()
    page.get_by_label("Choose item 2").check()
    press(page, "Merge the chosen")
    page.locator("#i3").hover()
    path = folder / "pages" / f"draft-{theme}-{width}.png"
    page.screenshot(path=path)
    if (theme, width) == ("light", 1280):
        page.screenshot(path=folder / "draft.png")

    assert path.stat().st_size > 10_000


@pytest.fixture
def served(page: Page, address: str, light_store: Store) -> str:
    """Return the address of a dashboard with a hard draft, a fetched one and a proposal."""
    with light_store.work() as work:
        incident = an_incident(work, LONG)
        an_item(work, incident, LONG, status=Status.PROPOSED, owner=LONG[:190])
        work.commit()
    bring(page, address, HARD)
    press(page, "Drop item 2")
    page.goto(f"{address}/bring")
    page.get_by_label("Address of the document").fill(
        "https://github.com/acme/platform/blob/main/a.md"
    )
    press(page, "Fetch it")
    return address


PATHS = ("/bring", "/drafts/1", "/drafts/2", "/drafts/1/text", "/review")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_no_fault_and_nothing_scrolls_sideways(
    page: Page, served: str, path: str, theme: Literal["light", "dark"], width: int
) -> None:
    """Contrast, names, landmarks and order are right, also with everything open."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)
    page.goto(served + path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    found = examined(page)
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

    assert found.violations_count == 0, found.generate_report()
    assert wider == 0
