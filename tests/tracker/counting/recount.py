"""Every metric counted once more, as METRICS.md words it, by a program that knows no other way."""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tests.tracker.counting import recount_more as more
from tests.tracker.counting.arithmetic import RANK, Answer, ids, rate, survival
from tests.tracker.counting.oracle import DONE, OPEN, Thing, fact, things

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from tests.tracker.counting.sagas import Saga

WEIGHT = {"SEV1": 8, "SEV3": 2, "major": 4}


def recount(saga: Saga, end: datetime, zone: ZoneInfo) -> Answer:
    """Return every figure as of *end*, of the week before it where it is one of a week."""
    monday = end.astimezone(zone).date() - timedelta(days=7)
    start = datetime.combine(monday, time(), zone).astimezone(UTC)
    parts: tuple[Callable[..., Answer], ...] = (
        cohorts, on_time, counts, closing, flows, ages, lateness, incidents, load,
        more.urgency, more.reopening, more.slip, more.stale, more.unverified, more.repeats,
        more.mix, more.waiting,
    )  # fmt: skip
    return {part.__name__: part(saga, start, end, zone) for part in parts}


def cohorts(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M1: done within H out of a month's cohort, without what was released within H."""
    del start
    rates: Answer = {}
    wrong = {one.number for one in things(saga, end, zone)} - {
        one.number for one in things(saga, end, zone, ("status", "due", "approver"))
    }
    for back in range(1, 7):
        today = end.astimezone(zone).date()
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        members = [
            one
            for one in things(saga, end, zone)
            if one.number not in wrong and one.accepted and one.committed
            and (one.day(one.accepted).year, one.day(one.accepted).month) == (year, month + 1)
        ]  # fmt: skip
        last = date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        over = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
        for days in (30, 60, 90):
            if over + timedelta(days=days) <= end:
                rates[f"{year}-{month + 1:02} {days}"] = _within(saga, members, days, zone)
    return rates


def _within(saga: Saga, members: list[Thing], days: int, zone: ZoneInfo) -> Any:
    done, whole = [], []
    for member in members:
        assert member.accepted
        limit = member.accepted + timedelta(days=days)
        after = limit + timedelta(microseconds=1)
        (then,) = (one for one in things(saga, after, zone) if one.number == member.number)
        if then.promise:
            whole.append(then)
            if then.done and then.done - member.accepted <= timedelta(days=days):
                done.append(then)
    return ids(done), ids(whole), rate(len(done), len(whole))


def on_time(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M2: met by the effective due date, or missed; of the week and of 13 weeks."""
    first = start.astimezone(zone).date()
    return {
        name: _judged(saga, first - timedelta(days=7 * back), end, zone)
        for name, back in (("week", 0), ("quarter", 12))
    }


def _judged(saga: Saga, first: date, end: datetime, zone: ZoneInfo) -> Any:
    verdicts: dict[str, list[Thing]] = defaultdict(list)
    last = end.astimezone(zone).date()  # not over yet
    for one in things(saga, end, zone, ("status", "due", "approver")):
        due = one.effective
        if not one.promise or due is None or not first <= due < last:
            continue
        then = None
        for at, _, new in one.statuses():
            then = new if one.day(at) <= due else then
        accepted = one.accepted is not None and one.day(one.accepted) <= due
        if then in DONE:
            verdicts["met"].append(one)
        elif one.done is not None and one.done == one.accepted and not accepted:
            verdicts["unjudged"].append(one)
        else:
            verdicts["missed"].append(one)
    met, missed = ids(verdicts["met"]), ids(verdicts["missed"])
    return met, missed, ids(verdicts["unjudged"]), rate(len(met), len(met) + len(missed))


def counts(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M3: what is open, overdue, undated, unowned."""
    del start

    def pile(*needs: str) -> list[Thing]:
        return [one for one in things(saga, end, zone, ("status", *needs)) if one.status in OPEN]

    return {
        "open": ids(pile()),
        "overdue": ids([one for one in pile("due") if one.overdue]),
        "dated": ids([one for one in pile("due") if one.due]),
        "undated": ids([one for one in pile("due") if not one.due]),
        "unowned": ids([one for one in pile("owner") if one.was("owner") is None]),
    }


def closing(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M4: accepted to done, of what was accepted in 180 days; found done is nobody's time."""
    del start
    spans: list[tuple[timedelta, bool]] = []
    happened: list[Thing] = []
    censored: list[Thing] = []
    untold: list[Thing] = []
    for one in things(saga, end, zone, ("status",)):
        if not one.committed or not one.accepted or one.accepted < end - timedelta(days=180):
            continue
        if one.done is not None and one.done == one.accepted:
            untold.append(one)
            continue
        (happened if one.done else censored).append(one)
        spans.append(((one.done or one.given_up or end) - one.accepted, one.done is not None))
    return {"times": survival(spans), "sets": (ids(happened), ids(censored), ids(untold))}


def flows(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M5: every coming and leaving of the week, and what was open at both ends."""
    found: dict[str, list[int]] = defaultdict(list)
    for one in things(saga, end, zone, ("status",)):
        promised = False
        for at, old, new in one.statuses():
            if start <= at < end:
                for name in _entries(old, new, promised=promised):
                    found[name].append(one.number)
            promised = promised or new in OPEN + DONE
        before = [new for at, _, new in one.statuses() if at < start]
        found["start"] += [one.number] if before and before[-1] in OPEN else []
        found["end"] += [one.number] if one.status in OPEN else []
    return {name: tuple(sorted(items)) for name, items in found.items() if items}


def _entries(old: str | None, new: str, *, promised: bool) -> list[str]:
    """Return the lines of the ledger that one change of status is told in."""
    sort = {**dict.fromkeys(OPEN, "open"), **dict.fromkeys(DONE, "done")}
    was, now = sort.get(old or "", old), sort.get(new, new)
    if was == now or (not promised and now not in ("open", "done")):
        return []
    came = {"done": "reopened"}.get(was or "", "reinstated") if promised else "accepted"
    return ([] if was == "open" else [came]) + ([] if now == "open" else [now])


def ages(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M6: days since accepted, in buckets."""
    del start
    found: dict[str, list[Thing]] = defaultdict(list)
    for one in things(saga, end, zone, ("status",)):
        if one.status in OPEN and one.accepted:
            age = (end - one.accepted) // timedelta(days=1)
            limits = ((7, "0-7"), (30, "8-30"), (60, "31-60"), (90, "61-90"))
            found[next((name for last, name in limits if age <= last), "over 90")].append(one)
    return {name: ids(items) for name, items in found.items()}


def lateness(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M6: days since due, of what is overdue, and weighted."""
    del start
    return {
        str(one.number): (
            (one.today - one.due).days,
            WEIGHT.get(fact(saga, one.incident, "severity", end) or "", 1),
        )
        for one in things(saga, end, zone, ("status", "due"))
        if one.overdue and one.due
    }


def incidents(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M7: done out of committed less released; remediated."""
    del start
    every = things(saga, end, zone, ("status", "due", "approver", "priority"))
    answer: Answer = {}
    for number, known in saga.first_told.items():
        if known.created_at < end:
            ours = [one for one in every if one.incident == number]
            promises = [one for one in ours if one.promise]
            urgent = [one for one in promises if RANK.get(one.was("priority") or "", 9) <= 1]
            deciding = urgent or promises
            answer[str(number)] = (
                ids([one for one in promises if one.done]),
                ids(promises),
                bool(deciding) and all(one.done for one in deciding),
            )
    return answer


def load(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M16: open against what was done in eight weeks."""
    monday = start.astimezone(zone).date() - timedelta(days=49)
    since = datetime.combine(monday, time(), zone).astimezone(UTC)
    flow = flows(saga, since, end, zone)
    return {"open": flow.get("end", ()), "done": flow.get("done", ())}
