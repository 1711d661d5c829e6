"""The stylesheet, one for all pages: its chapters stand in web/styles, joined in this order."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, request

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("assets", __name__)

STYLES = Path(__file__).parent / "styles"
SCRIPTS = Path(__file__).parent / "static" / "js"
CHAPTERS = (
    "tokens",
    "ground",
    "frame",
    "blocks",
    "figures",
    "filters",
    "lists",
    "details",
    "document",
    "bulk",
    "sync",
    "bring",
    "search",
    "accounts",
    "report",
    "narrow",  # last: it changes what the others say
)
YEAR = 365 * 24 * 3600


@pages.get("/static/amends.css")
def stylesheet() -> Response:
    """Answer with the stylesheet; an address that names this version may be kept for good."""
    answer = current_app.response_class(_sheet(), mimetype="text/css")
    answer.set_etag(version())
    if request.args.get("v") == version():
        answer.cache_control.max_age = YEAR
        answer.cache_control.immutable = True
    return answer.make_conditional(request)


@cache
def version() -> str:
    """Return by what browsers tell these looks and scripts from older ones."""
    digest = hashlib.sha256(_sheet().encode())
    for script in sorted(SCRIPTS.glob("*.js")):
        digest.update(script.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _sheet() -> str:
    return "\n".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in CHAPTERS)
