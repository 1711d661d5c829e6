"""Time zones as people write them, and their offset on a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.extraction.phrases import words

if TYPE_CHECKING:
    from collections.abc import Iterator

MINUTES = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 60, "ist": 330, "wat": 60, "cet": 60, "met": 60,
    "cest": 120, "cat": 120, "eet": 120, "sast": 120, "eest": 180, "eat": 180, "msk": 180,
    "trt": 180, "gst": 240, "pkt": 300, "npt": 345, "wib": 420, "ict": 420, "sgt": 480, "hkt": 480,
    "awst": 480, "pht": 480, "jst": 540, "kst": 540, "acst": 570, "aest": 600, "aedt": 660,
    "nzst": 720, "nzdt": 780, "brt": -180, "art": -180, "clt": -240, "ast": -240, "adt": -180,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "cot": -300, "pet": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
    "mez": 60, "mesz": 120, "greenwich mean time": 0, "coordinated universal time": 0,
    "central european time": 60, "east africa time": 180, "west africa time": 60,
    "india standard time": 330, "west african time": 60, "east african time": 180,
    "central africa time": 120, "central african time": 120, "south african time": 120,
    "kigali time": 120, "rwanda time": 120, "lagos time": 60, "nigerian time": 60,
    "nigeria time": 60, "nairobi time": 180, "kenyan time": 180, "kenya time": 180,
    "accra time": 0, "ghana time": 0, "cairo time": 120, "addis ababa time": 180,
    "ethiopian time": 180, "moroccan time": 60, "morocco time": 60, "indian time": 330,
    "tokyo time": 540, "japan time": 540, "singapore time": 480, "beijing time": 480,
    "china standard time": 480, "moscow time": 180, "brasilia time": -180,
    "horario de brasilia": -180, "horário de brasília": -180, "hora de brasília": -180,
    "colombia time": -300, "bogota time": -300, "eastern standard time": -300,
    "eastern daylight time": -240, "central standard time": -360, "central daylight time": -300,
    "pacific standard time": -480, "pacific daylight time": -420, "mountain standard time": -420,
    "british summer time": 60, "central european summer time": 120,
}  # fmt: skip
# zones whose offset depends on the day: standard time, in minutes
AMERICAN = {
    "pt": -480, "pacific time": -480, "pacific": -480, "pst/pdt": -480, "pdt/pst": -480,
    "mt": -420, "mountain time": -420, "mst/mdt": -420, "ct": -360, "central time": -360,
    "cst/cdt": -360, "et": -300, "eastern time": -300, "est/edt": -300, "edt/est": -300,
}  # fmt: skip
HOURS = re.compile(r" ?(?:uhr|hrs|hours)\b", re.IGNORECASE)
REACH = 9  # characters between a time and its zone
SUMMER = 60
NAMES = "|".join(re.escape(name) for name in sorted([*MINUTES, *AMERICAN], key=len, reverse=True))
OFFSET = r"[+\-\u2212]\d{1,2}(?::?\d{2})?"
ZONE = re.compile(
    rf"(?<![A-Za-z])(?:(?P<name>{NAMES})(?![A-Za-z])(?P<plus> ?{OFFSET})?)", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]+")
FIRST_WORDS = frozenset(found[0] for name in (*MINUTES, *AMERICAN) if (found := WORD.match(name)))
EXACT = re.compile(rf" ?\((?:UTC|GMT) ?({OFFSET})\)")  # after PST: its offset is said
BARE_OFFSET = re.compile(OFFSET)
# names that are also words, so that they are zones only right after a time or in capitals
WORDS = words(
    """
    z met art pet cat pacific et ct mt pt ist est cot east
    """
)


@dataclass(slots=True)
class Zone:
    """A zone as written; *minutes* is its offset in winter."""

    name: str
    minutes: int
    american: bool = False

    def offset(self, day: date) -> timedelta:
        """Return the offset on *day*."""
        summer = SUMMER if self.american and is_american_summer(day) else 0
        return timedelta(minutes=self.minutes + summer)


def zone_at(text: str, start: int) -> tuple[Zone, int] | None:
    """Return the zone that stands right at *start* of *text*, and where it ends."""
    unit = HOURS.match(text, start)
    at = unit.end() if unit else start
    while at < len(text) and at < start + REACH and text[at] in " (,":
        at += 1
    found = _named(text, at)
    if found and not (found["name"] == "z" or (found["name"].islower() and found["name"] in WORDS)):
        return _zone(found), found.end()
    offset = BARE_OFFSET.match(text, start)
    # "14:00-15:30" is a period, but for the -15:30 of "T14:00:00-15:30"
    if offset and offset[0][0] != "+" and "T" not in text[max(0, start - 9) : start]:
        return None
    if offset and len(offset[0]) > len("+02"):
        return Zone(offset[0], _minutes(offset[0])), offset.end()
    return None


def zone_in(text: str) -> Zone | None:
    """Return the first zone named anywhere in *text*."""
    for found in _all_named(text):
        if found["name"].lower() not in WORDS or found["name"].isupper():
            exact = EXACT.match(text, found.end())
            return Zone(found[0] + exact[0], _minutes(exact[1])) if exact else _zone(found)
    return None


def _named(text: str, at: int) -> re.Match[str] | None:
    """Return the name of a zone that stands at *at*; of most words a set tells that it is none."""
    word = WORD.match(text, at)
    if word is None or (word[0].lower() not in FIRST_WORDS and word[0].isascii()):
        return None
    return ZONE.match(text, at)


def _all_named(text: str) -> Iterator[re.Match[str]]:
    if not text.isascii():
        yield from ZONE.finditer(text)
        return
    for word in WORD.finditer(text):
        if word[0].lower() in FIRST_WORDS and (found := ZONE.match(text, word.start())):
            yield found


def _zone(found: re.Match[str]) -> Zone:
    name = found["name"].lower()
    if found["plus"]:
        return Zone(found[0], MINUTES.get(name, 0) + _minutes(found["plus"].strip()))
    if name in AMERICAN:
        return Zone(found[0], AMERICAN[name], american=True)
    return Zone(found[0], MINUTES[name])


def _minutes(offset: str) -> int:
    sign = 1 if offset[0] == "+" else -1
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) <= len("12") else (digits[:-2], digits[-2:])
    total = int(hours) * 60 + int(minutes)
    return sign * total if total <= 14 * 60 else 0


def is_american_summer(day: date) -> bool:
    """Return whether daylight saving time holds on *day* in the United States."""
    march = _sunday(day.year, 3, 2)
    november = _sunday(day.year, 11, 1)
    return march <= day < november


def _sunday(year: int, month: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (count - 1))
