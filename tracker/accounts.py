"""Accounts are made, changed and removed; people sign in, programs get tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tracker import credentials
from tracker.domain.access import (
    LONGEST_PASSWORD,
    NAME,
    Account,
    Role,
    Scope,
    Token,
    account_name,
    check_password,
    token_name,
)
from tracker.domain.errors import BadInput, IllegalMove, NotSignedIn, TooMany
from tracker.domain.throttling import Allowance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.people import People
    from tracker.storage import Work

# One address earns its tries more slowly than an account does: alone it never shuts anybody out.
# A browser that signed in before has tries of its own, so that nobody else can use them up.
PER_ADDRESS = Allowance(10, 30)
PER_ACCOUNT = Allowance(30, 20)
PER_DEVICE = Allowance(10, 30)
NOBODY = "?"  # what no account is called
LONGEST_AGENT = 200
LONGEST_LIFE = 3660
NO_SUCH_PAIR = "this name and this password do not belong together"
IS_OFF = "this account is switched off; an admin can switch it on again"


@dataclass(frozen=True, slots=True)
class Visit:
    """From where somebody signs in; *device* is known where this browser signed in before."""

    address: str
    agent: str = ""
    device: str | None = None


def add(
    work: Work, name: str, password: str, role: Role, person: str | None, now: datetime
) -> Account:
    """Store a new account; the caller commits. Raises BadInput or IllegalMove."""
    known = account_name(name)
    check_password(password, known)
    return work.accounts.add(known, credentials.password_hash(password), role, person, now)


def known_person(people: People, name: str | None) -> str | None:
    """Return somebody of [people] as written there, None for nobody, or raise BadInput."""
    if not name or not name.strip():
        return None
    found = people.called(name)
    if found is None or not people.knows(found):
        raise BadInput(f"{name.strip()!r} is nobody of [people]; write a name as it stands there")
    return found


def set_role(work: Work, account: Account, role: Role) -> None:
    """Give an account another role and end its sessions; the caller commits."""
    if role is account.role:
        return
    _keep_an_admin(work, account, role)
    work.accounts.change(account.id, role=role.value)
    work.sessions.end(account.id)


def set_password(
    work: Work,
    account: Account,
    password: str,
    *,
    session: int | None = None,
    revoke: bool = False,
) -> int:
    """Give an account another password and end its sessions but *session*; the caller commits.

    With *revoke* its tokens and the addresses of its feeds end as well. Returns how many did.
    """
    check_password(password, account.name)
    work.accounts.change(account.id, password_hash=credentials.password_hash(password))
    work.sessions.end(account.id, but=session)
    if not revoke:
        return 0
    return work.tokens.revoke_all(account.id) + work.feeds.revoke_all(account.id)


def switch_off(work: Work, account: Account, now: datetime) -> None:
    """Let an account do nothing until it is switched on, and end its sessions; the caller commits.

    Its tokens and feeds stay, and are refused meanwhile. Raises IllegalMove for the only admin.
    """
    if account.disabled_at is None:
        _keep_an_admin(work, account, None)
        work.accounts.change(account.id, disabled_at=now)
        work.sessions.end(account.id)


def switch_on(work: Work, account: Account) -> None:
    """Let an account do again what its role allows; the caller commits."""
    work.accounts.change(account.id, disabled_at=None)


def remove(work: Work, account: Account) -> None:
    """Remove an account, its sessions, tokens and restricted drafts; the caller commits."""
    _keep_an_admin(work, account, None)
    work.drafts.forget_restricted(account.id)
    work.accounts.remove(account.id)


def sign_in(
    work: Work, name: str, password: str, visit: Visit, now: datetime
) -> tuple[Account, str]:
    """Begin a session and return whose it is, with the secret that its browser keeps.

    Raises NotSignedIn where name and password do not fit, TooMany after too many of these.
    The try is counted before the password is looked at, and committed.
    """
    known = name.strip().casefold()
    known = known if NAME.fullmatch(known) else NOBODY
    keys = _keys(known, visit)
    found = _tried(work, known, keys, now)
    if not _fits(password, found[1] if found else None) or found is None:
        raise NotSignedIn(NO_SUCH_PAIR)
    account, kept = found
    if account.disabled_at is not None:
        raise NotSignedIn(IS_OFF)  # told only to who knows the password
    work.alone("sign-in")
    if work.accounts.password_of(known) != found:
        raise NotSignedIn(NO_SUCH_PAIR)  # it was changed in this very moment
    work.attempts.give_back(keys, now)
    if credentials.is_outdated(kept):
        work.accounts.change(account.id, password_hash=credentials.password_hash(password))
    work.accounts.change(account.id, signed_in_at=now)
    secret = credentials.new_secret()
    agent = "".join(one for one in visit.agent if one.isprintable())[:LONGEST_AGENT]
    work.sessions.begin(account.id, credentials.digest(secret), visit.address, agent, now)
    work.commit()
    return account, secret


def confirm(work: Work, account: Account, password: str, now: datetime) -> None:
    """Let somebody who is signed in give the password once more.

    Raises NotSignedIn where it is wrong, TooMany after too many wrong ones.
    """
    keys = {f"confirm:{account.id}": PER_DEVICE}
    found = _tried(work, account.name, keys, now)
    if not _fits(password, found[1] if found else None):
        raise NotSignedIn("this is not your present password")
    work.alone("sign-in")
    work.attempts.give_back(keys, now)


def make_token(
    work: Work, account: Account, name: str, scope: Scope, expires: datetime | None, now: datetime
) -> tuple[Token, str]:
    """Store a new token and return it with its secret, which nobody sees again."""
    secret = credentials.new_token()
    kept = credentials.digest(secret)
    return work.tokens.add(account, kept, token_name(name), scope, expires, now), secret


def expiry(text: str | None, now: datetime) -> datetime | None:
    """Return when a token ends: after days such as 90d, on a date, or None for never."""
    told = (text or "").strip().casefold()
    if told in {"", "never"}:
        return None
    days = told.removesuffix("d")
    if days.isascii() and days.isdigit() and days != told:
        if not 0 < int(days[:9]) <= LONGEST_LIFE:
            raise BadInput(f"a token lasts from 1 to {LONGEST_LIFE} days; {text!r} is neither")
        return now + timedelta(days=int(days))
    try:
        moment = datetime.combine(date.fromisoformat(told), time(), UTC)
    except ValueError as error:
        raise BadInput(f"{text!r} is no end; write days such as 90d, or 2027-01-31") from error
    if moment <= now:
        raise BadInput(f"{text} is over already; a token ends later than that")
    return moment


def _tried(
    work: Work, name: str, keys: Mapping[str, Allowance], now: datetime
) -> tuple[Account, str] | None:
    """Count a try, or raise TooMany; return the account and the hash of its password, if any."""
    work.alone("sign-in")
    wait = work.attempts.take(keys, now)
    found = work.accounts.password_of(name)
    work.commit()
    if wait:
        raise TooMany(f"too many tries; wait {_span(wait)}, then try again", wait)
    return found


def _fits(password: str, kept: str | None) -> bool:
    told = password if len(password) <= LONGEST_PASSWORD * 4 else ""
    return credentials.is_password(told, kept)


def _keys(name: str, visit: Visit) -> dict[str, Allowance]:
    if visit.device:
        return {f"device:{visit.device}": PER_DEVICE}
    return {f"address:{visit.address}": PER_ADDRESS, f"account:{name}": PER_ACCOUNT}


def _keep_an_admin(work: Work, account: Account, role: Role | None) -> None:
    if account.role is not Role.ADMIN or role is Role.ADMIN or account.disabled_at is not None:
        return
    work.alone("accounts")  # two admins may do it to each other at the same moment
    if work.accounts.admins() == 1:
        raise IllegalMove(f"{account.name} is the only admin; make somebody else one first")


def _span(seconds: float) -> str:
    whole = max(1, round(seconds))
    return f"{whole} seconds" if whole > 1 else "a second"
