"""`amends report`: the weekly completion report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amends.setting_out import complain, opened, settings_of
from sync.delivery.calling import due_weeks
from tracker.clock import now
from tracker.domain.errors import BadInput
from tracker.reporting import as_csv, as_html, as_json, as_markdown, weekly

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.storage import Store

FORMATS = {"md": as_markdown, "html": as_html, "json": as_json, "csv": as_csv}


@click.command()
@click.option("--week", metavar="2026-W46", help="Which week; the last full one otherwise.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="md", show_default=True)
@click.option("--json", "as_object", is_flag=True, help="The same as --format json.")
@click.option("--output", metavar="FILE", help="Write there instead of to standard output.")
@click.pass_context
def report(
    context: click.Context,
    week: str | None,
    form: str,
    as_object: bool,
    output: str | None,
) -> None:
    """Tell which promises were kept: the week's ledger and completion per incident."""
    settings = settings_of(context)
    with opened(settings) as store, store.reading() as work:
        text = FORMATS["json" if as_object else form](weekly(work, week, settings, now()))
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    if not Path(output).name or Path(output).is_dir():
        raise BadInput(f"{output or 'an empty name'} is no file to write to; name one")
    try:
        _write(Path(output), text)
    except OSError as error:
        raise BadInput(f"{output} cannot be written: {error.strerror}") from error
    complain(f"written to {output}")


def write_weekly(store: Store, settings: Settings) -> str | None:
    """Store the newest report that is due as files, once; a crash leaves none half written.

    None where that was done before.
    """
    folder = settings.folder / settings.report.folder
    week = due_weeks(settings, now())[-1]
    if (folder / f"{week}.json").exists():
        return None
    with store.reading() as work:
        found = weekly(work, week, settings, now())
    folder.mkdir(parents=True, exist_ok=True)
    for form, render in FORMATS.items():
        _write(folder / f"{week}.{form}", render(found))
    return f"{week} written to {folder}"


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


COMMANDS = (report,)
