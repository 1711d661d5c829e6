"""`amends extract` and `amends ingest`: documents in, action items out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.progress import Progress

from amends.explaining import show_explained
from amends.policies import enforce_all
from amends.setting_out import (
    cell,
    clerk,
    complain,
    err,
    missing,
    opened,
    print_json,
    print_rows,
    say,
    settings_of,
)
from sync.pushes import pushed
from sync.visiting import Brought, forget_others
from tracker.bringing import came
from tracker.domain.errors import BadInput
from tracker.domain.history import Author, Origin
from tracker.extraction import as_json, explain, explained, extract
from tracker.intake import Arrival, Outcome, take_in
from tracker.reading import Document, Unreadable, find, read
from tracker.telling import arrival_told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.domain.drafts import Draft
    from tracker.domain.incidents import Candidate, Extraction
    from tracker.settings import Settings
    from tracker.sources import DocumentSource
    from tracker.storage import Store, Work


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_lines", is_flag=True, help="One JSON object a line.")
@click.option("--explain", "why", is_flag=True, help="Each line: what it was taken for, and why.")
@click.pass_context
def extract_(context: click.Context, paths: tuple[str, ...], as_lines: bool, why: bool) -> None:
    """Read documents (files, folders, globs, - for standard input) and show what they promise.

    Touches no database.
    """
    bad = 0
    for document in _documents(find(paths), quiet=as_lines):
        if isinstance(document, Unreadable):
            bad += 1
            complain(document.sentence)
            continue
        if why:
            _explain(document, as_lines=as_lines)
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
        brought = take_files(store, settings, _documents(named, quiet=as_object))
        if not paths:
            pushed(store, settings)  # whatever they tell is read now
            join(brought, take_repositories(store, settings, quiet=as_object))
            brought.notes += take_asked(store, settings)
        enforced = enforce_all(store, settings)
        if enforced:
            brought.notes.append(enforced.line)
    if as_object:
        print_json(_told(brought))
    else:
        _show_arrivals(brought.arrivals)
        for one in brought.unreadable:
            complain(one.sentence)
    for note in brought.notes:
        complain(note)
    context.exit(1 if brought.unreadable else 0)


def take_configured(store: Store, settings: Settings) -> Brought:
    """Store the documents of all configured sources, with nobody watching."""
    documents = (read(path) for path in _configured(settings))
    brought = take_files(store, settings, documents)
    pushed(store, settings)
    join(brought, take_repositories(store, settings, quiet=True))
    brought.notes += take_asked(store, settings)
    return brought


def take_pushed(store: Store, settings: Settings) -> Brought | None:
    """Store what changed in the repositories that webhooks told of, and what people asked for.

    None if there is nothing of either.
    """
    sources = pushed(store, settings)
    fetched = take_asked(store, settings)
    if not sources and not fetched:
        return None
    brought = take_repositories(store, settings, sources, quiet=True) if sources else Brought()
    brought.notes += fetched
    return brought


def take_asked(store: Store, settings: Settings) -> list[str]:
    """Fetch the documents that people asked for on the dashboard; return a sentence for each."""
    with store.reading() as work:
        if not work.drafts.wanted():
            return []
    from sync.fetching import fetch  # noqa: PLC0415  files need no tracker's library

    def take(work: Work, draft: Draft, found: Document | Unreadable) -> Draft:
        by = Author(Origin.WEB, draft.who)
        return came(work, draft, found, replace(clerk(settings), by=by))

    return fetch(store, settings, take)


def take_files(
    store: Store, settings: Settings, documents: Iterable[Document | Unreadable]
) -> Brought:
    """Store every document, each in a transaction of its own; one bad document stops none."""
    forget_others(store, settings)
    brought = Brought()
    for document in documents:
        if isinstance(document, Unreadable):
            brought.unreadable.append(document)
            continue
        with store.work() as work:
            brought.arrivals.append(take_in(work, document, clerk(settings)))
            work.commit()
    return brought


def take_repositories(
    store: Store,
    settings: Settings,
    sources: Sequence[DocumentSource] | None = None,
    *,
    quiet: bool,
) -> Brought:
    """Store what changed in repositories: in all that are sources, or in *sources*."""
    brought = Brought()
    wanted = settings.repositories if sources is None else sources
    if not wanted:
        return brought
    from sync.sources import read as read_one  # noqa: PLC0415  files need no tracker's library

    def take(work: Work, document: Document) -> Arrival:
        return take_in(work, document, clerk(settings))

    with Progress(console=err, transient=True, disable=quiet or not err.is_terminal) as progress:
        bar = Bar(progress)
        for source in wanted:
            join(brought, read_one(store, settings, source, take, bar))
    return brought


def join(brought: Brought, more: Brought) -> None:
    """Add what came of further documents."""
    brought.arrivals += more.arrivals
    brought.unreadable += more.unreadable
    brought.notes += more.notes


class Bar:
    """Shows on a terminal how far the reading of repositories is."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("reading", total=0)
        self._total = 0

    def expect(self, documents: int) -> None:
        """Take note that so many more are coming."""
        self._total += documents
        self._progress.update(self._task, total=self._total)

    def begin(self, path: str) -> None:
        """Show what is read now."""
        self._progress.update(self._task, description=cell(Path(path).name[:40]))

    def end(self) -> None:
        """Show that it was."""
        self._progress.advance(self._task)


