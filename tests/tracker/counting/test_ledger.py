from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.counting.stories import ALICE, MONDAY, NEXT, Story, at, tales
from tracker.counting.figures import Figure
from tracker.counting.histories import Log
from tracker.counting.ledger import DoesNotBalance, Flow, ledger, must_balance
from tracker.counting.weeks import Week, parse_week, week_of
from tracker.domain.history import Change
from tracker.domain.items import Status

NAMES = ("accepted", "reopened", "reinstated", "done", "wont_do", "duplicate")
ZONES = ("Europe/Berlin", "UTC", "America/New_York", "Asia/Beirut")
FIRSTS = (  # summer time begins or ends in the weeks that follow
    datetime(2026, 3, 22, 23, tzinfo=UTC),
    datetime(2026, 10, 18, 22, tzinfo=UTC),
    datetime(2026, 3, 1, 5, tzinfo=UTC),
)
TOLD_AS = {
    "open": "open",
    "in_progress": "open",
    "done": "done",
    "verified": "done",
    "wont_do": "wont_do",
    "duplicate": "duplicate",
    "proposed": "proposed",
}


def brute_force(changes: list[Change], start: datetime, end: datetime) -> dict[str, Counter[int]]:
    """Return the ledger as a child would count it: walk through everything, one by one."""
    found = {name: Counter[int]() for name in (*NAMES, "open_at_start", "open_at_end")}
    where: dict[int, str] = {}
    promised: set[int] = set()
    for change in [one for one in changes if one.field == "status" and one.item_id]:
        item = change.item_id or 0
        was, now = where.get(item, "nowhere"), TOLD_AS[change.new or ""]
        where[item] = now
        entries = _entries(was, now, known=item in promised)
        promised |= {item} if now in {"open", "done"} else set()
        if start <= change.at < end:
            for name in entries:
                found[name][item] += 1
        for name, moment in (("open_at_start", start), ("open_at_end", end)):
            if change.at < moment:
                found[name][item] = int(now == "open")
    return {name: +items for name, items in found.items()}


def _entries(was: str, now: str, *, known: bool) -> list[str]:
    if was == now or (not known and now not in {"open", "done"}):
        return []
    back = {"done": "reopened"}.get(was, "reinstated") if known else "accepted"
    into = [] if was == "open" else [back]
    return into + ([] if now == "open" else [now])


def told(log: Log, start: datetime, end: datetime) -> dict[str, Counter[int]]:
    """Return what the product says of a window."""
    found = ledger(log, start, end)
    names = (*NAMES, "open_at_start", "open_at_end")
    return {name: Counter(getattr(found, name).items) for name in names}


@given(st.data(), st.sampled_from(ZONES), st.sampled_from(FIRSTS))
def test_the_ledger_always_balances_and_agrees_with_a_brute_force_count(
    data: st.DataObject, zone: str, first: datetime
) -> None:
    """Whatever happens, also where clocks change: what was open plus what came minus what left."""
    story, _ = data.draw(tales(first))
    log = story.log(ZoneInfo(zone))
    week = week_of(first, ZoneInfo(zone))
    weeks = [Week(week.monday + number * timedelta(days=7), ZoneInfo(zone)) for number in range(5)]

    said = [told(log, one.start, one.end) for one in weeks]

    assert said == [brute_force(story.changes, one.start, one.end) for one in weeks]
    assert [one["open_at_end"] for one in said[:-1]] == [one["open_at_start"] for one in said[1:]]


@given(st.data(), st.sampled_from(FIRSTS))
def test_two_weeks_add_up_to_their_fortnight(data: st.DataObject, first: datetime) -> None:
    """The entries of a longer time are those of its parts."""
    story, _ = data.draw(tales(first))
    log, half, end = story.log(), first + timedelta(days=7), first + timedelta(days=14)
    parts = told(log, first, half), told(log, half, end)
    whole = told(log, first, end)

    assert {name: parts[0][name] + parts[1][name] for name in NAMES} == {
        name: whole[name] for name in NAMES
    }


