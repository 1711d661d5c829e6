from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import event

from tests.tracker.counting.stories import MONDAY, tales
from tests.tracker.reporting.house import BERLIN, House, at, live_on
from tests.tracker.reporting.retelling import forget, retell
from tracker.counting.completion import completions
from tracker.counting.counts import counts
from tracker.counting.ledger import Flow, ledger
from tracker.counting.punctuality import on_time
from tracker.counting.staleness import LONG, SOME, staleness
from tracker.counting.weeks import day_at, day_begins, week_ago, week_of
from tracker.reporting.gathering import log_of
from tracker.reporting.kept import QUARTER
from tracker.reporting.trends import NAMES, Trend, ledger_lines, trend
from tracker.storage.incident_pages import IncidentsWanted
from tracker.storage.items import Wanted
from tracker.storage.page_queries import PageQueries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from tests.tracker.counting.stories import Story
    from tracker.counting.histories import Log
    from tracker.storage import Store, Work

UTC = ZoneInfo("UTC")
TAKEN = [""] * 9  # keys of the incidents that the house has already
ZONES = ("Europe/Berlin", "UTC", "America/New_York", "Asia/Kolkata")


def _replayed(log: Log, zone: tzinfo, now: datetime) -> dict[str, object]:
    """Return what the metrics say of the whole log."""
    here, then = counts(log, now), counts(log, week_ago(now, zone))
    running = week_of(now, zone)
    weeks = [running.earlier(back) for back in range(25, -1, -1)]
    books = [ledger(log, week.start, min(week.end, now)) for week in weeks]
    quarter = on_time(log, day_begins(running.earlier(QUARTER - 1).monday, zone), now)
    return {
        "counts": {n: (getattr(here, n).count, getattr(then, n).count) for n in NAMES},
        "open": [(one.open_at_start.count, one.open_at_end.count) for one in books],
        "flows": [{f: getattr(one, f.value).count for f in Flow} for one in books],
        "kept": (quarter.met.count, quarter.judged, quarter.percent, quarter.unjudged.count),
    }


def _told(found: Trend) -> dict[str, object]:
    return {
        "counts": {name: (one.now, one.before) for name, one in found.counts.items()},
        "open": [(one.open_at_start, one.open_at_end) for one in found.weeks],
        "flows": [{flow: one.of(flow) for flow in Flow} for one in found.weeks],
        "kept": (found.kept.met, found.kept.judged, found.kept.percent, found.kept.unjudged),
    }


@hypothesis_settings(max_examples=40)
@given(st.data(), st.sampled_from(ZONES), st.integers(0, 40))
def test_the_trend_is_what_a_replay_of_the_whole_log_says(
    light: Store, data: st.DataObject, zone: str, days: int
) -> None:
    """Whatever happened, in whatever order clocks said: every figure agrees with the metrics."""
    story, taken = data.draw(tales(MONDAY - timedelta(days=days)))
    _set_clocks_back(data, story)
    now = max(one.at for one in story.changes) + timedelta(hours=data.draw(st.integers(1, 400)))
    with light.work() as work:
        retell(work, story)

        found = trend(work, ZoneInfo(zone), now)

        assert _told(found) == _replayed(story.log(ZoneInfo(zone)), ZoneInfo(zone), now)
        forget(work)
    assert taken


@hypothesis_settings(max_examples=40)
@given(st.data(), st.integers(0, 40), st.sampled_from(ZONES).map(ZoneInfo))
def test_an_incidents_figures_are_the_metrics_own(
    light: Store, data: st.DataObject, days: int, zone: ZoneInfo
) -> None:
    """Whatever happened, its page counts as M7 does: also what was given up, and when."""
    story, _ = data.draw(tales(MONDAY - timedelta(days=days)))
    now = max(one.at for one in story.changes) + timedelta(hours=data.draw(st.integers(1, 900)))
    counted = [
        (one.incident, one.counted.count, one.done.count, one.overdue.count, one.remediated)
        for one in completions(story.log(zone), now)
    ]
    with light.work() as work:
        retell(work, story)

        shown = PageQueries(work.session, zone).progress(
            IncidentsWanted(), day_at(now, zone), limit=None
        )

        found = [(one.completion, one.remediated) for one in shown]
        assert counted == sorted(
            (one.incident.id, one.total, one.done, one.overdue, remediated)
            for one, remediated in found
        )
        forget(work)


