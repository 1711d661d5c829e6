"""`amends doctor`: what is wrong, and the way out of it, a line a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from amends.setting_out import cell, out, print_json, print_table, say, settings_of
from sync.delivery.examining import examined as examined_channel
from sync.delivery.examining import undelivered
from sync.errors import TrackerError
from sync.examining import SKEW_SECONDS, Check, examined
from sync.sources import count, sentence
from tracker.clock import now
from tracker.domain.errors import AmendsError, BadInput
from tracker.reading import find
from tracker.settings import config_path
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.settings import Settings
    from tracker.sources import DocumentSource
    from tracker.storage import Store

COLOURS = {"ok": "green", "note": "yellow", "FAIL": "bold red"}


@click.command()
@click.option("--json", "as_list", is_flag=True, help="One JSON list.")
@click.pass_context
def doctor(context: click.Context, as_list: bool) -> None:
    """Check configuration, database, sources and targets; exit 1 where something is wrong."""
    settings = settings_of(context)
    found: list[Check] = []
    for one in _checks(context, settings):
        found.append(one)
        if not as_list and not out.is_terminal:
            say(f"{one.sign:<4}  {one.check}: {one.detail}")
    if as_list:
        print_json([one.told() for one in found])
    elif out.is_terminal:
        print_table(_table(found))
    context.exit(0 if all(one.ok for one in found) else 1)


def _table(checks: list[Check]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for one in checks:
        sign = Text(one.sign, style=COLOURS[one.sign])
        table.add_row(sign, cell(one.check), cell(one.detail))
    return table


def _checks(context: click.Context, settings: Settings) -> Iterator[Check]:
    yield Check("configuration", ok=True, detail=str(config_path(context.find_root().obj)))
    store = None
    try:
        store = open_store(settings.database_url)
    except AmendsError as error:
        yield Check("database", ok=False, detail=str(error))
    else:
        yield _database(store)
    yield from _sources(settings)
    if not settings.target:
        detail = "there is no [[target]] in the configuration; add one, or nothing is filed"
        yield Check("targets", ok=False, detail=detail)
    for target in settings.target:
        yield from examined(target, settings, store)
    for channel in settings.channel:
        yield examined_channel(channel, settings)
    if settings.channel and store:
        yield undelivered(store)
    if store:
        store.close()


def _database(store: Store) -> Check:
    with store.reading() as work:
        skew = abs((work.clock() - now()).total_seconds())
    detail = f"reachable, up to date: {store.told}"
    if skew > SKEW_SECONDS:
        detail = (
            f"its clock differs from this machine's by {round(skew)} s; let both follow a time "
            "server"
        )
    return Check("database", ok=skew <= SKEW_SECONDS, detail=detail)


def _sources(settings: Settings) -> Iterator[Check]:
    for source in settings.source:
        if source.repository:
            yield _read(source, settings)
        elif source.path:
            there = _is_there(source.path, settings)
            detail = source.path if there else f"there is nothing at {source.path}"
            yield Check("source", ok=there, detail=detail)


def _is_there(path: str, settings: Settings) -> bool:
    try:
        return bool(find([path], settings.folder))
    except BadInput:
        return False


def _read(source: DocumentSource, settings: Settings) -> Check:
    """Examine a repository that documents are read from."""
    name = f"source {source.repository}"
    try:
        found = count(source, settings)
    except (TrackerError, AmendsError) as error:
        return Check.of(name, sentence(error, source, settings.reader_of(source)))
    return Check(name, ok=True, detail=f"may be read and holds {found} documents")


COMMANDS = (doctor,)
