"""One's own account: who one is, and for who is signed in what belongs to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from flask import Response, jsonify
from pydantic import Field, StrictBool

from tracker import accounts as deeds
from tracker import credentials, feeding
from tracker.domain.access import LONGEST_TOKEN_NAME, Scope
from tracker.domain.errors import BadInput, IllegalMove, NotFound, NotSignedIn, TooMany
from tracker.domain.feeds import LONGEST_ABOUT, FeedKind
from web.account import here
from web.agents import browser_named
from web.api import shapes
from web.api.accounts import Password, token_told
from web.api.paging import listed
from web.api.problems import Refused
from web.api.resource import BODY, Input, Path, answers, resource
from web.api.texts import STORABLE, VISIBLE, RowNumber, text
from web.context import desk, now, work
from web.feeds import address_of
from web.signing_in import remember
from web.users import noted
from web.visitors import known

if TYPE_CHECKING:
    from tracker.domain.access import Session
    from tracker.domain.feeds import Feed

own = resource("account", "One's own account: sessions, tokens, calendars and feeds.")

CHANGING = (*BODY, HTTPStatus.CONFLICT)
NO_BODY = (HTTPStatus.BAD_REQUEST,)


class TokenPath(Path):
    """Which token is meant."""

    token: RowNumber


class FeedPath(Path):
    """Which calendar or feed is meant."""

    feed: RowNumber


class SessionPath(Path):
    """Which session is meant."""

    session: RowNumber


class NewPassword(Input):
    """A new password, with the present one."""

    current: Password
    new: Password
    revoke: StrictBool = Field(default=False, description="Tokens and feeds end as well.")


class TokenWanted(Input):
    """A token to be made."""

    name: Annotated[str, text(LONGEST_TOKEN_NAME, VISIBLE)] = Field(description="What it is for.")
    scope: Scope = Scope.READ
    expires: Annotated[str, Field(max_length=20, pattern=STORABLE)] = Field(
        "90d", description="90d, 2027-01-31 or never."
    )


class FeedWanted(Input):
    """A calendar or feed to be made."""

    kind: FeedKind
    about: Annotated[str, text(LONGEST_ABOUT, VISIBLE)] | None = Field(
        None, description="Which person or team; null: the account's own person."
    )


@own.get("/account", responses=answers(shapes.Caller))
def show_caller() -> Response:
    """Show who asks, and what that one may do."""
    visitor = known()
    account, token = visitor.account, visitor.token
    return jsonify(
        name=account.name if account else None,
        role=visitor.role,
        person=visitor.person,
        scope=token.scope.value if token else None,
    )


@own.post("/account/password", responses=answers(shapes.Ended, *CHANGING))
def change_own_password(body: NewPassword) -> Response:
    """Take a new password; every other session ends, and this one goes on with another secret."""
    account, session = here()
    ended = len(work().sessions.of_account(account.id)) - 1
    try:
        deeds.confirm(work(), account, body.current, now())
        programs = deeds.set_password(
            work(), account, body.new, session=session.id, revoke=body.revoke
        )
    except (BadInput, NotSignedIn, TooMany) as error:
        work().rollback()
        raise Refused(HTTPStatus.CONFLICT, str(error), "conflict") from error
    secret = credentials.new_secret()
    work().sessions.rotate(session.id, credentials.digest(secret))
    noted("changed the password")
    work().commit()
    remember(secret)
    return jsonify(sessions=ended, programs=programs)


@own.get("/account/tokens", responses=answers(shapes.Tokens))
def list_own_tokens() -> Response:
    """List one's tokens, without their secrets."""
    return listed([token_told(one) for one in work().tokens.all(here()[0].id)])


