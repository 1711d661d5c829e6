"""`amends sync` and `amends worker`: items and issues in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.table import Table

from amends.commands.documents import take_asked, take_configured, take_pushed
from amends.logs import begin_log, log_options
from amends.policies import enforce_all
from amends.progress import progress
from amends.setting_out import complain, opened, print_json, print_table, say, settings_of
from amends.showing_writes import show_writes
from sync import stretching
from sync.cycle import run
from sync.undoing import undo
from sync.worker import Done, Jobs, work_on
from tracker.domain.errors import BadInput, BadSettings

if TYPE_CHECKING:
    from sync.opening import Cycle
    from sync.visiting import Brought
    from tracker.settings import Settings
    from tracker.storage import Store


@click.command()
@click.option("--plan", is_flag=True, help="Print every write it would make, and make none.")
@click.option("--target", "only", multiple=True, help="Only this target.")
@click.option("--undo", "back", is_flag=True, help="Undo what the last sync wrote.")
@click.option(
    "--allow-many",
    is_flag=True,
    help="Go on where a target stopped because it would close or give up many issues at once.",
)
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@log_options
@click.pass_context
def sync(
    context: click.Context,
    /,
    plan: bool,
    only: tuple[str, ...],
    back: bool,
    allow_many: bool,
    as_object: bool,
    form: str | None,
    verbose: bool,
) -> None:
    """Bring items and issues in step: one full cycle of pull, merge and push."""
    settings = settings_of(context)
    if not settings.target:
        raise BadSettings("there is no [[target]] in amends.toml, so there is nothing to sync")
    if allow_many and not only:
        raise BadInput("--allow-many needs --target NAME: say which target may go on")
    if allow_many and back:
        raise BadInput("--undo stops for nothing: leave --allow-many out")
    logged = verbose or form is not None
    if logged:
        begin_log(settings, form, verbose=verbose)
    with opened(settings) as store, progress(shown=not logged) as told:
        fetched = [] if plan or back else take_asked(store, settings)
        if back:
            cycle = undo(store, settings, only=only, planning_only=plan, told=told)
        else:
            cycle = run(
                store,
                settings,
                only=only,
                planning_only=plan,
                allow_many=allow_many,
                told=told,
            )
    if as_object:
        print_json(cycle.told())
    else:
        _show(cycle, planned=plan, undone=back)
    for note in [*cycle.notes, *fetched]:
        complain(note)
    context.exit(1 if cycle.failed else 0)


@click.command()
@click.option("--once", is_flag=True, help="Do everything that is due once, and end.")
@log_options
@click.pass_context
def worker(context: click.Context, once: bool, form: str | None, verbose: bool) -> None:
    """Run the schedule: ingest sources, sync targets, send reports and reminders."""
    settings = settings_of(context)
    begin_log(settings, form, verbose=verbose)
    with opened(settings) as store:
        well = work_on(jobs_for(store, settings), settings, once=once)
    context.exit(0 if well else 1)


def jobs_for(store: Store, settings: Settings) -> Jobs:
    """Return what a worker does when its time has come."""
    from amends import timed  # noqa: PLC0415  sync needs nothing of it

    def ingest() -> Done:
        if not settings.source:
            return Done("no sources")
        return _taken(take_configured(store, settings))

    def look_at_pushed() -> Done | None:
        brought = take_pushed(store, settings)
        return _taken(brought) if brought else None

    def sync_once(*only: str) -> Done:
        if not settings.target:
            return Done("no targets")
        cycle = run(store, settings, only=only)
        errors = [tally.error for tally in cycle.tallies if tally.error]
        done = f"{len(cycle.writes)} writes, {sum(t.pulled for t in cycle.tallies)} taken in"
        line = "; ".join([done, *errors])
        return Done(line, well=not cycle.failed, unfinished=cycle.unfinished)

    def plan_once() -> Done:
        cycle = run(store, settings, planning_only=True)
        with store.work() as work:
            work.plans.keep(cycle.told(), work.clock())
            work.commit()
        return Done(f"{len(cycle.writes)} writes would be made", well=not cycle.failed)

    def sync_those(names: list[str]) -> Done | None:
        return sync_once(*names) if names or not settings.target else None

    said = timed.Said()
    return Jobs(
        store=store,
        due=lambda: sync_those(stretching.due(store, settings)),
        told=lambda: sync_those(stretching.told(store, settings)) if settings.target else None,
        ingest=ingest,
        pushed=look_at_pushed,
        sync=sync_once,
        plan=plan_once if settings.target else None,
        policies=lambda: _enforced(store, settings),
        report=lambda: timed.report(store, settings),
        deliver=lambda: timed.delivery(store, settings, said),
        remind=lambda: timed.reminders(store, settings),
    )


def _enforced(store: Store, settings: Settings) -> Done | None:
    """Do what the policy asks for."""
    done = enforce_all(store, settings)
    return Done(done.line) if done else None


def _taken(brought: Brought) -> Done:
    """Say what came of documents."""
    for one in brought.unreadable:
        complain(one.sentence)
    new = sum(one.added for one in brought.arrivals)
    line = f"{len(brought.arrivals)} documents, {new} new items"
    return Done("; ".join([line, *brought.notes]), well=not brought.unreadable)


def _show(cycle: Cycle, *, planned: bool, undone: bool) -> None:
    count = f"{len(cycle.writes)} write{'s' if len(cycle.writes) != 1 else ''}"
    if planned:
        show_writes(cycle.writes)
        say(f"{count} would be made." if cycle.writes else _idle(cycle))
    elif undone and cycle.writes:
        say(f"The last run is undone, by {count}; the items keep what they say.")
        say("`amends conflicts` lists where an item and its issue differ now.")
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


def _idle(cycle: Cycle) -> str:
    """Say where a plan without a write has nothing to do: not where a target is in trouble."""
    known = [tally.name for tally in cycle.tallies if not tally.error]
    if len(known) == len(cycle.tallies):
        return "Nothing to do."
    return f"Nothing to do in {', '.join(known)}." if known else "What there is to do is not known."


COMMANDS = (sync, worker)
