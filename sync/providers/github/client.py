"""The only file that speaks to GitHub, through PyGithub's authentication and session.

PyGithub's own retries, pacing and object model are off: it would send a POST eleven times,
follow a redirect without its query and fetch what the list has told already.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from math import isfinite
from typing import TYPE_CHECKING, Any

import github
import jwt
import requests
from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    Requester,
    RequestsResponse,
)

from sync.errors import LoggedOut, TrackerError, TryAgain
from sync.governing import Open
from sync.pacing import Kind
from sync.providers.github.installations import Installation, installation_of
from sync.providers.github.limits import kind_of
from sync.transport import (
    Deadline,
    Reply,
    judged,
    parsed,
    sentence_in,
    timeout_for,
    unreached,
    within,
)
from tracker.clock import monotonic, now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sync.governing import Gate

VERSION = "2022-11-28"
GRAPHQL = "graphql"  # where it stands differs on Enterprise: PyGithub knows
UNFOLLOWED = 308  # PyGithub follows 301 and drops the query; 308 means the same and it leaves it
NUMBERS = {f"x-ratelimit-{name}" for name in ("limit", "remaining", "reset")}
_sending = threading.local()


def _patience(connection: HTTPRequestsConnectionClass | HTTPSRequestsConnectionClass) -> None:
    """Give up connecting sooner than reading: what was never connected was never sent."""
    seconds = getattr(_sending, "timeout", 15.0)
    connection.timeout = (min(5.0, seconds / 2), seconds)  # type: ignore[assignment]  # requests takes a pair


def _count() -> None:
    count = getattr(_sending, "count", None)
    if count is not None:
        count()


def _visible(response: RequestsResponse) -> RequestsResponse:
    """Keep from PyGithub the redirects that it would follow, and limits that it cannot read."""
    if response.status == HTTPStatus.MOVED_PERMANENTLY:
        response.status = UNFOLLOWED
    told = response.headers
    odd = [name for name in told if name.lower() in NUMBERS and not _is_number(told[name])]
    _sending.limits = {name.lower(): told.pop(name) for name in odd}
    return response


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


class _Plain(HTTPRequestsConnectionClass):
    def getresponse(self) -> RequestsResponse:
        """Send one request, counted, its redirects left visible."""
        _patience(self)
        _count()
        return _visible(super().getresponse())


class _Encrypted(HTTPSRequestsConnectionClass):
    def getresponse(self) -> RequestsResponse:
        """Send one request, counted, its redirects left visible."""
        _patience(self)
        _count()
        return _visible(super().getresponse())


Requester.injectConnectionClasses(_Plain, _Encrypted)


@dataclass(frozen=True, slots=True)
class Login:
    """By what we sign in: a token, or an App's key for one installation."""

    token: str = field(default="", repr=False)
    app_id: int | None = None
    installation_id: int = 0
    private_key: str = field(default="", repr=False)

    def installation(self, base_url: str) -> Installation | None:
        """Return what all clients of this App share, or None for a token."""
        if self.app_id is None:
            return None
        key = hashlib.sha256(self.private_key.encode()).digest()
        return installation_of(base_url, self.app_id, self.installation_id, key)


class _Installed(github.Auth.Auth):
    """Signs in with the token that an installation holds at this moment."""

    token_type = "token"  # noqa: S105  that is its scheme
    _masked_token = "token (removed)"  # noqa: S105  that is what it hides behind

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    @property
    def token(self) -> str:
        return self._installation.held


