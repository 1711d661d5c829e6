"""An installation, a mail server, a chat and a repository to deliver to."""

from __future__ import annotations

import shutil
import ssl
from typing import TYPE_CHECKING

import pytest

from tests.fakes.times import Times
from tests.support.certificates import made_in
from tests.sync.delivery.chatroom import Chatroom
from tests.sync.delivery.house import CHANNELS, House, a_repository
from tests.sync.delivery.mailroom import Mailroom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def house(migrated_sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """Yield an installation on SQLite, with one postmortem."""
    found = House(tmp_path, migrated_sqlite_url)
    found.take_in()
    yield found
    found.close()


@pytest.fixture
def house_on_postgres(migrated_postgres_url: str, tmp_path: Path) -> Iterator[House]:
    """Yield the same on PostgreSQL."""
    found = House(tmp_path, migrated_postgres_url)
    found.take_in()
    yield found
    found.close()


@pytest.fixture
def mailroom() -> Iterator[Mailroom]:
    """Yield a mail server without encryption."""
    found = Mailroom()
    yield found
    found.stop()


@pytest.fixture
def make_mailroom() -> Iterator[Callable[..., Mailroom]]:
    """Yield a function that starts mail servers of other kinds."""
    made: list[Mailroom] = []

    def make(
        *, starttls: Path | None = None, tls: Path | None = None, login: bool = False
    ) -> Mailroom:
        room = Mailroom(
            starttls=_serving(starttls) if starttls else None,
            tls=_serving(tls) if tls else None,
            login=login,
        )
        made.append(room)
        return room

    yield make
    for one in made:
        one.stop()


def _serving(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def certificates(tmp_path: Path) -> tuple[Path, Path]:
    """Return a certificate for this machine, and its authority's."""
    folder = tmp_path / "certificates"
    folder.mkdir()
    return made_in(folder)


@pytest.fixture
def chatroom(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chatroom]:
    """Yield a chat, whose webhook stands in CHAT_URL."""
    found = Chatroom()
    monkeypatch.setenv("CHAT_URL", f"http://127.0.0.1:{found.port}/services/T0/B0/secret")
    yield found
    found.stop()


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """Return the working copy of a repository."""
    return a_repository(tmp_path / "handbook")


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    """Return a clock that stands still until a test moves it."""
    return Times(monkeypatch, still=True)


@pytest.fixture
def mailing(house: House, mailroom: Mailroom) -> House:
    """Return the installation, set to mail its report."""
    house.configure(CHANNELS["smtp"].format(port=mailroom.port))
    return house


@pytest.fixture
def chatting(house: House, chatroom: Chatroom) -> House:
    """Return the installation, set to post its report to the chat."""
    assert chatroom.port
    house.configure(CHANNELS["slack"])
    return house


@pytest.fixture(autouse=True)
def _git_is_here() -> None:
    assert shutil.which("git"), "these tests need git"
