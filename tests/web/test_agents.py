from __future__ import annotations

import pytest

from web.agents import browser_named

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (f"{MAC} Version/18.0 Safari/605.1.15", "Safari on macOS"),
        (f"{MAC} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on macOS"),
        ("curl/8.5.0", "curl"),
        ("Bot", "Bot"),
        ("", "An unnamed browser"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_browser_goes_by_the_name_that_people_know(agent: str, name: str) -> None:
    """What it says of itself beside that is for machines."""
    assert browser_named(agent) == name