@pytest.mark.parametrize("zone", [*ZONES, "Pacific/Apia"])
def test_a_promise_given_up_around_midnight_counts_on_pages_as_in_reports(
    store: Store, zone: str
) -> None:
    """Whether it was given up on its day or after, the report's own clocks decide everywhere."""
    there = ZoneInfo(zone)
    with store.work() as work:
        house = House(work, [*TAKEN])
        incident = house.incident("Checkout was down", at(1))
        for hours in range(-14, 38, 2):
            item = house.item(incident, f"Pin {hours}", at(1), due=date(2026, 11, 10))
            moment = datetime(2026, 11, 10, tzinfo=UTC) + timedelta(hours=hours, minutes=30)
            house.edit(item, moment, status="wont_do", reason="too dear", approver="@bob")

        shown = PageQueries(work.session, there).progress_of(incident, day_at(at(27), there))

        counted = {one.incident: one for one in completions(log_of(work, there), at(27))}
        assert 0 < shown.completion.total < 26
        assert shown.completion.total == counted[incident].counted.count


@hypothesis_settings(max_examples=25)
@given(st.data(), st.integers(0, 60))
def test_the_list_of_stale_items_is_the_metrics_own(
    light: Store, data: st.DataObject, days: int
) -> None:
    """Whatever happened, as many items stand in the list as M11 counts."""
    story, _ = data.draw(tales(MONDAY - timedelta(days=days)))
    now = max(one.at for one in story.changes) + timedelta(hours=data.draw(st.integers(1, 900)))
    counted = staleness(story.log(BERLIN), now)
    with light.work() as work:
        retell(work, story)
        asked = [Wanted(stale_since=now - span) for span in (SOME, LONG)]

        found = PageQueries(work.session, BERLIN).counts(asked)

        assert found.counts == (counted.fortnight.count, counted.month.count)
        forget(work)


def _set_clocks_back(data: st.DataObject, story: Story) -> None:
    """Let some statuses be told by a clock that lagged as much as clocks may."""
    for number in data.draw(
        st.lists(st.integers(0, len(story.changes) - 1), max_size=4, unique=True)
    ):
        one = story.changes[number]
        before = {c.field for c in story.changes[: number + 1] if c.item_id == one.item_id}
        if before == {"status"}:
            wrong = timedelta(minutes=data.draw(st.integers(1, 5)))
            story.changes[number] = replace(one, at=one.at - wrong)


@pytest.fixture(name="work")
def _work(store: Store) -> Iterator[Work]:
    """Yield a unit of work over what a team did, in W46 and after it."""
    with store.work() as unit:
        live_on(unit)
        yield unit


def test_the_trend_of_a_team_agrees_on_both_databases(work: Work) -> None:
    """SQLite and PostgreSQL add the same log up alike."""
    found = trend(work, BERLIN, at(27))

    assert _told(found) == _replayed(log_of(work, BERLIN), BERLIN, at(27))
    assert Counter(one.so_far for one in found.weeks) == {False: 25, True: 1}
    assert sum(one.met for one in found.kept.weeks) == found.kept.met


def test_every_week_begins_with_what_the_week_before_left(work: Work) -> None:
    """The list of weeks adds up, line by line and from line to line."""
    lines = ledger_lines(work, 5, BERLIN, at(27))

    assert [one.open_at_start + one.came - one.left for one in lines] == [
        one.open_at_end for one in lines
    ]
    assert [one.open_at_start for one in lines[:-1]] == [one.open_at_end for one in lines[1:]]


def test_the_trend_takes_four_statements(work: Work) -> None:
    """The database adds up; nothing is asked item by item."""
    assert _statements(work, lambda: trend(work, BERLIN, at(27))) == 4


def _statements(work: Work, asked: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    engine = work.session.get_bind()
    work.session.connection()
    event.listen(engine, "before_cursor_execute", note)
    asked()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