def _configured(settings: Settings) -> list[str]:
    if not settings.source:
        raise BadInput("nothing to ingest: name a PATH, or a [[source]] in amends.toml")
    paths = [source.path for source in settings.source if source.path and not source.repository]
    return find(paths, settings.folder)


def _documents(paths: list[str], *, quiet: bool) -> Iterator[Document | Unreadable]:
    """Yield each document, with a progress bar where somebody watches many."""
    with Progress(console=err, transient=True, disable=quiet or not err.is_terminal) as progress:
        task = progress.add_task("reading", total=len(paths))
        for path in paths:
            progress.update(task, description=Path(path).name[:40])
            yield read(path)
            progress.advance(task)


def _explain(document: Document, *, as_lines: bool) -> None:
    told = explain(document.text, name=Path(document.path).name)
    if as_lines:
        print_json(explained(document.path, told))
    else:
        show_explained(document.path, told)


def _show(path: str, found: Extraction) -> None:
    say(f"{found.facts.title or path}  ({path})")
    if not found.is_postmortem:
        say("  tells of no incident\n")
        return
    if found.ambiguous and found.items:
        say(f"  ambiguous: {found.doubt}; its items arrive as proposed, for a person to check")
    if found.items:
        columns = ("", "line", "kind", "owner", "due", "priority", "action item")
        print_rows(columns, map(_candidate_row, found.items))
    else:
        say("  promises nothing")
    say()


def _candidate_row(one: Candidate) -> tuple[str, ...]:
    return (
        {True: "x", False: " ", None: " "}[one.done],
        str(one.sources[0].first_line),
        str(one.kind or ""),
        cell(one.owner or ""),
        str(one.due or ""),
        one.priority or "",
        cell(one.title),
    )


def _show_arrivals(arrivals: list[Arrival]) -> None:
    if arrivals:
        columns = ("document", "outcome", "incident", "new", "changed", "no longer there")
        print_rows(columns, map(_arrival_row, arrivals))
    total = sum(one.added for one in arrivals)
    proposed = sum(one.proposed for one in arrivals)
    same = sum(one.outcome is Outcome.UNCHANGED for one in arrivals)
    waits = f", {proposed} of them wait for a person's yes" if proposed else ""
    say(f"{len(arrivals)} documents, {same} unchanged, {total} new action items{waits}.")
    if gone := [f"A-{number}" for one in arrivals for number in one.gone]:
        say(missing(gone))


def _arrival_row(one: Arrival) -> tuple[str, ...]:
    incident = f"I-{one.incident_id}" if one.incident_id else ""
    counts = (one.added, one.updated, len(one.gone))
    return cell(one.path), one.outcome.value, incident, *map(str, counts)


def _told(brought: Brought) -> dict[str, Any]:
    return {
        "documents": [arrival_told(one) for one in brought.arrivals],
        "errors": [{"path": one.path, "error": one.sentence} for one in brought.unreadable],
    }


COMMANDS = (extract_, ingest)
