"""The sessions of browsers and the tokens of programs: found by what is kept of their secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from tracker.domain.access import Account, Scope, Session, Token
from tracker.domain.errors import NotFound
from tracker.storage.access_tables import AccountRow, SessionRow, TokenRow
from tracker.storage.accounts import account_of
from tracker.storage.columns import is_number
from tracker.storage.sight import is_blind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session as Database


@dataclass(frozen=True, slots=True)
class Known:
    """Who asks; *blind* where some incident is hidden from them."""

    account: Account
    blind: bool
    session: Session | None = None
    token: Token | None = None


class Sessions:
    """Keeps who is signed in."""

    def __init__(self, session: Database) -> None:
        self._session = session

    def find(self, digest: str) -> Known | None:
        """Return whose the session with a secret is, in one statement; none of who is off."""
        found = self._session.execute(
            select(SessionRow, AccountRow, is_blind(AccountRow.id))
            .join(AccountRow, AccountRow.id == SessionRow.account_id)
            .where(SessionRow.digest == digest, AccountRow.disabled_at.is_(None))
        ).first()
        if found is None:
            return None
        row, account, blind = found
        return Known(account_of(account), bool(blind), session=session_of(row))

    def of_account(self, account_id: int) -> list[Session]:
        """Return an account's sessions, the one seen last first."""
        rows = self._session.scalars(
            select(SessionRow)
            .where(SessionRow.account_id == account_id)
            .order_by(SessionRow.seen_at.desc(), SessionRow.id.desc())
        )
        return [session_of(row) for row in rows]

    def begin(
        self, account_id: int, digest: str, address: str, agent: str, at: datetime
    ) -> Session:
        """Store that a browser is signed in."""
        row = SessionRow(
            account_id=account_id,
            digest=digest,
            created_at=at,
            seen_at=at,
            address=address,
            agent=agent,
        )
        self._session.add(row)
        self._session.flush()
        return session_of(row)

    def rotate(self, session_id: int, digest: str) -> None:
        """Give a session another secret; the former one is good for nothing."""
        self._session.get_one(SessionRow, session_id).digest = digest
        self._session.flush()

    def see(self, session_id: int, at: datetime) -> None:
        """Store that a session was used; one that ended meanwhile stays ended."""
        where = SessionRow.id == session_id
        self._session.execute(update(SessionRow).where(where).values(seen_at=at))

    def end(self, account_id: int, *, only: int | None = None, but: int | None = None) -> int:
        """End an account's sessions and return how many: all, one, or all but one."""
        gone = delete(SessionRow).where(SessionRow.account_id == account_id)
        if only is not None:
            gone = gone.where(SessionRow.id == only)
        if but is not None:
            gone = gone.where(SessionRow.id != but)
        return len(self._session.scalars(gone.returning(SessionRow.id)).all())

    def forget(self, unused_since: datetime, begun_before: datetime) -> None:
        """Forget the sessions that are over."""
        self._session.execute(delete(SessionRow).where(SessionRow.seen_at <= unused_since))
        self._session.execute(delete(SessionRow).where(SessionRow.created_at <= begun_before))


class Tokens:
    """Keeps tokens."""

    def __init__(self, session: Database) -> None:
        self._session = session

    def find(self, digest: str) -> Known | None:
        """Return whose the token with a secret is, in one statement; none of who is off."""
        found = self._session.execute(
            select(TokenRow, AccountRow, is_blind(AccountRow.id))
            .join(AccountRow, AccountRow.id == TokenRow.account_id)
            .where(TokenRow.digest == digest, AccountRow.disabled_at.is_(None))
        ).first()
        if found is None:
            return None
        row, account, blind = found
        return Known(account_of(account), bool(blind), token=_token_of(row, account.name))

    def all(self, account_id: int | None = None) -> list[Token]:
        """Return the tokens, of one account or of all, by number."""
        wanted = select(TokenRow, AccountRow.name).join(
            AccountRow, AccountRow.id == TokenRow.account_id
        )
        if account_id is not None:
            wanted = wanted.where(TokenRow.account_id == account_id)
        rows = self._session.execute(wanted.order_by(TokenRow.id))
        return [_token_of(row, name) for row, name in rows]

    def add(
        self,
        account: Account,
        digest: str,
        name: str,
        scope: Scope,
        expires: datetime | None,
        at: datetime,
    ) -> Token:
        """Store a new token."""
        row = TokenRow(
            account_id=account.id,
            digest=digest,
            name=name,
            scope=scope.value,
            created_at=at,
            expires_at=expires,
        )
        self._session.add(row)
        self._session.flush()
        return _token_of(row, account.name)

    def use(self, token_id: int, at: datetime) -> None:
        """Store that a token was used."""
        where = TokenRow.id == token_id
        self._session.execute(update(TokenRow).where(where).values(last_used_at=at))

    def revoke(self, token_id: int, account_id: int | None = None) -> Token:
        """Remove a token and return what it was, or raise NotFound; of *account_id* only."""
        mine = self.all(account_id) if is_number(token_id) else []
        found = next((one for one in mine if one.id == token_id), None)
        if found is None:
            raise NotFound(f"there is no token {token_id}")
        self._session.execute(delete(TokenRow).where(TokenRow.id == token_id))
        return found

    def revoke_all(self, account_id: int) -> int:
        """Remove all tokens of an account and return how many."""
        gone = delete(TokenRow).where(TokenRow.account_id == account_id)
        return len(self._session.scalars(gone.returning(TokenRow.id)).all())


def session_of(row: SessionRow) -> Session:
    """Return the value that a row holds."""
    return Session(row.id, row.account_id, row.created_at, row.seen_at, row.address, row.agent)


def _token_of(row: TokenRow, account: str) -> Token:
    return Token(
        row.id,
        row.account_id,
        account,
        row.name,
        Scope(row.scope),
        row.created_at,
        row.last_used_at,
        row.expires_at,
    )
