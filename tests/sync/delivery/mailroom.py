"""A real mail server, which a test may let refuse, hang or hang up."""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.amends.shell import free_port

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from aiosmtpd.smtp import SMTP, Envelope, LoginPassword, Session

USER, PASSWORD = "amends", "correct horse"
OK = "250 OK"


@dataclass
class Post:
    """What the server got, and what it says; *refusals* are answers by recipient."""

    got: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    sender_answer: str = OK
    drops: int = 0

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a sender, or refuse it."""
        del server, session
        if self.sender_answer.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.sender_answer

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or refuse it."""
        del server, session, options
        answer = self.refusals.get(address, OK)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a message and answer as told; with *drops* left, hang up without an answer."""
        del session
        answer = self.answers.pop(0) if self.answers else OK
        content = envelope.content
        assert isinstance(content, bytes)
        if answer.startswith("2"):
            self.got.append((tuple(envelope.rcpt_tos), content))
        if self.drops:
            self.drops -= 1
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return answer

    @property
    def letters(self) -> list[EmailMessage]:
        """Return what arrived."""
        return [message_from_bytes(one, EmailMessage, policy=default) for _, one in self.got]

    @property
    def recipients(self) -> list[str]:
        """Return who got something, once for each time."""
        return sorted(one for whom, _ in self.got for one in whom)


class Mailroom:
    """A mail server on this machine."""

    def __init__(
        self,
        *,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
        login: bool = False,
        port: int | None = None,
    ) -> None:
        self.post = Post()
        self.port = port or free_port()
        more: dict[str, Any] = {"tls_context": starttls} if starttls else {}
        if login:
            more |= {"authenticator": _known, "auth_required": True}
            more |= {"auth_require_tls": bool(starttls)}
        self._controller = Controller(
            self.post, hostname="127.0.0.1", port=self.port, ssl_context=tls, **more
        )
        self._controller.start()

    def stop(self) -> None:
        """End it, once."""
        if self._controller.loop.is_running():
            self._controller.stop()


def _known(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword
) -> AuthResult:
    del server, session, envelope, mechanism
    right = (login.login, login.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


class Line:
    """A line to a server, that breaks when a client has said so many things.

    *after*: what it said last still arrives, and only the answer is lost.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self.at: int | None = None
        self.after = False
        self.broken: Callable[[], None] = lambda: None
        self.said = 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._answering = threading.Thread(target=self._answer, daemon=True)
        self._answering.start()

    def stop(self) -> None:
        """Take no more calls: who still waits on a closed door would take those of the next."""
        self._door.shutdown(socket.SHUT_RDWR)
        self._answering.join()
        self._door.close()

    def breaks(self, at: int | None, broken: Callable[[], None], *, after: bool = False) -> None:
        """Let the next call break at what the client says as number *at*."""
        self.at, self.broken, self.after, self.said = at, broken, after, 0

    def _answer(self) -> None:
        while True:
            try:
                caller, _ = self._door.accept()
            except OSError:
                return
            there = socket.create_connection(("127.0.0.1", self._to))
            threading.Thread(target=self._back, args=(there, caller), daemon=True).start()
            threading.Thread(target=self._forth, args=(caller, there), daemon=True).start()

    def _forth(self, caller: socket.socket, there: socket.socket) -> None:
        while part := _read(caller):
            self.said += 1
            if self.said == self.at:
                self.broken()
                if self.after:
                    caller.shutdown(socket.SHUT_RDWR)
                    there.sendall(part)
                    there.shutdown(socket.SHUT_WR)
                    return
                break
            there.sendall(part)
        for one in (caller, there):
            _end(one)

    @staticmethod
    def _back(there: socket.socket, caller: socket.socket) -> None:
        while part := _read(there):
            try:
                caller.sendall(part)
            except OSError:
                continue
        for one in (caller, there):
            _end(one)


def _read(line: socket.socket) -> bytes:
    try:
        return line.recv(1 << 20)
    except OSError:
        return b""


def _end(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
    finally:
        line.close()
