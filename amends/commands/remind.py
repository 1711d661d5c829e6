"""`amends remind`: who is reminded of what, and what nobody is to be reminded of for a while."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click
from rich.table import Table

from amends.commands.deliver import TROUBLED
from amends.setting_out import caller, cell, opened, print_json, print_table, say, settings_of
from sync.delivery.outlook import outlook
from sync.delivery.reminders import is_counted, planned, remind
from tracker.clock import now
from tracker.domain.errors import BadInput, BadSettings
from tracker.editing import item_number
from tracker.reminding import digests_of, silent, snooze

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.storage import Store


@click.command(name="remind")
@click.option("--plan", is_flag=True, help="Tell who will be reminded of what next, when and why.")
@click.option("--snooze", "key", metavar="A-3", help="Remind nobody of this item for a while.")
@click.option("--until", metavar="DATE", help="The last day of the silence.")
@click.option("--reason", metavar="WHY", help="Why; it stays in the item's history.")
@click.option("--json", "as_object", is_flag=True, help="With --plan: one JSON object.")
@click.pass_context
def remind_command(
    context: click.Context,
    /,
    plan: bool,
    key: str | None,
    until: str | None,
    reason: str | None,
    as_object: bool,
) -> None:
    """Send today's reminders now: one mail to each person, and none twice a day."""
    settings = settings_of(context)
    if (key is None) != (until is None) or (key is None and reason) or (key and plan):
        raise BadInput("a snooze is --snooze A-3 --until 2030-01-31 --reason WHY")
    if not plan and not key and not settings.reminders.channel:
        raise BadSettings("[reminders] names no channel in amends.toml, so nobody is reminded")
    with opened(settings) as store:
        if key:
            _snooze(store, settings, key, until or "", reason or "")
        elif plan:
            _plan(store, settings, as_object=as_object)
        else:
            context.exit(_send(store, settings))


def _send(store: Store, settings: Settings) -> int:
    done = remind(store, settings)
    for one in done:
        say(one.sentence)
    if not done:
        say("Nobody is to be reminded now; `amends remind --plan` tells when and of what.")
    return 1 if any(one.state in TROUBLED for one in done) else 0


def _plan(store: Store, settings: Settings, *, as_object: bool) -> None:
    coming = outlook(settings, now(), counted=is_counted(store, _today(settings).isoformat()))
    with store.reading() as work:
        lines = planned(digests_of(work, settings, coming.day))
        hushed = silent(work, coming.day)
    if as_object:
        print_json(
            {
                "day": coming.day.isoformat(),
                "next_at": coming.next_at.isoformat() if coming.next_at else None,
                "why_not_today": coming.why_not,
                "reminders": lines,
            }
        )
        return
    say(coming.sentence)
    table = Table(box=None, pad_edge=False)
    for name in ("person", "item", "need", "when", "as", "note", "title"):
        table.add_column(name, overflow="fold")
    for line in lines:
        table.add_row(*(cell(str(line[str(one.header)] or "")) for one in table.columns))
    if lines:
        print_table(table)
    for sentence in hushed:
        say(sentence)
    if not lines:
        say("Nobody has anything to be reminded of.")


def _snooze(store: Store, settings: Settings, key: str, until: str, reason: str) -> None:
    try:
        day = date.fromisoformat(until.strip())
    except ValueError as error:
        raise BadInput(f"--until {until!r} is no date; write one such as 2030-01-31") from error
    with store.work() as work:
        number = item_number(key)
        snooze(work, number, day, reason, caller(), now(), _today(settings))
        work.commit()
    silent = day >= _today(settings)
    say(f"{key} is silent through {day}." if silent else f"{key} is told of again.")


def _today(settings: Settings) -> date:
    return now().astimezone(settings.report.zone).date()


COMMANDS = (remind_command,)
"""The commands, one file each group."""
