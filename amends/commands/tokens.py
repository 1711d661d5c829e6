"""`amends token`: what programs use the API with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amends.setting_out import (
    Listing,
    cell,
    complain,
    last_time,
    opened,
    print_json,
    say,
    settings_of,
)
from tracker import accounts
from tracker.clock import now
from tracker.domain.access import Scope, account_name, scope_named

if TYPE_CHECKING:
    from tracker.domain.access import Token

NUMBER = click.IntRange(1, 2**31 - 1)


@click.group()
def token() -> None:
    """Tokens: what programs use the API with, each in the name of an account."""


@token.command()
@click.argument("name")
@click.option("--account", required=True, help="In whose name it acts.")
@click.option("--scope", type=click.Choice([one.value for one in Scope]), default=Scope.READ.value)
@click.option("--expires", default="90d", show_default=True, help="90d, 2027-01-31 or never.")
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@click.pass_context
def add(
    context: click.Context, name: str, account: str, scope: str, expires: str, as_object: bool
) -> None:
    """Make a token and print it, this once; NAME says what it is for."""
    moment = now()
    end = accounts.expiry(expires, moment)
    with opened(settings_of(context)) as store, store.work() as work:
        whose = work.accounts.named(account_name(account))
        made, secret = accounts.make_token(work, whose, name, scope_named(scope), end, moment)
        work.commit()
    if as_object:
        print_json({**_told(made), "token": secret})
        return
    say(secret)
    complain(f"Token {made.id} may {made.scope} as {made.account}; it is not shown again.")


@token.command(name="list")
@click.option("--account", help="Only this account's.")
@click.option("--json", "as_list", is_flag=True, help="One JSON list.")
@click.pass_context
def list_(context: click.Context, account: str | None, as_list: bool) -> None:
    """List the tokens."""
    with opened(settings_of(context)) as store, store.reading() as work:
        whose = work.accounts.named(account_name(account)).id if account else None
        found = work.tokens.all(whose)
    LISTING.show(found, as_list=as_list)


@token.command()
@click.argument("number", type=NUMBER)
@click.pass_context
def revoke(context: click.Context, number: int) -> None:
    """Let a token be good for nothing from now on."""
    with opened(settings_of(context)) as store, store.work() as work:
        gone = work.tokens.revoke(number)
        work.commit()
    say(f"Token {gone.id} of {gone.account} is revoked.")


def _told(one: Token) -> dict[str, str | int | None]:
    return {
        "id": one.id,
        "account": one.account,
        "name": one.name,
        "scope": one.scope.value,
        "created_at": one.created_at.isoformat(),
        "last_used_at": one.last_used_at.isoformat() if one.last_used_at else None,
        "expires_at": one.expires_at.isoformat() if one.expires_at else None,
    }


def _row(one: Token) -> tuple[str, ...]:
    end = f"{one.expires_at:%Y-%m-%d}" if one.expires_at else "when revoked"
    last = last_time(one.last_used_at)
    return str(one.id), one.account, one.scope.value, last, end, cell(one.name)


LISTING = Listing(_told, ("", "account", "scope", "used last", "ends", "for"), _row, "No tokens.")
COMMANDS = (token,)
