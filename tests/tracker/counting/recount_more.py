"""M8 to M15 counted once more, as METRICS.md words them; the other half of recount.py."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from tests.tracker.counting.arithmetic import RANK, Answer, ids, rate, survival
from tests.tracker.counting.oracle import DONE, OPEN, Thing, began, fact, things

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from tests.tracker.counting.sagas import Saga

FELT = "Half of all logins failed."


def urgency(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M8: of incidents of 90 days that users felt, those with a P0 or P1."""
    del start
    urgent = {
        one.incident
        for one in things(saga, end, zone, ("status", "priority"))
        if one.committed and RANK.get(one.was("priority") or "", 9) <= 1
    }
    recent = _recent(saga, end)
    felt = [one for one in recent if fact(saga, one, "impact", end) == FELT]
    return {
        "felt": tuple(felt),
        "urgent": tuple(one for one in felt if one in urgent),
        "untold": tuple(one for one in recent if fact(saga, one, "impact", end) is None),
    }


def _recent(saga: Saga, end: datetime) -> list[int]:
    since = end - timedelta(days=90)
    return [no for no, one in sorted(saga.first_told.items()) if since <= one.created_at < end]


def reopening(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M9: done 120 to 30 days ago, and reopened within 30 days."""
    del start
    done, again = [], []
    month = timedelta(days=30)
    for one in things(saga, end, zone, ("status",)):
        steps = list(one.statuses())
        hits = []
        for place, (at, old, new) in enumerate(steps):
            if new in DONE and old not in DONE and end - 4 * month <= at < end - month:
                after = [step for step in steps[place + 1 :] if step[2] not in DONE][:1]
                hits.append(any(then - at <= month for then, _, _ in after))
        hits = [] if one.status == "duplicate" else hits
        done += [one] if hits else []
        again += [one] if any(hits) else []
    return {"done": ids(done), "reopened": ids(again), "rate": rate(len(again), len(done))}


def slip(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M10: dates moved in the week, how far, how late; priorities lowered."""
    found: dict[str, list[int]] = defaultdict(list)
    distances: dict[int, int] = {}
    for one in things(saga, end, zone, ("status", "due", "priority")):
        for name in [name for at, name in _slips(one) if start <= at < end]:
            found[name].append(one.number)
        if one.number in found["later"] + found["nearer"] and one.due and one.due0:
            distances[one.number] = (one.due - one.due0).days
    days = median(distances.values()) if distances else None
    return {"days": days} | {name: tuple(items) for name, items in found.items() if items}


def _slips(one: Thing) -> list[tuple[datetime, str]]:
    """Return what gave way since the item was accepted."""
    slips: list[tuple[datetime, str]] = []
    last = current = None
    for at, day in one.dues:
        if at and day and last and day != last:
            slips.append((at, "later" if day > last else "nearer"))
            slips += [(at, "after")] if day > last and one.day(at) > last else []
        if at and current and not day:
            slips.append((at, "removed"))
        last, current = day or last, day
    before = one.born.get("priority")
    for event in one.events:
        if event.field == "priority":
            old = RANK.get(before or "", 100)  # what has no rank is not compared
            new = RANK.get(event.new or "", -1 if event.new else 99)
            slips += [(event.at, "lowered")] if new > old else []
            before = event.new
    return [(at, name) for at, name in slips if one.accepted and at >= one.accepted]


def stale(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M11: open, and no person's change for 14 or 30 days."""
    del start
    found: dict[int, list[Thing]] = {14: [], 30: []}
    for one in things(saga, end, zone, ("status",)):
        if one.status in OPEN and one.accepted:
            touches = [
                event.seen
                for event in one.events
                if event.seen < end
                and event.field != "link"
                and event.by.origin.value in ("web", "cli", "api", "github", "jira")
                and event.by.who != "renovate[bot]"
            ]
            for days in found:
                quiet = end - timedelta(days=days)
                found[days] += [one] if all(at <= quiet for at in (one.accepted, *touches)) else []
    return {str(days): ids(items) for days, items in found.items()}


def unverified(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M12: done in 90 days without evidence, and the median age of that."""
    del start
    since = end - timedelta(days=90)
    every = things(saga, end, zone, ("status", "evidence"))
    done = [one for one in every if one.done and one.done >= since]
    bare = [one for one in done if one.status == "done" and not one.was("evidence")]
    ages = [(end - one.done).total_seconds() for one in bare if one.done]
    age = timedelta(seconds=median(ages)) if ages else None
    return {"done": ids(done), "bare": ids(bare), "age": age}


def repeats(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M13: incidents matched with an item that was open when they began."""
    standing: dict[tuple[int, int], datetime] = {}
    for one in saga.changes:
        if one.field == "repeats" and one.at < end:
            pair = (one.incident_id, int(one.new or one.old or ""))
            if one.new is None:
                standing.pop(pair, None)
            else:
                standing.setdefault(pair, one.at)
    answer: dict[str, set[int]] = {"open": set(), "overdue": set(), "untold": set()}
    clear = {one.number for one in things(saga, end, zone, ("status", "due"))}
    for (incident, item), at in standing.items():
        if at < start or item not in clear:
            continue
        moment = began(fact(saga, incident, "started_at", end), zone)
        if moment is None:
            answer["untold"].add(incident)
            continue
        then = [one for one in things(saga, moment, zone) if one.number == item]
        answer["open"] |= {incident for one in then if one.status in OPEN}
        answer["overdue"] |= {incident for one in then if one.overdue}
    return {name: tuple(sorted(found)) for name, found in answer.items()}


def mix(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M14: kinds of what was accepted and of what was done in 90 days; answered causes."""
    del start
    since = end - timedelta(days=90)
    every = [one for one in things(saga, end, zone, ("status", "kind")) if one.committed]
    kinds: dict[str | None, tuple[list[Thing], list[Thing]]] = defaultdict(lambda: ([], []))
    for one in every:
        kinds[one.was("kind")][0].extend([one] if one.accepted and one.accepted >= since else [])
        kinds[one.was("kind")][1].extend([one] if one.done and one.done >= since else [])
    causes = [one for one in _recent(saga, end) if fact(saga, one, "root_cause", end)]
    answered = [one for one in causes if any(each.incident == one for each in every)]
    told = {str(kind): (ids(a), ids(b)) for kind, (a, b) in kinds.items() if a or b}
    return {"kinds": told, "causes": tuple(causes), "answered": tuple(answered)}


def waiting(saga: Saga, start: datetime, end: datetime, zone: ZoneInfo) -> Answer:
    """M15: accepted to first owner, and to first link; never is censored."""
    del start
    answer: Answer = {}
    for name in ("owner", "link"):
        spans, happened = [], []
        for one in things(saga, end, zone, ("status", name)):
            if not one.committed or not one.accepted or one.accepted < end - timedelta(days=90):
                continue
            has = [
                event.at
                for event in one.events
                if event.field == name and event.new and event.at > one.accepted
            ]
            if one.was(name, one.accepted + timedelta(microseconds=1)):
                has.append(one.accepted)
            left = [at for at, old, _ in one.statuses() if old in OPEN]
            until = end if one.status in OPEN else max([one.accepted, *left])
            spans.append(((min(has) if has else until) - one.accepted, bool(has)))
            happened += [one] if has else []
        answer[name] = (*survival(spans), ids(happened), len(spans))
    return answer
