"""Secret addresses of calendars and feeds are made; what they tell is found."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker import credentials
from tracker.domain.errors import IllegalMove
from tracker.domain.feeds import Dated, Entry, Feed, FeedKind, about_of
from tracker.storage.feed_queries import FeedQueries

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.access import Account
    from tracker.people import People
    from tracker.storage import Work

MOST = 50  # addresses of one account
SHOWN_CLOSED = timedelta(days=30)  # as cancelled, so that programs take them away


def make_feed(
    work: Work, account: Account, kind: FeedKind, about: str | None, people: People, now: datetime
) -> tuple[Feed, str]:
    """Store a new address and return it with its secret, which nobody sees again.

    One person's is the account's own where nobody is named. The caller commits.
    Raises BadInput where nobody is known, IllegalMove where there are too many.
    """
    told = about if about and about.strip() else None
    if kind is FeedKind.PERSON:
        told = people.called(told) or account.person
    elif kind is FeedKind.TEAM:
        told = people.called(told)
    name = about_of(kind, told)
    if len(work.feeds.all(account.id)) >= MOST:
        raise IllegalMove(f"{account.name} has {MOST} addresses already; revoke one first")
    secret = credentials.new_token()
    return work.feeds.add(account, credentials.digest(secret), kind, name, now), secret


def dated(work: Work, feed: Feed, people: People, now: datetime) -> list[Dated]:
    """Return the items whose days a calendar tells, as far as whoever asks sees them."""
    owners = [feed.about or ""]
    if feed.kind is FeedKind.TEAM:
        owners = [one for one in work.pages.owners() if people.team(one) == feed.about]
    return FeedQueries(work.session).dated(owners, now - SHOWN_CLOSED)


def changes(work: Work) -> list[Entry]:
    """Return the newest changes, the newest first, as far as whoever asks sees them."""
    return FeedQueries(work.session).changes()
