"""Stated lengths of time: "15 hours 40 minutes", "about three hours", "1h 30m"."""

from __future__ import annotations

import re

NUMBERS = {
    name: number
    for number, names in enumerate(
        """
        zero; one a an un une uma ein eine; two deux dos dois zwei; three trois tres três drei
        four quatre cuatro quatro vier; five cinq cinco fünf; six seis sechs; seven sept siete sete
        eight huit ocho oito acht; nine neuf nueve nove neun; ten dix diez dez zehn; eleven onze
        twelve douze doce doze
        """.replace("\n", ";")
        .strip(" ;")
        .split(";")
    )
    for name in names.split()
}
UNITS = {
    name: minutes
    for minutes, names in {
        10080: "w week weeks semana semanas semaine semaines woche wochen",
        1440: "d day days jour jours dia dias día días tag tage",
        60: "h hr hrs hour hours heure heures hora horas stunde stunden",
        1: "m min mins minute minutes minuto minutos minuten",
    }.items()
    for name in names.split()
}
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
LENGTH = re.compile(
    rf"(?<![\w.:])(?:(?P<figure>\d{{1,5}}(?:[.,]\d{{1,2}})?)|(?P<word>{NUMBER})(?=[ -]))[ -]?"
    rf"(?P<half>and a half )?(?P<unit>{UNIT})\b(?P<tail> and a half)?",
    re.IGNORECASE,
)
OPENS = re.compile(
    r"for (?:(?:about|around|nearly|almost|some|roughly|over|more than|approximately) |~ ?)?",
    re.IGNORECASE,
)
JOIN = re.compile(r"(?:\s|,|and|et|e|y|und|&)*")
AGO = re.compile(
    r"\s*(?:after|ago|later|earlier|window|prior|notice|heads|per|each|every)\b",
    re.IGNORECASE,
)
LEAST = 1


def stated_minutes(text: str) -> int | None:
    """Return the first length of time that *text* states, in minutes."""
    found = list(LENGTH.finditer(text[:20_000]))
    for at, match in enumerate(found):
        if AGO.match(text, match.end()) or _is_clock(match):
            continue
        total = _minutes(match)
        end = match.end()
        for following in found[at + 1 : at + 3]:
            gap = text[end : following.start()]
            smaller = UNITS[following["unit"].lower()] < UNITS[match["unit"].lower()]
            if len(gap) > len(" , and ") or not JOIN.fullmatch(gap) or not smaller:
                break
            total += _minutes(following)
            end = following.end()
        return round(total)
    return None


def opening_minutes(sentence: str) -> int | None:
    """Return the length of time with which "For 95 minutes nobody could pay" starts."""
    opens = OPENS.match(sentence)
    if not opens or not LENGTH.match(sentence, opens.end()):
        return None
    return stated_minutes(sentence[opens.end() :])


def _is_clock(match: re.Match[str]) -> bool:
    """Return whether "2100hrs" is a time of day."""
    figure = match["figure"] or ""
    return figure.isdigit() and len(figure) == len("2100") and match["unit"][0] in "hH"


def _minutes(match: re.Match[str]) -> float:
    figure = match["figure"]
    number = float(figure.replace(",", ".")) if figure else float(NUMBERS[match["word"].lower()])
    if match["half"] or match["tail"]:
        number += 0.5
    return number * UNITS[match["unit"].lower()]
