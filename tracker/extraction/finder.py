"""The pipeline: lines, blocks, chapters, drafts, promises, pairs, candidates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.domain.incidents import Candidate, Extraction, Facts
from tracker.extraction.blocks import Document, cut
from tracker.extraction.evidence import Evidence, weigh
from tracker.extraction.facts import document_title, facts
from tracker.extraction.items import Promise, is_task, promise
from tracker.extraction.kinds import guess_kind
from tracker.extraction.labels import Label, labels
from tracker.extraction.outline import WORK, Chapter, outline
from tracker.extraction.pairs import pair
from tracker.extraction.runs import drafts
from tracker.extraction.scattered import (
    announced,
    checklists,
    lessons,
    outlined,
    own_advice,
    plans,
    resolutions,
    sentences_of,
)
from tracker.extraction.templates import is_assignment, is_blank, unassigned

if TYPE_CHECKING:
    from datetime import date

    from tracker.extraction.drafts import Draft


BLANK = Evidence(enough=False, reason="it is a template that nobody filled in")
ASSIGNMENT = Evidence(enough=False, reason="it asks its reader to write a postmortem")
RUNNING = "its promises stand in running text"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the pipeline decided on its way to *found*, for who asks why."""

    document: Document
    chapters: list[Chapter]
    found: Extraction
    evidence: Evidence
    said: list[Label] = field(default_factory=list)
    told: Facts = field(default_factory=Facts)
    drawn: list[Draft] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)  # one for each that was drawn


def extract(text: str, *, name: str = "", today: date | None = None) -> Extraction:
    """Return what the postmortem *text* says; never raises, whatever the text."""
    return read(text, name=name, today=today).found


def read(text: str, *, name: str = "", today: date | None = None) -> Reading:
    """Return what the postmortem *text* says, and how it was read."""
    text = unassigned(text)
    document = cut(text, name=name.lower())
    chapters = outline(document)
    nothing = BLANK if is_blank(document) else ASSIGNMENT if is_assignment(text) else None
    if nothing:
        bare = Facts(title=document_title(document))
        return Reading(
            document, chapters, Extraction(bare, is_postmortem=False), nothing, told=bare
        )
    listed = [
        draft
        for chapter, below in zip(chapters, [*chapters[1:], None], strict=True)
        if chapter.role in WORK
        for draft in drafts(chapter, grouped=is_grouped(chapter, below))
    ]
    listed += plans(chapters)
    learned = lessons(chapters)
    spread: list[Draft] = []
    if not listed and not learned:
        spread = [draft for chapter in own_advice(chapters) for draft in drafts(chapter)]
        spread = (
            spread
            or checklists(chapters)
            or outlined(chapters)
            or [
                *announced(chapters),
                *resolutions(chapters),
                *sentences_of(chapters),
            ]
        )
    drawn = sorted([*learned, *listed, *spread], key=lambda draft: draft.first)
    promises = [promise(draft, document.definitions, today) for draft in drawn]
    kept = [one for one in promises if says(one)]
    said = labels(chapters)
    told = facts(document, chapters, said)
    evidence = weigh(chapters, said, told, name, promises=bool(kept))
    if evidence.enough:
        doubt = RUNNING if any(draft.prose for draft in spread) else ""
        found = Extraction(told, candidates(kept), ambiguous=bool(doubt), doubt=doubt)
    else:
        found = Extraction(Facts(title=told.title), is_postmortem=False)
    return Reading(document, chapters, found, evidence, said, told, drawn, promises)


def is_grouped(chapter: Chapter, below: Chapter | None) -> bool:
    """Return whether the work of *chapter* is sorted by the subheadings *below* it."""
    return bool(below and below.group and below.level > chapter.level)


def says(one: Promise) -> bool:
    """Return whether a promise has any words."""
    return any(char.isalpha() for char in one.title)


def candidates(found: list[Promise]) -> tuple[Candidate, ...]:
    """Merge each measure with the task that carries it out; keep the document's order."""
    return tuple(_merged(one, task) if task else _single(one) for one, task in partners(found))


def partners(found: list[Promise]) -> list[tuple[Promise, Promise | None]]:
    """Return the promises in order, each measure with the task that carries it out."""
    measures = [one for one in found if not is_task(one)]
    tasks = [one for one in found if is_task(one)]
    merged = {id(tasks[j]): measures[i] for i, j in pair(measures, tasks)}
    taken = {id(one) for one in merged.values()}
    partner = {id(measure): task for task in tasks if (measure := merged.get(id(task)))}
    return [
        (one, partner[id(one)] if id(one) in taken else None)
        for one in found
        if not (is_task(one) and id(one) in merged)
    ]


def _single(one: Promise) -> Candidate:
    return Candidate(
        title=one.title,
        sources=(one.source,),
        kind=guess_kind(one.source.heading, one.source.text, one.group),
        owner=one.owner,
        due=one.due,
        priority=one.priority,
        done=one.done,
        refs=one.refs,
        within=one.within,
        effort=one.effort,
    )


def _merged(measure: Promise, task: Promise) -> Candidate:
    """Return one item of both; a measure done only by its tense leaves the task open."""
    done = task.done
    if done is None and not measure.done_by_tense:
        done = measure.done
    return Candidate(
        title=task.title,
        sources=(measure.source, task.source),
        kind=guess_kind(
            measure.source.heading or task.source.heading, task.source.text, measure.group
        ),
        owner=task.owner or measure.owner,
        due=task.due or measure.due,
        priority=task.priority or measure.priority,
        done=done,
        refs=tuple(dict.fromkeys((*measure.refs, *task.refs))),
        within=task.within or measure.within,
        effort=task.effort or measure.effort,
    )
