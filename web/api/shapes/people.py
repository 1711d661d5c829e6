"""Accounts, what they sign in with, and their secret addresses, as programs read them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from tracker.domain.access import Role, Scope
from tracker.domain.feeds import FeedKind
from web.api.paging import LINK
from web.api.shapes.things import Moment, Next


class Account(BaseModel):
    """Somebody who may sign in."""

    name: str
    role: Role
    person: str | None = Field(description="Who it is among the owners of items.")
    created_at: Moment
    signed_in_at: Moment | None
    disabled_at: Moment | None = Field(description="Since when it is switched off.")


class AccountPart(BaseModel):
    """A part of the list of accounts."""

    model_config = ConfigDict(openapi_extra={"headers": LINK})  # type: ignore[typeddict-unknown-key]

    data: list[Account]
    next: Next


class Caller(BaseModel):
    """Who asks; *name* is null while there are no accounts."""

    name: str | None
    role: Role = Field(description="What this request may do: the account's role, or less.")
    person: str | None
    scope: Scope | None = Field(description="The token's; null for a session.")


class Token(BaseModel):
    """What a program signs in with; its secret is known to nobody."""

    id: int
    account: str
    name: str
    scope: Scope
    created_at: Moment
    last_used_at: Moment | None
    expires_at: Moment | None


class Tokens(BaseModel):
    """All tokens of an account."""

    data: list[Token]
    next: None


class NewToken(Token):
    """A token with its secret, which is told this once."""

    token: str


class Feed(BaseModel):
    """A calendar or feed with a secret address."""

    id: int
    kind: FeedKind
    about: str | None
    created_at: Moment
    last_used_at: Moment | None


class Feeds(BaseModel):
    """All calendars and feeds of an account."""

    data: list[Feed]
    next: None


class NewFeed(Feed):
    """A calendar or feed with its secret address, which is told this once."""

    address: str


class Session(BaseModel):
    """One browser that is signed in."""

    id: int
    created_at: Moment
    seen_at: Moment
    address: str
    browser: str
    here: bool


class Sessions(BaseModel):
    """All browsers in which an account is signed in."""

    data: list[Session]
    next: None


class Ended(BaseModel):
    """How many sessions, tokens and addresses ended."""

    sessions: int
    programs: int
