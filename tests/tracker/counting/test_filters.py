"""The same metric of one severity, owner, kind or team."""

from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.counting.sagas import ENDINGS, Saga, sagas
from tests.tracker.counting.stories import NEXT, at
from tracker.counting.catalogue import CATALOGUE
from tracker.counting.counts import counts
from tracker.counting.filters import Filter, narrowed
from tracker.counting.histories import Log
from tracker.counting.states import states_at
from tracker.counting.urgency import urgency
from tracker.counting.weeks import week_ago
from tracker.domain.items import Kind

TEAMS = {"@alice": "@dba-team", "@bob": None}
WINDOWED = {"M2", "M5", "M10", "M13"}


def team_of(owner: str | None) -> str | None:
    """Return whose team an owner is in."""
    return TEAMS.get(owner or "")


def test_a_filter_asks_for_what_items_are_at_the_moment() -> None:
    """One was Alice's and is Bob's; one is a fix after a SEV1."""
    saga = Saga()
    severe, mild = saga.opened(at(1), severity="SEV1"), saga.opened(at(1), severity="SEV3")
    moved = saga.found(at(1), owner="@alice", incident=mild)
    fix = saga.found(at(1), kind=Kind.REPAIR, incident=severe)
    saga.edit(moved, at(3), owner="@bob")
    log = saga.log()
    wanted = {
        Filter(owner="@alice"): (),
        Filter(owner="@bob"): (moved,),
        Filter(kind="repair"): (fix,),
        Filter(severity="SEV3"): (moved,),
        Filter(severity="SEV1", kind="repair"): (fix,),
        Filter(): (moved, fix),
    }

    assert {one: counts(narrowed(log, NEXT, one), NEXT).open.items for one in wanted} == wanted


def test_a_severity_keeps_incidents_without_items() -> None:
    """An incident that led to nothing is one of its severity all the same."""
    saga = Saga()
    incident = saga.opened(at(1), severity="SEV1", impact="Logins failed.")
    saga.opened(at(1), severity="SEV3", impact="Logins failed.")
    log = saga.log()

    assert urgency(narrowed(log, NEXT, Filter(severity="SEV1")), NEXT).affecting.items == (
        incident,
    )
    assert urgency(narrowed(log, NEXT, Filter(owner="@bob")), NEXT).affecting.items == ()


@given(st.data(), st.sampled_from(("@alice", "@bob")))
def test_a_filtered_metric_is_the_metric_of_a_log_without_the_others(
    data: st.DataObject, owner: str
) -> None:
    """Whatever is counted: nobody else's item is in it, and the answer is that of theirs alone."""
    zone, end = ENDINGS[0]
    saga = data.draw(sagas(end))
    whole = saga.log(ZoneInfo(zone))
    theirs = {no for no, state in states_at(whole, end).items() if state.owner == owner}
    of = {saga.items[number].incident_id for number in theirs}
    alone = Log(
        tuple(life for life in whole.lives if life.id in theirs),
        tuple(case for case in whole.cases if case.id in of),
        whole.zone,
    )

    assert answers(narrowed(whole, end, Filter(owner=owner)), end) == answers(alone, end)


def answers(log: Log, end: Any) -> dict[str, Any]:
    """Return what every metric says."""
    start = week_ago(end, log.zone)
    return {
        metric.name: metric.count(log, *((start, end) if metric.number in WINDOWED else (end,)))
        for metric in CATALOGUE
        if metric.number != "M17"
    }
