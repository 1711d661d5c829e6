"""Drafts made into what an item says: heading, text, owner, deadline, state, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain.items import Section, Source
from tracker.extraction.dates import due_date, may_count
from tracker.extraction.drafts import LONGEST
from tracker.extraction.leads import split_lead
from tracker.extraction.markup import plain, undecorated, urls
from tracker.extraction.owners import EMPTY, named_owner, owner_of_cell
from tracker.extraction.phrases import words
from tracker.extraction.relative import promised_within, within
from tracker.extraction.statuses import STATUS_PHRASES, status, status_of_cell
from tracker.extraction.verbs import tells_done
from tracker.extraction.vocabulary import simplified

if TYPE_CHECKING:
    from datetime import date

    from tracker.domain.deadlines import Within
    from tracker.extraction.drafts import Draft
    from tracker.extraction.tails import Tail

DEADLINE = re.compile(
    r"\b(?:by|before|until|due|no later than|bis|avant le|antes del?)\b (.{4,40})$", re.IGNORECASE
)
TENSE, INTRODUCED = "its past tense", "the tense of its introduction"
OWN, AROUND, TICKET = "its own words", "the words around it", "the word beside its ticket"
STATES = frozenset(STATUS_PHRASES) | words("done todo wip")
TENSES = frozenset({TENSE, INTRODUCED})
STATED = re.compile(r"\b(DONE|TODO|OPEN|CLOSED|WIP)$")  # beside the ticket, in capitals


@dataclass(frozen=True, slots=True)
class Promise:
    """One source of an item, and the fields its own words give."""

    source: Source
    owner: str | None = None
    due: date | None = None
    priority: str | None = None
    done: bool | None = None
    done_by_tense: bool = False
    refs: tuple[str, ...] = ()
    within: Within | None = None
    effort: str | None = None
    group: str | None = None

    @property
    def title(self) -> str:
        """Return the line's own words, its lead before them."""
        heading, text = self.source.heading, self.source.text
        if heading and text:
            return f"{heading}: {text}"
        return text or heading or ""


def promise(draft: Draft, definitions: dict[str, str], today: date | None) -> Promise:
    """Read what *draft* says."""
    tail = draft.tail
    led = split_lead(tail.text)
    heading, text = led.lead, led.text
    if heading and simplified(heading) in STATES:
        tail.done = status(heading)
        heading, text = None, led.text
    text = undecorated(text).rstrip()
    text = text[:-1].rstrip() if text.endswith(":") else text
    done, by_tense = _done(draft, tail, text)
    shared = " ".join([draft.raw[:LONGEST], *draft.notes[:20], *draft.fields.values()])
    return Promise(
        Source(draft.section, heading, text, draft.first, draft.last),
        owner=_owner(draft, tail, text),
        due=_due(draft, tail, text, today),
        within=_within(draft, tail, text),
        effort=_effort(draft, tail),
        priority=_priority(draft, tail),
        done=done,
        done_by_tense=by_tense,
        refs=urls(shared, definitions),
        group=draft.fields.get("kind") or draft.group,
    )


def _due(draft: Draft, tail: Tail, text: str, today: date | None) -> date | None:
    """Return the deadline: of its column or field, else "by May 6, 2024" at the text's end."""
    said = draft.fields.get("due") or tail.due
    start = max(0, len(text) - 60)
    if not said and may_count(text[start:]) and (promised := DEADLINE.search(text, start)):
        said = promised[1]
    return due_date(plain(said), today) if said else None


def _within(draft: Draft, tail: Tail, text: str) -> Within | None:
    """Return the deadline that counts from the incident, of a field or of the text's end."""
    said = draft.fields.get("due") or tail.due
    return within(plain(said)) if said else promised_within(text)


def _done(draft: Draft, tail: Tail, text: str) -> tuple[bool | None, bool]:
    """Return whether the work is done, and whether only a tense says so."""
    done, why = done_cue(draft, tail, text)
    return done, why in TENSES


def done_cue(draft: Draft, tail: Tail, text: str) -> tuple[bool | None, str]:
    """Return whether the work is done, and what says so."""
    if draft.ticked is not None:
        return draft.ticked, "its box"
    if "status" in draft.fields:
        return status_of_cell(plain(draft.fields["status"])), "its status field"
    refs = draft.fields.get("refs")
    marked = STATED.search(plain(refs)[-40:]) if refs else None
    beside = status(marked[1]) if marked else None
    for said, by in ((tail.done, OWN), (draft.said_done, AROUND), (beside, TICKET)):
        if said is not None:
            return said, by
    for note in draft.notes:
        if (said := status(plain(note))) is not None:
            return said, "a note below it"
    if draft.told_done:
        return True, INTRODUCED
    return (True, TENSE) if tells_done(text) else (None, "")


def _owner(draft: Draft, tail: Tail, text: str) -> str | None:
    if "owner" in draft.fields:
        return owner_of_cell(plain(draft.fields["owner"]))
    if tail.owner and tail.owner.lower() not in EMPTY:
        return plain(tail.owner)
    return named_owner(text)


def _priority(draft: Draft, tail: Tail) -> str | None:
    said = draft.fields.get("priority") or tail.priority
    return plain(said) or None if said else None


def _effort(draft: Draft, tail: Tail) -> str | None:
    said = draft.fields.get("effort") or tail.effort
    return plain(said) or None if said else None


def is_task(found: Promise) -> bool:
    """Return whether the promise stands in a list of tasks."""
    return found.source.section is Section.TASK
