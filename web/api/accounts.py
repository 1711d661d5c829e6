"""Accounts, as admins look after them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from flask import Response, jsonify, url_for
from pydantic import Field, StrictBool

from tracker import accounts as deeds
from tracker.domain.access import LONGEST_PASSWORD, Role, account_name
from tracker.domain.errors import BadInput, IllegalMove, NotFound
from tracker.storage.lists import ACCOUNT_ORDER
from web.api import shapes
from web.api.idempotency import Key, once
from web.api.paging import Part, after, listed
from web.api.problems import Refused
from web.api.resource import BODY, Input, Path, answers, resource
from web.api.texts import Name, RowNumber, text
from web.context import desk, lists, now, work
from web.users import check_first, noted

if TYPE_CHECKING:
    from tracker.domain.access import Account, Token

managing = resource("accounts", "Who may sign in, with which role; for admins.")

FORBIDDEN = (BadInput, IllegalMove)
Password = Annotated[str, text(LONGEST_PASSWORD)]


class AccountPath(Path):
    """Which account is meant."""

    account: Annotated[str, text(64)]


class TokenOfAccount(AccountPath):
    """Which token is meant."""

    token: RowNumber


class NewAccount(Input):
    """An account to be made."""

    name: Annotated[str, text(64)]
    password: Password = Field(description="Twelve characters or more.")
    role: Role = Role.VIEWER
    person: Name | None = Field(None, description="Who it is among the owners of [people].")


class AccountChanges(Input):
    """What to change of an account: only the fields that are there."""

    role: Role = Field(default_factory=lambda: Role.VIEWER)
    person: Name | None = Field(None, description="null: nobody.")
    password: Password = Field(default_factory=str)
    disabled: StrictBool = Field(
        default=False,
        description="true: nobody signs in with it, and its tokens and feeds are refused.",
    )
    revoke: StrictBool = Field(
        default=False, description="Goes with a password: its tokens and feeds end as well."
    )


@managing.get("/accounts", responses=answers(shapes.AccountPart))
def list_accounts(query: Part) -> Response:
    """List the accounts."""
    found = lists().accounts(after(query, ACCOUNT_ORDER), query.limit)
    return listed([account_told(one) for one in found.rows], found.next)


@managing.post(
    "/accounts", responses=answers(shapes.Account, *BODY, HTTPStatus.CONFLICT, status=201)
)
@once
def make_account(header: Key, body: NewAccount) -> Response:
    """Make an account; the first one is made on the server."""
    del header
    try:
        check_first()
        person = deeds.known_person(desk().people, body.person)
        made = deeds.add(work(), body.name, body.password, body.role, person, now())
    except FORBIDDEN as error:
        raise _conflict(error) from error
    noted(f"made the account {made.name}")
    answer = jsonify(account_told(made))
    answer.status_code = HTTPStatus.CREATED
    answer.headers["Location"] = url_for(".show_account", account=made.name)
    return answer


@managing.get("/accounts/<account>", responses=answers(shapes.Account))
def show_account(path: AccountPath) -> Response:
    """Show one account."""
    return jsonify(account_told(_named(path)))


@managing.patch(
    "/accounts/<account>", responses=answers(shapes.Account, *BODY, HTTPStatus.CONFLICT)
)
def change_account(path: AccountPath, body: AccountChanges) -> Response:
    """Give an account another role, person or password, switch it off or on: all, or nothing."""
    account, told = _named(path), body.model_fields_set
    try:
        _change(account, body, told)
    except FORBIDDEN as error:
        raise _conflict(error) from error
    noted(f"changed {', '.join(sorted(told)) or 'nothing'} of the account {account.name}")
    work().commit()
    return jsonify(account_told(work().accounts.named(account.name)))


@managing.delete(
    "/accounts/<account>",
    responses=answers(shapes.Account, HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT),
)
def remove_account(path: AccountPath) -> Response:
    """Remove an account with its sessions, tokens and feeds; the history keeps its name."""
    account = _named(path)
    try:
        deeds.remove(work(), account)
    except FORBIDDEN as error:
        raise _conflict(error) from error
    noted(f"removed the account {account.name}")
    work().commit()
    return jsonify(account_told(account))


@managing.get("/accounts/<account>/tokens", responses=answers(shapes.Tokens))
def list_tokens_of_account(path: AccountPath) -> Response:
    """List the tokens of an account, without their secrets."""
    return listed([token_told(one) for one in work().tokens.all(_named(path).id)])


@managing.delete(
    "/accounts/<account>/tokens/<token>", responses=answers(shapes.Token, HTTPStatus.BAD_REQUEST)
)
def revoke_token_of_account(path: TokenOfAccount) -> Response:
    """Let a token of an account be good for nothing from now on."""
    gone = work().tokens.revoke(path.token, _named(path).id)
    noted(f"revoked token {gone.id} of {gone.account}")
    work().commit()
    return jsonify(token_told(gone))


def account_told(one: Account) -> dict[str, Any]:
    """Return an account as programs read it."""
    return {
        "name": one.name,
        "role": one.role.value,
        "person": one.person,
        "created_at": one.created_at.isoformat(),
        "signed_in_at": one.signed_in_at.isoformat() if one.signed_in_at else None,
        "disabled_at": one.disabled_at.isoformat() if one.disabled_at else None,
    }


def token_told(one: Token) -> dict[str, Any]:
    """Return a token as programs read it, without its secret."""
    return {
        "id": one.id,
        "account": one.account,
        "name": one.name,
        "scope": one.scope.value,
        "created_at": one.created_at.isoformat(),
        "last_used_at": one.last_used_at.isoformat() if one.last_used_at else None,
        "expires_at": one.expires_at.isoformat() if one.expires_at else None,
    }


def _change(account: Account, body: AccountChanges, told: set[str]) -> None:
    if "revoke" in told and "password" not in told:
        raise BadInput("revoke goes with a password")
    if "role" in told:
        deeds.set_role(work(), account, body.role)
    if "person" in told:
        person = deeds.known_person(desk().people, body.person)
        work().accounts.change(account.id, person=person)
    if "password" in told:
        deeds.set_password(work(), account, body.password, revoke=body.revoke)
    if "disabled" in told:
        _switch(work().accounts.named(account.name), off=body.disabled)


def _switch(account: Account, *, off: bool) -> None:
    if off:
        deeds.switch_off(work(), account, now())
    else:
        deeds.switch_on(work(), account)


def _named(path: AccountPath) -> Account:
    """Return an account; what cannot be a name names nobody."""
    try:
        return work().accounts.named(account_name(path.account))
    except BadInput:
        raise NotFound("there is no such account") from None


def _conflict(error: Exception) -> Refused:
    return Refused(HTTPStatus.CONFLICT, str(error), "conflict")
