"""Starts a tracker that others wrote, as a process of its own, and waits until it answers."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HOME = Path(__file__).parents[2] / ".emulators"
EMULATE = HOME / "node_modules" / "emulate" / "dist" / "index.js"
JIRA820 = HOME / "python" / "bin" / "jira820"
PATIENCE = 60.0


def installed(program: Path) -> str:
    """Return the path of an emulator; this group never skips, so without it the test fails."""
    if not program.exists():
        pytest.fail(f"{program} is not installed; run `make emulators`")
    return str(program)


def node() -> str:
    """Return the path of node."""
    found = shutil.which("node")
    if found is None:
        pytest.fail("node is not installed; install Node.js 20 or later")
    return found


def a_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number


@contextmanager
def running(
    command: Sequence[str], url: str, log: Path, more: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run *command* until the end of the block, which begins once *url* answers."""
    with log.open("wb") as told:
        process = subprocess.Popen(  # noqa: S603  the emulators that the lock files name
            command,
            stdout=told,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
            env={**os.environ, **(more or {})},
        )
        try:
            _wait(process, url, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        with contextlib.suppress(requests.ConnectionError):
            requests.get(url, timeout=5)
            return
        time.sleep(0.05)
    pytest.fail(f"{process.args!r} does not answer: {log.read_text()[-2000:]}")
