"""`amends user`: who may sign in to the dashboard, and with which role."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from amends.setting_out import Listing, cell, clerk, last_time, opened, say, settings_of
from tracker import accounts
from tracker.clock import now
from tracker.domain.access import Role, account_name, check_password, role_named
from tracker.domain.errors import BadInput
from tracker.settings import secret

if TYPE_CHECKING:
    from tracker.domain.access import Account

PASSWORD = "AMENDS_USER_PASSWORD"  # noqa: S105  the name of a variable
ROLES = click.Choice([one.value for one in Role])


@click.group()
def user() -> None:
    """Accounts: who may sign in to the dashboard, and with which role.

    A new password is asked for without showing it, or taken from AMENDS_USER_PASSWORD, from the
    file that AMENDS_USER_PASSWORD_FILE names, or from the first line of standard input.
    """


@user.command()
@click.argument("name")
@click.option("--role", type=ROLES, default=Role.VIEWER.value, show_default=True)
@click.option("--person", help="Who this is among the owners of [people], such as @alice.")
@click.pass_context
def add(context: click.Context, name: str, role: str, person: str | None) -> None:
    """Make an account."""
    settings = settings_of(context)
    day = clerk(settings)
    known = accounts.known_person(day.people, person)
    told = account_name(name)
    with opened(settings) as store:
        password = _password(told)
        with store.work() as work:
            account = accounts.add(work, told, password, role_named(role), known, day.now)
            work.commit()
    say(f"{account.name} may sign in now, as {account.role}.")


@user.command(name="list")
@click.option("--json", "as_list", is_flag=True, help="One JSON list.")
@click.pass_context
def list_(context: click.Context, as_list: bool) -> None:
    """List the accounts."""
    with opened(settings_of(context)) as store, store.reading() as work:
        found = work.accounts.all()
    LISTING.show(found, as_list=as_list)


@user.command()
@click.argument("name")
@click.argument("role", type=ROLES)
@click.pass_context
def role(context: click.Context, name: str, role: str) -> None:
    """Give an account another role; it is signed out everywhere."""
    with opened(settings_of(context)) as store, store.work() as work:
        account = work.accounts.named(account_name(name))
        accounts.set_role(work, account, role_named(role))
        work.commit()
    say(f"{account.name} is {role} now.")


@user.command()
@click.argument("name")
@click.argument("person", required=False)
@click.pass_context
def person(context: click.Context, name: str, person: str | None) -> None:
    """Tie an account to an owner of [people]; without PERSON, to nobody."""
    settings = settings_of(context)
    known = accounts.known_person(clerk(settings).people, person)
    with opened(settings) as store, store.work() as work:
        account = work.accounts.named(account_name(name))
        work.accounts.change(account.id, person=known)
        work.commit()
    say(f"{account.name} is {known or 'nobody'} among the owners now.")


@user.command()
@click.argument("name")
@click.option("--revoke-tokens", is_flag=True, help="Also end what its programs use.")
@click.pass_context
def password(context: click.Context, name: str, revoke_tokens: bool) -> None:
    """Give an account another password; it is signed out everywhere."""
    with opened(settings_of(context)) as store:
        with store.reading() as work:
            account = work.accounts.named(account_name(name))
        given = _password(account.name)
        with store.work() as work:
            known = work.accounts.named(account.name)
            revoked = accounts.set_password(work, known, given, revoke=revoke_tokens)
            work.commit()
    tokens = f" Tokens revoked: {revoked}." if revoke_tokens else ""
    say(f"{account.name} has another password, and is signed out everywhere.{tokens}")


@user.command()
@click.argument("name")
@click.pass_context
def disable(context: click.Context, name: str) -> None:
    """Switch an account off: signed out everywhere, its tokens and feeds refused meanwhile."""
    with opened(settings_of(context)) as store, store.work() as work:
        account = work.accounts.named(account_name(name))
        accounts.switch_off(work, account, now())
        work.commit()
    say(f"{account.name} is switched off; `amends user enable {account.name}` switches it on.")


@user.command()
@click.argument("name")
@click.pass_context
def enable(context: click.Context, name: str) -> None:
    """Switch an account on again, with its tokens and feeds."""
    with opened(settings_of(context)) as store, store.work() as work:
        account = work.accounts.named(account_name(name))
        accounts.switch_on(work, account)
        work.commit()
    say(f"{account.name} may sign in again.")


@user.command()
@click.argument("name")
@click.pass_context
def remove(context: click.Context, name: str) -> None:
    """Remove an account with its sessions and tokens; the history keeps its name."""
    with opened(settings_of(context)) as store, store.work() as work:
        account = work.accounts.named(account_name(name))
        accounts.remove(work, account)
        work.commit()
    say(f"{account.name} is removed.")


def _password(name: str) -> str:
    """Return a new password, from wherever it is given; raise BadInput where it cannot be one."""
    given = secret(PASSWORD)
    if given is None and sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
    if given is None:
        given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise BadInput(
            f"there is no password: set {PASSWORD} or {PASSWORD}_FILE, or give it on standard input"
        )
    check_password(given, name)
    return given


def _told(one: Account) -> dict[str, str | None]:
    return {
        "name": one.name,
        "role": one.role.value,
        "person": one.person,
        "created_at": one.created_at.isoformat(),
        "signed_in_at": one.signed_in_at.isoformat() if one.signed_in_at else None,
        "disabled_at": one.disabled_at.isoformat() if one.disabled_at else None,
    }


def _row(one: Account) -> tuple[str, ...]:
    person, since = cell(one.person or ""), f"{one.created_at:%Y-%m-%d}"
    off = f"off since {one.disabled_at:%Y-%m-%d}" if one.disabled_at else ""
    return one.name, one.role.value, person, since, last_time(one.signed_in_at), off


LISTING = Listing(
    _told,
    ("account", "role", "person", "since", "signed in", ""),
    _row,
    "No accounts yet. Make the first one: amends user add NAME --role admin",
)
COMMANDS = (user,)
