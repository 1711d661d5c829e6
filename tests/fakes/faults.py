"""What can go wrong with one request: each function answers a call, None cuts it off."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from threading import Event, Thread
from typing import TYPE_CHECKING

from tests.fakes.calls import Call, Reply, page, said
from tracker.clock import now, wait

if TYPE_CHECKING:
    from tests.fakes.proxy import Fault, Proxy

SECONDARY = {
    "message": "You have exceeded a secondary rate limit. Please wait a few minutes.",
    "documentation_url": "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api",
}
PATIENCE, SOON = 30.0, 4.0  # seconds
SPENT = {"message": "API rate limit exceeded for this token."}


def drop_before(call: Call) -> None:
    """Cut the connection; the tracker never hears of it."""
    del call


def drop_after(call: Call) -> None:
    """Let the tracker do it, and cut the connection."""
    call.pass_on()


def broken_before(call: Call) -> Reply:
    """Answer 502 in HTML; the tracker never hears of it."""
    del call
    return page(502)


def broken_after(call: Call) -> Reply:
    """Let the tracker do it, and answer 502 in HTML."""
    call.pass_on()
    return page(502)


def hang_before(call: Call) -> None:
    """Say nothing until the client gives up; the tracker never hears of it."""
    call.given_up()


def hang_after(call: Call) -> None:
    """Let the tracker do it, and say nothing until the client gives up."""
    call.pass_on()
    call.given_up()


def late(proxy: Proxy, seconds: float) -> Fault:
    """Cut the connection now; the tracker does it *seconds* later."""

    def fault(call: Call) -> None:
        proxy.later(seconds, call.pass_on)

    return fault


def held(release: Event, proxy: Proxy) -> Fault:
    """Cut the connection now; the tracker does it once *release* is set."""

    def fault(call: Call) -> None:
        def act() -> None:
            if release.wait(60):
                call.pass_on()

        proxy.later(0, act)

    return fault


def answer(reply: Reply) -> Fault:
    """Answer with *reply*; the tracker never hears of it."""
    return lambda _: reply


def instead(reply: Reply) -> Fault:
    """Let the tracker do it, and answer with *reply*."""

    def fault(call: Call) -> Reply:
        call.pass_on()
        return reply

    return fault


def drip(call: Call) -> Reply:
    """Let the tracker do it, and send its answer one byte at a time, 20 in a second."""
    return replace(call.pass_on(), pause=0.05)


SILENT = frozenset({hang_before, hang_after, drip})


def patience(fault: Fault) -> float:
    """Return how many seconds to wait for a tracker: not long where *fault* lets it be silent.

    Where it answers, whatever else this machine is at must not look like silence.
    """
    return SOON if fault in SILENT else PATIENCE


def garbled(body: bytes, content_type: str = "application/json") -> Fault:
    """Let the tracker do it, and answer 200 with a body of one's own."""

    def fault(call: Call) -> Reply:
        done = call.pass_on()
        return replace(done, status=200, body=body).with_headers(Content_Type=content_type)

    return fault


def wait_some(status: int, seconds: int) -> Reply:
    """Return a limit told by Retry-After in seconds."""
    return said(status, SECONDARY, Retry_After=str(seconds))


def wait_until(status: int, seconds: int) -> Reply:
    """Return a limit told by Retry-After as a date."""
    at = format_datetime(now() + timedelta(seconds=seconds), usegmt=True)
    return said(status, SECONDARY, Retry_After=at)


def spent(status: int, seconds: int) -> Reply:
    """Return a limit told by what remains (nothing) and when it is filled again."""
    at = str(int((now() + timedelta(seconds=seconds)).timestamp()))
    return said(status, SPENT, X_RateLimit_Remaining="0", X_RateLimit_Reset=at)


def spent_until(status: int, seconds: int) -> Reply:
    """Return a limit told as Jira tells when it is over: by a date in ISO's form."""
    at = (now() + timedelta(seconds=seconds)).isoformat(timespec="seconds")
    return said(status, SPENT, X_RateLimit_Remaining="0", X_RateLimit_Reset=at)


def unsaid(status: int) -> Reply:
    """Return a limit that only its sentence tells."""
    return said(status, SECONDARY)


def logged_out() -> Reply:
    """Return the answer to a dead token."""
    return said(401, {"message": "Bad credentials"})


def not_found() -> Reply:
    """Return the answer to who may not see it, in both trackers' words."""
    return said(404, {"message": "Not Found", "errorMessages": ["Issue does not exist"]})


def gone() -> Reply:
    """Return GitHub's answer for a deleted issue."""
    return said(410, {"message": "This issue was deleted"})


def unassignable(call: Call) -> Reply:
    """Refuse a request that names assignees, in GitHub's words; let others pass."""
    if not (call.json or {}).get("assignees"):
        return call.pass_on()
    error = {"resource": "Issue", "code": "invalid", "field": "assignees", "value": "alice"}
    return said(422, {"message": "Validation Failed", "errors": [error]})


def redirect(status: int, location: str) -> Reply:
    """Return the answer that leads elsewhere."""
    body = {"message": "Moved Permanently", "url": location}
    return said(status, body, Location=location)


class Victim:
    """A process to be killed, or put to sleep, in the middle of a request."""

    def __init__(self) -> None:
        self._known = Event()
        self._pid = 0
        self.struck = Event()
        self.go_on = Event()

    def is_called(self, pid: int) -> None:
        """Tell who it is."""
        self._pid = pid
        self._known.set()

    def _strike(self, number: signal.Signals) -> None:
        self._known.wait(30)
        os.kill(self._pid, number)
        self.struck.set()

    def before(self, call: Call) -> None:
        """Kill it before its request has an effect."""
        self._strike(signal.SIGKILL)
        call.given_up()

    def after(self, call: Call) -> None:
        """Kill it after the effect and before the answer."""
        call.pass_on()
        self._strike(signal.SIGKILL)
        call.given_up()

    def answered(self, call: Call) -> Reply:
        """Kill it as soon as it can have read the answer."""
        reply = call.pass_on()

        def strike() -> None:
            wait(0.005)
            self._strike(signal.SIGKILL)

        Thread(target=strike, daemon=True).start()
        return reply

    def asleep_before(self, call: Call) -> Reply:
        """Put it to sleep; its request reaches the tracker only once the test says *go_on*."""
        self._strike(signal.SIGSTOP)
        self.go_on.wait(60)
        return call.pass_on()

    def asleep(self, call: Call) -> Reply:
        """Put it to sleep with its request sent; the effect comes, its answer waits for it."""
        self._strike(signal.SIGSTOP)
        return call.pass_on()
