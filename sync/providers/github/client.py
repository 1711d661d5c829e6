"""The only file that speaks to GitHub, through PyGithub's authentication and session.

PyGithub's own retries, pacing and object model are off: it would send a POST eleven times,
follow a redirect without its query and fetch what the list has told already.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import github
import requests
from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    Requester,
    RequestsResponse,
)

from sync.errors import TrackerError, TryAgain
from sync.governing import Open
from sync.providers.github.limits import kind_of
from sync.transport import Deadline, Reply, judged, parsed, timeout_for, unreached, within
from tracker.clock import monotonic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sync.governing import Gate

VERSION = "2022-11-28"
GRAPHQL = "graphql"  # where it stands differs on Enterprise: PyGithub knows
UNFOLLOWED = 308  # PyGithub follows 301 and drops the query; 308 means the same and it leaves it
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
    if response.status == HTTPStatus.MOVED_PERMANENTLY:
        response.status = UNFOLLOWED
    return response


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

    def auth(self) -> github.Auth.Auth:
        """Return PyGithub's form of it."""
        if self.app_id is None:
            return github.Auth.Token(self.token)
        app = github.Auth.AppAuth(self.app_id, self.private_key)
        return app.get_installation_auth(self.installation_id)


class Client:
    """Sends single requests and classifies what comes back; one client a thread."""

    def __init__(
        self, base_url: str, login: Login, timeout: float, name: str, gate: Gate | None = None
    ) -> None:
        self._make: Callable[[], github.Github] = lambda: github.Github(
            auth=login.auth(),
            base_url=base_url,
            timeout=max(1, round(timeout)),
            retry=None,
            lazy=True,
            seconds_between_requests=0,
            seconds_between_writes=0,
            user_agent="amends",
            api_version=VERSION,
        )
        self._github = self._make()
        self._timeout = timeout
        self._name = name
        self._gate = gate or Open()
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
    ) -> Reply:
        """Send one request and return its good answer, 304 included, or raise TrackerError.

        *reads*: a POST that only reads, such as a question in GraphQL.
        """
        headers = {"If-None-Match": etag} if etag else {}
        writes, kind = verb != "GET" and not reads, kind_of(verb, path)
        self._gate.enter(kind, timeout_for(self._timeout, self.deadline, monotonic()))
        patience = timeout_for(self._timeout, self.deadline, monotonic())
        try:
            reply = within(
                patience, lambda: self._send(verb, path, dict(query or {}), headers, body)
            )
        except TrackerError:
            raise
        except github.GithubException as error:  # signing in as an App answers through this
            answer = Reply(error.status, dict(error.headers or {}), error.data)
            return judged(answer, writes=False, where=self._name)
        except (requests.RequestException, OSError, Deadline) as error:
            self._github = self._make()
            raise unreached(error, writes=writes, where=self._name) from error
        except (RuntimeError, AssertionError, ValueError) as error:
            raise TryAgain(
                f"{self._name} answered in a way PyGithub does not understand"
            ) from error
        self._gate.heard(kind, reply.status, reply.headers, reply.date)
        return judged(reply, writes=writes, where=self._name)

    def _send(
        self,
        verb: str,
        path: str,
        query: dict[str, Any],
        headers: dict[str, Any],
        body: Mapping[str, Any] | None,
    ) -> Reply:
        _sending.count = self._counted
        _sending.timeout = self._timeout
        requester = self._github.requester
        there = requester.graphql_url if path == GRAPHQL else path
        status, answered, text = requester.requestJson(
            verb, there, query, headers, dict(body) if body is not None else None
        )
        return Reply(status, answered, parsed(text))

    def _counted(self) -> None:
        self.requests += 1
