"""`amends deliver`: the weekly report to its channels, each week once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from amends.setting_out import opened, print_json, say, settings_of
from sync.delivery.reports import again, arrived, deliver, waiting
from tracker.domain.dispatches import DispatchState
from tracker.domain.errors import BadInput, BadSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.dispatches import Dispatch
    from tracker.settings import Settings
    from tracker.storage import Store

TROUBLED = (DispatchState.FAILED, DispatchState.UNSURE)
NOT_THERE = (*TROUBLED, DispatchState.SENDING)  # a script that looks at the status is not misled


@click.command(name="deliver")
@click.option("--channel", "names", multiple=True, metavar="NAME", help="Only this channel.")
@click.option("--week", metavar="2026-W46", help="Which week, with --again or --arrived.")
@click.option("--again", "resend", is_flag=True, help="Send that week again, whatever happened.")
@click.option("--arrived", "there", is_flag=True, help="Store that it arrived, and send nothing.")
@click.option("--list", "listing", is_flag=True, help="Send nothing; tell the last weeks.")
@click.option("--json", "as_list", is_flag=True, help="One JSON list.")
@click.pass_context
def deliver_command(
    context: click.Context,
    /,
    names: tuple[str, ...],
    week: str | None,
    resend: bool,
    there: bool,
    listing: bool,
    as_list: bool,
) -> None:
    """Send the weekly report to the channels that are due; each week goes to each once."""
    settings = settings_of(context)
    _check(settings, names)
    chosen = resend or there
    if chosen != (week is not None) or (chosen and len(names) != 1) or resend + there + listing > 1:
        raise BadInput(
            "to settle one week, name it: --week 2026-W46 --channel NAME with --again or --arrived"
        )
    with opened(settings) as store:
        if week and resend:
            found: Sequence[Dispatch] = again(store, settings, names[0], week)
        elif week:
            found = [arrived(store, settings, names[0], week)]
        else:
            found = _due(store, settings, names, listing=listing)
    _show(found, as_list=as_list, listing=listing)
    context.exit(1 if any(one.state in NOT_THERE for one in found) else 0)


def _due(
    store: Store, settings: Settings, names: tuple[str, ...], *, listing: bool
) -> list[Dispatch]:
    """Return what was sent now, what another worker is sending, and what waits."""
    done = [] if listing else deliver(store, settings, only=names, hurry=True)
    tried = {one.id for one in done}
    rest = [
        one
        for one in waiting(store, settings)
        if (listing or one.state in NOT_THERE)
        and one.id not in tried
        and (not names or one.channel in names)
    ]
    return [*done, *rest]


def _check(settings: Settings, names: tuple[str, ...]) -> None:
    if not settings.channel:
        raise BadSettings("there is no [[channel]] in amends.toml, so nothing is delivered")
    known = [one.name for one in settings.channel]
    for name in names:
        if name not in known:
            raise BadInput(f"there is no channel {name!r}; there is {', '.join(known)}")


def _show(found: Sequence[Dispatch], *, as_list: bool, listing: bool) -> None:
    if as_list:
        print_json([told(one) for one in found])
        return
    for one in found:
        say(one.sentence)
    if not found:
        say("Nothing was due yet." if listing else "Nothing is due: all of it was sent.")


def told(one: Dispatch) -> dict[str, Any]:
    """Return a delivery as JSON tells it."""
    return {
        "kind": one.kind.value,
        "week": one.occasion,
        "channel": one.channel,
        "state": one.state.value,
        "attempts": one.attempts,
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "next_at": one.not_before.isoformat() if one.not_before else None,
        "trouble": one.trouble,
        "advice": one.advice,
    }


COMMANDS = (deliver_command,)
"""The commands, one file each group."""
