"""Calendars and feeds for programs: who has the secret address reads, and sees as its owner."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Response, current_app, request

from tracker import credentials, feeding
from tracker.domain.errors import NotFound
from tracker.domain.feeds import FeedKind
from web import visitors
from web.atom import feed as atom
from web.calendars import calendar
from web.context import desk, now, work

if TYPE_CHECKING:
    from tracker.domain.feeds import Feed

pages = Blueprint("feeds", __name__)

USED_EVERY = timedelta(hours=1)
PATHS = {"A": "items", "I": "incidents"}


@pages.get("/feeds/<secret>/<any('person.ics', 'team.ics', 'changes.atom'):file>")
def read(secret: str, file: str) -> Response:
    """Answer with a calendar or a feed; an address that is none, or no more, is not found."""
    found = work().feeds.find(credentials.digest(secret))
    if found is None or found[0].kind.file != file:
        raise NotFound("there is no such calendar or feed; its address may have been revoked")
    feed, known = found
    visitors.see(known)
    if feed.last_used_at is None or feed.last_used_at + USED_EVERY < now():
        visitors.note(lambda unit: unit.feeds.use(feed.id, now()))
    answer = _told(feed)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def address_of(feed: Feed, secret: str) -> str:
    """Return the whole address of a calendar or feed, as somebody copies it."""
    root = desk().settings.dashboard.url or request.host_url
    return f"{root.rstrip('/')}/feeds/{secret}/{feed.kind.file}"


def _told(feed: Feed) -> Response:
    if feed.kind is FeedKind.CHANGES:
        body = atom(feeding.changes(work()), feed.created_at, _urn, _address)
        return Response(body, HTTPStatus.OK, content_type="application/atom+xml; charset=utf-8")
    found = feeding.dated(work(), feed, desk().people, now())
    body = calendar(f"Amends: {feed.about}", found, _identity, _address)
    return Response(body, HTTPStatus.OK, content_type="text/calendar; charset=utf-8")


def _identity(name: str) -> str:
    """Return what names a thing of this installation for ever, and of no other."""
    key = current_app.config["SECRET_KEY"]
    house = hmac.new(key, b"amends feeds", hashlib.sha256).hexdigest()
    return str(uuid5(NAMESPACE_URL, f"{house}/{name}"))


def _urn(name: str) -> str:
    return f"urn:uuid:{_identity(name)}"


def _address(key: str) -> str | None:
    """Return where the page about a key is; nobody knows where none is configured."""
    root = desk().settings.dashboard.url
    return f"{root.rstrip('/')}/{PATHS[key[0]]}/{key[2:]}" if root else None
