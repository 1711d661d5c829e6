"""What is carried on from the last look is what a first look would say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.tracker.reporting.house import ALICE, BERLIN, House, at
from tests.tracker.reporting.retelling import forget
from tracker.domain.errors import IllegalMove
from tracker.domain.history import Change
from tracker.reporting.kept import Judged, judge
from tracker.storage.sight import OPEN_TO_ALL
from tracker.storage.tables import ChangeRow

if TYPE_CHECKING:
    from tracker.storage import Store, Work

NOW = at(27)
TAKEN = [""] * 9  # keys of the incidents that the house has already
DAYS = st.dates(date(2026, 10, 1), date(2026, 12, 1))
STATUSES = st.sampled_from(("open", "in_progress", "done", "wont_do", "verified"))
EDITS = st.one_of(
    st.tuples(st.just("due"), DAYS.map(str)),
    st.tuples(st.just("status"), STATUSES),
    st.tuples(st.just("new"), DAYS.map(str)),
)


@hypothesis_settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 30), EDITS), min_size=1, max_size=12))
def test_carried_verdicts_are_those_of_a_first_look(
    light: Store, edits: list[tuple[int, tuple[str, str]]]
) -> None:
    """After every edit, judging what changed tells the same as judging everything."""
    with light.work() as work:
        house = House(work)
        incident = house.incident("Checkout was down", at(1, month=9))
        items = [
            house.item(incident, f"Item {day}", at(1, month=9), due=date(2026, 10, day))
            for day in (2, 20)
        ]
        carried = _look(work)
        for number, (name, value) in edits:
            moment = at(1, month=10) + timedelta(days=number * 1.9)
            if name == "new":
                due = date.fromisoformat(value)
                items.append(house.item(incident, f"Later {len(items)}", moment, due=due))
            else:
                _edit(house, items[number % len(items)], moment, name, value)
            carried = _look(work, carried)

            assert carried == _look(work)
        forget(work)


def _edit(house: House, item: int, moment: object, name: str, value: str) -> None:
    given_up = {"reason": "too dear", "approver": "@bob"} if value == "wont_do" else {}
    try:
        house.edit(item, moment, **{name: value}, **given_up)  # type: ignore[arg-type]
    except IllegalMove:
        house.edit(item, moment, status="open")  # type: ignore[arg-type]


def _newest(work: Work) -> int:
    return work.session.scalar(select(func.max(ChangeRow.__table__.c.id))) or 0


def _look(work: Work, before: Judged | None = None) -> Judged:
    return judge(work, BERLIN, NOW, _newest(work), before)


def test_another_day_is_judged_anew(light: Store) -> None:
    """A promise whose day was yesterday is judged today, though the log did not grow."""
    with light.work() as work:
        house = House(work)
        house.item(house.incident("Slow", at(1)), "Pin it", at(1), due=date(2026, 11, 26))
        before = judge(work, BERLIN, at(26), _newest(work))
        after = _look(work, before)
        forget(work)

    assert (len(before.verdicts), len(after.verdicts)) == (0, 1)


def test_what_was_restricted_meanwhile_is_carried_no_further(store: Store) -> None:
    """Whoever may not see an incident any more sees its promises in no figure either."""
    with store.work() as work:
        house = House(work, [*TAKEN])
        hidden, shown = house.incident("Breach", at(1)), house.incident("Slow", at(1))
        breached = house.item(hidden, "Pin it", at(1), due=date(2026, 11, 20))
        house.item(shown, "Pin it", at(1), due=date(2026, 11, 20))
        work.sight = OPEN_TO_ALL
        before = _look(work)
        work.restrictions.name(hidden, ())
        work.history.add([Change(hidden, None, "access", "everybody", "", NOW, ALICE)])
        after = _look(work, before)

    assert before.verdicts.keys() - after.verdicts.keys() == {breached}
    assert after.verdicts


def test_an_entry_that_is_committed_late_is_not_passed_over(store: Store) -> None:
    """Whoever began to write first and ended last is judged as well, on both databases."""
    with store.work() as work:
        house = House(work, [*TAKEN])
        incident = house.incident("Slow", at(1))
        items = [
            house.item(incident, f"Pin {n}", at(1), due=date(2026, 11, 20 + n)) for n in range(2)
        ]
        work.commit()
    carried = _seen(store)
    if store.engine.dialect.name == "postgresql":  # SQLite lets nobody begin meanwhile
        with store.work() as slow, store.work() as quick:
            House(slow).edit(items[0], at(10), status="done")
            slow.session.flush()
            House(quick).edit(items[1], at(10), status="done")
            quick.commit()
            carried = _seen(store, carried)
            slow.commit()
    carried = _seen(store, carried)

    assert carried == _seen(store)


def _seen(store: Store, before: Judged | None = None) -> Judged:
    """Look as a page does: the mark is taken before the reading begins."""
    newest = store.watch.mark().newest
    with store.reading() as work:
        return judge(work, BERLIN, NOW, newest, before)
