"""A mail's parts and lines, and servers that let one wait."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from sync.delivery.examining import examined
from sync.delivery.letters import letter, number_of
from sync.delivery.parcels import Mail
from sync.delivery.smtp import send
from tests.sync.delivery.house import CHANNELS
from tracker.channels import SmtpChannel
from tracker.domain.dispatches import Dispatch, DispatchKind, DispatchState
from tracker.reporting import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.sync.delivery.house import House
    from tests.sync.delivery.mailroom import Mailroom

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
PICTURE = b"\x89PNG\r\n\x1a\n"
PART = Image("ledger", "ledger.png", PICTURE)
ROW = Dispatch(
    *(1, DispatchKind.REPORT, "2026-W47", "smtp", DispatchState.SENDING, 1, 1),
    *(None, None, (), None, None),
)


def parsed(mail: Mail) -> EmailMessage:
    """Return a mail as a mailbox reads it."""
    raw = letter(mail, "amends@example.com", ["a@example.com", "b@example.com"], "<1@x>", AT)
    return message_from_bytes(raw, EmailMessage, policy=default)


def test_pictures_stand_beside_the_page_that_shows_them() -> None:
    """Text or page with pictures, by the names that the page uses."""
    message = parsed(Mail("Report", "text", '<img src="cid:ledger">', (PART,)))
    plain, related = message.iter_parts()
    page, picture = related.iter_parts()

    assert message.get_content_type() == "multipart/alternative"
    assert plain.get_content().strip() == "text"
    assert related.get_content_type() == "multipart/related"
    assert "cid:ledger" in page.get_content()
    assert picture["Content-ID"] == "<ledger>"
    assert picture.get_content() == PICTURE


def test_every_line_is_short_and_plain() -> None:
    """Long lines and other alphabets pass servers that know neither."""
    raw = letter(
        Mail("Bericht für Zoë", "ü" * 3000, f"<p>{'é' * 3000}</p>"),
        "amends@example.com",
        ["a@example.com"],
        "<1@x>",
        AT,
    )

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_subject_adds_no_header() -> None:
    """Whatever stands in it, it is one line."""
    message = parsed(Mail("Report\r\nBcc: eve@example.com", "text"))

    assert message["Bcc"] is None
    assert message["Subject"] == "Report Bcc: eve@example.com"


def test_a_number_follows_from_week_channel_and_installation() -> None:
    """And from nothing else."""
    same = number_of(replace(ROW, attempts=7, epoch=9), "amends@example.com", "s")
    others = {
        number_of(replace(ROW, occasion="2026-W46"), "amends@example.com", "s"),
        number_of(replace(ROW, channel="board"), "amends@example.com", "s"),
        number_of(ROW, "amends@example.com", "another"),
    }

    assert same == number_of(ROW, "amends@example.com", "s")
    assert len(others | {same}) == 4


def test_a_line_of_one_dot_ends_no_mail(mailing: House, mailroom: Mailroom) -> None:
    """What looks like the end arrives as it is, and what stands behind it, too."""
    channel = mailing.settings.channel[0]
    assert isinstance(channel, SmtpChannel)
    told = b"Subject: dots\r\n\r\nbefore\n.\n..\r\nafter"
    send(channel, mailing.folder, channel.to, told, lambda: None)
    ((_, raw),) = mailroom.post.got

    assert raw == b"Subject: dots\r\n\r\nbefore\r\n.\r\n..\r\nafter\r\n"


@pytest.fixture(name="dull", params=["silent", "slow"])
def _dull(request: pytest.FixtureRequest) -> Iterator[int]:
    """Yield the port of a server that says nothing, or one letter now and then."""
    door = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    held = []

    def serve() -> None:
        while not over.is_set():
            try:
                caller, _ = door.accept()
            except OSError:
                return
            held.append(caller)
            while request.param == "slow" and not over.wait(0.05):
                try:
                    caller.send(b"2")
                except OSError:
                    break

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    yield int(door.getsockname()[1])
    over.set()
    door.shutdown(socket.SHUT_RDWR)
    serving.join()
    door.close()
    for one in held:
        one.close()


def test_a_dull_server_holds_nobody_up(house: House, dull: int) -> None:
    """After the time it may take, it is tried again later; the doctor says so, too."""
    house.configure(f"{CHANNELS['smtp'].format(port=dull)}timeout_seconds = 0.4\n")
    (told,) = house.deliver()
    check = examined(house.settings.channel[0], house.settings)

    assert (told.state, told.waits_for_a_person) == (DispatchState.FAILED, False)
    assert not check.ok


def test_the_doctor_signs_in_and_sends_nothing(mailing: House, mailroom: Mailroom) -> None:
    """Its line says what it saw."""
    check = examined(mailing.settings.channel[0], mailing.settings)

    assert check.ok
    assert "answers" in check.detail
    assert mailroom.post.got == []
