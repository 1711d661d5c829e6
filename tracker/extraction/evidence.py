"""Whether a document tells of an incident at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extraction.outline import WORK
from tracker.extraction.phrasebook import Role
from tracker.extraction.phrases import spoken, words

if TYPE_CHECKING:
    from tracker.domain.incidents import Facts
    from tracker.extraction.labels import Label
    from tracker.extraction.outline import Chapter

NAMED = re.compile(
    r"post[- ]?m\w{0,3}rt\w{0,3}m|incident|outage|retrospective|root cause|after[- ]action|\brca\b"
    r"|vulnerability|breach|downtime|disruption|degrad|disclosure|autopsy|vorfall|störung|caída"
    r"|interrup|panne|\bcrash|failure|leak",
    re.IGNORECASE,
)
TELLING = frozenset(
    {
        Role.TIMELINE,
        Role.CAUSE,
        Role.CAUSE_FIX,
        Role.IMPACT,
        Role.SUMMARY,
        Role.RESOLUTION,
        Role.EVENTS,
        Role.DETECTION,
        Role.FACTORS,
        Role.HINDSIGHT,
    }
)
ROLES = tuple(role for role in Role if role in TELLING)  # in their order
# what one of, beside a list of work and words of harm, makes a short report
DATED = (TELLING - {Role.SUMMARY, Role.HINDSIGHT}) | frozenset(
    {Role.REASON, Role.DATE, Role.START, Role.END, Role.DETECTED, Role.DURATION}
)
HARM = spoken(
    """
    errors?; fail(?:s|ed|ing|ures?)?; down; unavailable; crash\\w*; broken?; lost; losing; slow\\w*
    stale; old; time(?:d )?-?outs?; wrong; missing; incorrect\\w*; alert\\w*; paged; outages?
    incidents?; degraded; rolled back; rollback; restor\\w*; resolved; could not; couldn['\u2019]t
    cannot; unable; corrupt\\w*; leak\\w*; exposed; delay\\w*; affect\\w*; stopped; unreachable
    disrupt\\w*; empty; twice; stuck; blocked; expired; refused
    (?:customers|users|visitors|clients|shoppers|readers) (?:saw|got|had|received|were)
    fallos?; errores; caíd[oa]; pannes?; erreurs?; indisponible; ausfall; fehler; gestört; falhas?
    """
)
# documents that list work without an incident
OTHERWISE = spoken(
    """
    meetings?; minutes; agenda; stand-?up; sync; weekly; monthly; notes; change ?log; to-?do
    release notes; releases?; readme; road ?map; recipe; proposal; rfc; design; sprint; planning
    project; backlog; guide; how to; tutorial; installation; plan; okrs?; goals; ideas; draft
    """
)
MET = spoken("attendees; agenda; discussion; minutes; apologies; ingredients; installation")
# files that tell a machine what to do
SOURCES = tuple(
    f".{ending}"
    for ending in words(
        """
        py js ts tsx jsx go rs java kt c h cpp cs rb php sh sql json css yaml yml toml lock xml svg
        ini cfg csv diff patch
        """
    )
)
STEPS = 2  # of a timeline
ENOUGH = 2  # signs that a document tells of an incident
LONGEST = 2000  # characters of a block in which harm is looked for
MOST = 200  # blocks likewise


@dataclass(frozen=True, slots=True)
class Evidence:
    """Whether a document tells of an incident, the *signs* of it, and what decided."""

    enough: bool
    signs: tuple[str, ...] = ()
    reason: str = ""


def weigh(
    chapters: list[Chapter], said: list[Label], facts: Facts, name: str, *, promises: bool
) -> Evidence:
    """Return the signs of an incident, and whether they are enough: sections, times, a name.

    Less is enough where the document *promises* work, as that must not be lost.
    """
    if name.endswith(SOURCES):
        return Evidence(enough=False, reason="its name is that of a program's file")
    labelled = {label.role for label in said}
    told = {chapter.role for chapter in chapters if chapter.blocks} | labelled
    signs = [str(role) for role in ROLES if role in told]
    named = NAMED.search(facts.title or "") or NAMED.search(name)
    if named:
        signs.append(f'named "{named[0]}"')
        # a plain list of improvements is in many documents, but not below such a name
        if any(one.role is Role.MEASURE for one in chapters if one.blocks):
            signs.append("measures below that name")
    if sum(1 for step in facts.timeline if step.at) >= STEPS:
        signs.append("timed steps")
    if facts.duration_minutes and facts.started_at:
        signs.append("a start and a length")
    if len(signs) >= ENOUGH:
        return Evidence(enough=True, signs=tuple(signs))
    if not promises:
        return Evidence(enough=False, signs=tuple(signs), reason="it promises no work")
    enough, reason = _doubtful(chapters, facts, named=bool(named), dated=bool(told & DATED))
    return Evidence(enough, tuple(signs), reason)


def _doubtful(
    chapters: list[Chapter], facts: Facts, *, named: bool, dated: bool
) -> tuple[bool, str]:
    """Return whether too few signs are enough all the same, and why."""
    if not named and (other := _other(chapters, facts.title or "")):
        return False, f'"{other}" titles documents of another sort'
    if facts.severity is not None:
        return True, f"enough beside promised work and the severity {facts.severity}"
    if not (dated or named):
        return False, "it says neither when, nor why, nor whom it hurt"
    if harm := _harm(chapters):
        return True, f'enough beside promised work and a word of harm, "{harm}"'
    return False, "it tells of no harm"


def _other(chapters: list[Chapter], title: str) -> str:
    """Return the word by which the titles are those of a meeting, a plan or a program."""
    found = [OTHERWISE.search(title), *(MET.search(one.title) for one in chapters)]
    return next((one[0] for one in found if one), "")


def _harm(chapters: list[Chapter]) -> str:
    """Return the word with which anything outside the list of work tells of harm."""
    told = [chapter for chapter in chapters if chapter.role not in WORK]
    blocks = (block for chapter in told for block in chapter.blocks)
    titles = (HARM.search(chapter.title[:LONGEST]) for chapter in told)
    below = (
        HARM.search(block.text[:LONGEST]) for block, _ in zip(blocks, range(MOST), strict=False)
    )
    return next((found[0] for one in (titles, below) for found in one if found), "")
