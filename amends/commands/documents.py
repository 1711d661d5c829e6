"""`amends extract` and `amends ingest`: documents in, action items out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.progress import Progress
from rich.table import Table

from amends.setting_out import (
    cell,
    clerk,
    complain,
    err,
    missing,
    opened,
    print_json,
    print_table,
    say,
    settings_of,
)
from tracker.domain.errors import BadInput, BadSettings
from tracker.extraction import as_json, extract
from tracker.intake import Arrival, Outcome, take_in
from tracker.reading import Document, Unreadable, find, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.incidents import Extraction
    from tracker.settings import Settings
    from tracker.storage import Store


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_lines", is_flag=True, help="One JSON object a line.")
@click.pass_context
def extract_(context: click.Context, paths: tuple[str, ...], as_lines: bool) -> None:
    """Read documents (files, folders, globs, - for standard input) and show what they promise.

    Touches no database.
    """
    bad = 0
    for document in _documents(find(paths), quiet=as_lines):
        if isinstance(document, Unreadable):
            bad += 1
            complain(document.sentence)
            continue
        found = extract(document.text, name=Path(document.path).name)
        if as_lines:
            print_json(as_json(document.path, found))
        else:
            _show(document.path, found)
    context.exit(1 if bad else 0)


@click.command("ingest")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@click.pass_context
def ingest(context: click.Context, paths: tuple[str, ...], as_object: bool) -> None:
    """Extract, match against what is known, store. Run twice, it changes nothing.

    Without PATH it takes the sources of amends.toml.
    """
    settings = settings_of(context)
    named = find(paths) if paths else _configured(settings)
    with opened(settings) as store:
        arrivals, unreadable = take_all(store, settings, _documents(named, quiet=as_object))
    if as_object:
        print_json(_told(arrivals, unreadable))
    else:
        _show_arrivals(arrivals)
        for one in unreadable:
            complain(one.sentence)
    context.exit(1 if unreadable else 0)


def take_all(
    store: Store, settings: Settings, documents: Iterable[Document | Unreadable]
) -> tuple[list[Arrival], list[Unreadable]]:
    """Store every document, each in a transaction of its own; one bad document stops none."""
    arrivals: list[Arrival] = []
    unreadable: list[Unreadable] = []
    for document in documents:
        if isinstance(document, Unreadable):
            unreadable.append(document)
            continue
        with store.work() as work:
            arrivals.append(take_in(work, document, clerk(settings)))
            work.commit()
    return arrivals, unreadable


def configured_documents(settings: Settings) -> Iterator[Document | Unreadable]:
    """Yield the documents of the configured sources."""
    for path in _configured(settings):
        yield read(path)


def _configured(settings: Settings) -> list[str]:
    paths = [source.path for source in settings.source if source.path]
    if not settings.source:
        raise BadInput("nothing to ingest: name a PATH, or a [[source]] in amends.toml")
    if len(paths) < len(settings.source):
        raise BadSettings("[[source]] repository: not supported yet; clone it, and name its path")
    return find(paths, settings.folder)


def _documents(paths: list[str], *, quiet: bool) -> Iterator[Document | Unreadable]:
    """Yield each document, with a progress bar where somebody watches many."""
    with Progress(console=err, transient=True, disable=quiet or not err.is_terminal) as progress:
        task = progress.add_task("reading", total=len(paths))
        for path in paths:
            progress.update(task, description=Path(path).name[:40])
            yield read(path)
            progress.advance(task)


def _show(path: str, found: Extraction) -> None:
    say(f"{found.facts.title or path}  ({path})")
    if not found.is_postmortem:
        say("  tells of no incident\n")
        return
    table = Table(box=None, pad_edge=False, show_edge=False)
    for column in ("", "line", "kind", "owner", "due", "priority", "action item"):
        table.add_column(column, overflow="fold")
    for item in found.items:
        table.add_row(
            {True: "x", False: " ", None: " "}[item.done],
            str(item.sources[0].first_line),
            str(item.kind or ""),
            cell(item.owner or ""),
            str(item.due or ""),
            item.priority or "",
            cell(item.title),
        )
    if found.items:
        print_table(table)
    else:
        say("  promises nothing")
    say()


def _show_arrivals(arrivals: list[Arrival]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("document", "outcome", "incident", "new", "changed", "no longer there"):
        table.add_column(column, overflow="fold")
    for one in arrivals:
        incident = f"I-{one.incident_id}" if one.incident_id else ""
        table.add_row(
            cell(one.path),
            one.outcome.value,
            incident,
            str(one.added),
            str(one.updated),
            str(len(one.gone)),
        )
    if arrivals:
        print_table(table)
    total = sum(one.added for one in arrivals)
    proposed = sum(one.proposed for one in arrivals)
    same = sum(one.outcome is Outcome.UNCHANGED for one in arrivals)
    waits = f", {proposed} of them wait for a person's yes" if proposed else ""
    say(f"{len(arrivals)} documents, {same} unchanged, {total} new action items{waits}.")
    if gone := [f"A-{number}" for one in arrivals for number in one.gone]:
        say(missing(gone))


def _told(arrivals: list[Arrival], unreadable: list[Unreadable]) -> dict[str, Any]:
    return {
        "documents": [
            {
                "path": one.path,
                "outcome": one.outcome.value,
                "incident": f"I-{one.incident_id}" if one.incident_id else None,
                "added": one.added,
                "updated": one.updated,
                "gone": len(one.gone),
                "gone_items": [f"A-{number}" for number in one.gone],
                "proposed": one.proposed,
            }
            for one in arrivals
        ],
        "errors": [{"path": one.path, "error": one.sentence} for one in unreadable],
    }


COMMANDS = (extract_, ingest)
