"""The pipeline: lines, blocks, chapters, drafts, promises, pairs, candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.incidents import Candidate, Extraction, Facts
from tracker.extraction.blocks import cut
from tracker.extraction.drafts import Draft, drafts
from tracker.extraction.evidence import tells_of_incident
from tracker.extraction.facts import document_title, facts
from tracker.extraction.items import Promise, is_task, promise
from tracker.extraction.kinds import guess_kind
from tracker.extraction.labels import labels
from tracker.extraction.outline import WORK, outline
from tracker.extraction.pairs import pair
from tracker.extraction.scattered import (
    announced,
    lessons,
    outlined,
    plans,
    resolutions,
    sentences_of,
)
from tracker.extraction.templates import is_assignment, is_blank

if TYPE_CHECKING:
    from datetime import date


def extract(text: str, *, name: str = "", today: date | None = None) -> Extraction:
    """Return what the postmortem *text* says; never raises, whatever the text."""
    document = cut(text, name=name.lower())
    chapters = outline(document)
    if is_blank(document) or is_assignment(text):
        return Extraction(Facts(title=document_title(document)), is_postmortem=False)
    listed = [
        draft
        for chapter, below in zip(chapters, [*chapters[1:], None], strict=True)
        if chapter.role in WORK
        for draft in drafts(
            chapter, grouped=bool(below and below.group and below.level > chapter.level)
        )
    ]
    listed += plans(chapters)
    learned = lessons(chapters)
    spread: list[Draft] = []
    if not listed and not learned:
        spread = outlined(chapters) or [
            *announced(chapters),
            *resolutions(chapters),
            *sentences_of(chapters),
        ]
    drawn = sorted([*learned, *listed, *spread], key=lambda draft: draft.first)
    read = (promise(draft, document.definitions, today) for draft in drawn)
    found = [one for one in read if any(char.isalnum() for char in one.title)]
    said = labels(chapters)
    told = facts(document, chapters, said)
    if not tells_of_incident(chapters, said, told, name, promises=bool(found)):
        return Extraction(Facts(title=told.title), is_postmortem=False)
    return Extraction(told, candidates(found), ambiguous=any(draft.prose for draft in spread))


def candidates(found: list[Promise]) -> tuple[Candidate, ...]:
    """Merge each measure with the task that carries it out; keep the document's order."""
    measures = [one for one in found if not is_task(one)]
    tasks = [one for one in found if is_task(one)]
    merged = {id(tasks[j]): measures[i] for i, j in pair(measures, tasks)}
    taken = {id(one) for one in merged.values()}
    partner = {id(measure): task for task in tasks if (measure := merged.get(id(task)))}
    made = []
    for one in found:
        if is_task(one) and id(one) in merged:
            continue
        made.append(_merged(one, partner[id(one)]) if id(one) in taken else _single(one))
    return tuple(made)


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
    )
