"""Calendar days, as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero janvier janeiro januar",
            "february feb febrero fevrier février fevereiro februar",
            "march mar marzo mars março marco märz maerz",
            "april apr abril avril",
            "may mayo mai maio",
            "june jun junio juin junho juni",
            "july jul julio juillet julho juli",
            "august aug agosto août aout",
            "september sep sept septiembre septembre setembro",
            "october oct octubre octobre outubro oktober okt",
            "november nov noviembre novembre novembro",
            "december dec diciembre décembre decembre dezembro dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
ISO = r"(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)"
DAY_FIRST = (
    rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th|º|er|\.)?(?: of| de)?[ /-](?P<m2>{MONTH})"
    r"(?:,? (?:de |of )?|[-/])(?P<y2>\d{4})?(?![\d:])"
)
MONTH_FIRST = (
    rf"(?P<m3>{MONTH}) (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?: ?[-\u2013] ?\d{1,2}(?:st|nd|rd|th)?)?(?![\d:])"
    r"(?:,? ?(?:of )?(?P<y3>(?:19|20)\d{2}))?(?!\d)"
)
NUMBERS = (
    r"(?P<a4>\d{1,2})(?P<sep>[/.-])(?P<b4>\d{1,2})(?:(?P=sep)(?P<y4>\d{4}|\d{2}))?"
    r"(?![\d/.:-]|%| ?(?:ms|s|x)\b)"
)
DAY = re.compile(rf"(?<![\d.$/-])(?:{ISO}|{DAY_FIRST}|{NUMBERS})|\b{MONTH_FIRST}")
ASCII_DAY = re.compile(DAY.pattern, re.ASCII)  # of ASCII letters and digits are quickly told
ANY_CASE = re.compile(DAY.pattern, re.IGNORECASE)
DIGIT = re.compile(r"\d")
# what every day has somewhere: cheap to look for, as most texts have none
STEMS = (
    "(?:jan|ene|gen|f[eé][bv]|m[aä]r|mae|apr|abr|avr|ma[iy]|jui|ju[nl]|aug|ago|ao[uû]|se[pt]|o[ck]t"
    "|out|nov|d[eéi][czs])"
)
FIGURES = re.compile(rf"\d(?=[-/.a-zº ])(?:[-/.]\d|[a-zº.]{{0,2}}(?: of| de)?[ /-]{STEMS})")
ASCII_FIGURES = re.compile(FIGURES.pattern, re.ASCII)
NAMED = re.compile(rf"{STEMS}[a-zûçéä]{{0,8}}\.? \d")
SPACED = re.compile(r" \d")  # what such a name ends with
LONGEST_NAME = 12  # letters of it before that
UNUSABLE_YEAR = re.compile(r"^,? ?(?:of )?(?:20|19)[xX?_]{2}")
CLOCK_AFTER = re.compile(r" \d{1,2}:\d{2}")
REMEMBERED = 64  # texts: those of one document, not more
LONGEST = 4000  # characters of such a text
WIDEST = 40  # characters of a day, and of what may follow it
MONTHS_A_YEAR = 12
CENTURY = 2000
EARLIEST, LATEST = 1970, 2100  # years of computers that we can mean
HUNDRED = 100


@dataclass(slots=True)
class Day:
    """A day in a text; *year* is None where it is not written."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    sure: bool = True  # False for 01/12/2026, which is January here and December there

    def on(self, year: int | None) -> date | None:
        """Return the date, in *year* where none is written."""
        known = self.year or year
        if known is None:
            return None
        try:
            return date(known, self.month, self.day)
        except ValueError:
            return None


def may_count(text: str) -> bool:
    """Return whether *text* may hold a digit; a pattern finds that more slowly."""
    return (
        "1" in text or "2" in text or "0" in text or "3" in text or "4" in text or "5" in text
        or "6" in text or "7" in text or "8" in text or "9" in text or not text.isascii()
    )  # fmt: skip


