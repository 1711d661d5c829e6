"""`amends remind`: who is reminded of what, and what nobody is to be reminded of for a while."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click
from rich.table import Table

from amends.commands.deliver import TROUBLED
from amends.setting_out import caller, cell, opened, print_json, print_table, say, settings_of
from sync.delivery.reminders import planned, remind
from tracker.clock import now
from tracker.domain.errors import BadInput, BadSettings
from tracker.editing import item_number
from tracker.reminding import digests_of, silent, snooze

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.storage import Store


@click.command(name="remind")
@click.option("--plan", is_flag=True, help="Tell who would be reminded of what today, and why.")
@click.option("--snooze", "key", metavar="A-3", help="Remind nobody of this item for a while.")
@click.option("--until", metavar="DATE", help="The last day of the silence.")
@click.option("--reason", metavar="WHY", help="Why; it stays in the item's history.")
@click.option("--json", "as_list", is_flag=True, help="One JSON list.")
@click.pass_context
def remind_command(
    context: click.Context,
    /,
    plan: bool,
    key: str | None,
    until: str | None,
    reason: str | None,
    as_list: bool,
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
            _plan(store, settings, as_list=as_list)
        else:
            context.exit(_send(store, settings))


def _send(store: Store, settings: Settings) -> int:
    done = remind(store, settings)
    for one in done:
        say(one.sentence)
    if not done:
        say("Nobody is to be reminded now; `amends remind --plan` tells of today.")
    return 1 if any(one.state in TROUBLED for one in done) else 0


def _plan(store: Store, settings: Settings, *, as_list: bool) -> None:
    with store.reading() as work:
        lines = planned(digests_of(work, settings, _today(settings)))
        hushed = silent(work, _today(settings))
    if as_list:
        print_json(lines)
        return
    table = Table(box=None, pad_edge=False)
    for name in ("person", "item", "need", "when", "as", "note", "title"):
        table.add_column(name, overflow="fold")
    for line in lines:
        table.add_row(*(cell(str(line[str(one.header)] or "")) for one in table.columns))
    if lines:
        print_table(table)
    for sentence in hushed:
        say(sentence)
    if settings.reminders.channel is None:
        say("[reminders] names no channel in amends.toml, so none of this is sent.")
    elif settings.reminders.is_quiet_on(_today(settings)):
        say("Today nobody is disturbed: [reminders] days, holidays.")
    elif not lines:
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
