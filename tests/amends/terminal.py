"""A terminal of a given width, on which the command line runs as a user sees it."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

from tests.amends.shell import PATIENCE, environment

if TYPE_CHECKING:
    from pathlib import Path

STYLE = re.compile(r"\x1b\[[\d;]*m")


def on_terminal(folder: Path, *words: str, columns: int = 80) -> str:
    """Return what `amends` prints on a terminal, colours included."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(  # noqa: S603  our own Python
        [sys.executable, "-m", "amends", *words],
        cwd=folder,
        env=environment(TERM="xterm-256color", COLUMNS=str(columns), NO_COLOR=""),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    printed = b""
    try:
        while part := os.read(ours, 65536):
            printed += part
    except OSError:  # the other end was closed
        pass
    os.close(ours)
    process.wait(timeout=PATIENCE)
    return printed.decode(errors="surrogateescape").replace("\r\n", "\n")


def plain(text: str) -> str:
    """Return what a terminal printed, without its colours."""
    return STYLE.sub("", text)
