"""Pages that were made a moment ago are answered again while nothing was committed since.

A page is a function of the database, of who asks, of the address and of the minute (words such
as "3 minutes ago" are told to the minute). All four are in its key, so that nobody has to say
what a change makes out of date. The forms' tokens are put in anew for every visitor.
"""

from __future__ import annotations

from collections import OrderedDict
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING

from flask import current_app, g, request, session
from flask_wtf.csrf import generate_csrf

from web import context, visitors
from web.memory import Memory
from web.needs import NEEDS, Need

if TYPE_CHECKING:
    from collections.abc import Hashable

    from flask import Flask
    from werkzeug.wrappers import Response

REMEMBERED = frozenset(
    {
        "incidents.index",
        "incidents.show",
        "items.index",
        "items.show",
        "reports.index",
        "search.index",
        "sync.index",
    }
)
LARGEST = 48 * 1024 * 1024
FLASHES = "_flashes"
HELD = "csrf_token"  # what Flask-WTF keeps of a visitor in the session


class PageMemory:
    """Keeps the pages asked for last, so many bytes of them; each in pieces around its tokens."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._lock = Lock()
        self._held: OrderedDict[Hashable, list[bytes]] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable) -> list[bytes] | None:
        """Return the page that was kept for *key*."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def keep(self, key: Hashable, page: list[bytes]) -> None:
        """Keep a page, and forget those asked for longest ago where there is no room."""
        with self._lock:
            self._size += _size(page) - _size(self._held.pop(key, []))
            self._held[key] = page
            while self._size > self._largest:
                _, old = self._held.popitem(last=False)
                self._size -= _size(old)


def watch(app: Flask) -> None:
    """Mark what can be read before anything is read, the visitor too."""

    @app.before_request
    def mark() -> None:
        need = NEEDS.get(request.endpoint or "")
        if request.method == "GET" and need not in {None, Need.NOTHING, Need.OWN_PROOF}:
            g.mark = context.desk().watch.mark()


def remember(app: Flask) -> None:
    """Answer from memory what was made under the same mark, once the guard has let in who asks."""
    memory, tokens = PageMemory(), Memory()

    def token() -> str:
        """Return the token of the visitor's forms, signed once for each session."""
        secret = session.get(HELD)
        made: str = tokens.get(secret, generate_csrf) if secret else generate_csrf()
        return made

    @app.before_request
    def recall() -> Response | None:
        if "mark" not in g or request.endpoint not in REMEMBERED or FLASHES in session:
            return None
        visitor = visitors.known()
        who = (visitor.account and visitor.account.id, visitor.role)
        minute = context.now().replace(second=0, microsecond=0)
        key = (g.mark, who, minute, request.full_path)
        kept = memory.get(key)
        if kept is None:
            g.page_key = key
            return None
        page = kept[0] if len(kept) == 1 else token().encode().join(kept)
        return current_app.response_class(page, mimetype="text/html")

    @app.after_request
    def keep(response: Response) -> Response:
        key = g.pop("page_key", None)
        if key and response.status_code == HTTPStatus.OK and response.mimetype == "text/html":
            token = str(g.get("csrf_token", "")).encode()
            page = response.get_data()
            memory.keep(key, page.split(token) if token else [page])
        return response


def _size(page: list[bytes]) -> int:
    return sum(map(len, page))
