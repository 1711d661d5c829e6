"""The whole loop, as a newcomer sees it: `amends demo` and a browser."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import pictures_folder

WIDE = (1280, 860)
SIZES = {"wide": WIDE, "narrow": (360, 740), "huge": (3840, 2160)}
PAGES = {
    "incidents": "/",
    "incident": "/incidents/1",
    "items": "/items",
    "mine": "/items?mine=1&me=%40alice&status=open&status=in_progress",
    "item": "/items/1",
    "bring": "/bring",
    "review": "/review",
    "search": "/search?q=alert",
    "sync": "/sync",
    "reports": "/reports",
    "accounts": "/users",
    "nothing": "/?q=nothing+like+this",
}
READY = "Stop with Ctrl-C"
TRIES = 120


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def reload_until(page: Page, text: str) -> None:
    """Look at the page again and again, for a minute at most, until it says *text*."""
    for _ in range(TRIES):
        if text in page.inner_text("main"):
            return
        page.wait_for_timeout(500)
        page.reload()
    pytest.fail(f"the page never said {text!r}")


def resize(page: Page, size: tuple[int, int]) -> None:
    """Give the window *size*."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


@pytest.fixture(name="demo")
def _demo(tmp_path: Path) -> Iterator[str]:
    """Run the demo until its dashboard answers, and end it as Ctrl-C would."""
    folder = tmp_path / "demo"
    folder.mkdir()
    web, github, jira = free_ports(3)
    ports = {"web": web, "github": github, "jira": jira}
    (folder / "ports.json").write_text(json.dumps(ports), encoding="utf-8")
    command = [sys.executable, "-u", "-m", "amends", "demo", "--folder", str(folder)]
    with subprocess.Popen(  # noqa: S603  our own program with our own arguments
        command, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = ""
        while READY not in said:
            line = process.stdout.readline()
            assert line, f"the demo ended early: {said}"
            said += line
        yield f"http://127.0.0.1:{web}"
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0


def test_a_promise_kept_in_the_tracker_shows_on_the_dashboard(
    demo: str, page: Page, tmp_path: Path
) -> None:
    """Eight incidents; closing an issue in the sandbox closes its item within a few cycles."""
    pictures = pictures_folder(tmp_path)
    pictures.mkdir(parents=True, exist_ok=True)
    resize(page, WIDE)
    page.goto(demo)
    expect(page.locator("table.list tbody tr")).to_have_count(8)
    page.screenshot(path=pictures / "incidents.png")
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=pictures / "incidents-dark.png")
    page.emulate_media(color_scheme="light")
    page.goto(f"{demo}/items?status=open")
    for number in (1, 2):
        page.locator("tbody .tick input").nth(number).check()
    page.get_by_text("Change 2 ticked items").click()
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=pictures / "items.png")
    page.goto(f"{demo}/sync")
    page.screenshot(path=pictures / "sync.png")

    page.goto(f"{demo}/items?status=open")
    page.locator("table.list tbody tr a").first.click()
    item = page.url
    page.locator("a[href*='/issues/acme/platform/']").first.click()
    page.get_by_role("button", name="Close as completed").click()
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()

    page.goto(item)
    reload_until(page, "on GitHub")

    expect(page.locator("main")).to_contain_text("Done")
    page.screenshot(path=pictures / "item.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_demo_is_readable(
    demo: str, page: Page, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    """Every page answers, in both colours, and none runs over the edge from 360 pixels to 4K."""
    pictures = pictures_folder(tmp_path) / "pages"
    pictures.mkdir(parents=True, exist_ok=True)
    page.emulate_media(color_scheme=scheme)
    faults = []
    for size, window in SIZES.items():
        resize(page, window)
        for name, path in PAGES.items():
            answer = page.goto(f"{demo}{path}")
            width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if answer is None or not answer.ok or width > 0:
                faults.append((size, path, answer and answer.status, width))
            page.screenshot(path=pictures / f"{name}-{scheme}-{size}.png")

    assert faults == []
