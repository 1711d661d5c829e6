"""A company's own certificates and proxies: both clients follow the variables of requests."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from sync.errors import NotSent
from sync.providers.github.client import Client as GitHubClient
from sync.providers.github.client import Login
from sync.providers.jira.client import Client as JiraClient
from tests.support.certificates import made_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BOTH = pytest.mark.parametrize("provider", ["github", "jira"])
VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTP_PROXY", "http_proxy", "NO_PROXY")


class _Somebody(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Tell who asks, and note where it was asked."""
        self.server.asked.append(self.path)  # type: ignore[attr-defined]  # ours, below
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"login": "amends-bot"}')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    asked: list[str]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: who does not trust us hangs up."""


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[_Server]:
    """Answer every request, over TLS where there is a certificate."""
    server = _Server(("127.0.0.1", 0), _Somebody)
    server.asked = []
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def who_am_i(provider: str, url: str) -> object:
    """Ask as the product asks."""
    if provider == "github":
        client = GitHubClient(f"{url}/api/v3", Login(token="t"), 5.0, "target here")
        return client.ask("GET", "/user").body
    return JiraClient(url, None, "t", 5.0, "target here").ask("GET", "myself").body


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@BOTH
def test_an_authority_of_ones_own_is_trusted_when_named(
    provider: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """REQUESTS_CA_BUNDLE names whom to trust; without it nothing is sent."""
    certificate, authority = made_in(tmp_path)
    with serving(certificate) as server:
        url = f"https://127.0.0.1:{server.server_port}"
        with pytest.raises(NotSent):
            who_am_i(provider, url)
        assert server.asked == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
        assert who_am_i(provider, url) == {"login": "amends-bot"}


@BOTH
def test_a_proxy_that_is_named_is_used(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY (HTTPS_PROXY for https addresses) stands between, but for NO_PROXY."""
    with serving() as proxy, serving() as tracker:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.server_port}")
        answer = who_am_i(provider, "http://tracker.invalid")
        assert answer == {"login": "amends-bot"}
        assert [one.startswith("http://tracker.invalid") for one in proxy.asked] == [True]

        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        who_am_i(provider, f"http://127.0.0.1:{tracker.server_port}")
        assert len(proxy.asked) == len(tracker.asked) == 1