def days(text: str) -> list[Day]:
    """Return the days written in *text*, in order."""
    return list(_remembered(text)) if len(text) <= LONGEST else _days(text)


@lru_cache(maxsize=REMEMBERED)
def _remembered(text: str) -> tuple[Day, ...]:
    """Return the days of a text that several rules of one document ask for."""
    return tuple(_days(text))


def _days(text: str) -> list[Day]:
    lower = text.lower()
    if len(lower) != len(text):
        return _read(ANY_CASE, text, 0, len(text))
    figures = ASCII_FIGURES if lower.isascii() else FIGURES
    hints = [(hint.start() - 4, hint.end()) for hint in figures.finditer(lower)]
    hints += _named(lower)
    return _near(sorted(hints), lower) if hints else []


def _named(lower: str) -> list[tuple[int, int]]:
    """Return where a month's name stands before a number; looking only there is faster."""
    found = []
    done = 0
    for number in SPACED.finditer(lower):
        start, end = number.span()
        if name := NAMED.search(lower, max(done, start - LONGEST_NAME), end):
            found.append(name.span())
        done = end
    return found


def _near(hints: list[tuple[int, int]], text: str) -> list[Day]:
    """Return the days that start at *hints*; looking only there is many times faster."""
    found: list[Day] = []
    day = ASCII_DAY if text.isascii() else DAY
    done = 0
    for start, end in hints:
        if end > done:
            found += _read(day, text, max(start, done, 0), end)
            done = max(end, found[-1].end if found else 0)
    return found


def _read(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[Day]:
    """Return the days that start from *start* to before *end*."""
    found = []
    match = pattern.search(text, start, end + WIDEST)
    while match and match.start() < end:
        if day := _day(match, text):
            found.append(day)
        at = match.end()
        match = pattern.search(text, at, end + WIDEST) if at < end else None
    return found


def _day(match: re.Match[str], text: str) -> Day | None:
    year: str | None
    if match["y1"]:
        year, month, day = match["y1"], int(match["m1"]), int(match["d1"])
    elif match["d2"]:
        year, month, day = match["y2"], _month(match["m2"]), int(match["d2"])
    elif match["m3"]:
        year, month, day = match["y3"], _month(match["m3"]), int(match["d3"])
    else:
        return _numbered(match, text)
    if not year and UNUSABLE_YEAR.match(text[match.end() : match.end() + 12]):
        return None
    return _checked(match, int(year) if year else None, month, day)


def _numbered(match: re.Match[str], text: str) -> Day | None:
    """Read 4/21/23 (American), 21/04/23 and 21.04.23 (the rest of the world), 04-21 10:00."""
    first, second, year = int(match["a4"]), int(match["b4"]), match["y4"]
    timed = match["sep"] == "-" and CLOCK_AFTER.match(text, match.end())
    if not year and match["sep"] != "/" and not timed:
        return None
    number = int(year) if year else None
    if number is not None and number < HUNDRED:
        number += CENTURY
    if first > MONTHS_A_YEAR or (match["sep"] == "." and second <= MONTHS_A_YEAR):
        return _checked(match, number, second, first)
    sure = second > MONTHS_A_YEAR or first == second
    return _checked(match, number, first, second, sure=sure)


def _month(name: str | None) -> int:
    return MONTHS[(name or "").lower().rstrip(".")]


def _checked(
    match: re.Match[str], year: int | None, month: int, day: int, *, sure: bool = True
) -> Day | None:
    found = Day(match.start(), match.end(), year, month, day, sure)
    usable = year is None or EARLIEST <= year <= LATEST
    return found if usable and found.on(year or CENTURY) else None


def due_date(text: str, today: date | None = None) -> date | None:
    """Return the day that *text* names as a deadline; relative and ambiguous ones are none."""
    for day in days(text):
        if not day.sure:
            continue
        found = day.on(today.year if today else None)
        if found:
            return found
    return None
