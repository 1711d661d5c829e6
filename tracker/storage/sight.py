"""Who may read what: a session sees no row of an incident that is hidden from whoever asks.

The condition is added to every ORM statement, and follows from the tables' own references, so
that no query can forget it and no new table is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, event, exists, false, literal, not_, or_, select
from sqlalchemy.orm import Session, with_loader_criteria

from tracker.storage.access_tables import NamedRow
from tracker.storage.draft_tables import DraftRow
from tracker.storage.tables import IncidentRow, ItemRow, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy import Table as SqlTable
    from sqlalchemy.orm import ORMExecuteState

SIGHT = "sight"
READER = "reader"
INCIDENTS = IncidentRow.__table__
ITEMS = ItemRow.__table__
NAMED = NamedRow.__table__


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose eyes read: *everything*, or what is open to all and what the account is named for."""

    everything: bool = False
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Which drafts are shown: an account's own, *unclaimed* ones of no account, those of *others*.

    What is restricted is shown to the account alone.
    """

    account_id: int | None = None
    unclaimed: bool = False
    others: bool = False


NO_DRAFTS = Reader()
EVERYTHING = Sight(everything=True)
OPEN_TO_ALL = Sight()


class Seeing(Session):
    """A session that reads what its sight allows; without one, everything."""


@event.listens_for(Seeing, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    if state.is_select and sees_less(state.session):
        state.statement = state.statement.options(*_criteria(state.session.info[SIGHT]))


def sees_less(session: Session) -> bool:
    """Return whether something may be hidden from whoever asks."""
    return not session.info.get(SIGHT, EVERYTHING).everything


def visible_items(session: Session, ids: Collection[int]) -> set[int]:
    """Return those of some items that whoever asks may see; asks only where one may be hidden."""
    if not ids or not sees_less(session):
        return set(ids)
    return set(session.scalars(select(ItemRow.id).where(ItemRow.id.in_(ids))))


def hidden_keys(session: Session) -> frozenset[str]:
    """Return the keys of the incidents and items that whoever asks may not see; by one statement.

    Nothing is asked where all is seen.
    """
    if not sees_less(session):
        return frozenset()
    sight: Sight = session.info[SIGHT]
    hidden = _hidden_incidents(sight.account_id).subquery()
    told = select(literal("I"), hidden.c.id).union_all(
        select(literal("A"), ITEMS.c.id).where(ITEMS.c.incident_id.in_(select(hidden.c.id)))
    )
    return frozenset(f"{letter}-{number}" for letter, number in session.execute(told))


def shown_drafts(session: Session) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a draft is shown; none where nobody in person reads."""
    reader: Reader | None = session.info.get(READER)
    if reader is None:
        return ()
    shown = [] if reader.account_id is None else [DraftRow.account_id == reader.account_id]
    if reader.others:
        shown.append(not_(DraftRow.restricted))
    elif reader.unclaimed:
        shown.append(and_(not_(DraftRow.restricted), DraftRow.account_id.is_(None)))
    return (or_(false(), *shown),)


def is_blind(account_id: Any) -> ColumnElement[bool]:
    """Return whether some incident is hidden from an account, None for nobody's."""
    return exists(_hidden_incidents(account_id))


def _hidden_incidents(account_id: Any) -> Select[Any]:
    named = select(NAMED.c.incident_id).where(NAMED.c.account_id == account_id)
    named = named.correlate_except(NAMED)  # the account may be one of a statement around both
    return select(INCIDENTS.c.id).where(INCIDENTS.c.restricted, INCIDENTS.c.id.not_in(named))


def guarded_tables() -> dict[SqlTable, tuple[Any, ...]]:
    """Return every table that hangs on an incident, with the references by which it does."""
    guarded: dict[Any, tuple[Any, ...]] = {INCIDENTS: ()}
    for table in Table.metadata.sorted_tables:
        own = {key.column.table: key.parent for key in _references(table)}
        if INCIDENTS in own:
            guarded[table] = (own[INCIDENTS],)
        elif found := tuple(column for there, column in own.items() if there in guarded):
            guarded[table] = found
    return guarded


def _references(table: SqlTable) -> Iterator[Any]:
    return (key for key in table.foreign_keys if key.column.table is not table)


@cache
def _criteria(sight: Sight) -> tuple[Any, ...]:
    guarded = guarded_tables()
    return tuple(
        with_loader_criteria(
            mapper.class_, _seen(mapper.local_table, guarded, sight), include_aliases=True
        )
        for mapper in Table.registry.mappers
        if mapper.local_table in guarded
    )


def _seen(table: Any, guarded: dict[Any, tuple[Any, ...]], sight: Sight) -> ColumnElement[bool]:
    """Return the condition under which a row of *table* may be read."""
    if table is INCIDENTS:
        seen: ColumnElement[bool] = INCIDENTS.c.id.not_in(_hidden_incidents(sight.account_id))
        return seen
    conditions: list[ColumnElement[bool]] = []
    for column in guarded[table]:
        hidden = _hidden(next(iter(column.foreign_keys)).column.table, guarded, sight)
        beyond = column.not_in(hidden)
        conditions.append(or_(column.is_(None), beyond) if column.nullable else beyond)
    return and_(*conditions)


def _hidden(table: Any, guarded: dict[Any, tuple[Any, ...]], sight: Sight) -> Select[Any]:
    """Return the numbers of the rows of *table* that may not be read."""
    if table is INCIDENTS:
        return _hidden_incidents(sight.account_id)
    where = [
        column.in_(_hidden(next(iter(column.foreign_keys)).column.table, guarded, sight))
        for column in guarded[table]
    ]
    return select(table.c.id).where(or_(*where))
