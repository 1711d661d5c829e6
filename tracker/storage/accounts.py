"""Accounts: who may sign in, with which role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.exc import IntegrityError

from tracker.domain.access import Account, Role
from tracker.domain.errors import IllegalMove, NotFound
from tracker.storage.access_tables import AccountRow
from tracker.storage.sight import is_blind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


class Accounts:
    """Keeps accounts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def any(self) -> bool:
        """Return whether there is an account at all."""
        return self._session.scalar(select(AccountRow.id).limit(1)) is not None

    def none_yet(self) -> tuple[bool, bool]:
        """Return whether there is no account, and whether some incident is restricted anyway."""
        some = exists(select(AccountRow.id))
        found = self._session.execute(select(~some, is_blind(None))).one()
        return bool(found[0]), bool(found[1])

    def all(self) -> list[Account]:
        """Return every account, by name."""
        rows = self._session.scalars(select(AccountRow).order_by(AccountRow.name))
        return [account_of(row) for row in rows]

    def named(self, name: str) -> Account:
        """Return the account called *name*, or raise NotFound."""
        row = self._row(name)
        if row is None:
            raise NotFound(f"there is no account {name}")
        return account_of(row)

    def password_of(self, name: str) -> tuple[Account, str] | None:
        """Return an account with the hash of its password, or None where there is none."""
        row = self._row(name)
        return (account_of(row), row.password_hash) if row else None

    def add(
        self, name: str, password_hash: str, role: Role, person: str | None, at: datetime
    ) -> Account:
        """Store a new account, or raise IllegalMove where there is one of that name."""
        row = AccountRow(
            name=name, password_hash=password_hash, role=role.value, person=person, created_at=at
        )
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError as error:
            raise IllegalMove(f"there is an account {name} already") from error
        return account_of(row)

    def change(self, account_id: int, **values: Any) -> None:
        """Store what is other of an account now."""
        row = self._session.get_one(AccountRow, account_id)
        for name, value in values.items():
            setattr(row, name, value)
        self._session.flush()

    def remove(self, account_id: int) -> None:
        """Remove an account with its sessions and tokens; the history keeps its name."""
        self._session.execute(delete(AccountRow).where(AccountRow.id == account_id))

    def admins(self) -> int:
        """Return how many accounts may manage the others; one that is off may not."""
        found = select(func.count()).where(
            AccountRow.role == Role.ADMIN.value, AccountRow.disabled_at.is_(None)
        )
        return self._session.scalar(found) or 0

    def known(self, names: Iterable[str]) -> list[Account]:
        """Return the accounts called *names*, or raise NotFound for the first that is none."""
        return [self.named(name) for name in dict.fromkeys(names)]

    def person_of(self, name: str) -> str | None:
        """Return who an account is among the owners of items, None for one that is unknown."""
        row = self._row(name)
        return row.person if row else None

    def _row(self, name: str) -> AccountRow | None:
        return self._session.scalar(select(AccountRow).where(AccountRow.name == name))


def account_of(row: AccountRow) -> Account:
    """Return the value that a row holds."""
    return Account(
        row.id,
        row.name,
        Role(row.role),
        row.person,
        row.created_at,
        row.signed_in_at,
        row.disabled_at,
    )
