"""Tells whether the dashboard can work."""

from flask import Blueprint

from web.context import work

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> dict[str, str]:
    """Answer 200 when the database answers; a broken one ends in the 503 page."""
    work().clock()
    return {"status": "ok"}
