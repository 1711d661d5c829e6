"""One request and its answer: a deadline for the whole, and every outcome classified."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from sync.errors import (
    Ambiguous,
    Forbidden,
    Gone,
    Limited,
    LoggedOut,
    Missing,
    Moved,
    NotSent,
    Refused,
    TimeIsUp,
    TryAgain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Answer = TypeVar("Answer")
FINE = frozenset({200, 201, 202, 204, HTTPStatus.NOT_MODIFIED})
LONGEST_WAIT = 6 * 3600
UNSAID_WAIT = 60.0  # GitHub: without a header, wait at least one minute


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, its headers in lower case, its JSON (None where there is none)."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def date(self) -> datetime | None:
        """Return the server's time."""
        return http_date(self.headers.get("date"))


def http_date(text: str | None) -> datetime | None:
    """Return the moment that an HTTP date names, or None."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parsed(text: str | bytes | None) -> Any:
    """Return the JSON in *text*, or None: proxies answer in HTML when they fail."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


class Deadline(Exception):
    """A call did not return in time; it may still run."""


def within(seconds: float, call: Callable[[], Answer]) -> Answer:
    """Return what *call* returns, or raise Deadline after *seconds*.

    A server that sends one byte now and then never runs into a socket's own timeout.
    """
    outcome: list[Answer] = []
    trouble: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(call())
        except BaseException as error:  # noqa: BLE001  it is raised again, where it is waited for
            trouble.append(error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(seconds)
    if trouble:
        raise trouble[0]
    if not outcome:
        raise Deadline
    return outcome[0]


def judged(reply: Reply, *, writes: bool, where: str) -> Reply:
    """Return *reply* if it is good, or raise what it means. *where* begins the sentence."""
    status = reply.status
    if status in FINE:
        if reply.body is None and status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
            kind = Ambiguous if writes else TryAgain
            raise kind(f"{where} answered with something unreadable")
        return reply
    limit = limit_in(reply, where)
    if limit and not (writes and status == HTTPStatus.SERVICE_UNAVAILABLE):
        raise limit
    said = sentence_in(reply.body)
    shown = f"{where} answered {status}{': ' + said if said else ''}"
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise Moved(shown, reply.headers.get("location"))
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise (Forbidden if status == HTTPStatus.FORBIDDEN else LoggedOut)(shown)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
        raise Missing(shown)
    if status == HTTPStatus.GONE:
        raise Gone(shown)
    if (
        status >= HTTPStatus.INTERNAL_SERVER_ERROR
        or status == HTTPStatus.REQUEST_TIMEOUT
        or reply.body is None
    ):
        raise Ambiguous(shown) if writes else TryAgain(shown)
    raise Refused(shown, fields_in(reply.body), reply.body, status)


@contextmanager
def understood(where: str, *, writes: bool = False) -> Iterator[None]:
    """Turn an answer of another shape than documented into what it means for the engine."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        kind = Ambiguous if writes else TryAgain
        raise kind(f"{where} answered with something that is not understood") from error


def timeout_for(patience: float, deadline: float | None, now: float) -> float:
    """Return how long a request may take; raises TimeIsUp where no time is left for one."""
    if deadline is None:
        return patience
    left = deadline - now
    if left <= 0:
        raise TimeIsUp("this cycle has reached its time limit; the rest waits for the next")
    return min(patience, max(left, 1.0))


def limit_in(reply: Reply, where: str) -> Limited | None:
    """Return the limit that a reply tells of, however it is told.

    GitHub: 403 or 429 with retry-after, or with x-ratelimit-remaining 0 and a reset, or
    with neither (docs: rate-limits-for-the-rest-api). Jira: 429, or 503 with Retry-After.
    """
    after = reply.headers.get("retry-after")
    spent = reply.headers.get("x-ratelimit-remaining") == "0"
    told = reply.status == HTTPStatus.FORBIDDEN and (
        after or spent or _speaks_of_limits(reply.body)
    )
    if not (
        reply.status == HTTPStatus.TOO_MANY_REQUESTS
        or told
        or (reply.status == HTTPStatus.SERVICE_UNAVAILABLE and after)
    ):
        return None
    seconds = _seconds(after, reply) if after else None
    if seconds is None and (spent or reply.status == HTTPStatus.TOO_MANY_REQUESTS):
        seconds = _until_reset(reply)
    wait = min(max(UNSAID_WAIT if seconds is None else seconds, 1.0), LONGEST_WAIT)
    told = f"{where} has reached its rate limit and pauses for {round(wait)} s"
    return Limited(told, wait, told=seconds is not None)


def sentence_in(body: Any) -> str:
    """Return what an error's body says, in one short line; GitHub's and Jira's shapes."""
    if not isinstance(body, dict):
        return ""
    said: list[str] = []
    if isinstance(body.get("message"), str):
        said.append(body["message"])
    errors = body.get("errors")
    said += [text for text in body.get("errorMessages") or [] if isinstance(text, str)]
    if isinstance(errors, dict):
        said += [f"{name}: {text}" for name, text in errors.items()]
    elif isinstance(errors, list):
        said += [
            f"{one.get('field', '')} {one.get('code', one.get('message', ''))}".strip()
            for one in errors
            if isinstance(one, dict)
        ]
    return " ".join("; ".join(said).split())[:300]


def fields_in(body: Any) -> frozenset[str]:
    """Return the fields that an error's body names."""
    errors = body.get("errors") if isinstance(body, dict) else None
    if isinstance(errors, dict):
        return frozenset(str(name) for name in errors)
    if isinstance(errors, list):
        return frozenset(
            str(one["field"]) for one in errors if isinstance(one, dict) and "field" in one
        )
    return frozenset()


def unreached(error: BaseException, *, writes: bool, where: str) -> Exception:
    """Return what a failure of the connection means, by its type and never by its text."""
    names = {type(one).__name__ for one in _causes(error)}
    if names & {
        "ConnectTimeout",
        "NewConnectionError",
        "NameResolutionError",
        "SSLError",
        "ConnectTimeoutError",
        "ProxyError",
        "InvalidURL",
    }:
        return NotSent(f"{where} cannot be reached")
    if writes:
        return Ambiguous(f"{where} did not answer; whether it got the request is not known")
    return TryAgain(f"{where} did not answer")


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    todo: list[object] = [error]
    while todo and len(found) < 20:  # noqa: PLR2004  exceptions may refer to each other
        one = todo.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            todo += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return found


def _speaks_of_limits(body: Any) -> bool:
    """Return whether a 403 without headers is a limit: only its text tells it from a ban."""
    if not isinstance(body, dict):
        return False
    text = f"{body.get('documentation_url', '')} {body.get('message', '')}".lower()
    return "rate-limit" in text or "rate limit" in text


def _seconds(after: str, reply: Reply) -> float | None:
    try:
        return float(after)
    except ValueError:
        moment = http_date(after)
    if moment is None or reply.date is None:
        return None
    return (moment - reply.date).total_seconds()


def _until_reset(reply: Reply) -> float | None:
    """Return the seconds to the reset, by the server's own clock."""
    told = reply.headers.get("x-ratelimit-reset")
    if not told or reply.date is None:
        return None
    try:
        reset = datetime.fromtimestamp(float(told), UTC)
    except (ValueError, OverflowError, OSError):
        try:
            reset = datetime.fromisoformat(told)
        except ValueError:
            return None
        reset = reset if reset.tzinfo else reset.replace(tzinfo=UTC)
    return (reset - reply.date).total_seconds() + 1
