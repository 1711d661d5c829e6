"""A small reverse proxy on 127.0.0.1 that a test tells what to spoil, and that counts."""

from __future__ import annotations

import contextlib
import re
import select
import socket
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread, Timer
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit

from tests.fakes.calls import Call, Reply, forward
from tracker.clock import wait

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    Fault = Callable[[Call], Reply | None]
    Onward = Callable[[Call], Reply]
    Layer = Callable[[Call, Onward], Reply]


@dataclass
class Rule:
    """Spoils the requests of one kind, from the *first* on, so many *times* (None: always)."""

    fault: Fault
    method: str
    path: re.Pattern[str]
    first: int
    times: int | None
    seen: int = 0
    hits: int = 0

    def takes(self, call: Call) -> bool:
        """Return whether this request is to be spoilt."""
        if self.method not in {"*", call.method} or not self.path.search(call.path):
            return False
        self.seen += 1
        last = None if self.times is None else self.first + self.times
        hit = self.seen >= self.first and (last is None or self.seen < last)
        self.hits += hit
        return hit


@dataclass
class Passed:
    """One request that came by; *status* is None where its sender got no answer yet."""

    method: str
    target: str
    status: int | None
    writes: bool

    @property
    def path(self) -> str:
        """Return the address without its query."""
        return urlsplit(self.target).path


@dataclass
class Script:
    """What is to be spoilt, and what has come by."""

    rules: list[Rule] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    over: Event = field(default_factory=Event)
    timers: list[Timer] = field(default_factory=list)


class Proxy:
    """The proxy before one tracker."""

    def __init__(self, upstream: str, port: int = 0) -> None:
        place = urlsplit(upstream)
        self._behind = (str(place.hostname), int(place.port or 80))
        self._script = Script()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.proxy = self
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take no more requests; who still hangs is let go."""
        self._script.over.set()
        for timer in self._script.timers:
            timer.cancel()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def inject(
        self,
        fault: Fault,
        method: str,
        path: str,
        *,
        first: int = 1,
        times: int | None = 1,
    ) -> Rule:
        """Spoil requests whose method (* is any) and path fit; the newest rule that fits counts."""
        rule = Rule(fault, method, re.compile(path), first, times)
        with self._script.lock:
            self._script.rules.insert(0, rule)
        return rule

    def heal(self) -> None:
        """Spoil nothing any more; what stands between (lag, a new name) stays."""
        with self._script.lock:
            self._script.rules.clear()

    def lay(self, layer: Layer) -> None:
        """Put something between that all requests pass from now on."""
        self._script.layers.insert(0, layer)

    def lift(self, layer: Layer) -> None:
        """Take away what lay() put between."""
        self._script.layers.remove(layer)

    def lift_all(self) -> None:
        """Take away all that lay() put between."""
        self._script.layers.clear()

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        """Do something in a while, unless the proxy is stopped before."""
        timer = Timer(seconds, act)
        timer.daemon = True
        self._script.timers.append(timer)
        timer.start()

    def behind(self, call: Call) -> Reply:
        """Ask the tracker itself, past all faults and layers."""
        return forward(*self._behind, call)

    def forget(self) -> None:
        """Count from zero."""
        with self._script.lock:
            self._script.passed.clear()

    @property
    def passed(self) -> list[Passed]:
        """Return what came by, in the order in which it came."""
        with self._script.lock:
            return list(self._script.passed)

    @property
    def requests(self) -> int:
        """Return how many requests came by."""
        return len(self.passed)

    @property
    def writes(self) -> list[str]:
        """Return the writes that came by, each as its method and path."""
        return [f"{one.method} {one.path}" for one in self.passed if one.writes]

    @property
    def statuses(self) -> list[int | None]:
        """Return how what came by was answered."""
        return [one.status for one in self.passed]

    def handle(self, call: Call) -> Reply | None:
        """Answer a request as the script says."""
        with self._script.lock:
            rule = next((rule for rule in self._script.rules if rule.takes(call)), None)
        return rule.fault(call) if rule else call.pass_on()

    def onward(self, call: Call) -> Reply:
        """Send a request through the layers to the tracker."""
        layers = list(self._script.layers)

        def step(number: int, one: Call) -> Reply:
            if number == len(layers):
                return self.behind(one)
            return layers[number](one, lambda changed: step(number + 1, changed))

        return step(0, call)

    def note(self, call: Call) -> Passed:
        """Count a request."""
        passed = Passed(call.method, call.target, None, call.writes)
        with self._script.lock:
            self._script.passed.append(passed)
        return passed

    def abandoned(self, connection: socket.socket) -> None:
        """Return once the other end of *connection* has gone, or the proxy ends."""
        while not self._script.over.is_set():
            readable, _, _ = select.select([connection], [], [], 0.02)
            if readable and not _peeked(connection):
                return


def _peeked(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1, socket.MSG_PEEK)
    except OSError:
        return b""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    proxy: Proxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that give up are what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        proxy = cast("_Server", self.server).proxy
        length = int(self.headers.get("Content-Length") or 0)
        call = Call(
            self.command,
            self.path,
            dict(self.headers.items()),
            self.rfile.read(length),
            proxy.onward,
            lambda: proxy.abandoned(self.connection),
        )
        passed = proxy.note(call)
        reply = proxy.handle(call)
        if reply is None:
            self._drop()
            return
        passed.status = reply.status
        self._answer(reply)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815  http.server's names

    def _answer(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, text in reply.headers.items():
            self.send_header(name, text)
        if reply.status not in {204, 304}:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if not reply.pause:
            self.wfile.write(reply.body)
            return
        with contextlib.suppress(OSError):
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                wait(reply.pause)

    def _drop(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's name
        """Say nothing: the test looks at what was counted."""
