"""`amends conflicts`: what both sides changed differently; look at one, choose, undo, agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.table import Table

from amends.setting_out import (
    caller,
    cell,
    clerk,
    opened,
    out,
    print_json,
    print_table,
    say,
    settings_of,
)
from amends.showing_writes import print_change
from sync.desk import Change
from tracker.domain.errors import BadInput
from tracker.domain.links import LinkState
from tracker.editing import LARGEST_NUMBER, choose, resolve, undo
from tracker.telling import conflict_told

if TYPE_CHECKING:
    from tracker.intake import Clerk
    from tracker.storage import Work
    from tracker.storage.conflicts import Conflict

NUMBER = click.IntRange(1, LARGEST_NUMBER)
SIDES = ("ours", "theirs")
HEAD, TAIL = ("", "item", "target", "field"), ("stands", "since")
PIPED = 200
LEGIBLE = 12


@click.command()
@click.argument("conflict_id", metavar="[ID]", type=NUMBER, required=False)
@click.option("--json", "as_list", is_flag=True, help="One JSON list.")
@click.option(
    "--choose",
    "chosen",
    type=(NUMBER, click.Choice(SIDES)),
    metavar="ID ours|theirs",
    help="Let one side's value stand, whatever was chosen before.",
)
@click.option("--undo", "undone", type=NUMBER, metavar="ID", help="Choose the other value.")
@click.option("--resolve", "resolved", type=NUMBER, metavar="ID", help="Agree with what was kept.")
@click.pass_context
def conflicts(
    context: click.Context,
    conflict_id: int | None,
    as_list: bool,
    chosen: tuple[int, str] | None,
    undone: int | None,
    resolved: int | None,
) -> None:
    """List what both sides changed differently; with ID, show one whole. Choose, undo, agree."""
    settings = settings_of(context)
    if sum(one is not None for one in (chosen, undone, resolved)) > 1:
        raise BadInput("choose one of --choose, --undo and --resolve")
    day = clerk(settings)
    words: list[str] = []
    with opened(settings) as store, store.work() as work:
        if chosen is not None or undone is not None:
            words = _settled(work, day, chosen, undone)
            work.commit()
        if resolved is not None:
            resolve(work, resolved, day.now)
            work.commit()
        found = [work.conflicts.get(conflict_id)] if conflict_id else work.conflicts.find()
    if as_list:
        print_json([conflict_told(one) for one in found])
        return
    for line in words:
        say(line)
    if conflict_id:
        _show(found[0])
    elif not words:
        _list(found)


def _settled(
    work: Work, day: Clerk, chosen: tuple[int, str] | None, undone: int | None
) -> list[str]:
    """Choose as asked, and return in sentences what that means."""
    number = chosen[0] if chosen else undone or 0
    conflict = work.conflicts.get(number)
    before = work.items.get(conflict.item_id)
    if chosen:
        after = choose(work, number, chosen[1], caller(), day.people, day.now)
    else:
        after = undo(work, number, caller(), day.people, day.now)
    name = "status" if conflict.field == "state" else conflict.field
    if name == "block":
        return [f"{after.key}: its issue stays as it is."]
    old, new = getattr(before, name), getattr(after, name)
    words = [f"{after.key}: the {name} is {_shown(new)} now (it was {_shown(old)})."]
    if old == new:
        words = [f"{after.key}: the {name} is {_shown(new)}, as before."]
    link = next(
        (one for one in work.links.of_item(after.id) if one.target_id == conflict.target_id), None
    )
    if link is None or link.state is not LinkState.LINKED:
        stands = link.state.value if link else "not filed"
        return [*words, f"Its issue in {conflict.target} is {stands}: only the item changes."]
    return [*words, f"The next sync says so in {conflict.target}."]


def _list(found: list[Conflict]) -> None:
    if not found:
        say("No conflicts: nobody's edit had to give way.")
        return
    rows = [[str(one.id), f"A-{one.item_id}", cell(one.target), one.field] for one in found]
    ends = [[_standing(one), f"{one.at:%Y-%m-%d}"] for one in found]
    widest = out.width if out.is_terminal else PIPED
    room = (widest - _width(rows, HEAD) - _width(ends, TAIL)) // 2
    if room < LEGIBLE:  # the day is the least of it
        ends = [one[:1] for one in ends]
        room = (widest - _width(rows, HEAD) - _width(ends, TAIL)) // 2
    table = Table(box=None, pad_edge=False)
    for column in (*HEAD, *SIDES, *TAIL[: len(ends[0])]):
        table.add_column(column, no_wrap=True)
    for one, row, end in zip(found, rows, ends, strict=True):
        table.add_row(*row, _short(one.ours, room), _short(one.theirs, room), *end)
    print_table(table)
    say("`amends conflicts ID` shows one whole; --choose ID ours|theirs settles it.")


def _width(rows: list[list[str]], names: tuple[str, ...]) -> int:
    """Return how wide some columns are, each with the space behind it."""
    columns = zip(*rows, strict=True)
    return sum(
        max(len(name), *map(len, column)) + 2 for name, column in zip(names, columns, strict=False)
    )


def _short(value: str | None, room: int) -> str:
    text = cell(value or "-")
    room = max(room - 2, 6)
    return text if len(text) <= room else f"{text[: room - 1]}…"


def _show(one: Conflict) -> None:
    say(f"Conflict {one.id}: {one.field} of A-{one.item_id} in {one.target}")
    say(f"  since   {one.at:%Y-%m-%d %H:%M:%S} UTC")
    say(f"  stands  {_standing(one)}")
    values = (("base", one.base), ("ours", one.ours), ("theirs", one.theirs))
    if all("\n" not in (value or "") for _, value in values):
        for name, value in values:
            print_change(Change(name, None, value), creates=True)
    else:
        say("  from theirs (-) to ours (+)")
        print_change(Change(one.field, one.theirs, one.ours))
    if one.field == "block":
        say("  Put words back in the issue itself, outside the managed block.")
        return
    for side in SIDES:
        say(f"  amends conflicts --choose {one.id} {side}")


def _standing(one: Conflict) -> str:
    if one.undone_at:
        return f"{one.standing}, chosen"
    return f"{one.kept}, agreed" if one.resolved_at else one.kept


def _shown(value: object) -> str:
    return "none" if value is None else f"“{cell(str(value))}”"


COMMANDS = (conflicts,)
