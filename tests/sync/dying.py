"""Runs `amends` in processes that may be killed: forked from a warm one, as starting takes long."""

from __future__ import annotations

import multiprocessing
import os
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, ForkServerProcess
    from pathlib import Path

    from tests.fakes.faults import Victim

WARM = [
    "amends.__main__",
    "amends.commands.syncing",
    "sync.sources",
    "alembic.command",
    "sqlalchemy.dialects.sqlite",
    "tests.sync.dying",
]


def context() -> ForkServerContext:
    """Return where processes come from; what they need is imported once."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(WARM)
    return found


def amends(config: Path, secrets: dict[str, str], *arguments: str) -> None:
    """Run a command of the product in this process, silently."""
    from amends.__main__ import main  # noqa: PLC0415  only the child runs it

    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    patch = pytest.MonkeyPatch()
    for name, value in secrets.items():
        patch.setenv(name, value)
    sys.argv = ["amends", "--config", str(config), *arguments]
    main()


def amends_off(config: Path, secrets: dict[str, str], off: float) -> None:
    """Run `amends sync` in this process, whose clock is *off* by so many seconds."""
    from tests.fakes.times import Times  # noqa: PLC0415  as above

    Times(pytest.MonkeyPatch()).let_pass(off)
    amends(config, secrets, "sync", "--json")


def ended_well(config: Path, secrets: dict[str, str], off: float) -> bool:
    """Run `amends sync` on a machine whose clock is *off*, and return whether it went well."""
    process = context().Process(target=amends_off, args=(config, secrets, off), daemon=True)
    process.start()
    process.join(60)
    return process.exitcode == 0


def started(
    config: Path, secrets: dict[str, str], victim: Victim, command: str = "sync"
) -> ForkServerProcess:
    """Start a command of the product, such as `amends sync`, as *victim*."""
    process = context().Process(
        target=amends, args=(config, secrets, command, "--json"), daemon=True
    )
    process.start()
    victim.is_called(process.pid or 0)
    return process


def killed(
    config: Path, secrets: dict[str, str], victim: Victim, command: str = "sync"
) -> int | None:
    """Run a command of the product as *victim*, and return how it ended."""
    process = started(config, secrets, victim, command)
    process.join(60)
    return process.exitcode
