"""The secret addresses of calendars and feeds: found by what is kept of their secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from tracker.domain.errors import NotFound
from tracker.domain.feeds import Feed, FeedKind
from tracker.storage.access_tables import AccountRow, FeedRow
from tracker.storage.accounts import account_of
from tracker.storage.columns import is_number
from tracker.storage.sessions import Known
from tracker.storage.sight import is_blind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tracker.domain.access import Account


class Feeds:
    """Keeps addresses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, digest: str) -> tuple[Feed, Known] | None:
        """Return the address with a secret and whose it is; none of who is off."""
        found = self._session.execute(
            select(FeedRow, AccountRow, is_blind(AccountRow.id))
            .join(AccountRow, AccountRow.id == FeedRow.account_id)
            .where(FeedRow.digest == digest, AccountRow.disabled_at.is_(None))
        ).first()
        if found is None:
            return None
        row, account, blind = found
        return _feed_of(row, account.name), Known(account_of(account), bool(blind))

    def all(self, account_id: int | None = None) -> list[Feed]:
        """Return the addresses, of one account or of all, by number."""
        wanted = select(FeedRow, AccountRow.name).join(
            AccountRow, AccountRow.id == FeedRow.account_id
        )
        if account_id is not None:
            wanted = wanted.where(FeedRow.account_id == account_id)
        rows = self._session.execute(wanted.order_by(FeedRow.id))
        return [_feed_of(row, name) for row, name in rows]

    def add(
        self, account: Account, digest: str, kind: FeedKind, about: str | None, at: datetime
    ) -> Feed:
        """Store a new address."""
        row = FeedRow(
            account_id=account.id, digest=digest, kind=kind.value, about=about, created_at=at
        )
        self._session.add(row)
        self._session.flush()
        return _feed_of(row, account.name)

    def use(self, feed_id: int, at: datetime) -> None:
        """Store that an address was read."""
        where = FeedRow.id == feed_id
        self._session.execute(update(FeedRow).where(where).values(last_used_at=at))

    def revoke(self, feed_id: int, account_id: int | None = None) -> Feed:
        """Remove an address and return what it was, or raise NotFound; of *account_id* only."""
        mine = self.all(account_id) if is_number(feed_id) else []
        found = next((one for one in mine if one.id == feed_id), None)
        if found is None:
            raise NotFound(f"there is no calendar or feed {feed_id}")
        self._session.execute(delete(FeedRow).where(FeedRow.id == feed_id))
        return found

    def revoke_all(self, account_id: int) -> int:
        """Remove all addresses of an account and return how many."""
        gone = delete(FeedRow).where(FeedRow.account_id == account_id)
        return len(self._session.scalars(gone.returning(FeedRow.id)).all())


def _feed_of(row: FeedRow, account: str) -> Feed:
    return Feed(
        row.id,
        row.account_id,
        account,
        FeedKind(row.kind),
        row.about,
        row.created_at,
        row.last_used_at,
    )
