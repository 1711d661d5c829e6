"""A mail through a mail server; what may have arrived begins with the dot that ends it."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from sync.delivery.errors import NoAnswer, NotNow, Refused
from tracker.domain.errors import BadSettings
from tracker.settings import secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tracker.channels import SmtpChannel

READY = 354
PERMANENT = 500
SAID_MOST = 200
END = b".\r\n"


@dataclass(frozen=True, slots=True)
class Reached:
    """Who has it now, who has to wait and who is not taken, in a sentence each."""

    recipients: tuple[str, ...]
    waiting: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def send(
    channel: SmtpChannel,
    folder: Path,
    recipients: Sequence[str],
    message: bytes,
    cross: Callable[[], None],
) -> Reached:
    """Send *message* once to all *recipients* whom the server takes.

    *cross* is called right before the end of the message. Raises NotNow, Refused, NoAnswer.
    """
    with _connected(channel, folder) as server, understood(channel):
        reached = _envelope(server, channel, recipients, len(message))
        code, said = server.docmd("DATA")
        if code != READY:
            _refuse(code, f"{_where(channel)} does not take the message: {told(code, said)}")
        server.send(_stuffed(message))
        cross()
        server.send(END)
        code, said = server.getreply()
        if code // 100 != 2:  # noqa: PLR2004  the first digit is the verdict (RFC 5321, 4.2.1)
            _refuse(code, f"{_where(channel)} does not take the message: {told(code, said)}")
        return reached


def greet(channel: SmtpChannel, folder: Path) -> str:
    """Sign in, send nothing, and return what was seen; raises NotNow or NoAnswer."""
    with _connected(channel, folder) as server, understood(channel):
        server.noop()
    way = {"starttls": "STARTTLS", "tls": "TLS", "none": "no encryption"}[channel.encryption]
    signed = f", signed in by {channel.user_env}" if channel.user_env else ""
    return f"{channel.host}:{channel.door} answers, {way}{signed}"


@contextlib.contextmanager
def _connected(channel: SmtpChannel, folder: Path) -> Iterator[smtplib.SMTP]:
    """Yield a session that is encrypted and signed in as configured, and end it in any case."""
    context = _trust(channel, folder)
    patience = channel.timeout_seconds
    with understood(channel):
        if channel.encryption == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                channel.host, channel.door, timeout=patience, context=context
            )
        else:
            server = smtplib.SMTP(channel.host, channel.door, timeout=patience)
    try:
        with understood(channel):
            _begin(server, channel, context)
        yield server
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.putcmd("QUIT")  # its answer is not waited for: what is known is stored first
        server.close()


def _begin(server: smtplib.SMTP, channel: SmtpChannel, context: ssl.SSLContext) -> None:
    server.ehlo_or_helo_if_needed()
    if channel.encryption == "starttls":
        if not server.has_extn("starttls"):
            raise NotNow(
                f'{_where(channel)} offers no STARTTLS, so nothing is sent; set encryption = "tls" '
                'with its port, or "none" where the network is your own'
            )
        server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
    if channel.user_env and channel.password_env:
        _sign_in(server, channel, _needed(channel, channel.user_env), channel.password_env)


def _sign_in(server: smtplib.SMTP, channel: SmtpChannel, user: str, password_env: str) -> None:
    password = _needed(channel, password_env)
    try:
        server.login(user, password)
    except smtplib.SMTPAuthenticationError as error:
        raise NotNow(
            f"{_where(channel)} does not accept the user and password in {channel.user_env} and "
            f"{password_env}: {told(error.smtp_code, error.smtp_error)}"
        ) from None  # its text may hold what was sent
    except UnicodeEncodeError:
        raise NotNow(
            f"channel {channel.name}: {channel.user_env} or {password_env} holds letters beyond "
            "ASCII, by which mail servers are not signed in to; choose another password"
        ) from None  # its text holds the letter
    except smtplib.SMTPNotSupportedError as error:
        raise NotNow(f"{_where(channel)} offers no way to sign in that is known here") from error


def _envelope(
    server: smtplib.SMTP, channel: SmtpChannel, recipients: Sequence[str], size: int
) -> Reached:
    """Say from whom and to whom; raises where the server takes nobody."""
    options = [f"size={size}"] if server.has_extn("size") else []
    code, said = server.mail(channel.sender, options)
    if code // 100 != 2:  # noqa: PLR2004  as above
        _refuse(code, f"{_where(channel)} refuses {channel.sender}: {told(code, said)}")
    taken: list[str] = []
    waiting: list[str] = []
    refused: list[str] = []
    for one in recipients:
        code, said = server.rcpt(one)
        if code // 100 == 2:  # noqa: PLR2004  as above
            taken.append(one)
        else:
            (refused if code >= PERMANENT else waiting).append(f"{one}: {told(code, said)}")
    if not taken:
        sentence = f"{_where(channel)} takes no recipient: {'; '.join([*waiting, *refused])}"
        raise NotNow(sentence) if waiting else Refused(sentence)
    return Reached(tuple(taken), tuple(waiting), tuple(refused))


@contextlib.contextmanager
def understood(channel: SmtpChannel) -> Iterator[None]:
    """Turn what breaks on the way into one sentence."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        said = told(error.smtp_code, error.smtp_error)
        raise NoAnswer(f"{_where(channel)} ends the talk: {said}") from error
    except ssl.SSLCertVerificationError as error:
        raise NotNow(
            f"{_where(channel)} shows a certificate that is not trusted "
            f"({error.verify_message}); name its authority with ca_file"
        ) from error
    except TimeoutError as error:
        raise NoAnswer(f"{_where(channel)} does not answer") from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        why = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
        raise NoAnswer(f"{_where(channel)} cannot be reached or hung up{why}") from error


def told(code: int, said: bytes | str) -> str:
    """Return a server's answer in one short line."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    plain = "".join(c if c.isprintable() else " " for c in text)
    return f"{code} {' '.join(plain.split())}"[:SAID_MOST]


def _refuse(code: int, sentence: str) -> NoReturn:
    """Raise what a refusal means; anything but 4xx and 5xx is no answer at all."""
    if code // 100 == PERMANENT // 100:
        raise Refused(sentence)
    raise (NotNow if code // 100 == PERMANENT // 100 - 1 else NoAnswer)(sentence)


def _needed(channel: SmtpChannel, name: str) -> str:
    value = secret(name)
    if not value:
        raise NotNow(
            f"channel {channel.name}: {name} is not set; put it into that variable, or its file's "
            f"path into {name}_FILE"
        )
    return value


def _trust(channel: SmtpChannel, folder: Path) -> ssl.SSLContext:
    file = str(folder / channel.ca_file) if channel.ca_file else None
    try:
        return ssl.create_default_context(cafile=file)
    except (OSError, ssl.SSLError) as error:
        raise BadSettings(
            f"channel {channel.name}: ca_file {channel.ca_file} cannot be read as certificates"
        ) from error


def _stuffed(message: bytes) -> bytes:
    """Return *message* as it goes over the line, without the dot that ends it (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"(?:\r\n|\n|\r(?!\n))", b"\r\n", message)
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)


def _where(channel: SmtpChannel) -> str:
    return f"the mail server {channel.host}:{channel.door}"
