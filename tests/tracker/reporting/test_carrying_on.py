"""What is carried on from the last look is what a first look would say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.tracker.reporting.house import ALICE, BERLIN, House, at
from tests.tracker.reporting.retelling import forget
from tracker.domain.errors import IllegalMove
from tracker.domain.history import Change
from tracker.domain.incidents import Facts
from tracker.reporting import grounds, trend, trend_on
from tracker.reporting.kept import NEVER, judge
from tracker.storage.choices import choices, choices_again
from tracker.storage.growth import Growth, growth_after
from tracker.storage.incident_pages import IncidentsWanted
from tracker.storage.items import Wanted
from tracker.storage.page_queries import PageQueries
from tracker.storage.sight import EVERYTHING, OPEN_TO_ALL
from tracker.storage.tables import ChangeRow
from tracker.storage.tally import NOTHING

if TYPE_CHECKING:
    from tracker.reporting import Grounds, Trend
    from tracker.storage import Store, Work
    from tracker.storage.choices import Choices
    from tracker.storage.tally import Tally

NOW = at(27)
TAKEN = [""] * 9  # keys of the incidents that the house has already
DAYS = st.dates(date(2026, 10, 1), date(2026, 12, 1))
STATUSES = st.sampled_from(("open", "in_progress", "done", "wont_do", "verified"))
NAMES = st.sampled_from(("@alice", "@bob", ""))
EDITS = st.one_of(
    st.tuples(st.just("due"), DAYS.map(str)),
    st.tuples(st.just("status"), STATUSES),
    st.tuples(st.just("owner"), NAMES),
    st.tuples(st.just("priority"), st.sampled_from(("P0", "P1", "P3"))),
    st.tuples(st.just("new"), DAYS.map(str)),
    st.tuples(st.just("incident"), st.sampled_from(("SEV1", "SEV2"))),
    st.tuples(st.just("severity"), st.sampled_from(("SEV1", "SEV2"))),
)
LISTS = (
    Wanted(),
    Wanted(status=["open", "in_progress"]),
    Wanted(overdue_on=NOW.date()),
    Wanted(owner="@alice"),
    Wanted(unowned=True),
    Wanted(priority="p1"),
    Wanted(text="later"),
    Wanted(stale_since=NOW - timedelta(days=14)),
)
HOURS = st.sampled_from((0, 0, 1, 2)).map(lambda hours: timedelta(hours=hours))
LAST_WEEK = 24
SEVERE = IncidentsWanted(severity="SEV1")


@dataclass(frozen=True)
class Look:
    """What pages say at one *moment*, up to the log's entry *last*."""

    moment: datetime
    last: int
    grounds: Grounds
    lists: Tally
    states: Tally
    severe: Tally
    choices: Choices

    @property
    def told(self) -> tuple[Trend, object]:
        """Return everything that a page shows of it."""
        counts = (self.lists.counts, self.states.counts, self.severe.counts)
        return trend_on(self.grounds, BERLIN, self.moment), (counts, self.choices)


def look(
    work: Work, before: Look | None = None, settled: int | None = None, moment: datetime = NOW
) -> Look:
    """Look at all, or at what changed since *before*."""
    last = _newest(work) if settled is None else settled
    growth = growth_after(work.session, before.last) if before else None
    if growth is None:
        before = None
    items, incidents = (growth.items, growth.incidents) if growth else (None, None)
    queries, today = PageQueries(work.session, BERLIN), NOW.date()
    return Look(
        moment,
        last,
        grounds(work, BERLIN, moment, last, before.grounds if before else None, growth),
        queries.counts(LISTS, before.lists if before else NOTHING, items),
        queries.states(IncidentsWanted(), today, before.states if before else NOTHING, incidents),
        queries.states(SEVERE, today, before.severe if before else NOTHING, incidents),
        _choices(work, before, growth),
    )


def _choices(work: Work, before: Look | None, growth: Growth | None) -> Choices:
    if before is None or growth is None:
        return choices(work.session)
    return choices_again(work.session, before.choices, growth)


