"""Flask's signed cookies, whose signatures are not checked anew with every request of a minute."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from tracker.clock import monotonic
from web.memory import Memory

if TYPE_CHECKING:
    from flask import Flask, Request

MINUTE = 60  # seconds


class Sessions(SecureCookieSessionInterface):
    """Opens sessions from cookies; the very same cookie again holds what it held.

    The signature decides, the first time; a cookie that differs in one letter is another one.
    """

    def __init__(self) -> None:
        self._found = Memory()

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the visitor's cookie holds; nothing where it is not ours or too old."""
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return super().open_session(app, request)
        minute = int(monotonic() // MINUTE)
        held = self._found.get((cookie, minute), lambda: self._held(app, request))
        return self.session_class(deepcopy(held))  # who opens it may change it

    def _held(self, app: Flask, request: Request) -> dict[str, object]:
        return dict(super().open_session(app, request) or {})
