"""Work promised outside any section for it: announced lists, and sentences that promise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.items import Section
from tracker.extraction import prose
from tracker.extraction.blocks import ENTRY, LINE, ROW, Block
from tracker.extraction.drafts import Draft, row_drafts
from tracker.extraction.leads import split_lead
from tracker.extraction.outline import WORK
from tracker.extraction.phrasebook import Role
from tracker.extraction.phrases import opening, spoken, words
from tracker.extraction.sentences import sentences
from tracker.extraction.tables import is_action_table
from tracker.extraction.timeline import read_step
from tracker.extraction.verbs import is_imperative, is_past

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.extraction.outline import Chapter

ELSEWHERE = frozenset(
    {Role.EVENTS, Role.SUMMARY, Role.IMPACT, Role.ADVICE, Role.ASIDE, Role.FACTORS}
)
# what announces a list of things to do
ANNOUNCED = spoken(
    """
    we (?:will|plan to|intend to|are going to) (?:do|take|make|implement|carry out)
    we (?:will|are going to) be (?:doing|taking|making)
    (?:we are|we['\u2019]re) (?:taking|doing|making|planning)
    (?:actions|steps|measures) (?:we|to) .{0,40}
    following (?:actions|steps|measures|improvements|changes)
    (?:possible|potential|planned|future) (?:actions|steps|measures|improvements|changes)
    """
)
# what makes a sentence a promise even where nothing announces one
PROMISED = opening(
    """
    next time,? we (?:will|plan|are going)
    (?:lastly|finally|also|additionally|secondly|firstly),? we(?: will|['\u2019]ll)
    (?:going|moving) forward,? we(?: will|['\u2019]ll|['\u2019]re going| are going| plan)
    in (?:the )?future,? we(?: will|['\u2019]ll| plan| are going); from now on,? we
    to prevent (?:this|similar|such) .{0,80} we (?:will|are|have|plan)
    """
)
OUTLINED = spoken(
    """
    (?:improvements?|measures|actions|steps|tasks|changes) (?:ha(?:ve|s) been|were|are|will be)
    """
)
# to whom advice is given that is no promise
PUBLIC = spoken("you; your; users; customers; everyone; maintainers; operators; anyone; readers")
TASKS = spoken("tasks?; action items?; to-?dos?")
ADVICE = words("do don't never always be remember keep avoid think try")
BRIEF = 2  # sentences of an order
MORAL = spoken("(?:conclusion|lesson|takeaway|moral) (?:here |is )?(?:is )?(?:simple|clear|that)?")


def announced(chapters: list[Chapter]) -> list[Draft]:
    """Return the entries of lists below "we will do the following:"."""
    return [
        Draft(Section.MEASURE, block.text, block.first, block.last, ticked=block.ticked)
        for chapter in chapters
        if chapter.role not in ELSEWHERE
        for block in _below_announcements(chapter.blocks)
    ]


def _below_announcements(blocks: list[Block]) -> Iterator[Block]:
    listing = False
    for block in blocks:
        if block.shape is ENTRY:
            if listing:
                yield block
            continue
        text = block.plain
        last = sentences(text[-2000:])[-1:]
        listing = bool(last and last[0].endswith(":") and ANNOUNCED.search(last[0]))


def outlined(chapters: list[Chapter]) -> list[Draft]:
    """Return the promises of paragraphs that say so: "Several improvements are planned. ..."."""
    found: list[Draft] = []
    for block in (b for c in chapters if c.role not in ELSEWHERE for b in _told(c)):
        told = sentences(block.plain[:20_000])
        at = next((at for at, one in enumerate(told) if OUTLINED.search(one)), None)
        if at is None or len(told) < BRIEF:
            continue
        section = Section.TASK if TASKS.search(told[at]) else Section.MEASURE
        promised = prose.promises(" ".join(one for one in told[at + 1 :] if not PUBLIC.search(one)))
        found += [Draft(section, one, block.first, block.last, prose=True) for one in promised]
    return found


def checklists(chapters: list[Chapter]) -> list[Draft]:
    """Return the entries of lists with a box each, below titles that mean nothing."""
    return [
        Draft(Section.TASK, block.text, block.first, block.last, ticked=block.ticked)
        for chapter in chapters
        if chapter.role is None
        for block in _boxed(chapter)
    ]


def _boxed(chapter: Chapter) -> list[Block]:
    listed = [block for block in chapter.blocks if block.shape is ENTRY]
    about = sum(1 for block in listed if prose.is_about_report(block.plain))
    boxed = len(listed) > 1 and all(block.ticked is not None for block in listed)
    return listed if boxed and not about else []


def own_advice(chapters: list[Chapter]) -> list[Chapter]:
    """Return the chapters of recommendations that do not speak to users or the public."""
    return [
        replace(chapter, role=Role.MEASURE)
        for chapter in chapters
        if chapter.role is Role.ADVICE
        and not any(PUBLIC.search(block.plain[:2000]) for block in chapter.blocks)
    ]


def lessons(chapters: list[Chapter]) -> list[Draft]:
    """Return lessons learned that are orders for a concrete change, all of a chapter or none."""
    return [
        Draft(Section.MEASURE, block.text, block.first, block.last)
        for chapter in chapters
        if chapter.role is Role.LESSONS
        for block in _orders(chapter)
    ]


def resolutions(chapters: list[Chapter]) -> list[Draft]:
    """Return the orders that stand as paragraphs below a heading on the resolution."""
    return [
        Draft(Section.TASK, block.text, block.first, block.last, prose=True)
        for chapter in chapters
        if chapter.role is Role.RESOLUTION
        for block in _orders(chapter)
        if block.shape is LINE
    ]


def _orders(chapter: Chapter) -> list[Block]:
    """Return a chapter's blocks if each is one order."""
    told = [block for block in chapter.blocks if not prose.is_closing(block.plain)]
    orders = [block for block in told if is_order(split_lead(block.text).text)]
    return orders if len(orders) > 1 and len(orders) == len(told) else []


def is_order(text: str) -> bool:
    """Return whether *text* is one brief order for a change."""
    first = text.split(" ", 1)[0].lower()
    brief = len(sentences(text[:2000])) <= BRIEF
    return is_imperative(text) and brief and first not in ADVICE and not is_past(first)


def plans(chapters: list[Chapter]) -> list[Draft]:
    """Return the rows of tables whose columns alone show that they are work."""
    found: list[Draft] = []
    for chapter in chapters:
        rows = [block for block in chapter.blocks if block.shape is ROW]
        if chapter.role not in WORK and rows:
            known = {header: is_action_table(header) for header in {row.header for row in rows}}
            found += (
                draft
                for row in rows
                if known[row.header]
                for draft in row_drafts(row, Section.TASK)
                if not prose.is_nothing(draft.raw)
            )
    return found


def sentences_of(chapters: list[Chapter]) -> list[Draft]:
    """Return the sentences that promise by themselves, and the morals people draw."""
    return [
        Draft(Section.MEASURE, sentence, block.first, block.last, prose=True)
        for chapter in chapters
        if chapter.role not in ELSEWHERE
        for block in _told(chapter)
        for sentence in _promised(block.plain[:20_000])
    ]


def _told(chapter: Chapter) -> list[Block]:
    """Return a chapter's paragraphs; of a timeline, those after its last step."""
    blocks = chapter.blocks
    if chapter.role is Role.TIMELINE:
        end = len(blocks)
        while end and not read_step(blocks[end - 1].plain, 0):
            end -= 1
        blocks = blocks[end:] if end else []
    return [block for block in blocks if block.shape is LINE]


def _promised(text: str) -> Iterator[str]:
    for sentence in sentences(text):
        if sentence.endswith(":"):
            continue
        if PUBLIC.search(sentence):
            continue
        if PROMISED.match(sentence) and not prose.is_closing(sentence):
            yield sentence
            continue
        before, colon, moral = sentence.partition(": ")
        if colon and MORAL.search(before) and is_imperative(moral):
            yield moral
