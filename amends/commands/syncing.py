"""`amends sync` and `amends worker`: items and issues in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.table import Table

from amends.commands.documents import take_configured, take_pushed
from amends.setting_out import complain, err, opened, print_json, print_table, say, settings_of
from sync.cycle import Cycle, run
from sync.worker import Done, Jobs, work_on
from tracker.domain.errors import BadSettings

if TYPE_CHECKING:
    from sync.desk import Write
    from sync.visiting import Brought
    from tracker.settings import Settings
    from tracker.storage import Store


@click.command()
@click.option("--plan", is_flag=True, help="Print every write it would make, and make none.")
@click.option("--target", "only", multiple=True, help="Only this target.")
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@click.pass_context
def sync(context: click.Context, plan: bool, only: tuple[str, ...], as_object: bool) -> None:
    """Bring items and issues in step: one full cycle of pull, merge and push."""
    settings = settings_of(context)
    if not settings.target:
        raise BadSettings("there is no [[target]] in amends.toml, so there is nothing to sync")
    with opened(settings) as store, err.status("reading", spinner="dots") as status:
        cycle = run(store, settings, only=only, planning_only=plan, told=status.update)
    if as_object:
        print_json(cycle.told())
    else:
        _show(cycle, planned=plan)
    for note in cycle.notes:
        complain(note)
    context.exit(1 if cycle.failed else 0)


@click.command()
@click.option("--once", is_flag=True, help="Do everything that is due once, and end.")
@click.pass_context
def worker(context: click.Context, once: bool) -> None:
    """Run the schedule: ingest the sources, sync the targets, write the weekly report."""
    settings = settings_of(context)
    with opened(settings) as store:
        well = work_on(jobs_for(store, settings), settings, once=once)
    context.exit(0 if well else 1)


def jobs_for(store: Store, settings: Settings) -> Jobs:
    """Return what a worker does when its time has come."""
    from amends.commands.report import write_weekly  # noqa: PLC0415  report needs nothing of sync

    def ingest() -> Done:
        if not settings.source:
            return Done("no sources")
        return _taken(take_configured(store, settings))

    def look_at_pushed() -> Done | None:
        brought = take_pushed(store, settings)
        return _taken(brought) if brought else None

    def sync_once() -> Done:
        if not settings.target:
            return Done("no targets")
        cycle = run(store, settings)
        errors = [tally.error for tally in cycle.tallies if tally.error]
        done = f"{len(cycle.writes)} writes, {sum(t.pulled for t in cycle.tallies)} taken in"
        line = "; ".join([done, *errors])
        return Done(line, well=not cycle.failed, unfinished=cycle.unfinished)

    return Jobs(
        store=store,
        ingest=ingest,
        pushed=look_at_pushed,
        sync=sync_once,
        report=lambda: Done(write_weekly(store, settings)),
    )


def _taken(brought: Brought) -> Done:
    """Say what came of documents."""
    for one in brought.unreadable:
        complain(one.sentence)
    new = sum(one.added for one in brought.arrivals)
    line = f"{len(brought.arrivals)} documents, {new} new items"
    return Done("; ".join([line, *brought.notes]), well=not brought.unreadable)


def _show(cycle: Cycle, *, planned: bool) -> None:
    if planned:
        for write in cycle.writes:
            _show_write(write)
        say(f"{len(cycle.writes)} writes would be made." if cycle.writes else "Nothing to do.")
    table = Table(box=None, pad_edge=False)
    columns = (
        "requests",
        "pulled",
        "created",
        "updated",
        "closed",
        "unchanged",
        "unknown",
        "failed",
    )
    table.add_column("target")
    for column in columns:
        table.add_column(column, justify="right")
    for tally in cycle.tallies:
        table.add_row(tally.name, *(str(getattr(tally, column)) for column in columns))
    print_table(table)
    for tally in cycle.tallies:
        if tally.error:
            complain(tally.error)


def _show_write(write: Write) -> None:
    say(f"{write.operation:10} {write.item or '-':7} in {write.target}")
    for line in write.shown:
        say(f"             {line}")


COMMANDS = (sync, worker)
