"""Puts the parts of the API together, with what is said of them all."""

from __future__ import annotations

from typing import Any

from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from web.api.access import access
from web.api.account import own
from web.api.accounts import managing
from web.api.conflicts import conflicts
from web.api.drafts import drafting
from web.api.faults import invalid
from web.api.incidents import incidents
from web.api.items import items
from web.api.itself import itself
from web.api.people import people
from web.api.postmortems import postmortems
from web.api.problems import Problem, Refused, refused
from web.api.reports import reports
from web.api.searching import searching
from web.api.syncing import syncing

PARTS = (
    incidents,
    access,
    items,
    searching,
    conflicts,
    syncing,
    reports,
    postmortems,
    drafting,
    people,
    own,
    managing,
    itself,
)
INFO = Info(
    title="Amends",
    version="1",
    description="What postmortems promised, and what became of it. docs/api.md tells more.",
)
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API token. While there are no accounts, none is needed.",
}


def make_app(name: str) -> OpenAPI:
    """Return an empty Flask application that can describe its API."""
    return OpenAPI(
        name,
        info=INFO,
        doc_ui=False,
        security_schemes={"token": TOKEN},
        validation_error_model=Problem,
        validation_error_callback=invalid,
        openapi_extensions={"security": [{"token": []}, {}]},
    )


def install(app: OpenAPI) -> None:
    """Give the application its API."""
    for part in PARTS:
        app.register_api(part)
    app.register_error_handler(Refused, _refused)


def _refused(error: Any) -> Any:
    return refused(error)
