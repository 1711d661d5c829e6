"""`amends adopt`: issues that were there before become the issues of items."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from amends.setting_out import (
    cell,
    complain,
    err,
    opened,
    print_json,
    print_rows,
    say,
    settings_of,
)
from sync.adopting import Adopting, adopt_many, adopt_one
from tracker.domain.errors import BadInput, BadSettings
from tracker.editing import item_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sync.adopting import Adopted, Adoption

COLUMNS = ("item", "issue", "state", "why", "confidence", "takes over", "title")


@click.command()
@click.argument("item_id", metavar="[ITEM", required=False)
@click.argument("address", metavar="ISSUE]", required=False)
@click.option("--plan", is_flag=True, help="Show what would be adopted, and adopt nothing.")
@click.option("--target", "only", multiple=True, help="Only this target.")
@click.option("--label", help="Only issues with this label.")
@click.option("--closed", is_flag=True, help="Closed issues and items as well.")
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@click.pass_context
def adopt(
    context: click.Context,
    /,
    item_id: str | None,
    address: str | None,
    plan: bool,
    only: tuple[str, ...],
    label: str | None,
    closed: bool,
    as_object: bool,
) -> None:
    """Make issues that were there before the issues of items, and create none.

    ITEM is an item such as A-17, ISSUE the address of its issue, acme/platform#12 or OPS-12.
    Without them, every item that has no issue is looked after: by our marker, by the link in its
    document, by its exact title. What fits more than once is listed and left.
    """
    settings = settings_of(context)
    if not settings.target:
        raise BadSettings("there is no [[target]] in amends.toml, so there is nothing to adopt")
    if item_id and not address:
        raise BadInput(f"say which issue {item_id} adopts: amends adopt {item_id} ISSUE")
    if label is not None and (item_id or not label.strip()):
        raise BadInput("--label needs a label, and goes without an item")
    number = item_number(item_id) if item_id else None
    with opened(settings) as store, err.status("reading", spinner="dots") as status:
        wanted = Adopting(store, settings, plan, closed, status.update)
        if number is not None and address:
            adoption = adopt_one(wanted, number, address, only=only)
        else:
            adoption = adopt_many(wanted, only=only, label=label)
    if as_object:
        told = [tally.told() for tally in adoption.cycle.tallies]
        print_json({"targets": told, "adoptions": [one.told() for one in adoption.found]})
    else:
        _show(adoption, planned=plan)
    for note in adoption.cycle.notes:
        complain(note)
    context.exit(1 if adoption.failed else 0)


def _show(adoption: Adoption, *, planned: bool) -> None:
    adopted, left = adoption.adopted, [one for one in adoption.found if one.proposal.left]
    if adopted:
        _print_adopted(adopted)
    for one in left:
        told = one.told()
        say(f"left: {told['item']} ({cell(told['title'])}) {told['issue'] or ''}: {told['left']}")
    if planned:
        say(f"{_issues(len(adopted))} would be adopted, {len(left)} left.")
    else:
        say(f"{_issues(len(adopted))} adopted, {len(left)} left.")
        if adopted:
            say("The next sync adds our block and marker; `amends sync --plan` shows it.")
    for tally in adoption.cycle.tallies:
        if tally.error:
            complain(tally.error)


def _row(one: Adopted) -> tuple[str, ...]:
    told = one.told()
    known = (cell(str(told[name])) for name in COLUMNS[:5])
    return *known, ", ".join(one.taken), cell(told["title"])


def _print_adopted(adopted: Sequence[Adopted]) -> None:
    print_rows(COLUMNS, map(_row, adopted))
    told_by = Counter(one.proposal.why for one in adopted)
    say(", ".join(f"{count} by {why}" for why, count in sorted(told_by.items())))


def _issues(count: int) -> str:
    return f"{count} issue{'s' * (count != 1)}"


COMMANDS = (adopt,)
