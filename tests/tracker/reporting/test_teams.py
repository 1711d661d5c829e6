"""Each team's week is what would be counted of its items alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.counting.sagas import ENDINGS, Saga, sagas
from tests.tracker.counting.stories import NEXT, at
from tracker.counting.counts import counts
from tracker.counting.filters import Filter, narrowed
from tracker.counting.lateness import late_items
from tracker.counting.ledger import ledger
from tracker.counting.load import load
from tracker.counting.punctuality import on_time
from tracker.counting.staleness import staleness
from tracker.counting.verification import verification
from tracker.counting.weeks import week_of
from tracker.reporting.assembling import Asked, report_of
from tracker.reporting.teams import handing

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.histories import Log
    from tracker.reporting.report import Team, WeeklyReport

TEAMS = {"@alice": "@dba-team", "@bob": "@storage"}


def team_of(owner: str | None) -> str | None:
    """Return whose team an owner is in."""
    return TEAMS.get(owner or "")


def told(log: Log, end: datetime) -> WeeklyReport:
    """Return the report of the week that ends at a moment."""
    week = week_of(end - timedelta(microseconds=1), log.zone)
    return report_of(log, Asked(week, end, team_of), None)


def figures(team: Team) -> dict[str, Any]:
    """Return what a report says of a team."""
    return {
        "known": team.known.items,
        "ledger": team.ledger,
        "on time": (team.on_time.week, team.on_time.quarter),
        "counts": team.counts,
        "late": team.late,
        "stale": team.stale,
        "verification": team.verification,
        "load": team.load,
    }


def counted(whole: Log, team: str, report: WeeklyReport) -> dict[str, Any]:
    """Return what is counted of the log of a team's items alone."""
    end, start = report.as_of, report.week.start
    log = narrowed(whole, end, Filter(team=team), team_of)
    return {
        "known": tuple(sorted(life.id for life in log.lives)),
        "ledger": ledger(log, start, end),
        "on time": (on_time(log, start, end), on_time(log, report.week.earlier(12).start, end)),
        "counts": counts(log, end),
        "late": late_items(log, end),
        "stale": staleness(log, end),
        "verification": verification(log, end),
        "load": load(log, end),
    }


@given(st.data(), st.sampled_from(ENDINGS))
def test_a_teams_figures_are_those_of_its_own_log(
    data: st.DataObject, ending: tuple[str, datetime]
) -> None:
    """Divided or counted anew: the same items, whatever happened, also where a log is unclear."""
    zone, end = ending
    log = data.draw(sagas(end, clear=False)).log(ZoneInfo(zone))
    report = told(log, end)
    teams = {one.name: figures(one) for one in report.teams if one.name}

    assert teams == {name: counted(log, name, report) for name in teams}


@given(st.data())
def test_teams_and_what_is_nobodys_add_up_to_the_whole(data: st.DataObject) -> None:
    """Each item is in one of them."""
    zone, end = ENDINGS[0]
    report = told(data.draw(sagas(end)).log(ZoneInfo(zone)), end)
    known = sorted(item for team in report.teams for item in team.known.items)

    assert known == (sorted(report.items) if report.teams else [])


@given(st.data(), st.sampled_from(ENDINGS), st.sampled_from(sorted(set(TEAMS.values()))))
def test_what_changed_hands_leads_from_one_weeks_report_to_the_next(
    data: st.DataObject, ending: tuple[str, datetime], team: str
) -> None:
    """Open at the end of a week, with what was taken over and without what was handed over."""
    zone, end = ending
    log = data.draw(sagas(end)).log(ZoneInfo(zone))
    week = week_of(end - timedelta(microseconds=1), log.zone)
    ended, begun = (
        narrowed(log, moment, Filter(team=team), team_of) for moment in (week.start, end)
    )
    before = ledger(ended, week.earlier(1).start, week.start).open_at_end
    after = ledger(begun, week.start, end).open_at_start

    found = handing(log, Asked(week, end, team_of, team))

    assert found
    assert not set(before.items) & set(found.taken_over.items)
    assert {*before.items, *found.taken_over.items} - {*found.handed_over.items} == {*after.items}
    assert before.count + found.taken_over.count - found.handed_over.count == after.count


def test_what_belongs_to_no_team_comes_last() -> None:
    """After all teams, which stand by name."""
    saga = Saga()
    for owner in (None, "@bob", "@alice"):
        saga.found(at(1), owner=owner)

    assert [one.name for one in told(saga.log(), NEXT).teams] == ["@dba-team", "@storage", None]


def test_where_no_team_is_known_there_is_none() -> None:
    """A list of one part would say the same twice."""
    saga = Saga()
    saga.found(at(1), owner="@carol")

    assert told(saga.log(), NEXT).teams == ()
