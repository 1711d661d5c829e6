"""Runs the command line as a user does: another process, in a folder of its own."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
import sys
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import pytest

from amends.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 100
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SEARCH = """\
# Search outage

Date: 2026-04-11
Severity: SEV-3

## Impact

The search index was two hours behind, and customers saw old prices.

## Timeline

- 09:12 UTC: a customer writes about an old price
- 11:20 UTC: the index is up to date again

## Root cause

The indexer waited for a lock that nobody held.

## Action items

| Action | Owner | Priority | Due |
|---|---|---|---|
| Alert when the search index is late | @alice | P1 | 2026-05-01 |
| Give the indexer a shorter timeout | @bob | P2 | 2099-01-01 |
| Document how to rebuild the index | | | |
"""
MAIL = """\
# Mail outage

Date: 2026-05-02

## Impact

Mail waited in the queue for three hours.

## Root cause

The sender had stopped, and nobody saw it.

## Action items

- [x] Watch the length of the mail queue
- [ ] Restart the sender nightly
"""
CONFIG = """\
[[source]]
path = "postmortems"

[people]
"@alice" = { email = "alice@example.com" }
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said, and with which status it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return the one JSON value that is all of standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Return the JSON values, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def refusal(self) -> str:
        """Return the one sentence of a refusal, and see to it that it is all there is."""
        assert "Traceback" not in self.err, self.err
        assert (self.status, self.out) == (2, ""), self
        assert len(self.err.splitlines()) == 1, self.err
        return self.err.strip()


class Shell:
    """A user in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str | bytes, stdin: bytes = b"", **variables: str) -> Answer:
        """Run `amends` with *words*, and *variables* in the environment."""
        done = subprocess.run(  # noqa: S603  our own Python
            [sys.executable, "-m", "amends", *words],
            cwd=self.folder,
            env=environment(**variables),
            input=stdin,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
        err = done.stderr.decode(errors="surrogateescape")
        assert "Traceback" not in err, err
        return Answer(done.returncode, done.stdout.decode(errors="surrogateescape"), err)

    def quick(self, *words: str, **variables: str) -> Answer:
        """Run `amends` within this process: the same way through, without a new Python."""
        out, err = io.StringIO(), io.StringIO()
        with (
            chdir(self.folder),
            redirect_stdout(out),
            redirect_stderr(err),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(sys, "argv", ["amends", *words])
            for name, value in variables.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as end:
                main()
        return Answer(int(end.value.code or 0), out.getvalue(), err.getvalue())

    def start(self, *words: str, stdout: IO[str] | int = subprocess.PIPE) -> subprocess.Popen[str]:
        """Start `amends` with *words*, and return the process."""
        return subprocess.Popen(  # noqa: S603  our own Python
            [sys.executable, "-m", "amends", *words],
            cwd=self.folder,
            env=environment(),
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
        )

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file of the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def item(self, number: int) -> dict[str, Any]:
        """Return an item as scripts see it."""
        found: dict[str, Any] = self.quick("item", f"A-{number}", "--json").json
        return found


def environment(**variables: str) -> dict[str, str]:
    """Return a user's environment, without anything of Amends."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("AMENDS_")}  # noqa: TID251  a child needs its parent's environment
    return {**mine, **variables}


@contextmanager
def taken_port() -> Iterator[int]:
    """Yield a port on which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def free_port() -> int:
    """Return a port on which nobody listens yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
