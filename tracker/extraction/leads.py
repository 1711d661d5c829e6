"""The short lead before an item's text: "Load Testing - ...", "**Owner**: ..."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.extraction.markup import plain, undecorated
from tracker.extraction.verbs import is_imperative

NUMBERED = re.compile(
    r"^(?:\*\*)?(?:task|action|item|step|measure|improvement|tarea|tarefa|aufgabe|tache)?"
    r" ?#?\d{1,3} ?[:.)-](?:\*\*)?\s+(?=\S)",
    re.IGNORECASE,
)
NAMES = frozenset({"task", "action", "action item", "item", "description", "what"})
BOLD = re.compile(r"(\*\*|__|''')([^*_'](?:(?!\1).){0,160}?)(\s?:)?\s?\1\s?")
SEPARATOR = re.compile(r"\s?(?::|[-\u2013\u2014])(?=\s|$)\s?|\s?:\s?(?=[A-Z])")
PLAIN = re.compile(r"([^:\n]{2,80}?)(\s?:\s+|:(?=[A-Z][a-z])|\s[-\u2013\u2014]\s+)(?=\S)")
BOLD_MARKS = frozenset("*_'")
LEADS = re.compile(r":[\sA-Z]|\s[-\u2013\u2014]\s")
REACH = 90  # characters of a lead and what parts it from its text
LONGEST = 7  # words of a plain lead
SMALL = 3  # letters of a word that titles write small
CAPITALS = 0.6  # share of a plain lead's words that start as names do


@dataclass(slots=True)
class Led:
    """A text and the lead that stood before it, both without markup."""

    lead: str | None
    text: str
    bold: bool = False


def split_lead(raw: str) -> Led:
    """Split *raw* (with its markup) into lead and text."""
    bold = BOLD.match(raw) if raw[:1] in BOLD_MARKS else None
    if bold:
        return _split_bold(raw, bold)
    return _split_plain(plain(raw))


def _split_bold(raw: str, bold: re.Match[str]) -> Led:
    inside, rest = bold[2], raw[bold.end() :]
    if bold[3]:
        return Led(plain(inside), plain(rest), bold=True)
    separator = SEPARATOR.match(rest)
    if separator and (rest[separator.end() :].strip() or rest.strip() == ":"):
        return Led(plain(inside), plain(rest[separator.end() :]), bold=True)
    if not separator:
        split = _split_plain(plain(raw))
        inner = plain(inside)
        if inner.endswith(":"):
            return Led(inner.rstrip(": "), plain(rest), bold=True)
        return split if split.lead and split.lead in inner else Led(None, plain(raw))
    return Led(None, plain(raw))


def _split_plain(text: str) -> Led:
    match = PLAIN.match(text) if _may_lead(text[:REACH]) else None
    if not match:
        return Led(None, text)
    lead, rest = match[1].strip(), text[match.end() :].strip()
    return Led(lead, rest) if _is_lead(lead, rest) else Led(None, text)


def _may_lead(head: str) -> bool:
    """Return whether the start of a text has a colon or a dash at all; most have none."""
    parted = ":" in head or "-" in head or "\u2013" in head or "\u2014" in head
    return parted and LEADS.search(head) is not None


def _is_lead(lead: str, rest: str) -> bool:
    """Return whether *lead* titles *rest*, rather than being the start of its sentence."""
    words = lead.split()
    if not rest or len(words) > LONGEST or lead[-1] in ".,;!?" or lead.count('"') == 1:
        return False
    if lead.count("(") != lead.count(")") or not (rest[0].isupper() or not rest[0].isalpha()):
        return False
    capitals = sum(1 for word in words if not word[0].islower())
    titled = capitals / len(words) >= CAPITALS
    if is_imperative(lead):
        return len(words) > 1 and not any(w[0].islower() for w in words if len(w) > SMALL)
    return titled or capitals > 0


def unnamed(raw: str) -> str:
    """Return *raw* without a lead that says nothing: "Task: ..."."""
    led = split_lead(raw)
    return led.text if led.lead and led.lead.lower() in NAMES else raw


def unnumbered(raw: str) -> str:
    """Return *raw* without its number: "Task 1: ..."."""
    bare = undecorated(raw)
    number = NUMBERED.match(bare)
    return undecorated(bare[number.end() :] if number else bare).strip() or raw
