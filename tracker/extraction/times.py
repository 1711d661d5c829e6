"""Times of day in a text, with the day and the zone that belong to each."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from tracker.extraction.dates import Day, days, may_count
from tracker.extraction.zones import Zone, zone_at

if TYPE_CHECKING:
    from collections.abc import Iterator

AM_PM = r"(?:\s?(?P<{}>[ap])\.?m\b\.?)"
CLOCK = re.compile(
    rf"(?<![\d:+.,/])(?:(?P<h1>[01]?\d|2[0-4])(?::|h)(?P<m1>[0-5]\d)(?::[0-5]\d(?:[.,]\d{{1,6}})?)?(?![\d%]){AM_PM.format('p1')}?"
    rf"|(?P<h2>1[0-2]|0?\d)\.(?P<m2>[0-5]\d){AM_PM.format('p2')}"
    rf"|(?P<h3>1[0-2]|0?\d){AM_PM.format('p3')}"
    r"|(?<=\d\d-\d\d )(?P<h5>[01]\d|2[0-3])(?P<m5>[0-5]\d)(?!\w)"
    r"|(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)"
    r"(?= ?(?:UTC|GMT|hrs|hours|Z\b)"
    r"| ?[-\u2013] ?\d{4} ?(?:UTC|GMT|[A-Z]{2,4}T|hrs|hours)"
    r"| (?:and|to|until|-|\u2013) \d{4} ?(?:UTC|GMT|hrs|hours)))",
    re.IGNORECASE,
)
# what every time of day has somewhere
FIGURES = re.compile(r"\d(?:[:hH.][0-5]\d|\s?[apAP]\.?[mM]|\d\d\d)")
# of ASCII digits and letters are quickly told
ASCII_CLOCK = re.compile(CLOCK.pattern, re.IGNORECASE | re.ASCII)
ASCII_FIGURES = re.compile(FIGURES.pattern, re.ASCII)
CONNECTOR = re.compile(
    r"(?:^|[\s,(])(?:to|until|till|and|through|at|up to|a|à|bis|hasta|até)(?=\s|$)"
    r"|[-\u2013\u2014→~]|->|[\s,;(]end(?:s|ed)?(?: time)? ?:",
    re.IGNORECASE,
)
NOISE = re.compile(
    r"\b(?:on|the|of|at|about|around|approximately|roughly|same|day|next|following|hours|local|uhr|heures|horas|time|ends?|ended|ending|lasted|lasting|continued|concluded|finished|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)\b|[,()\s*_`.]+",
    re.IGNORECASE,
)
NOON = 12
MIDNIGHT = 24
LONGEST_GAP = 60  # characters between the two times of one period


@dataclass(slots=True)
class Stamp:
    """A time of day in a text, and what is written with it."""

    start: int
    end: int
    hour: int
    minute: int
    half: str = ""  # "a" or "p" of am and pm
    zone: Zone | None = None
    day: Day | None = None

    def on(self, day: date, zone: Zone | None = None) -> datetime:
        """Return the moment on *day*; without an offset where no zone is known."""
        known = self.zone or zone
        info = timezone(known.offset(day)) if known else None
        moment = datetime.combine(day, time(self.hour % 24, self.minute), info)
        return moment + timedelta(days=1) if self.hour == MIDNIGHT else moment


@dataclass(slots=True)
class Period:
    """A start and an end written as one range."""

    start: Stamp
    end: Stamp

    @property
    def minutes(self) -> int:
        """Return its length in minutes, over midnight where it must be."""
        length = (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute
        return length % (24 * 60)


def stamps(text: str) -> list[Stamp]:
    """Return the times of day in *text*, each with its zone and the day written with it."""
    found = _written(text)
    if found:
        _date_all(found, days(text))
    return found


def moments(text: str) -> tuple[list[Stamp], list[Day]]:
    """Return the times of day in *text* and its days."""
    if not may_count(text):
        return [], []
    found, known = _written(text), days(text)
    _date_all(found, known)
    return found, known


def _written(text: str) -> list[Stamp]:
    """Return the times of day in *text*, without their days."""
    return [stamp for match in _clocks(text) if (stamp := _stamp(match, text))]


def _date_all(found: list[Stamp], known: list[Day]) -> None:
    if known:
        for at, stamp in enumerate(found):
            _date(stamp, at, found, known)


def _clocks(text: str) -> Iterator[re.Match[str]]:
    """Yield what looks like a time of day, looking only where its figures stand."""
    done = 0
    plain = text.isascii()
    clock, figures = (ASCII_CLOCK, ASCII_FIGURES) if plain else (CLOCK, FIGURES)
    for hint in figures.finditer(text):
        at = hint.start()
        if at < done:
            continue
        longer = at > done and text[at - 1].isdecimal() and clock.match(text, at - 1)
        if found := longer or clock.match(text, at):
            yield found
            done = found.end()


def _stamp(match: re.Match[str], text: str) -> Stamp | None:
    hour = int(match["h1"] or match["h2"] or match["h3"] or match["h4"] or match["h5"])
    minute = int(match["m1"] or match["m2"] or match["m4"] or match["m5"] or 0)
    half = (match["p1"] or match["p2"] or match["p3"] or "").lower()
    if text[max(0, match.start() - 2) : match.start()].upper() in {"T+", "T-"}:
        return None
    zone = zone_at(text, match.end())
    if half and hour <= NOON:
        hour = hour % NOON + (NOON if half == "p" else 0)
    end = zone[1] if zone else match.end()
    return Stamp(match.start(), end, hour, minute, half, zone[0] if zone else None)


def _date(stamp: Stamp, at: int, found: list[Stamp], known: list[Day]) -> None:
    """Give *stamp* the day written right before it, else right after it."""
    floor = found[at - 1].end if at else 0
    ceiling = found[at + 1].start if at + 1 < len(found) else stamp.end + LONGEST_GAP
    before = [day for day in known if floor <= day.start and day.end <= stamp.start]
    after = [day for day in known if stamp.end <= day.start < ceiling]
    if before or after:
        stamp.day = before[-1] if before else after[0]


def periods(text: str) -> list[Period]:
    """Return the ranges of times in *text*, such as "from 2:00 PM to 3:00 PM EST"."""
    found = _written(text)
    if len(found) <= 1:
        return []
    known = days(text)
    _date_all(found, known)
    pairs = itertools.pairwise(found)
    return [
        _period(start, end, text, known)
        for start, end in pairs
        if end.start - start.end <= LONGEST_GAP and _connected(text, start, end, known)
    ]


def _connected(text: str, start: Stamp, end: Stamp, known: list[Day]) -> bool:
    between = list(text[start.end : end.start])
    for day in known:
        if start.end <= day.start and day.end <= end.start:
            between[day.start - start.end : day.end - start.end] = " " * (day.end - day.start)
    gap = "".join(between)
    connector = CONNECTOR.search(gap)
    return bool(connector and not NOISE.sub("", gap[: connector.start()] + gap[connector.end() :]))


def _period(start: Stamp, end: Stamp, text: str, known: list[Day]) -> Period:
    zone = start.zone or end.zone
    first, last = start, end
    if end.half and not start.half and start.hour <= NOON:
        moved = start.hour % NOON + (NOON if end.half == "p" else 0)
        if moved * 60 + start.minute <= end.hour * 60 + end.minute:
            first = replace(start, hour=moved, half=end.half)
    if start.half and not end.half and end.hour <= NOON:
        moved = end.hour % NOON + (NOON if start.half == "p" else 0)
        if moved * 60 + end.minute >= start.hour * 60 + start.minute:
            last = replace(end, hour=moved, half=start.half)
    day = _first_day(start, end, text, known)
    first = replace(first, day=day, zone=start.zone or zone)
    last = replace(last, day=_last_day(start, end, text, known) or day, zone=end.zone or zone)
    return Period(first, last)


def _split(start: Stamp, end: Stamp, text: str) -> int:
    connector = CONNECTOR.search(text, start.end, end.start)
    return connector.start() if connector else end.start


def _first_day(start: Stamp, end: Stamp, text: str, known: list[Day]) -> Day | None:
    middle = _split(start, end, text)
    before = [day for day in known if day.end <= start.start]
    near = [day for day in known if start.end <= day.start and day.end <= middle]
    after = [day for day in known if day.start >= end.end]
    if near:
        return near[0]
    return before[-1] if before else (after[0] if after else None)


def _last_day(start: Stamp, end: Stamp, text: str, known: list[Day]) -> Day | None:
    middle = _split(start, end, text)
    near = [day for day in known if middle <= day.start and day.end <= end.start]
    after = [day for day in known if end.end <= day.start <= end.end + 12]
    if near:
        return near[-1]
    own_first = any(day.end <= start.start or start.end <= day.start < middle for day in known)
    return after[0] if after and own_first else None