@hypothesis_settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 30), EDITS), min_size=1, max_size=12), st.data())
def test_what_is_carried_on_is_what_a_first_look_says(
    light: Store, edits: list[tuple[int, tuple[str, str]]], data: st.DataObject
) -> None:
    """After every edit, or after some: every figure, every list and every choice."""
    with light.work() as work:
        house = House(work)
        incidents = [house.incident("Checkout was down", at(1, month=9), "SEV1")]
        items = [
            house.item(incidents[0], f"Item {day}", at(1, month=9), due=date(2026, 10, day))
            for day in (2, 20)
        ]
        carried = look(work)
        for number, (name, value) in edits:
            moment = at(1, month=10) + timedelta(days=number * 1.9)
            if number > LAST_WEEK:  # around the hours in which it becomes a week ago
                moment = at(20) + (number - LAST_WEEK - 1) * timedelta(hours=0.8)
            one = incidents[number % len(incidents)]
            if name == "new":
                due = date.fromisoformat(value)
                items.append(house.item(one, f"Later {len(items)}", moment, due=due))
            elif name == "incident":
                incidents.append(house.incident(f"Another {len(incidents)}", moment, value))
            elif name == "severity":
                _retell(work, one, value)
            else:
                _edit(house, items[number % len(items)], moment, name, value)
            if data.draw(st.booleans()):
                later = min(carried.moment + data.draw(HOURS), at(27, hour=23))
                carried = look(work, carried, moment=later)

                assert carried.told == look(work, moment=later).told
                assert carried.told[0] == trend(work, BERLIN, later)
        forget(work)


def _edit(house: House, item: int, moment: object, name: str, value: str) -> None:
    given_up = {"reason": "too dear", "approver": "@bob"} if value == "wont_do" else {}
    try:
        house.edit(item, moment, **{name: value}, **given_up)  # type: ignore[arg-type]
    except IllegalMove:
        house.edit(item, moment, status="open")  # type: ignore[arg-type]


def _retell(work: Work, incident: int, severity: str) -> None:
    before = work.incidents.get(incident)
    work.incidents.tell(incident, before.title, Facts(before.title, severity=severity), NOW)
    old = before.facts.severity
    work.history.add([Change(incident, None, "severity", old, severity, NOW, ALICE)])


def _newest(work: Work) -> int:
    return work.session.scalar(select(func.max(ChangeRow.__table__.c.id))) or 0


def test_another_day_is_judged_anew(light: Store) -> None:
    """A promise whose day was yesterday is judged today, though the log did not grow."""
    with light.work() as work:
        house = House(work)
        house.item(house.incident("Slow", at(1)), "Pin it", at(1), due=date(2026, 11, 26))
        before = judge(work, BERLIN, at(26), NEVER, set())
        after = judge(work, BERLIN, NOW, before, set())
        forget(work)

    assert (len(before.verdicts), len(after.verdicts)) == (0, 1)


def test_what_was_restricted_meanwhile_is_carried_no_further(store: Store) -> None:
    """Whoever may not see an incident any more sees its promises in no figure either."""
    with store.work() as work:
        house = House(work, [*TAKEN])
        hidden, shown = house.incident("Breach", at(1), "SEV9"), house.incident("Slow", at(1))
        for one in (hidden, shown):
            house.item(one, "Pin it", at(1), due=date(2026, 11, 20), owner=f"@{one}")
        work.sight = OPEN_TO_ALL
        before = look(work)
        work.restrictions.name(hidden, ())
        work.history.add([Change(hidden, None, "access", "everybody", "", NOW, ALICE)])
        after = look(work, before)
        first = look(work)

    assert after.told == first.told != before.told
    assert after.lists.counts[0] == before.lists.counts[0] - 1
    assert before.choices["owner"] - after.choices["owner"] == {f"@{hidden}"}
    assert "SEV9" not in after.choices.get("severity", ())


def test_an_edit_of_what_is_hidden_shows_in_no_figure(store: Store) -> None:
    """What changes in an incident that one may not see changes nothing that one sees."""
    with store.work() as work:
        house = House(work, [*TAKEN])
        hidden, shown = house.incident("Breach", at(1)), house.incident("Slow", at(1))
        secret, _ = (house.item(one, "Pin it", at(1), owner="@alice") for one in (hidden, shown))
        work.restrictions.name(hidden, ())
        work.sight = OPEN_TO_ALL
        before = look(work)
        work.sight = EVERYTHING
        house.edit(secret, at(20), status="done", owner="@secret")
        work.sight = OPEN_TO_ALL
        after = look(work, before)

    assert after.told == before.told


def test_an_entry_that_is_committed_late_is_not_passed_over(store: Store) -> None:
    """Whoever began to write first and ended last is counted as well, on both databases."""
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
            meanwhile, carried = _seen(store, carried), _seen(store, carried)
            slow.commit()

            assert meanwhile.told == carried.told
    last = _seen(store, carried)

    assert last.told == _seen(store).told


def _seen(store: Store, before: Look | None = None) -> Look:
    """Look as a page does: the mark is taken before the reading begins."""
    settled = store.watch.mark().newest
    if settled is None:  # somebody writes: nothing more is certain than it was before
        settled = before.last if before else 0
    with store.reading() as work:
        return look(work, before, settled)
