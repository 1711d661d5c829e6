"""Where the Jira sandbox's routes stand, and how they reach the site."""

from typing import Any, cast

from flask import Blueprint, current_app, g

from amends.sandbox.jira.records import Issue
from amends.sandbox.jira.shapes import Shapes
from amends.sandbox.jira.site import Site

PREFIX = "/rest/api/<any('2', '3', 'latest'):version>"


def versioned(name: str) -> Blueprint:
    """Return a group of routes that stand under each version of the API."""
    group = Blueprint(name, __name__, url_prefix=PREFIX)

    @group.url_value_preprocessor
    def remember(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.version = (values or {}).pop("version", "2").replace("latest", "2")

    return group


def site() -> Site:
    """Return this sandbox's site."""
    return cast("Site", current_app.extensions["site"])


def shapes() -> Shapes:
    """Return how this site writes, in the version that was asked."""
    url = cast("str", current_app.extensions["url"])
    return Shapes(site(), url, g.get("version", "2"))


def issue_named(id_or_key: str) -> Issue:
    """Return the issue that an address names."""
    return site().issue(id_or_key)
