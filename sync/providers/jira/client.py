"""The only file that speaks to Jira, through the jira library's authentication and session.

The library's own retries are off: it would send a POST four times, and wait without end.
`_session` and `_get_url` are its own names; a test holds the pinned version to them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jira
import requests

from sync.governing import Open
from sync.providers.jira.limits import kind_of
from sync.transport import Deadline, Reply, judged, parsed, timeout_for, unreached, within
from tracker.clock import monotonic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sync.governing import Gate


class Client:
    """Sends single requests and classifies what comes back; one client a thread."""

    def __init__(
        self,
        base_url: str,
        user: str | None,
        token: str,
        timeout: float,
        name: str,
        gate: Gate | None = None,
    ) -> None:
        login: dict[str, Any] = {"basic_auth": (user, token)} if user else {"token_auth": token}
        self._make: Callable[[], jira.JIRA] = lambda: jira.JIRA(
            base_url,
            get_server_info=False,
            max_retries=0,
            timeout=(min(5.0, timeout / 2), timeout),
            options={"rest_api_version": "2"},
            **login,
        )
        self._jira = self._make()
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
        reads: bool = False,
    ) -> Reply:
        """Send one request and return its good answer, or raise TrackerError.

        *reads*: a POST that only reads, such as a search.
        """
        writes, kind = verb != "GET" and not reads, kind_of(verb, path, reads=reads)
        self._gate.enter(kind, timeout_for(self._timeout, self.deadline, monotonic()))
        patience = timeout_for(self._timeout, self.deadline, monotonic())
        try:
            reply = within(patience, lambda: self._send(verb, path, query, body))
        except (requests.RequestException, OSError, Deadline) as error:
            self._jira = self._make()
            raise unreached(error, writes=writes, where=self._name) from error
        self._gate.heard(kind, reply.status, {}, None)
        return judged(reply, writes=writes, where=self._name)

    def _send(
        self,
        verb: str,
        path: str,
        query: Mapping[str, str] | None,
        body: Mapping[str, Any] | None,
    ) -> Reply:
        self.requests += 1
        client = self._jira
        try:
            answer = client._session.request(  # noqa: SLF001
                verb,
                client._get_url(path),  # noqa: SLF001
                data=json.dumps(body) if body is not None else None,
                params=query,
                allow_redirects=False,
            )
        except jira.JIRAError as error:  # raised for every status from 400 on
            if error.response is None:
                raise
            answer = error.response
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status_code, headers, parsed(answer.text))
