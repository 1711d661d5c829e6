"""`amends demo`: the whole loop on this machine, without an account."""

from __future__ import annotations

from pathlib import Path

import click

from amends.demo import demonstrate


@click.command()
@click.option(
    "--folder", default="amends-demo", show_default=True, help="Where to keep everything."
)
@click.option("--port", type=click.IntRange(1, 65535), help="The dashboard's port.")
@click.option("--once", is_flag=True, help="Run the loop, and end without serving.")
def demo(folder: str, port: int | None, once: bool) -> None:
    """Show the whole loop: sample postmortems, sandbox trackers, worker, dashboard."""
    demonstrate(Path(folder), port, once=once)


COMMANDS = (demo,)