class Client:
    """Sends single requests and classifies what comes back; one client a thread."""

    def __init__(
        self, base_url: str, login: Login, timeout: float, name: str, gate: Gate | None = None
    ) -> None:
        self._base_url = base_url
        self._login = login
        self._installation = login.installation(base_url)
        self._timeout = timeout
        self._name = name
        self._gate = gate or Open()
        self._make()
        self.requests = 0
        self.deadline: float | None = None

    def ask(
        self,
        verb: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        etag: str | None = None,
        reads: bool = False,
        as_app: bool = False,
    ) -> Reply:
        """Send one request and return its good answer, 304 included, or raise TrackerError.

        *reads*: a POST that changes nothing. *as_app*: signed by the App itself.
        """
        app = None if as_app else self._installation
        if app:
            app.renew(self._new_token)
        headers = {"If-None-Match": etag} if etag else {}
        writes = verb != "GET" and not reads
        token = app.held if app else ""

        def sent() -> Reply:
            client = self._app if as_app else self._github
            return self._send(client, verb, path, dict(query or {}), headers, body)

        kind = Kind.READ if reads else kind_of(verb, path)
        reply = self._heard(sent, kind, writes=writes)
        if reply.status == HTTPStatus.UNAUTHORIZED and (as_app or app):
            if app:  # the token ended early, and nothing was done with it
                app.forget(token)
                app.renew(self._new_token)
            if app or self._is_late(reply):
                reply = self._heard(sent, kind, writes=writes)
        if as_app and reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            raise self._stranger(reply)
        return judged(reply, writes=writes, where=self._name)

    def _heard(self, sent: Callable[[], Reply], kind: Kind, *, writes: bool) -> Reply:
        """Return the answer to one request, whatever it is; raises what came instead of one."""
        self._gate.enter(kind, timeout_for(self._timeout, self.deadline, monotonic()))
        patience = timeout_for(self._timeout, self.deadline, monotonic())
        try:
            reply = within(patience, sent)
        except TrackerError:
            raise
        except (requests.RequestException, OSError, Deadline) as error:
            self._make()
            raise unreached(error, writes=writes, where=self._name) from error
        except (RuntimeError, AssertionError, ValueError) as error:
            raise TryAgain(
                f"{self._name} answered in a way PyGithub does not understand"
            ) from error
        self._gate.heard(kind, reply.status, reply.headers, reply.date)
        return reply

    def _is_late(self, reply: Reply) -> bool:
        """Return whether an App was refused for our clock, which is corrected now."""
        return self._installation is not None and self._installation.corrects(reply.date, now())

    def _make(self) -> None:
        """Set up PyGithub, once for the installation's token and once for the App's own word."""
        held = _Installed(self._installation) if self._installation else None
        self._github = self._opened(held or github.Auth.Token(self._login.token))
        if self._installation:
            number = str(self._login.app_id)
            self._app = self._opened(github.Auth.AppAuth(number, sign_func=self._signed))

    def _opened(self, auth: github.Auth.Auth) -> github.Github:
        return github.Github(
            auth=auth,
            base_url=self._base_url,
            timeout=max(1, round(self._timeout)),
            retry=None,
            lazy=True,
            seconds_between_requests=0,
            seconds_between_writes=0,
            user_agent="amends",
            api_version=VERSION,
        )

    def _signed(self, claims: dict[str, Any]) -> str:
        """Return the App's word, dated by GitHub's clock."""
        skew = self._installation.skew if self._installation else 0
        dated = claims | {name: claims[name] + skew for name in ("iat", "exp")}
        try:
            return jwt.encode(dated, self._login.private_key, "RS256")
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise LoggedOut(
                f"{self._name}: the App's private key is no RSA key in PEM form; "
                "make a new one on the App's page"
            ) from error

    def _new_token(self) -> Reply:
        path = f"/app/installations/{self._login.installation_id}/access_tokens"
        return self.ask("POST", path, reads=True, as_app=True)

    def _stranger(self, reply: Reply) -> LoggedOut:
        """Return what GitHub's not knowing an App means, and what to do about it."""
        if reply.status == HTTPStatus.NOT_FOUND:
            app, number = self._login.app_id, self._login.installation_id
            return LoggedOut(
                f"{self._name} knows no App {app}, or no installation {number} of it; correct "
                "app_id and installation_id, or install the App again"
            )
        return LoggedOut(
            f"{self._name} does not take the App's private key ({sentence_in(reply.body)}); "
            "make a new one on the App's page"
        )

    def _send(
        self,
        client: github.Github,
        verb: str,
        path: str,
        query: dict[str, Any],
        headers: dict[str, Any],
        body: Mapping[str, Any] | None,
    ) -> Reply:
        _sending.count = self._counted
        _sending.timeout = self._timeout
        requester = client.requester
        there = requester.graphql_url if path == GRAPHQL else path
        status, answered, text = requester.requestJson(
            verb, there, query, headers, dict(body) if body is not None else None
        )
        return Reply(status, answered | _sending.limits, parsed(text))

    def _counted(self) -> None:
        self.requests += 1
