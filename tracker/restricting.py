"""An incident is restricted to named people, or opened again; its issues follow with the sync."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.access import account_name
from tracker.domain.errors import BadInput, IllegalMove, NotFound
from tracker.domain.history import Change

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.domain.history import Author
    from tracker.storage import Work
    from tracker.storage.restrictions import Restriction

EVERYBODY = "everybody"


def restrict(
    work: Work, incident_id: int, names: Iterable[str], by: Author, now: datetime
) -> Restriction:
    """Let only the accounts called *names* see an incident; the caller commits.

    Raises BadInput where nobody is named, NotFound for a name or an incident that is none.
    """
    accounts = work.accounts.known(account_name(name) for name in names)
    if not accounts:
        raise BadInput("name at least one account that sees the incident")
    before = _standing(work, incident_id)
    work.restrictions.name(incident_id, accounts)
    if before is None:
        work.links.replan(incident_id)
    after = work.restrictions.of(incident_id)
    if after is None:
        raise NotFound(f"there is no incident I-{incident_id}")
    _tell(work, incident_id, (_told(before), _told(after)), by, now)
    return after


def unrestrict(work: Work, incident_id: int, by: Author, now: datetime) -> None:
    """Let everybody see an incident again; the caller commits.

    Raises IllegalMove where everybody does.
    """
    before = _standing(work, incident_id)
    if before is None:
        raise IllegalMove(f"I-{incident_id} is not restricted: everybody sees it")
    work.restrictions.lift(incident_id)
    work.links.replan(incident_id)
    _tell(work, incident_id, (_told(before), EVERYBODY), by, now)


def _standing(work: Work, incident_id: int) -> Restriction | None:
    """Return an incident's restriction; raises NotFound where there is no such incident."""
    found = work.restrictions.of(incident_id)
    if found is None:
        work.incidents.get(incident_id)
    return found


def _told(restriction: Restriction | None) -> str:
    return ", ".join(restriction.names) if restriction else EVERYBODY


def _tell(work: Work, incident_id: int, values: tuple[str, str], by: Author, now: datetime) -> None:
    old, new = values
    if old != new:
        work.history.add([Change(incident_id, None, "access", old, new, now, by)])