def test_each_entry_names_its_items() -> None:
    """One of each sort of move stands in its own line."""
    story = Story()
    before = MONDAY - timedelta(days=20)
    was_open, was_done, was_given_up, was_late = [story.found(before) for _ in range(4)]
    story.move(was_done, before, Status.DONE)
    story.move(was_given_up, before, Status.WONT_DO)
    new = story.found(at(10))
    story.move(was_open, at(10), Status.DONE)
    story.move(was_done, at(10), Status.OPEN)
    story.move(was_given_up, at(11), Status.OPEN)
    story.move(was_given_up, at(12), Status.WONT_DO)
    story.move(was_late, at(12), Status.DUPLICATE)
    found = ledger(story.log(), MONDAY, NEXT)

    assert {name: getattr(found, name).items for name in NAMES} == {
        "accepted": (new,),
        "reopened": (was_done,),
        "reinstated": (was_given_up,),
        "done": (was_open,),
        "wont_do": (was_given_up,),
        "duplicate": (was_late,),
    }
    assert found.open_at_start.items == (was_open, was_late)
    assert found.open_at_end.items == (was_done, new)


def test_an_item_done_twice_in_a_week_stands_there_twice() -> None:
    """Reopening and doing again are told, not netted away."""
    story = Story()
    number = story.found(at(9))
    story.move(number, at(10), Status.DONE)
    story.move(number, at(11), Status.OPEN)
    story.move(number, at(12), Status.DONE)
    found = ledger(story.log(), MONDAY, NEXT)

    assert found.done.items == (number, number)
    assert found.reopened.items == (number,)
    assert found.net == 0


def test_an_item_first_seen_done_comes_and_leaves_at_once() -> None:
    """A promise that was kept before we read of it is accepted and done."""
    story = Story()
    number = story.found(at(9), Status.DONE)
    found = ledger(story.log(), MONDAY, NEXT)

    assert found.accepted.items == found.done.items == (number,)
    assert found.open_at_end.count == 0


def test_a_proposal_is_in_no_line_of_the_ledger() -> None:
    """What nobody accepted neither comes nor leaves."""
    story = Story()
    number = story.found(at(9), Status.PROPOSED)
    story.move(number, at(10), Status.DUPLICATE)

    assert told(story.log(), MONDAY, NEXT) == {
        name: Counter() for name in (*NAMES, "open_at_start", "open_at_end")
    }


def test_a_change_at_monday_midnight_belongs_to_the_week_that_begins() -> None:
    """The first moment of a week is in it, the last border is not."""
    story = Story()
    number = story.found(NEXT)
    week = parse_week("2026-W46", ZoneInfo("Europe/Berlin"))

    assert ledger(story.log(), week.start, week.end).accepted.items == ()
    assert ledger(story.log(), week.end, week.end + timedelta(days=7)).accepted.items == (number,)


def test_an_item_that_contradicts_itself_is_left_out() -> None:
    """Who was accepted cannot be proposed again: it is in no line, and the others balance."""
    story = Story()
    wrong, right = story.found(at(9)), story.found(at(9))
    story.changes.append(Change(1, wrong, "status", "open", "proposed", at(10), ALICE))
    found = ledger(story.log(), MONDAY, NEXT)

    assert found.accepted.items == found.open_at_end.items == (right,)
    assert ledger(story.log(), MONDAY, at(10)).open_at_end.items == (wrong, right)


def test_a_ledger_that_does_not_balance_is_none() -> None:
    """Should a line ever be wrong, the report fails and names the item."""
    story = Story()
    story.found(at(9))
    found = ledger(story.log(), MONDAY, NEXT)

    with pytest.raises(DoesNotBalance, match=r"the history of A-1 contradicts itself"):
        must_balance(replace(found, accepted=Figure()))


def test_every_flow_is_a_line_of_the_ledger() -> None:
    """No way of coming or leaving is forgotten."""
    assert {flow.value for flow in Flow} == set(NAMES)
