"""Work promised outside any section for it: announced lists, and sentences that promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.items import Section
from tracker.extraction import prose
from tracker.extraction.blocks import Block, Shape
from tracker.extraction.drafts import Draft
from tracker.extraction.markup import plain
from tracker.extraction.phrases import opening, spoken
from tracker.extraction.sentences import sentences
from tracker.extraction.timeline import read_step
from tracker.extraction.verbs import is_imperative
from tracker.extraction.vocabulary import Role

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
        if block.shape is Shape.ENTRY:
            if listing:
                yield block
            continue
        text = plain(block.text)
        last = sentences(text[-2000:])[-1:]
        listing = bool(last and last[0].endswith(":") and ANNOUNCED.search(last[0]))


def sentences_of(chapters: list[Chapter]) -> list[Draft]:
    """Return the sentences that promise by themselves, and the morals people draw."""
    return [
        Draft(Section.MEASURE, sentence, block.first, block.last, prose=True)
        for chapter in chapters
        if chapter.role not in ELSEWHERE
        for block in _told(chapter)
        for sentence in _promised(plain(block.text[:20_000]))
    ]


def _told(chapter: Chapter) -> list[Block]:
    """Return a chapter's paragraphs; of a timeline, those after its last step."""
    blocks = chapter.blocks
    if chapter.role is Role.TIMELINE:
        steps = [at for at, block in enumerate(blocks) if read_step(plain(block.text), 0)]
        blocks = blocks[steps[-1] + 1 :] if steps else []
    return [block for block in blocks if block.shape is Shape.LINE]


def _promised(text: str) -> Iterator[str]:
    for sentence in sentences(text):
        if sentence.endswith(":"):
            continue
        if PROMISED.match(sentence) and not prose.is_closing(sentence):
            yield sentence
            continue
        before, colon, moral = sentence.partition(": ")
        if colon and MORAL.search(before) and is_imperative(moral):
            yield moral
