"""Whether a document tells of an incident at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.extraction.labels import labels
from tracker.extraction.phrases import words
from tracker.extraction.vocabulary import Role

if TYPE_CHECKING:
    from tracker.domain.incidents import Facts
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


def tells_of_incident(chapters: list[Chapter], facts: Facts, name: str) -> bool:
    """Return whether enough signs of an incident are there: sections, times, a name."""
    if name.endswith(SOURCES):
        return False
    told = {chapter.role for chapter in chapters if chapter.blocks} & TELLING
    told |= {label.role for label in labels(chapters)} & TELLING
    signs = len(told)
    named = bool(NAMED.search(facts.title or "") or NAMED.search(name))
    # a plain list of improvements is in many documents, but not below such a name
    signs += named + (named and any(one.role is Role.MEASURE for one in chapters if one.blocks))
    signs += sum(1 for step in facts.timeline if step.at) >= STEPS
    signs += bool(facts.duration_minutes and facts.started_at)
    return signs >= ENOUGH
