"""One request on its way through the proxy, and the answer to it."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tracker.clock import now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WRITES = frozenset({"POST", "PATCH", "PUT", "DELETE"})
HOP_BY_HOP = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive"})
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """An answer; with *pause* its body leaves one byte at a time."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    pause: float = 0.0

    @property
    def json(self) -> Any:
        """Return what the body says."""
        return json.loads(self.body)

    def saying(self, value: object) -> Reply:
        """Return this answer with another JSON body, which the old ETag no longer fits."""
        kept = {name: text for name, text in self.headers.items() if name.lower() != "etag"}
        return replace(self, headers=kept, body=json.dumps(value).encode())

    def with_headers(self, **headers: str) -> Reply:
        """Return this answer with further headers; underscores stand for hyphens."""
        told = {name.replace("_", "-"): text for name, text in headers.items()}
        kept = {
            name: text
            for name, text in self.headers.items()
            if name.lower() not in {one.lower() for one in told}
        }
        return replace(self, headers={**kept, **told})


@dataclass(frozen=True)
class Call:
    """A request as it came; *given_up* returns once its sender waits no longer."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    upstream: Callable[[Call], Reply]
    given_up: Callable[[], None]

    @property
    def path(self) -> str:
        """Return the address without its query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """Return the query, each name once."""
        return {name: texts[-1] for name, texts in parse_qs(urlsplit(self.target).query).items()}

    @property
    def json(self) -> Any:
        """Return what the body says, or None."""
        return json.loads(self.body) if self.body else None

    @property
    def writes(self) -> bool:
        """Return whether this changes anything: a POST that only asks does not."""
        asks = ("/search/jql", "/bulkfetch", "/graphql")
        return self.method in WRITES and not self.path.endswith(asks)

    def pass_on(self) -> Reply:
        """Let the tracker do it, and return its answer."""
        return self.upstream(self)


def said(status: int, value: object, **headers: str) -> Reply:
    """Return an answer in JSON, dated now."""
    basic = {"Content-Type": JSON, "Date": format_datetime(now(), usegmt=True)}
    return Reply(status, basic, json.dumps(value).encode()).with_headers(**headers)


def page(status: int, text: str = "<html><h1>Bad gateway</h1></html>") -> Reply:
    """Return an answer in HTML, as a load balancer gives one."""
    headers = {"Content-Type": "text/html", "Date": format_datetime(now(), usegmt=True)}
    return Reply(status, headers, text.encode())


def forward(host: str, port: int, call: Call) -> Reply:
    """Send a request to the tracker behind the proxy."""
    connection = http.client.HTTPConnection(host, port, timeout=30)
    headers = {k: v for k, v in call.headers.items() if k.lower() not in {*HOP_BY_HOP, "host"}}
    try:
        connection.request(call.method, call.target, call.body or None, headers)
        answer = connection.getresponse()
        body = answer.read()
        told = {k: v for k, v in answer.getheaders() if k.lower() not in HOP_BY_HOP}
        return Reply(answer.status, told, body)
    finally:
        connection.close()
