"""Runs `amends` in processes that may be killed: forked from a warm one, as starting takes long."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.faults import Victim

WARM = ["amends.__main__", "amends.commands.syncing", "alembic.command", "sqlalchemy.dialects.sqlite"]


def context() -> ForkServerContext:
    """Return where processes come from; what they need is imported once."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(WARM)
    return found


def amends(config: Path, environment: dict[str, str], *arguments: str) -> None:
    """Run a command of the product in this process, silently."""
    from amends.__main__ import main  # noqa: PLC0415  the parent must not need it

    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    os.environ.update(environment)  # noqa: TID251  this is a process of its own
    main(["--config", str(config), *arguments])


def killed(config: Path, environment: dict[str, str], victim: Victim) -> int | None:
    """Run `amends sync` as *victim*, and return how it ended."""
    process: ForkServerProcess = context().Process(
        target=amends, args=(config, environment, "sync", "--json"), daemon=True
    )
    process.start()
    victim.is_called(process.pid or 0)
    process.join(60)
    code = process.exitcode
    process.close()
    return code
