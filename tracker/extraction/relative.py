"""Deadlines that name no day: "within two weeks", "by the end of the month", "tomorrow"."""

from __future__ import annotations

import re

from tracker.domain.deadlines import Unit, Within
from tracker.extraction.durations import NUMBER, NUMBERS
from tracker.extraction.phrases import words

UNITS = {
    word: unit
    for unit, words in {
        Unit.DAY: "day days día días dia dias jour jours tag tage tagen",
        Unit.WEEK: "week weeks semana semanas semaine semaines woche wochen",
        Unit.MONTH: "month months mes meses mês mois monat monate monaten",
        Unit.QUARTER: "quarter quarters trimestre trimestres quartal quartale quartalen",
        Unit.YEAR: "year years año años ano anos an ans jahr jahre jahren",
    }.items()
    for word in words.split()
}
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
COUNTED = rf"(?P<number>\d{{1,3}}|{NUMBER})[ -](?:working |business |calendar )?(?P<unit>{UNIT})\b"
SINCE = (
    r" (?:after|from|of|following) (?:the |this |that )?(?:incident|outage|now|today|resolution)"
)
# the whole of a field's value, or what stands at a sentence's end
AHEAD = re.compile(
    rf"(?:(?:with)?in|over|binnen|innerhalb von|en|em|dans|d['\u2019]ici)"
    rf" (?:the |a )?(?:next |coming |following )?{COUNTED}(?:{SINCE}\b)?[.!]?$"
    rf"|{COUNTED.replace('number', 'number2').replace('unit>', 'unit2>')}{SINCE}\b[.!]?$",
    re.IGNORECASE,
)
BARE = re.compile(rf"{COUNTED}[.!]?$", re.IGNORECASE)
END = re.compile(
    rf"(?:by |before |until )?(?:the )?(?:end of (?:the |this )?(?P<next>next )?|(?P<coming>next )"
    rf"|fin de |fim d[ao] |ende (?:der|des) )(?P<unit>{UNIT})[.!]?$",
    re.IGNORECASE,
)
# the last word of all of these
LAST = frozenset(UNITS) | words("incident outage now today resolution")
NAMED = {"today": 0, "tomorrow": 1, "mañana": 1, "amanhã": 1, "demain": 1, "morgen": 1}
LONGEST = 80  # characters at a sentence's end in which a deadline is looked for


def within(value: str) -> Within | None:
    """Return the deadline that a field's *value* counts from the incident, or None."""
    said = value.strip(" .*_`()[]")
    if said.lower() in NAMED:
        return Within(NAMED[said.lower()], Unit.DAY)
    found = AHEAD.match(said) or BARE.match(said)
    return _counted(found) if found else _end(END.match(said))


def is_ahead(text: str) -> bool:
    """Return whether *text* is a deadline by its words, not only a length of time."""
    said = text.strip(" .")
    return bool(AHEAD.match(said) or END.match(said))


def promised_within(sentence: str) -> Within | None:
    """Return the deadline that stands at the end of a *sentence*; it takes a word for it."""
    end = sentence[-LONGEST:]
    if end.rstrip(".!").replace("-", " ").rpartition(" ")[2].lower() not in LAST:
        return None
    found = AHEAD.search(end)
    if found and (found.start() == 0 or end[found.start() - 1] in " ,("):
        return _counted(found)
    ended = END.search(end)
    said = bool(ended and (ended[0].lower().startswith(("by ", "before ", "until "))))
    return _end(ended) if said else None


def _counted(found: re.Match[str]) -> Within:
    named = found.groupdict()
    number = named["number"] or named.get("number2") or ""
    unit = named["unit"] or named.get("unit2") or ""
    amount = int(number) if number.isdigit() else NUMBERS[number.lower()]
    return Within(amount, UNITS[unit.lower()])


def _end(found: re.Match[str] | None) -> Within | None:
    if found is None:
        return None
    later = bool(found["next"] or found["coming"])
    return Within(int(later), UNITS[found["unit"].lower()], whole=True)
