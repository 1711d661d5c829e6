"""Who visits: found by a session's cookie or a token, once for each request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import current_app, g, request, session

from tracker import credentials
from tracker.domain.access import Role
from tracker.domain.errors import NotAllowed, NotSignedIn, Unusable
from tracker.storage.sight import EVERYTHING, Reader, Sight
from web import context
from web.addresses import client_address
from web.hosts import is_loopback, is_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tracker.domain.access import Account, Session, Token
    from tracker.storage import Work
    from tracker.storage.sessions import Known

KEY = "key"  # of the session's secret in the signed cookie
NEAR = "AMENDS_NEAR"
SEEN_EVERY = timedelta(minutes=5)
USED_EVERY = timedelta(minutes=1)
BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, with what *role*; None may see nothing but what everybody may.

    Without an account, a role is that of the only machine which may use a dashboard that has
    no accounts yet. *session* or *token* is by what the account is known.
    """

    role: Role | None = None
    account: Account | None = None
    session: Session | None = None
    token: Token | None = None

    def may(self, needed: Role) -> bool:
        """Return whether the visitor's role is enough."""
        return self.role is not None and self.role.may(needed)

    @property
    def edits(self) -> bool:
        """Return whether the visitor may change items."""
        return self.may(Role.EDITOR)

    @property
    def manages(self) -> bool:
        """Return whether the visitor may manage accounts."""
        return self.may(Role.ADMIN)

    @property
    def person(self) -> str | None:
        """Return who the visitor is among the owners of items."""
        return self.account.person if self.account else None


STRANGER = Visitor()


def recognised() -> Visitor:
    """Return who asks.

    Raises NotSignedIn for a token that is none; where there is no account yet, Unusable if more
    than this machine could ask, and NotAllowed under a name that is not this machine's.
    """
    if "visitor" not in g:
        g.visitor = STRANGER
        g.visitor = _by_token() or _by_session() or _without_account()
        context.see_as(reader=_reader(g.visitor))
    found: Visitor = g.visitor
    return found


def known() -> Visitor:
    """Return who asks as far as that is known already, without a question to the database."""
    found: Visitor = g.get("visitor", STRANGER)
    return found


def address() -> str:
    """Return from which address somebody asks."""
    trusted = context.desk().settings.dashboard.trusted_proxies
    told = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    return client_address(request.remote_addr, told, trusted)


def is_ours() -> bool:
    """Return whether the request names a host by which the dashboard is known."""
    hosts = context.desk().settings.dashboard.hosts
    return is_loopback(request.host) or is_named(request.host, hosts)


def check_host() -> None:
    """Raise NotAllowed under a foreign name: whoever owns a name may let it lead to this machine.

    Without that, a page of another site would be of the same origin as ours.
    """
    if not is_ours():
        raise NotAllowed(
            "this dashboard does not answer under this name; on its own machine open "
            "http://localhost with its port, or add the name to allowed_hosts of [dashboard] "
            "in amends.toml"
        )


def bears_token() -> bool:
    """Return whether a token of ours was sent; any other may be meant for a proxy."""
    return request.headers.get("Authorization", "").startswith(BEARER + credentials.PREFIX)


def _by_token() -> Visitor | None:
    if not bears_token():
        return None
    secret = request.headers["Authorization"].removeprefix(BEARER).strip()
    found = context.work().tokens.find(credentials.digest(secret))
    token, now = found.token if found else None, context.now()
    if found is None or token is None or token.is_over(now):
        raise NotSignedIn("this token is unknown, revoked or over, or its account is switched off")
    see(found)
    if token.last_used_at is None or token.last_used_at + USED_EVERY < now:
        note(lambda work: work.tokens.use(token.id, now))
    return Visitor(token.role(found.account.role), found.account, token=token)


def _by_session() -> Visitor | None:
    secret = session.get(KEY)
    if not isinstance(secret, str):
        return None
    digest = credentials.digest(secret)
    found = context.remembered(("session", digest), lambda: context.work().sessions.find(digest))
    one = found.session if found else None
    if found is None or one is None or not _lasting(one, context.now()):
        return None
    see(found)
    if one.seen_at + SEEN_EVERY < context.now():
        note(lambda work: work.sessions.see(one.id, context.now()))
    return Visitor(found.account.role, found.account, session=one)


def see(found: Known) -> None:
    """Let every later question of this request be answered for who asks."""
    context.see_as(Sight(account_id=found.account.id) if found.blind else EVERYTHING)


def _reader(visitor: Visitor) -> Reader:
    """Return which drafts are shown: one's own; to editors those of nobody, to admins all."""
    account = visitor.account.id if visitor.account else None
    return Reader(account, unclaimed=visitor.edits, others=visitor.manages)


def _lasting(one: Session, now: datetime) -> bool:
    return context.desk().settings.dashboard.lasting.holds(one, now)


def _without_account() -> Visitor:
    """Return what somebody is who is not known: a stranger, or on this machine its only user."""
    nobody, restricted = context.remembered("accounts", _none_yet)
    if not nobody:
        return STRANGER
    if not current_app.config[NEAR]:
        raise Unusable(
            "there is no account yet; make the first one on the server with "
            "`amends user add NAME --role admin`"
        )
    check_host()
    if not restricted:
        context.see_as(EVERYTHING)
    return Visitor(Role.ADMIN)


def note(entry: Callable[[Work], None]) -> None:
    """Store that somebody was here: beside a reading, or within a writing that is under way."""
    if not context.is_reading():
        entry(context.work())
        return
    with context.desk().store.work() as work:
        entry(work)
        work.commit()


def _none_yet() -> tuple[bool, bool]:
    return context.work().accounts.none_yet()
