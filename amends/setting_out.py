"""What every command begins with: its settings, its database, its people, and where output goes."""

from __future__ import annotations

import getpass
import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import click
from rich.console import Console
from rich.table import Table

from tracker.clock import now
from tracker.domain.history import Author, Origin
from tracker.intake import Clerk
from tracker.people import People
from tracker.settings import Settings, load
from tracker.storage import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

Some = TypeVar("Some")
out = Console(highlight=False, markup=False, soft_wrap=False)
err = Console(stderr=True, highlight=False, markup=False)


def settings_of(context: click.Context) -> Settings:
    """Return the configuration that the command line names."""
    return load(context.find_root().obj)


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """Yield the configured database, brought up to date."""
    store = open_store(settings.database_url)
    try:
        yield store
    finally:
        store.close()


def clerk(settings: Settings) -> Clerk:
    """Return what every arrival of a document needs."""
    moment = now()
    today = moment.astimezone(settings.report.zone).date()
    people, terms = People(settings.people), settings.terms
    return Clerk(settings.folder, people, moment, today, terms=terms)


def caller() -> Author:
    """Return who sits at this command line."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = None
    return Author(Origin.CLI, name)


def tame(text: str) -> str:
    """Return *text* without control characters: documents do not speak to the terminal."""
    return "".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in text)


def cell(text: str) -> str:
    """Return *text* as a table may show it."""
    return tame(" ".join(text.split()))


def say(text: str = "") -> None:
    """Print a line for people; a long one is left to the terminal to wrap."""
    click.echo(tame(text))


def complain(text: str) -> None:
    """Print a line for people about what went wrong, beside the output proper."""
    click.echo(tame(text), err=True)


def print_json(value: Any) -> None:
    """Print *value* as JSON: machine output, and nothing else on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False))


def print_table(table: Table) -> None:
    """Print a table that fits the terminal; piped, one that is wide enough for its words."""
    if out.is_terminal:
        out.print(table)
    else:
        Console(highlight=False, markup=False, width=200, file=sys.stdout).print(table)


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows below the names of their columns; a text that is too long goes on below itself."""
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    print_table(table)


@dataclass(frozen=True, slots=True)
class Listing(Generic[Some]):
    """How a command lists things: as JSON, as rows of a table, or the sentence that says *none*."""

    told: Callable[[Some], Mapping[str, Any]]
    columns: Sequence[str]
    row: Callable[[Some], Sequence[str]]
    none: str

    def show(self, found: Sequence[Some], *, as_list: bool) -> None:
        """Print what was found."""
        if as_list:
            print_json([self.told(one) for one in found])
        elif found:
            print_rows(self.columns, map(self.row, found))
        else:
            say(self.none)


def last_time(moment: datetime | None) -> str:
    """Return when something was done last, for a row of a table."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "never"


def missing(keys: Sequence[str]) -> str:
    """Return the sentence about items that vanished from their documents."""
    listed = ", ".join(keys)
    if len(keys) == 1:
        return f"1 item no longer stands in its document, and stays tracked: {listed}."
    return f"{len(keys)} items no longer stand in their documents, and stay tracked: {listed}."
