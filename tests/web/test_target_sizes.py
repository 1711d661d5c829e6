"""Whatever is pressed is as large as WCAG 2.2 asks, also where lines and rows stand close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.axe import examined
from tests.web.building import a_link, an_incident, an_item
from tracker.domain.items import Section, Source

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tracker.storage import Store

PROMISES = [f"Alert on disk number {number} of the shop" for number in range(8)]
TEXT = "# Disk full\n\n## Action items\n\n" + "".join(f"- {one}\n" for one in PROMISES)
TALL = 6000  # nothing that sticks to the edge of the window covers what can be scrolled out there
PATHS = (
    "/",
    "/items",
    "/items/1",
    "/incidents/1",
    "/search?q=disk",
    "/search?q=disk&kind=items",
    "/review",
    "/sync",
    "/reports",
)


@pytest.fixture
def served(address: str, light_store: Store) -> str:
    """Return the address of a dashboard whose documents promise something on adjacent lines."""
    with light_store.work() as work:
        for name in ("Disk full", "Disk slow"):
            incident = an_incident(work, name, TEXT, severity="SEV1", services=("shop",))
            revision = work.incidents.newest_of(incident.id)[0].postmortem_id
            for line, promise in enumerate(PROMISES, 5):
                item = an_item(work, incident, promise, owner="@alice", kind=None)
                source = Source(Section.MEASURE, "Action items", promise, line, line)
                work.items.place(item.id, revision, [source])
                a_link(work, item)
        work.commit()
    return address


@pytest.mark.parametrize(("theme", "width"), [("dark", 360), ("light", 768), ("dark", 1440)])
def test_every_target_is_large_enough(page: Page, served: str, theme: str, width: int) -> None:
    """Titles above their incidents, marks of adjacent lines, the way to a line of a draft."""
    page.set_viewport_size({"width": width, "height": TALL})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(f"{served}/bring")
    page.get_by_label("Text of the postmortem").fill(TEXT)
    with page.expect_navigation():
        page.get_by_role("button", name="Show what is found").click()
    draft = page.url.removeprefix(served).partition("#")[0]
    faults = []
    for path in (*PATHS, draft, f"{draft}/text"):
        page.goto(served + path)
        found = examined(page)
        faults += [f"{path} {found.generate_report()}"] if found.violations_count else []

    assert faults == []
