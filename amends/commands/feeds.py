"""`amends feed`: the secret addresses of calendars and feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amends.setting_out import (
    Listing,
    cell,
    clerk,
    complain,
    last_time,
    opened,
    print_json,
    say,
    settings_of,
)
from tracker import feeding
from tracker.domain.access import account_name
from tracker.domain.feeds import FeedKind, feed_kind

if TYPE_CHECKING:
    from tracker.domain.feeds import Feed

NUMBER = click.IntRange(1, 2**31 - 1)


@click.group()
def feed() -> None:
    """Calendars and feeds: secret addresses, each in the name of an account."""


@feed.command()
@click.argument("kind", type=click.Choice([one.value for one in FeedKind]))
@click.option("--account", required=True, help="What it sees is what this account sees.")
@click.option("--about", help="Which person or team; without it the account's own person.")
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@click.pass_context
def add(
    context: click.Context, kind: str, account: str, about: str | None, as_object: bool
) -> None:
    """Make an address and print it, this once: due dates of a person or a team, or changes."""
    settings = settings_of(context)
    day = clerk(settings)
    with opened(settings) as store, store.work() as work:
        whose = work.accounts.named(account_name(account))
        made, secret = feeding.make_feed(work, whose, feed_kind(kind), about, day.people, day.now)
        work.commit()
    place = f"{(settings.dashboard.url or '').rstrip('/')}/feeds/{secret}/{made.kind.file}"
    if as_object:
        print_json({**_told(made), "address": place})
        return
    say(place)
    complain(f"Address {made.id}: {made.name}, as {made.account} sees it; it is not shown again.")
    if not settings.dashboard.url:
        complain("Put the dashboard's own address before it; [dashboard] url does that by itself.")


@feed.command(name="list")
@click.option("--account", help="Only this account's.")
@click.option("--json", "as_list", is_flag=True, help="One JSON list.")
@click.pass_context
def list_(context: click.Context, account: str | None, as_list: bool) -> None:
    """List the addresses, without their secrets."""
    with opened(settings_of(context)) as store, store.reading() as work:
        whose = work.accounts.named(account_name(account)).id if account else None
        found = work.feeds.all(whose)
    LISTING.show(found, as_list=as_list)


@feed.command()
@click.argument("number", type=NUMBER)
@click.pass_context
def revoke(context: click.Context, number: int) -> None:
    """Let an address be good for nothing from now on."""
    with opened(settings_of(context)) as store, store.work() as work:
        gone = work.feeds.revoke(number)
        work.commit()
    say(f"Address {gone.id} of {gone.account} is revoked.")


def _told(one: Feed) -> dict[str, str | int | None]:
    return {
        "id": one.id,
        "account": one.account,
        "kind": one.kind.value,
        "about": one.about,
        "created_at": one.created_at.isoformat(),
        "last_used_at": one.last_used_at.isoformat() if one.last_used_at else None,
    }


def _row(one: Feed) -> tuple[str, ...]:
    made = f"{one.created_at:%Y-%m-%d}"
    return str(one.id), one.account, made, last_time(one.last_used_at), cell(one.name)


LISTING = Listing(
    _told, ("", "account", "made", "read last", "what"), _row, "No calendars or feeds."
)
COMMANDS = (feed,)
