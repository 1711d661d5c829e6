"""Which incidents are restricted, and to whom; told by number, whoever may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from tracker.storage.access_tables import AccountRow, NamedRow
from tracker.storage.columns import is_number
from tracker.storage.tables import IncidentRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from tracker.domain.access import Account

INCIDENTS = IncidentRow.__table__  # not the mapped classes: who manages need not see
NAMED = NamedRow.__table__
ACCOUNTS = AccountRow.__table__


@dataclass(frozen=True, slots=True)
class Restriction:
    """A restricted incident by its number, and the names of those who see it."""

    incident_id: int
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the incident's public name, such as I-3."""
        return f"I-{self.incident_id}"


class Restrictions:
    """Keeps who is named for which incident."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Restriction]:
        """Return every restriction, by number."""
        return self._read(INCIDENTS.c.restricted)

    def of(self, incident_id: int) -> Restriction | None:
        """Return the restriction of an incident, or None where everybody sees it."""
        if not is_number(incident_id):
            return None
        found = self._read(INCIDENTS.c.restricted, INCIDENTS.c.id == incident_id)
        return found[0] if found else None

    def name(self, incident_id: int, accounts: Iterable[Account]) -> None:
        """Let *accounts*, and nobody else, see an incident."""
        self._mark(incident_id, restricted=True)
        self._session.execute(delete(NamedRow).where(NamedRow.incident_id == incident_id))
        rows = [{"incident_id": incident_id, "account_id": one.id} for one in accounts]
        if rows:
            self._session.execute(insert(NamedRow), rows)

    def lift(self, incident_id: int) -> None:
        """Let everybody see an incident."""
        self._mark(incident_id, restricted=False)
        self._session.execute(delete(NamedRow).where(NamedRow.incident_id == incident_id))

    def _mark(self, incident_id: int, *, restricted: bool) -> None:
        where = IncidentRow.id == incident_id
        self._session.execute(update(IncidentRow).where(where).values(restricted=restricted))
        self._session.expire_all()  # an incident that was read before says otherwise

    def _read(self, *where: object) -> list[Restriction]:
        rows = self._session.execute(
            select(INCIDENTS.c.id, ACCOUNTS.c.name)
            .outerjoin(NAMED, NAMED.c.incident_id == INCIDENTS.c.id)
            .outerjoin(ACCOUNTS, ACCOUNTS.c.id == NAMED.c.account_id)
            .where(*where)  # type: ignore[arg-type]
            .order_by(INCIDENTS.c.id, ACCOUNTS.c.name)
        )
        found: dict[int, list[str]] = {}
        for number, name in rows:
            found.setdefault(number, []).extend([name] if name else [])
        return [Restriction(number, tuple(names)) for number, names in found.items()]
