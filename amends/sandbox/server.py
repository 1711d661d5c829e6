"""Serves one sandbox on a loopback address, in a thread of its own."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, cast

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from amends.sandbox.editions import CLOUD, Edition
from amends.sandbox.furniture import PLAIN, Furniture
from amends.sandbox.github.app import github_app
from amends.sandbox.github.hub import Hub
from amends.sandbox.jira.app import jira_app
from amends.sandbox.jira.site import Site
from amends.sandbox.people import Cast
from amends.sandbox.store import Store

if TYPE_CHECKING:
    from amends.sandbox.github.shapes import Shapes


class NotLoopback(ValueError):
    """A sandbox answers this machine only."""


class _Quiet(WSGIRequestHandler):
    """Answers as werkzeug does, and writes no log; small answers leave at once."""

    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 — werkzeug's signature
        """Say nothing: the demo prints its own lines."""


class Sandbox:
    """A running sandbox: where it is, and how to end it."""

    def __init__(self, server: BaseWSGIServer, store: Store, url: str, app: Flask) -> None:
        self.url = url
        self.app = app
        self.port = server.port
        self._server = server
        self._store = store
        self._thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def hub(self) -> Hub:
        """Return what a GitHub sandbox holds, for whoever changes files there."""
        return cast("Shapes", self.app.extensions["shapes"]).hub

    @property
    def store(self) -> Store:
        """Return where all of it is kept, for whoever lets it go back to an earlier state."""
        return self._store

    def stop(self) -> None:
        """Take no more requests and let the state file go; a second call does nothing."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def serve(
    kind: Literal["github", "jira"],
    state: Path,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    token: str = "sandbox-token",  # noqa: S107 — opens nothing but this sandbox
    account: str = "amends-bot",
    visitor: str = "visitor",
    people: Sequence[str] = ("alice", "bob"),
    repositories: Sequence[str] = ("acme/platform",),
    projects: Sequence[str] = ("OPS",),
    rate_limit: int = 5000,
    tree_limit: int = 100_000,
    furniture: Furniture = PLAIN,
    edition: Edition = CLOUD,
) -> Sandbox:
    """Start a sandbox in GitHub's or Jira's shape, whose state lives in the file *state*.

    *account* is who the token belongs to, *visitor* who acts on the page, *people* who else may
    be assigned. *projects* matter to Jira only; *repositories*, *rate_limit* and *tree_limit*,
    how many entries a tree tells at once, to GitHub only. *furniture* is what its places have,
    *edition* whether it is a server of one's own, and which App may sign in.
    """
    listener = _listen(host, port)
    url = _url(host, listener.getsockname()[1])
    cast = Cast(account, visitor, tuple(people))

    def build(store: Store) -> Flask:
        if kind == "github":
            hub = Hub(store, cast, repositories, furniture)
            return github_app(hub, url, token, rate_limit, tree_limit, edition)
        return jira_app(Site(store, cast, projects, furniture, server=edition.server), url, token)

    with listener:  # the server works on a copy of it
        return _start(listener, state, url, build)


def _start(
    listener: socket.socket, state: Path, url: str, build: Callable[[Store], Flask]
) -> Sandbox:
    store = Store(state)
    try:
        app = build(store)
        host, port = listener.getsockname()[:2]
        server = make_server(
            host,
            port,
            app,
            threaded=True,
            request_handler=_Quiet,
            fd=listener.fileno(),
        )
    except BaseException:
        store.close()
        raise
    return Sandbox(server, store, url, app)


def _listen(host: str, port: int) -> socket.socket:
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise NotLoopback(f"a sandbox serves loopback addresses only, and {host} is none")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
