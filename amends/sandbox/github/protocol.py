"""What every answer of the GitHub sandbox carries: the login, the limit, the ETag.

Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api and
https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import cast

from flask import Response, current_app, g, request

from amends.sandbox.github.apps import desk, sign_in, signs
from amends.sandbox.github.refusals import Refusal
from tracker.clock import now

VERSIONS = ("2022-11-28", "2026-03-10")
ENTERPRISE = "3.15.2"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Quota:
    """How much of an hour's requests is used."""

    limit: int
    used: int
    reset_at: datetime

    def numbers(self) -> dict[str, int]:
        """Write it as /rate_limit does."""
        return {
            "limit": self.limit,
            "used": self.used,
            "remaining": max(0, self.limit - self.used),
            "reset": int(self.reset_at.timestamp()),
        }


class Quotas:
    """Counts requests, by token and resource, in windows of an hour."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = Lock()
        self._used: dict[tuple[str, str], Quota] = {}

    def of(self, token: str, resource: str) -> Quota:
        """Return how things stand."""
        with self._lock:
            return self._current(token, resource)

    def count(self, token: str, resource: str) -> None:
        """Add one request."""
        with self._lock:
            quota = self._current(token, resource)
            counted = Quota(quota.limit, quota.used + 1, quota.reset_at)
            self._used[token, resource] = counted

    def _current(self, token: str, resource: str) -> Quota:
        at = now()
        quota = self._used.get((token, resource))
        if quota is None or quota.reset_at <= at:
            return Quota(self._limit, 0, at + HOUR)
        return quota


def quotas() -> Quotas:
    """Return the counts of this sandbox."""
    return cast("Quotas", current_app.extensions["quotas"])


def login(token: str) -> str:
    """Return the token a request bears, or refuse it."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not given:
        raise Refusal(401, "Requires authentication")
    known = given.strip().startswith(token) or ((found := desk()) and found.knows(given.strip()))
    if scheme.lower() not in ("bearer", "token") or not known:
        raise Refusal(401, "Bad credentials")
    return given.strip()


def version() -> str:
    """Return the API version a request asks for, or refuse one that is none."""
    asked = request.headers.get("X-GitHub-Api-Version", VERSIONS[0])
    if asked not in VERSIONS:
        raise Refusal(400, f'"{asked}" is not a supported version')
    return asked


def limited() -> bool:
    """Say whether this edition counts requests: an Enterprise Server does not unless told to."""
    return not current_app.extensions["edition"].server


def resource() -> str:
    """Return which limit a request counts against; none for asking about limits."""
    if request.path == "/rate_limit":
        return ""
    return "graphql" if request.path == "/graphql" else "core"


def admit(token: str) -> None:
    """Let a request in, or refuse it: not logged in, unknown version, limit used up."""
    if signs():
        sign_in(request.headers.get("Authorization", "").partition(" ")[2])
    else:
        g.token = login(token)
    g.version = version()
    if not limited():
        return
    if (kind := resource()) and not quotas().of(g.token, kind).numbers()["remaining"]:
        raise Refusal(403, "API rate limit exceeded for this sandbox's token.")


def tagged(answer: Response) -> Response:
    """Give an answer its ETag, which differs by token; say 304 to who has it already."""
    if request.method != "GET" or answer.status_code != 200:  # noqa: PLR2004 — HTTP's OK
        return answer
    seen = f"{g.token}\0{answer.headers.get('Link', '')}\0".encode() + answer.get_data()
    answer.set_etag(hashlib.sha256(seen).hexdigest(), weak=True)
    answer.headers["Cache-Control"] = "private, max-age=60, s-maxage=60"
    answer.headers["Vary"] = "Accept, Authorization, Cookie"
    answer.make_conditional(request)
    del answer.headers["Date"]  # the server writes it; twice would be no date
    return answer


def stamped(answer: Response) -> Response:
    """Count a request against its limit and write how much is left; a 304 is free."""
    token = g.get("token")
    if token is None:
        return answer
    answer.headers["X-GitHub-Media-Type"] = "github.v3; format=json"
    answer.headers["X-GitHub-Api-Version-Selected"] = g.get("version", VERSIONS[0])
    if not limited():
        answer.headers["X-GitHub-Enterprise-Version"] = ENTERPRISE
        return answer
    kind = resource()
    if kind and answer.status_code != 304:  # noqa: PLR2004 — Not Modified
        quotas().count(token, kind)
    for name, number in quotas().of(token, kind or "core").numbers().items():
        answer.headers[f"X-RateLimit-{name.capitalize()}"] = str(number)
    answer.headers["X-RateLimit-Resource"] = kind or "core"
    return answer
