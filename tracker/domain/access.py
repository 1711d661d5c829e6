"""Who may do what: accounts with a role, their sessions, and tokens for programs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime, timedelta

NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1000
FEWEST_LETTERS = 5
LONGEST_TOKEN_NAME = 100
LONGEST_SHOWN = 40
GUESSED_FIRST = frozenset(
    {
        "123456789012",
        "1234567890123",
        "1q2w3e4r5t6y",
        "abcdefghijkl",
        "administrator",
        "changemechangeme",
        "correcthorsebatterystaple",
        "iloveyouiloveyou",
        "letmeinletmein",
        "passwordpassword",
        "qazwsxedcrfv",
        "qwertyqwerty",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiopasdf",
        "welcomewelcome",
    }
)


class Role(StrEnum):
    """What an account may do; each role may do what the one before it may."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def may(self, needed: Role) -> bool:
        """Return whether this role is enough where *needed* is asked for."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class Scope(StrEnum):
    """What a token may do at most; only one with *manage* looks after accounts."""

    READ = "read"
    WRITE = "write"
    MANAGE = "manage"

    @property
    def role(self) -> Role:
        """Return the role beyond which a token with this scope never goes."""
        return list(Role)[list(Scope).index(self)]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; *person* is who they are among the owners of items.

    Since *disabled_at* nobody may: the account is switched off until an admin switches it on.
    """

    id: int
    name: str
    role: Role
    person: str | None
    created_at: datetime
    signed_in_at: datetime | None = None
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is signed in."""

    id: int
    account_id: int
    created_at: datetime
    seen_at: datetime
    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class Token:
    """What a program signs in with; the secret itself is known to nobody."""

    id: int
    account_id: int
    account: str
    name: str
    scope: Scope
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Return whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now

    def role(self, account: Role) -> Role:
        """Return what it may do for an account with this role: never more than either."""
        return account if self.scope.role.may(account) else self.scope.role


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a session lasts: unused, and in all."""

    idle: timedelta
    whole: timedelta

    def holds(self, session: Session, now: datetime) -> bool:
        """Return whether *session* is still good."""
        return now < min(session.seen_at + self.idle, session.created_at + self.whole)


def account_name(text: str) -> str:
    """Return *text* as the name of an account, or raise BadInput."""
    name = text.strip().casefold()
    if not NAME.fullmatch(name):
        raise BadInput(
            f"{_short(text)!r} is no name for an account; take letters a to z, digits, dots, "
            "hyphens and underscores, 64 at most"
        )
    return name


def role_named(text: str) -> Role:
    """Return the role called *text*, or raise BadInput."""
    try:
        return Role(text.strip().casefold())
    except ValueError as error:
        known = ", ".join(Role)
        raise BadInput(f"there is no role {_short(text)!r}; choose one of {known}") from error


def scope_named(text: str) -> Scope:
    """Return the scope called *text*, or raise BadInput."""
    try:
        return Scope(text.strip().casefold())
    except ValueError as error:
        known = ", ".join(Scope)
        raise BadInput(f"there is no scope {_short(text)!r}; choose one of {known}") from error


def token_name(text: str) -> str:
    """Return *text* as the name of a token, or raise BadInput."""
    name = " ".join(text.split())
    if not name or not name.isprintable():
        raise BadInput("a token needs a name that says what it is for")
    if len(name) > LONGEST_TOKEN_NAME:
        raise BadInput(f"a token's name has at most {LONGEST_TOKEN_NAME} characters")
    return name


def plain_password(password: str) -> str:
    """Return a password as every keyboard gives it: the same letters are the same bytes."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, name: str) -> None:
    """Raise BadInput for a new password that is short, endless, or guessed first.

    Length is all that is asked for: rules of composition make passwords worse (NIST 800-63B).
    """
    plain = plain_password(password)
    if not plain.isprintable():
        raise BadInput("a password holds only what can be typed: no line breaks or control signs")
    if len(plain) < SHORTEST_PASSWORD:
        raise BadInput(
            f"a password needs at least {SHORTEST_PASSWORD} characters; a few words are good"
        )
    if len(plain) > LONGEST_PASSWORD:
        raise BadInput(f"a password has at most {LONGEST_PASSWORD} characters")
    folded = plain.casefold()
    rest = folded.replace(name, "").replace("amends", "").replace("password", "")
    if folded in GUESSED_FIRST or len(set(folded)) < FEWEST_LETTERS or not rest.strip("0123456789"):
        raise BadInput("this password is among those that are guessed first; take another")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
