"""The report as a commit in a working copy, by the `git` of this machine; hooks do not run."""

from __future__ import annotations

import contextlib
import re
import subprocess
from typing import TYPE_CHECKING

from sync.delivery.errors import NotNow
from sync.delivery.folder import put
from tracker.settings import environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tracker.channels import GitChannel

SAID_MOST = 200
QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
SAFE = ("core.hooksPath=/dev/null", "commit.gpgSign=false", "core.fsmonitor=false", "gc.auto=0")
ELSEWHERE = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"})
LOGIN = re.compile(r"//[^/@\s]+@")


def publish(
    channel: GitChannel, place: Path, files: Mapping[str, str], week: str, attempt: str
) -> None:
    """Commit *files*, and push where that is configured; the same again changes nothing.

    Other people's work in the same copy is left as it is. Raises NotNow.
    """
    copy = _Copy(channel, place)
    copy.check()
    if channel.push:
        copy.catch_up()
    folder = place / channel.folder
    if not folder.resolve().is_relative_to(place.resolve()):
        raise NotNow(f"channel {channel.name}: {channel.folder} leads out of the working copy")
    put(folder, files, attempt)
    paths = [str((folder / name).relative_to(place)) for name in files]
    copy.run("add", "--force", "--", *paths)
    if copy.run("status", "--porcelain", "--untracked-files=no", "--", *paths):
        message = f"Completion report, week {week}"
        copy.run("commit", "--quiet", "--no-verify", "--only", "-m", message, "--", *paths)
    if channel.push:
        copy.run("push", "--quiet", "--no-verify")


def examine(channel: GitChannel, place: Path) -> None:
    """Raise NotNow where *place* is no working copy that commits can be made in."""
    _Copy(channel, place).check()


class _Copy:
    """A working copy, and git in it."""

    def __init__(self, channel: GitChannel, place: Path) -> None:
        self._channel = channel
        self._place = place
        name, _, mail = channel.author.rstrip(">").partition(" <")
        told = (*SAFE, f"user.name={name}", f"user.email={mail}")
        self._options = [word for one in told for word in ("-c", one)]

    def check(self) -> None:
        """Raise NotNow where there is no working copy, with its top at the configured place."""
        if not self._place.is_dir():
            raise NotNow(f"{self._begin}: {self._place} is no folder; clone the repository there")
        top = self.run("rev-parse", "--show-toplevel")
        if not self._place.samefile(top):
            raise NotNow(f"{self._begin}: {self._place} is not the top of a working copy: {top} is")

    def catch_up(self) -> None:
        """Take what others pushed, with our own commits on top; leave no rebase half done."""
        try:
            self.run("pull", "--rebase", "--quiet")
        except NotNow:
            with contextlib.suppress(NotNow):
                self.run("rebase", "--abort")
            raise

    def run(self, *words: str) -> str:
        """Return what a git command prints; raises NotNow where it fails."""
        git = ["git", *self._options, *words]
        inherited = {k: v for k, v in environment().items() if k not in ELSEWHERE}
        try:
            done = subprocess.run(  # noqa: S603  no shell, and no word of a document among them
                git,
                cwd=self._place,
                env={**inherited, **QUIET},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=self._channel.timeout_seconds,
            )
        except FileNotFoundError as error:
            raise NotNow(f"{self._begin}: there is no git on this machine; install it") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotNow(f"{self._begin}: git {words[0]} did not end in time") from error
        if done.returncode:
            raise NotNow(f"{self._begin}: git {words[0]} fails: {_said(done.stderr)}")
        return done.stdout.decode("utf-8", "replace").strip()

    @property
    def _begin(self) -> str:
        return f"channel {self._channel.name}"


def _said(text: bytes) -> str:
    """Return what git complains of in one line; a login in an address is not repeated."""
    lines = text.decode("utf-8", "replace").splitlines()
    told = [one for one in lines if one.startswith(("fatal:", "error:", "! "))] or lines
    plain = " ".join(" ".join(told[:2]).split())
    return LOGIN.sub("//", "".join(c for c in plain if c.isprintable()))[:SAID_MOST] or "no reason"
