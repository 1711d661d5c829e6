"""One's own account: the password, where one is signed in, the tokens of one's programs."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for

from tracker import accounts, credentials, feeding
from tracker.domain.access import Scope, scope_named
from tracker.domain.errors import AmendsError, BadInput, IllegalMove, NotSignedIn, TooMany
from tracker.domain.feeds import FeedKind, feed_kind
from web.agents import browser_named
from web.context import desk, now, work
from web.feeds import address_of
from web.forms import LARGEST_ID
from web.signing_in import remember, signed_out
from web.visitors import known

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from tracker.domain.access import Account, Session, Token
    from tracker.domain.feeds import Feed

log = logging.getLogger("amends")
pages = Blueprint("account", __name__, url_prefix="/account")

NUMBER = f"<int(max={LARGEST_ID}):number>"
LIVES = (("30d", "30 days"), ("90d", "90 days"), ("365d", "a year"), ("never", "until revoked"))
WRONG = {NotSignedIn: HTTPStatus.FORBIDDEN, TooMany: HTTPStatus.TOO_MANY_REQUESTS}


@pages.get("")
def show() -> Response:
    """Show what belongs to the account."""
    return _page()


@pages.post("/password")
def change_password() -> Response:
    """Take a new password, end every other session, and give this one another secret."""
    account, session = here()
    try:
        accounts.confirm(work(), account, request.form.get("current", ""), now())
        revoked = accounts.set_password(
            work(),
            account,
            request.form.get("new", ""),
            session=session.id,
            revoke="revoke" in request.form,
        )
    except (BadInput, NotSignedIn, TooMany) as error:
        work().rollback()
        return _page(error, WRONG.get(type(error), HTTPStatus.BAD_REQUEST))
    secret = credentials.new_secret()
    work().sessions.rotate(session.id, credentials.digest(secret))
    work().commit()
    _log(f"{account.name} changed the password")
    remember(secret)
    flash(f"Your password is changed; every other browser is signed out{_told(revoked)}.")
    return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)


@pages.post(f"/sessions/{NUMBER}/end")
def end_session(number: int) -> Response:
    """Sign out one browser."""
    account, session = here()
    work().sessions.end(account.id, only=number)
    work().commit()
    if number == session.id:
        return signed_out()
    flash("That browser is signed out.")
    return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)


@pages.post("/sessions/end")
def end_sessions() -> Response:
    """Sign out everywhere, here as well."""
    account, _ = here()
    work().sessions.end(account.id)
    work().commit()
    _log(f"{account.name} signed out everywhere")
    return signed_out()


@pages.post("/tokens")
def make_token() -> Response:
    """Make a token and show it, this once."""
    account, _ = here()
    try:
        scope = scope_named(request.form.get("scope", ""))
        expires = accounts.expiry(request.form.get("expires"), now())
        name = request.form.get("name", "")
        token, secret = accounts.make_token(work(), account, name, scope, expires, now())
    except BadInput as error:
        work().rollback()
        return _page(error, HTTPStatus.BAD_REQUEST)
    work().commit()
    _log(f"{account.name} made token {token.id} ({token.scope})")
    return _page(made=(token, secret))


@pages.post(f"/tokens/{NUMBER}/revoke")
def revoke_token(number: int) -> Response:
    """Let a token be good for nothing from now on."""
    account, _ = here()
    token = work().tokens.revoke(number, account.id)
    work().commit()
    _log(f"{account.name} revoked token {token.id}")
    flash(f"The token “{token.name}” is revoked.")
    return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)


def here() -> tuple[Account, Session]:
    """Return who is signed in with this browser; the guard lets nobody else in."""
    visitor = known()
    if visitor.account is None or visitor.session is None:
        raise NotSignedIn("you are signed out; sign in first")
    return visitor.account, visitor.session


@pages.post("/feeds")
def make_feed() -> Response:
    """Make the secret address of a calendar or feed and show it, this once."""
    account, _ = here()
    try:
        kind = feed_kind(request.form.get("kind", ""))
        about = request.form.get("about") if kind is not FeedKind.CHANGES else None
        feed, secret = feeding.make_feed(work(), account, kind, about, desk().people, now())
    except (BadInput, IllegalMove) as error:
        work().rollback()
        moved = isinstance(error, IllegalMove)
        return _page(error, HTTPStatus.CONFLICT if moved else HTTPStatus.BAD_REQUEST)
    work().commit()
    _log(f"{account.name} made the address of feed {feed.id} ({feed.kind})")
    return _page(address=(feed, address_of(feed, secret)))


@pages.post(f"/feeds/{NUMBER}/revoke")
def revoke_feed(number: int) -> Response:
    """Let the address of a calendar or feed be good for nothing from now on."""
    account, _ = here()
    feed = work().feeds.revoke(number, account.id)
    work().commit()
    _log(f"{account.name} revoked the address of feed {feed.id}")
    flash(f"The address of “{feed.name}” is revoked.")
    return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)


def _told(revoked: int) -> str:
    if not revoked:
        return ""
    what = f"{revoked} tokens and addresses are" if revoked > 1 else "one token or address is"
    return f", and {what} revoked"


def _page(
    error: AmendsError | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    made: tuple[Token, str] | None = None,
    address: tuple[Feed, str] | None = None,
) -> Response:
    account, session = here()
    page = render_template(
        "accounts/account.html",
        account=account,
        here=session,
        sessions=[
            one
            for one in work().sessions.of_account(account.id)
            if desk().settings.dashboard.lasting.holds(one, now())
        ],
        tokens=work().tokens.all(account.id),
        scopes=list(Scope),
        lives=LIVES,
        error=error,
        form=request.form,
        browser=browser_named,
        made=made,
        feeds=work().feeds.all(account.id),
        feed_kinds=list(FeedKind),
        owners=work().pages.owners(),
        address=address,
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _log(sentence: str) -> None:
    log.info(sentence, extra={"event": "access", "outcome": "changed"})
