"""What the overview reads of the change log: a few sums, and the few items that need a look."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, exists, func, literal_column, or_, select, true
from sqlalchemy.orm import aliased

from tracker.domain.history import Origin
from tracker.domain.items import ACTIVE, KEPT, ActionItem, Status
from tracker.storage.columns import passed_over
from tracker.storage.tables import ChangeRow, ItemRow
from tracker.storage.tally import NOTHING, marks_of, tallied

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, timedelta

    from sqlalchemy.orm import Session

    from tracker.storage.growth import Growth
    from tracker.storage.tally import Tally

OPEN = sorted(status.value for status in ACTIVE)
PROMISED = sorted(status.value for status in ACTIVE | KEPT)
GIVEN_UP = (Status.WONT_DO.value, Status.DUPLICATE.value)
UNTOLD = Origin.DOCUMENT.value  # who changed something decides on no verdict
Logged = tuple[int, int | None, str, str | None, str | None, datetime, str, str | None]
OF_COUNTS = ("status", "due", "owner")
OF_VERDICTS = ("status", "due", "approver")


@dataclass(frozen=True, slots=True)
class Touched:
    """An item that changed since a moment: each value now, and what was *before* the moment."""

    id: int
    now: dict[str, Any]
    before: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Move:
    """A change of an item's status in one week, the *week* counted from the first.

    *accepted*: the item had been promised before that.
    """

    week: int
    old: str | None
    new: str
    accepted: bool


class TrendQueries:
    """Answers what the overview and the list of weeks ask; four statements in all."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tally(
        self,
        today: date,
        then: date,
        before: Tally = NOTHING,
        only: Collection[int] | None = None,
    ) -> Tally:
        """Return how many items are open, overdue, undated, unowned, and overdue by *then*.

        All of them are open. With what was told *before*, *only* some are looked at again.
        """
        late, undated, unowned = ItemRow.due < today, ItemRow.due.is_(None), ItemRow.owner.is_(None)
        conditions = (true(), late, undated, unowned, ItemRow.due < then)
        rows = select(ItemRow.id, marks_of(conditions)).where(ItemRow.status.in_(OPEN))
        return tallied(self._session, rows, ItemRow.id, len(conditions), before, only)

    def open_now(self) -> int:
        """Return how many items are open."""
        return self._session.scalar(select(func.count()).where(ItemRow.status.in_(OPEN))) or 0

    def touched(self, since: datetime, only: Collection[int] | None = None) -> dict[int, Touched]:
        """Return the items whose status, due date or owner changed since a moment, by number."""
        rows = self._session.execute(
            select(
                ItemRow.id,
                ItemRow.status,
                ItemRow.due,
                ItemRow.owner,
                ChangeRow.field,
                ChangeRow.old,
                ChangeRow.id,
            )
            .join(ItemRow, ItemRow.id == ChangeRow.item_id)
            .where(ChangeRow.field.in_(OF_COUNTS), ChangeRow.at >= since, _is_among(only))
        ).all()
        found: dict[int, Touched] = {}
        for number, status, due, owner, field, old, _ in sorted(rows, key=itemgetter(-1)):
            now = {"status": status, "due": due, "owner": owner}
            found.setdefault(number, Touched(number, now, {})).before.setdefault(field, old)
        return found

    def moves(
        self,
        starts: Sequence[datetime],
        skew: timedelta,
        settled: int | None = None,
        growth: Growth | None = None,
    ) -> tuple[Counter[Move], Counter[Move]]:
        """Return what became of items, week by week from the first of *starts* on.

        Clocks may differ by *skew*: a moment before the item's last one counts as that one. Told
        apart is what the log says up to its entry *settled*, and after it; with *growth*, all
        of it since that.
        """
        settled = 0 if settled is None else settled
        changed, after = (growth.items, growth.after) if growth else (None, 0)
        kept = (
            select(
                ChangeRow.old,
                ChangeRow.new,
                ChangeRow.id,
                _was_promised().label("accepted"),
                func.max(ChangeRow.at)
                .over(partition_by=ChangeRow.item_id, order_by=ChangeRow.id)
                .label("at"),
            )
            .where(ChangeRow.at >= starts[0] - skew)
            .where(ChangeRow.item_id.is_not(None), ChangeRow.new.is_not(None))
            .where(*_status_moves(changed))
        )
        steps = kept.subquery()
        weeks = enumerate(starts[1:])
        ends = [(steps.c.at < end, number) for number, end in weeks]
        first_of_all = (steps.c.at < starts[0], 0)  # none is, but one week alone has no end
        week = case(first_of_all, *ends, else_=len(starts) - 1)
        late = case((steps.c.id > settled, 1), else_=0).label("late")
        columns = (late, week.label("week"), steps.c.old, steps.c.new, steps.c.accepted)
        counted = select(*columns, func.count()).where(steps.c.at >= starts[0])
        counted = counted.where(steps.c.id > after).group_by(*columns)
        found: tuple[Counter[Move], Counter[Move]] = (Counter(), Counter())
        for is_late, number, old, new, accepted, many in self._session.execute(counted):
            found[is_late][Move(number, old, new, bool(accepted))] += many
        return found

    def promised(
        self, first: date, last: date, only: Collection[int] | None = None
    ) -> tuple[list[ActionItem], list[Logged]]:
        """Return all items that were ever due in a span of days, with what decides on them.

        A day that an item is judged by is its own now, or was followed by another one. Of the
        items, only what verdicts need is told; *only* is which items are meant, None all.
        """
        followed = (
            select(ChangeRow.item_id)
            .where(ChangeRow.field == literal_column("'due'"), ChangeRow.item_id.is_not(None))
            .where(ChangeRow.old.between(str(first), str(last)))
            .where(true() if only is None else ChangeRow.item_id.in_(only))
        )
        item = (ItemRow.id, ItemRow.incident_id, ItemRow.status, ItemRow.due, ItemRow.approver)
        change = (ChangeRow.field, ChangeRow.old, ChangeRow.new, ChangeRow.at)
        rows = self._session.execute(
            select(*item, ItemRow.created_at, *change)
            .join(ChangeRow, ChangeRow.item_id == ItemRow.id)
            .where(or_(ItemRow.due.between(first, last), ItemRow.id.in_(followed)))
            .where(ChangeRow.field.in_(OF_VERDICTS), _is_among(only))
            .order_by(ChangeRow.id)
        ).all()
        items: dict[int, ActionItem] = {}
        changes: list[Logged] = []
        for number, incident, status, due, approver, found, field, old, new, at in rows:
            if number not in items:
                items[number] = ActionItem(
                    number, incident, "", Status(status), found, due=due, approver=approver
                )
            changes.append((incident, number, field, old, new, at, UNTOLD, None))
        return list(items.values()), changes


def _is_among(items: Collection[int] | None) -> Any:
    return true() if items is None else ItemRow.id.in_(items)


def _status_moves(items: Collection[int] | None) -> tuple[Any, ...]:
    """Return the conditions of a status' changes: of all items, or of a few."""
    if items is None:
        return (ChangeRow.field == "status",)
    return (passed_over(ChangeRow.field) == "status", ChangeRow.item_id.in_(items))


def _was_promised() -> Any:
    """Return whether an item had been promised before a change, where only its past can tell."""
    before = aliased(ChangeRow)
    earlier = exists().where(
        before.item_id == ChangeRow.item_id,
        before.id < ChangeRow.id,
        before.field == "status",
        before.new.in_(PROMISED),
    )
    told = and_(ChangeRow.old.in_(GIVEN_UP), earlier)
    return case((ChangeRow.old.in_(PROMISED), 1), (told, 1), else_=0)
