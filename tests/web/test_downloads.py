"""A file that is handed out is kept by nobody between, and by no browser for the next visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.building import an_incident, an_item
from tracker.clock import now

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tracker.storage import Work

WEEK = f"{now():%G-W%V}"


@pytest.mark.parametrize(
    "path",
    [
        "/items.csv",
        "/incidents/1/text/1?plain=1",
        *(f"/reports/{WEEK}/download/{form}" for form in ("md", "html", "json", "csv")),
    ],
)
def test_no_cache_keeps_a_download(client: FlaskClient, work: Work, path: str) -> None:
    """As with whatever the API answers."""
    an_item(work, an_incident(work))
    work.commit()
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_browser_may_keep_the_looks(client: FlaskClient) -> None:
    """Nothing of anybody stands in them."""
    assert "no-store" not in client.get("/static/amends.css").headers.get("Cache-Control", "")
