"""A worker that is killed while it sends: the next ones say so, until somebody settles it."""

from __future__ import annotations

import socket
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest

from tests.amends.shell import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.amends.shell import Shell

CHAT = '\n[[channel]]\nname = "chat"\nkind = "slack"\nurl_env = "CHAT_URL"\n'
PATIENCE = 60


class Mute:
    """A webhook that takes what is posted and says nothing."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self.heard = threading.Event()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        try:
            caller, _ = self._door.accept()
        except OSError:
            return
        with caller:
            told = b""
            while b'"text"' not in told:
                told += caller.recv(4096)
            self.heard.set()
            while caller.recv(4096):
                pass

    def stop(self) -> None:
        """End it."""
        self._door.shutdown(socket.SHUT_RDWR)
        self._listening.join(PATIENCE)
        self._door.close()


@pytest.fixture(name="mute")
def _mute(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mute]:
    """Yield such a webhook, whose address stands in CHAT_URL."""
    found = Mute()
    monkeypatch.setenv("CHAT_URL", f"http://127.0.0.1:{found.port}/services/secret")
    yield found
    found.stop()


def kill_while_it_sends(project: Shell, mute: Mute) -> None:
    """Let a delivery die after its last byte, before the answer."""
    project.write("amends.toml", CONFIG + CHAT)
    process = project.start("deliver")
    assert mute.heard.wait(PATIENCE)
    process.kill()
    process.communicate()


def let_the_lease_end(project: Shell) -> None:
    """Let the time pass for which the dead one holds its claim."""
    with sqlite3.connect(project.folder / "amends.db") as database:
        database.execute("UPDATE dispatches SET leased_until = '2020-01-01 00:00:00'")
    database.close()


def test_what_a_dead_worker_holds_is_said(project: Shell, mute: Mute) -> None:
    """With its time; nobody needs to act yet, but what was asked for is not there."""
    kill_while_it_sends(project, mute)
    worker = project.run("worker", "--once")
    by_hand = project.quick("deliver")

    assert worker.status == 0
    assert "to chat: sending; a worker has it until " in worker.err
    assert by_hand.status == 1
    assert "to chat: sending; a worker has it until " in by_hand.out


def test_what_nobody_knows_is_warned_of_until_somebody_settles_it(
    project: Shell, mute: Mute
) -> None:
    """With the command that does so, in the log and in the exit status of every run."""
    kill_while_it_sends(project, mute)
    let_the_lease_end(project)
    runs = [project.run("worker", "--once") for _ in range(2)]
    (row,) = project.quick("deliver", "--json").json
    status = project.quick("deliver").status
    words = ("--week", row["week"], "--channel", "chat", "--arrived")
    settled = project.quick("deliver", *words)
    after = project.run("worker", "--once")

    assert [one.status for one in runs] == [1, 1]
    assert all("WARNING delivery: report" in one.err for one in runs)
    assert all("--channel chat --arrived`" in one.err for one in runs)
    assert (row["state"], status) == ("unsure", 1)
    assert (settled.status, after.status) == (0, 0)
    assert "delivery:" not in after.err
