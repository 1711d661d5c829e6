from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.building import an_incident, an_item
from tracker.clock import now

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tracker.storage import Store


@pytest.fixture
def listed(page: Page, address: str, light_store: Store) -> Page:
    """Return a browser that shows a list of three items."""
    with light_store.work() as work:
        incident = an_incident(work)
        for number, title in enumerate(("First", "Second", "Third"), 1):
            an_item(work, incident, title, due=(now() + timedelta(days=number)).date())
        work.commit()
    page.goto(f"{address}/items")
    return page


def _row(page: Page, title: str) -> Locator:
    return page.get_by_role("link", name=title, exact=True)


def test_keys_move_through_the_list_and_open_an_item(listed: Page) -> None:
    """Down twice, up once, down beyond the end: the focus follows; o opens where it is."""
    for key in "jjk":
        listed.keyboard.press(key)
    expect(_row(listed, "First")).to_be_focused()
    for key in "jjjj":
        listed.keyboard.press(key)
    expect(_row(listed, "Third")).to_be_focused()
    listed.keyboard.press("o")

    expect(listed.get_by_role("heading", name="Third")).to_be_visible()


def test_several_items_are_assigned_without_a_mouse(listed: Page) -> None:
    """Tick two, press e, type a name, press Enter: one sentence tells which were changed."""
    for key in ("j", "x", "j", "x", "e"):
        listed.keyboard.press(key)
    expect(listed.get_by_text("Change 2 ticked items")).to_be_visible()
    listed.keyboard.type("@alice")
    listed.keyboard.press("Enter")

    expect(listed.get_by_role("status")).to_have_text("2 items are changed: A-1, A-2.")


def test_e_leads_to_the_form_of_one_item(listed: Page) -> None:
    """Where nothing is ticked, the item in focus is edited."""
    listed.keyboard.press("j")
    listed.keyboard.press("e")
    expect(listed.get_by_role("heading", name="Edit")).to_be_visible()
    listed.wait_for_load_state()  # the keys listen from then on
    listed.keyboard.press("e")

    expect(listed.get_by_label("Title")).to_be_focused()


def test_a_slash_leads_to_the_search(listed: Page) -> None:
    """The key and the box in the head of the page belong together."""
    listed.keyboard.press("/")

    expect(listed.get_by_label("Search incidents, items and documents")).to_be_focused()


def test_the_help_tells_the_keys_and_switches_them_off(listed: Page) -> None:
    """By key or by button; switched off they stay off, and the help can still be called."""
    listed.keyboard.press("?")
    expect(listed.get_by_role("dialog")).to_contain_text("choose it, or leave it out")
    listed.get_by_label("single keys do this").uncheck()
    listed.keyboard.press("Escape")
    listed.keyboard.press("j")
    expect(_row(listed, "First")).not_to_be_focused()
    listed.reload()
    listed.keyboard.press("j")
    expect(_row(listed, "First")).not_to_be_focused()
    listed.get_by_role("button", name="Keyboard").click()

    expect(listed.get_by_label("single keys do this")).not_to_be_checked()


def test_no_key_acts_while_somebody_writes(listed: Page) -> None:
    """A j in the search box is a letter."""
    box = listed.get_by_placeholder("Search titles")
    box.focus()
    listed.keyboard.type("jxeo?")

    expect(box).to_have_value("jxeo?")
    expect(box).to_be_focused()


def test_one_tick_chooses_the_whole_page(listed: Page) -> None:
    """The tick in the heading chooses all and leaves out all."""
    every = listed.get_by_label("Choose all items of this page")
    every.check()
    expect(listed.get_by_label("Choose A-3")).to_be_checked()
    every.uncheck()

    expect(listed.get_by_text("Change several at once")).to_be_visible()


def test_without_a_script_several_items_are_changed_all_the_same(
    page: Page, listed: Page, address: str
) -> None:
    """Ticks, fields and a button are plain HTML."""
    browser = page.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{address}/items")
    plain.get_by_label("Choose A-2").check()
    plain.get_by_text("Change several at once").click()
    plain.get_by_label("New owner").fill("@alice")
    plain.get_by_role("button", name="Change the ticked ones").click()

    expect(plain.get_by_role("status")).to_have_text("1 item is changed: A-2.")
    plain.context.close()
    assert listed.url.endswith("/items")
