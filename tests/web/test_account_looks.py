from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.support.axe import examined
from tests.support.browser import pictures_folder
from tests.web.building import PASSWORD, an_account, an_incident, an_item
from tracker import accounts, restricting
from tracker.clock import now
from tracker.domain.access import Role, Scope
from tracker.domain.history import Author, Origin

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tracker.storage import Store

LONG = "averylongnamewithoutanyspaceinitthatsomebodygavetoanaccount"
PATHS = ("/account", "/users", "/incidents/1/access", "/incidents/1")


@pytest.fixture
def served(address: str, light_store: Store) -> str:
    """Return the address of a dashboard with accounts, tokens and a restricted incident."""
    with light_store.work() as work:
        an_item(work, an_incident(work, "Payment keys were read by a former contractor"))
        alice = an_account(work, person="@alice")
        an_account(work, LONG, Role.EDITOR)
        an_account(work, "bilal", Role.VIEWER)
        for name, scope in (("Nightly export", Scope.READ), (LONG, Scope.WRITE)):
            accounts.make_token(work, alice, name, scope, accounts.expiry("90d", now()), now())
        by = Author(Origin.CLI, "root")
        restricting.restrict(work, 1, ["alice", LONG], by, now())
        work.commit()
    return address


def enter(page: Page, served: str, target: str = "/") -> None:
    """Sign Alice in with the keyboard alone, on the way to a page."""
    page.goto(served + target)
    page.keyboard.type("alice")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(served + target)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360), ("light", 768)])
def test_the_pages_of_accounts_are_for_everybody(
    page: Page, served: str, theme: Literal["light", "dark"], width: int, tmp_path: Path
) -> None:
    """Nothing for axe, nothing that scrolls sideways, on a desk and on a phone, in both themes."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    folder = pictures_folder(tmp_path) / "pages"
    found = []
    page.goto(served)
    for path in ("/sign-in", *PATHS):
        if path == PATHS[0]:
            enter(page, served, path)
        page.goto(served + path)
        name = path.strip("/").replace("/", "-")
        page.screenshot(path=folder / f"{name}-{theme}-{width}.png", full_page=True)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        faults = examined(page)
        if page.evaluate(wider) or faults.violations_count:
            found.append((path, page.evaluate(wider), faults.generate_report()))

    assert found == []


def test_whoever_signs_in_gets_where_they_wanted(page: Page, served: str) -> None:
    """The form comes first, then the page; the head says who it is."""
    enter(page, served, "/items?status=open")

    assert page.get_by_role("link", name="alice").is_visible()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("heading", name="Sign in").is_visible()


def test_a_wrong_password_is_told_where_one_looks(page: Page, served: str) -> None:
    """The name stays, the password goes, and the next try begins there."""
    page.goto(f"{served}/sign-in")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill("a horse in June")
    page.get_by_role("button", name="Sign in").click()

    assert "do not belong together" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Name").input_value() == "alice"
    assert page.evaluate("document.activeElement.name") == "password"


def test_an_incident_is_restricted_without_a_mouse(page: Page, served: str) -> None:
    """A tick more, Enter, and the page says so."""
    enter(page, served, "/incidents/1/access")
    page.get_by_label("bilal").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    assert "Only who is named sees I-1 now" in page.get_by_role("status").inner_text()
