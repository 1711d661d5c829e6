"""A few lines to an incoming webhook; what may have arrived begins with the request's body."""

from __future__ import annotations

import io
import json
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests

from sync.delivery.errors import NoAnswer, NotNow, Refused
from tracker.settings import secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.delivery.parcels import Parcel
    from tracker.channels import SlackChannel

LONGEST_WAIT = 6 * 3600.0
SAID_MOST = 120
LOST = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})


class _Body(io.BytesIO):
    """A request's body that tells when it begins to be sent: after the headers, on its read."""

    def __init__(self, content: bytes, cross: Callable[[], None]) -> None:
        super().__init__(content)
        self._cross: Callable[[], None] | None = cross

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next part; the first is handed out beyond the point of no return."""
        if self._cross:
            self._cross()
            self._cross = None
        return super().read(size)


def send(channel: SlackChannel, parcel: Parcel, cross: Callable[[], None]) -> None:
    """Post the week's headlines once; raises NotNow, Refused, NoAnswer."""
    content = json.dumps({"text": text_of(parcel)}).encode()
    where = f"channel {channel.name}"
    try:
        answer = requests.post(
            address(channel),
            data=_Body(content, cross),
            headers={"Content-Type": "application/json", "Content-Length": str(len(content))},
            timeout=channel.timeout_seconds,
            allow_redirects=False,
        )
    except requests.exceptions.SSLError:
        raise NoAnswer(f"{where}: the webhook's certificate is not trusted") from None
    except requests.RequestException as error:  # its text names the address, which is a secret
        why = "does not answer" if isinstance(error, requests.Timeout) else "cannot be reached"
        raise NoAnswer(f"{where}: the webhook {why}") from None
    _judge(answer, where)


def text_of(parcel: Parcel) -> str:
    """Return the message as Slack's mrkdwn, in which no word acts as markup."""
    lines = [f"*{escaped(parcel.title)}*", *(escaped(line) for line in parcel.headlines)]
    if parcel.link:
        lines.append(f"<{_harmless(parcel.link)}|Read the report>")
    return "\n".join(lines)


def escaped(text: str) -> str:
    """Return *text* as Slack shows it letter by letter: no link, no mention, no markup."""
    return "".join(f"\u200b{c}" if c in "*_~`" else c for c in _harmless(text))


def _harmless(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def address(channel: SlackChannel) -> str:
    """Return the webhook's secret address, or raise NotNow with what to set."""
    found = secret(channel.url_env)
    if not found:
        raise NotNow(
            f"channel {channel.name}: {channel.url_env} is not set; put the webhook's address "
            f"into that variable, or its file's path into {channel.url_env}_FILE"
        )
    try:
        parts = urlsplit(found)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise NotNow(f"channel {channel.name}: {channel.url_env} holds no http address")
    return found


def _judge(answer: requests.Response, where: str) -> None:
    status = answer.status_code
    if status // 100 == 2:  # noqa: PLR2004  the first digit is the verdict
        return
    told = f"{where}: the webhook answers {status} {_said(answer)}".rstrip()
    if status in LOST:
        raise NoAnswer(told)
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}:
        raise NotNow(told, _wait(answer.headers.get("Retry-After")))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotNow(told, _wait(answer.headers.get("Retry-After")))
    raise Refused(told)


def _said(answer: requests.Response) -> str:
    text = "".join(c if c.isprintable() else " " for c in answer.text[:SAID_MOST])
    return " ".join(text.split())


def _wait(told: str | None) -> float:
    try:
        return min(max(float(told or 0), 0.0), LONGEST_WAIT)
    except ValueError:
        return 0.0
