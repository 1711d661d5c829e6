"""From which site's page a request comes: a browser says so, a program does not."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import request

from web.api.problems import Refused
from web.context import desk, is_reading

OURS = ("same-origin", "none")


def refuse_other_sites() -> None:
    """Let no page of another site change anything with its visitor's browser."""
    if is_reading():
        return
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", OURS[0])
    hosts = {request.host, urlsplit(desk().settings.dashboard.url or "").netloc}
    if site not in OURS or (origin is not None and _host(origin) not in hosts):
        raise Refused(HTTPStatus.FORBIDDEN, "this came from another site's page", "foreign-origin")


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
