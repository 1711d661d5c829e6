"""`amends report`: the weekly completion report."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amends.setting_out import complain, opened, settings_of
from sync.delivery.calling import due_weeks
from sync.delivery.errors import NotNow
from sync.delivery.folder import put
from tracker.clock import now
from tracker.domain.errors import BadInput, BadSettings
from tracker.people import People
from tracker.reporting import (
    as_csv,
    as_html,
    as_json,
    as_markdown,
    as_pdf,
    document_of,
    is_settled,
    keep,
    week_wanted,
    weekly,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.settings import Settings
    from tracker.storage import Store

FORMATS = {"md": as_markdown, "html": as_html, "json": as_json, "csv": as_csv}
PDF = "pdf"
REPORTS = "[0-9][0-9][0-9][0-9]-W[0-9][0-9].json"
FORMS = click.Choice([*FORMATS, PDF])


@click.command()
@click.option("--week", metavar="2026-W46", help="Which week; the last full one otherwise.")
@click.option(
    "--format", "form", type=click.Choice([*FORMATS, PDF]), default="md", show_default=True
)
@click.option("--json", "as_object", is_flag=True, help="The same as --format json.")
@click.option("--team", metavar="@NAME", help="The items of one team alone.")
@click.option("--output", metavar="FILE", help="Write there instead of to standard output.")
@click.pass_context
def report(
    context: click.Context,
    week: str | None,
    form: str,
    as_object: bool,
    team: str | None,
    output: str | None,
) -> None:
    """Tell which promises were kept: the week's ledger and completion per incident.

    The report of a week that is over is made once and kept.
    """
    form = "json" if as_object else form
    if form == PDF and output is None:
        raise BadInput("a PDF file is nothing to print: name it with --output FILE")
    if output is not None and (not Path(output).name or Path(output).is_dir()):
        raise BadInput(f"{output or 'an empty name'} is no file to write to; name one")
    if team is not None and not team.strip():
        raise BadInput("name the team: --team @NAME")
    settings = settings_of(context)
    with opened(settings) as store:
        told = _told(store, settings, form, (week, team))
    if output is None:
        text = told.decode()
        click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        _write(Path(output), told)
    except OSError as error:
        raise BadInput(f"{output} cannot be written: {error.strerror}") from error
    complain(f"written to {output}")


def _told(store: Store, settings: Settings, form: str, of: tuple[str | None, str | None]) -> bytes:
    """Return a report: as it is kept where its week is settled, else as things stand now."""
    (week, team), moment = of, now()
    if is_settled(week_wanted(week, settings.report.zone, moment), moment):
        kept = keep(store, settings, moment, week, team)
        if form == PDF:
            return as_pdf(kept.document, kept.head.as_of)
        return kept.text(form).encode()
    team = People(settings.people).called(team)
    with store.reading() as work:
        live = weekly(work, week, settings, moment, team)
    if form == PDF:
        return as_pdf(document_of(live), live.as_of)
    return FORMATS[form](live).encode()


def write_weekly(store: Store, settings: Settings) -> str | None:
    """Keep each report that is due, also as files, once; a crash leaves none half written.

    None where that was done before. Missed weeks are made up for as those of a channel are; a
    folder begins with its oldest report, an empty one with the newest week.
    """
    folder = settings.folder / settings.report.folder
    missing = _missing(folder, due_weeks(settings, now()))
    try:
        for week in missing:
            found = keep(store, settings, now(), week)
            files = {f"{week}.{form}": found.text(form) for form in FORMATS}
            put(folder, files, str(os.getpid()))
    except NotNow as error:
        raise BadSettings(f"[report] folder: {error}; correct it, or its owner") from error
    return f"{', '.join(missing)} written to {folder}" if missing else None


def _missing(folder: Path, weeks: Sequence[str]) -> list[str]:
    """Return which of *weeks*, the oldest first, a folder lacks since it holds reports."""
    begun = min((one.stem for one in folder.glob(REPORTS)), default=weeks[-1])
    forms = {one: [folder / f"{one}.{form}" for form in FORMATS] for one in weeks if one >= begun}
    return [week for week, files in forms.items() if not all(one.exists() for one in files)]


def _write(path: Path, told: bytes) -> None:
    """Write a file whole or not at all; a link stays one, and into a pipe it is written."""
    if path.exists() and not path.is_file():
        path.write_bytes(told)
        return
    path = path.resolve()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(told)
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


COMMANDS = (report,)