@own.post("/account/tokens", responses=answers(shapes.NewToken, *CHANGING, status=201))
def make_own_token(body: TokenWanted) -> Response:
    """Make a token and tell its secret, this once; it takes no Idempotency-Key."""
    account, _ = here()
    try:
        expires = deeds.expiry(body.expires, now())
        token, secret = deeds.make_token(work(), account, body.name, body.scope, expires, now())
    except BadInput as error:
        raise Refused(HTTPStatus.CONFLICT, str(error), "conflict") from error
    noted(f"made token {token.id} ({token.scope})")
    work().commit()
    return _created(token_told(token) | {"token": secret})


@own.delete("/account/tokens/<token>", responses=answers(shapes.Token, *NO_BODY))
def revoke_own_token(path: TokenPath) -> Response:
    """Let a token be good for nothing from now on."""
    gone = work().tokens.revoke(path.token, here()[0].id)
    noted(f"revoked token {gone.id}")
    work().commit()
    return jsonify(token_told(gone))


@own.get("/account/feeds", responses=answers(shapes.Feeds))
def list_own_feeds() -> Response:
    """List one's calendars and feeds, without their addresses."""
    return listed([_feed_told(one) for one in work().feeds.all(here()[0].id)])


@own.post("/account/feeds", responses=answers(shapes.NewFeed, *CHANGING, status=201))
def make_own_feed(body: FeedWanted) -> Response:
    """Make a secret address and tell it, this once; it takes no Idempotency-Key."""
    account, _ = here()
    try:
        feed, secret = feeding.make_feed(
            work(), account, body.kind, body.about, desk().people, now()
        )
    except (BadInput, IllegalMove) as error:
        raise Refused(HTTPStatus.CONFLICT, str(error), "conflict") from error
    noted(f"made the address of feed {feed.id} ({feed.kind})")
    work().commit()
    return _created(_feed_told(feed) | {"address": address_of(feed, secret)})


@own.delete("/account/feeds/<feed>", responses=answers(shapes.Feed, *NO_BODY))
def revoke_own_feed(path: FeedPath) -> Response:
    """Let the address of a calendar or feed be good for nothing from now on."""
    gone = work().feeds.revoke(path.feed, here()[0].id)
    noted(f"revoked the address of feed {gone.id}")
    work().commit()
    return jsonify(_feed_told(gone))


@own.get("/account/sessions", responses=answers(shapes.Sessions))
def list_own_sessions() -> Response:
    """List the browsers in which one is signed in."""
    return listed([_session_told(one) for one in _sessions()])


@own.delete("/account/sessions", responses=answers(shapes.Ended, *NO_BODY))
def end_own_sessions() -> Response:
    """Sign out everywhere, here as well."""
    ended = work().sessions.end(here()[0].id)
    noted("signed out everywhere")
    work().commit()
    return jsonify(sessions=ended, programs=0)


@own.delete("/account/sessions/<session>", responses=answers(shapes.Session, *NO_BODY))
def end_own_session(path: SessionPath) -> Response:
    """Sign out one browser."""
    found = next((one for one in _sessions() if one.id == path.session), None)
    if found is None:
        raise NotFound("there is no such session")
    work().sessions.end(found.account_id, only=found.id)
    work().commit()
    return jsonify(_session_told(found))


def _sessions() -> list[Session]:
    lasting = desk().settings.dashboard.lasting
    return [one for one in work().sessions.of_account(here()[0].id) if lasting.holds(one, now())]


def _created(told: dict[str, Any]) -> Response:
    made = jsonify(told)
    made.status_code = HTTPStatus.CREATED
    return made


def _feed_told(one: Feed) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "about": one.about,
        "created_at": one.created_at.isoformat(),
        "last_used_at": one.last_used_at.isoformat() if one.last_used_at else None,
    }


def _session_told(one: Session) -> dict[str, Any]:
    return {
        "id": one.id,
        "created_at": one.created_at.isoformat(),
        "seen_at": one.seen_at.isoformat(),
        "address": one.address,
        "browser": browser_named(one.agent),
        "here": one.id == here()[1].id,
    }
