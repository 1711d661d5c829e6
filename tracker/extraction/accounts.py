"""Impact, root cause and resolution: the first sentence that tells each."""

from __future__ import annotations

from bisect import bisect_left, insort
from itertools import zip_longest
from typing import TYPE_CHECKING

from tracker.extraction import prose
from tracker.extraction.blocks import ENTRY, LINE, ROW, Block
from tracker.extraction.evidence import HARM
from tracker.extraction.labels import Label, label_of
from tracker.extraction.phrasebook import Role
from tracker.extraction.sentences import first_sentence, sentences
from tracker.extraction.tellings import (
    CAUSED,
    COURTESY,
    DENIED,
    DUE,
    EXPLICIT,
    GUESSED,
    HURT,
    HURT_PEOPLE,
    MEANWHILE,
    MENDED,
    PROMPT,
    SOLVED,
    STARTS_SOLVED,
    UNDID,
    UNHARMED,
    WHYS,
)
from tracker.extraction.times import stamps
from tracker.extraction.verbs import PERFECT, is_imperative, is_past

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.extraction.outline import Chapter
    from tracker.extraction.phrases import Cue

ELSEWHERE = frozenset(
    {
        Role.TIMELINE,
        Role.MEASURE,
        Role.TASK,
        Role.LESSONS,
        Role.HINDSIGHT,
        Role.ADVICE,
        Role.ASIDE,
        Role.CONCLUSION,
    }
)
CAUSES = frozenset({Role.CAUSE, Role.CAUSE_FIX, Role.REASON})
ACCOUNTS = CAUSES | {Role.IMPACT, Role.RESOLUTION, Role.SUMMARY}
TOLD = frozenset({LINE, ENTRY})
LONGEST_NAME = 9  # words of a line without a full stop that may be a title
BRIEF = 5  # words that make a bullet more than a name
FEWEST = 3  # words of a brief sentence
WORDY = 8  # words that make a labelled bullet a sentence
NEAR = 60  # characters of a sentence in which its verb stands
HEAD = 3  # chapters in which a document without a summary sums itself up


def impact(chapters: list[Chapter], labels: list[Label]) -> str | None:
    """Return the first sentence about who was hurt and how, or None."""
    told = _told(chapters, labels, {Role.IMPACT})
    return told or _in_summary(chapters, HURT_PEOPLE, HURT)


def root_cause(chapters: list[Chapter], labels: list[Label]) -> str | None:
    """Return the first sentence about why it happened, or None.

    An explicit "the root cause was ..." in the summary is the best; a section that
    starts by telling what happened when is the weakest.
    """
    explicit = _in_summary(chapters, EXPLICIT)
    if explicit:
        return explicit
    told = _told(chapters, labels, {Role.CAUSE, Role.CAUSE_FIX})
    told = told or _told(chapters, labels, {Role.REASON})
    if told and not stamps(told):
        return told
    return (
        _anywhere(chapters, EXPLICIT, untitled=True)
        or told
        or _in_summary(chapters, CAUSED)
        or _anywhere(chapters, DUE)
    )


def resolution(chapters: list[Chapter], labels: list[Label]) -> str | None:
    """Return the first sentence about how it was ended, or None."""
    told = _told(chapters, labels, {Role.RESOLUTION})
    if told:
        return told
    for chapter in chapters:
        if chapter.role in CAUSES and (found := _solution(chapter)):
            return found
    told = _in_summary(chapters, STARTS_SOLVED, SOLVED) or _concluded(chapters)
    return told or _in_summary(chapters, UNDID) or _anywhere(chapters, UNDID)


def _told(chapters: list[Chapter], labels: list[Label], roles: set[Role]) -> str | None:
    """Return what the first label or chapter of *roles* says, in document order."""
    found: list[tuple[int, int, str]] = [
        (label.line, 0, first_sentence(label.value))
        for label in labels
        if label.role in roles and label.within not in ELSEWHERE and _says(label.value, label.role)
    ]
    lines = sorted(line for line, _, _ in found)
    for chapter in chapters:
        if chapter.role in roles and not _holds_any(chapter, lines):
            told = next(_first(chapter), None)
            if told:
                found.append((chapter.line, 1, told))
                insort(lines, chapter.line)
    return min(found)[2] if found else None


def _holds_any(chapter: Chapter, lines: list[int]) -> bool:
    """Return whether any of the sorted *lines* stands within *chapter*."""
    if not chapter.blocks:
        return False
    at = bisect_left(lines, chapter.blocks[0].first)
    return at < len(lines) and lines[at] <= chapter.blocks[-1].last


def _says(value: str, role: Role | None) -> bool:
    """Return whether *value* tells its matter; an impact of "none" does, a cause of "none" not."""
    if role is Role.IMPACT and UNHARMED.match(value):
        return True
    return not (prose.is_nothing(value) or _is_asked(value)) and any(c.isalpha() for c in value)


def _is_asked(sentence: str) -> bool:
    """Return whether a sentence asks for the answer instead of giving it."""
    return sentence.endswith("?") or bool(PROMPT.match(sentence))


def _first(chapter: Chapter) -> Iterator[str]:
    """Yield the first sentences of a chapter's blocks, the best first."""
    short: list[str] = []
    told = chapter.blocks
    if told and told[0].shape is ROW:
        return  # what follows a table comments on it
    for block, below in zip_longest(told, told[1:]):
        if block.shape not in {LINE, ENTRY}:
            continue
        listing = below is not None and below.shape is ENTRY
        text = block.shown
        first = _first_telling(text, chapter, listing=listing)
        if WHYS.match(text) or not _says(text, chapter.role) or not first:
            continue
        labelled = _labelled(block, text)
        if labelled is None and (len(first.split()) >= BRIEF or _is_brief_sentence(first)):
            yield first
        elif labelled is not None and len(labelled.split()) >= WORDY:
            yield first_sentence(labelled)
        elif not _is_elsewhere(text) and (
            chapter.role is not Role.IMPACT or (labelled is None and _states(block, first))
        ):
            short.append(first)
    yield from short


def _is_elsewhere(text: str) -> bool:
    """Return whether a brief line is labelled as a fact that no account is: "Date: 2026-03-11"."""
    found = label_of(text)
    return found is not None and found[0] not in ACCOUNTS


def _is_brief_sentence(first: str) -> bool:
    """Return whether few words are a sentence all the same: "Users saw errors."."""
    return first[-1] in ".!" and len(first.split()) >= FEWEST


def _states(block: Block, first: str) -> bool:
    """Return whether few words below "Impact" tell one; "- Checkout" only names what a list has."""
    if block.shape is LINE or first[-1] in ".!":
        return True
    return bool(HARM.search(first) or DENIED.match(first))


def _first_telling(text: str, chapter: Chapter, *, listing: bool) -> str | None:
    """Return the first sentence that announces no list and tells of this chapter's matter."""
    told = sentences(text[:4000])
    if chapter.role is Role.RESOLUTION and told and _orders(told[0]):
        return None
    for sentence in told:
        if _is_asked(sentence):
            continue
        if sentence.endswith(":") and (listing or len(sentence.split()) < WORDY - 2):
            continue
        if chapter.role is Role.RESOLUTION and EXPLICIT.search(sentence):
            continue
        if chapter.role in CAUSES and GUESSED.search(sentence[:80]):
            continue
        return sentence
    return None


def _orders(sentence: str) -> bool:
    """Return whether a sentence about the resolution orders work instead."""
    said = sentence[:NEAR].split()[:BRIEF]
    ordered = is_imperative(sentence) and not any(is_past(word) for word in said)
    return ordered and not PERFECT.search(sentence[:NEAR])  # "Load balancers were ..."


def _labelled(block: Block, text: str) -> str | None:
    """Return the value of "Users affected: ...", or None where there is no label."""
    lead, colon, rest = text.partition(": ")
    if not colon or len(lead.split()) > WORDY - 3:
        return None
    if block.shape is LINE and not label_of(text):
        return None
    return rest.strip()


def _solution(chapter: Chapter) -> str | None:
    """Return how a chapter on cause and resolution says it was solved."""
    blocks = chapter.blocks
    for at, block in enumerate(blocks):
        for sentence in sentences(block.plain):
            if not (STARTS_SOLVED.match(sentence) or SOLVED.search(sentence)):
                continue
            if not sentence.endswith(":"):
                return sentence
            below = blocks[at + 1] if at + 1 < len(blocks) else None
            return first_sentence(below.plain) if below else None
    return _mended(chapter) if chapter.role is Role.CAUSE_FIX else None


def _mended(chapter: Chapter) -> str | None:
    """Return the first sentence after the cause's that tells of mending anything."""
    told = [
        sentence
        for block in chapter.blocks
        if block.shape in TOLD
        for sentence in sentences(block.shown)
    ]
    return next((one for one in told[1:] if MENDED.search(one) and not one.endswith(":")), None)


def _in_summary(chapters: list[Chapter], *patterns: Cue) -> str | None:
    """Return the first explicit sentence of the summary, or of what stands before it."""
    told = [
        sentence
        for at, chapter in enumerate(chapters)
        if chapter.role is Role.SUMMARY or (chapter.role is None and at < HEAD)
        for sentence in _telling(chapter)
    ]
    for pattern in patterns:
        for sentence in told:
            if pattern.search(sentence) and not MEANWHILE.match(sentence) and _is_told(sentence):
                return sentence
    return None


def _is_told(sentence: str) -> bool:
    """Return whether a text is a sentence, not a title: "Report on the outage"."""
    return sentence[-1] in ".!?" or len(sentence.split()) > LONGEST_NAME


def _concluded(chapters: list[Chapter]) -> str | None:
    told = (s for chapter in chapters if chapter.role is Role.CONCLUSION for s in _telling(chapter))
    return next((sentence for sentence in told if SOLVED.search(sentence)), None)


def _anywhere(chapters: list[Chapter], pattern: Cue, *, untitled: bool = False) -> str | None:
    """Return the first sentence that says so outside timelines, work and lessons.

    Sections whose title means nothing are read only where the words are sure by themselves.
    """
    told = (
        s
        for chapter in chapters
        if (untitled or chapter.role is not None) and chapter.role not in ELSEWHERE
        for s in _telling(chapter)
    )
    return next((one for one in told if pattern.search(one) and not GUESSED.search(one)), None)


def _telling(chapter: Chapter) -> list[str]:
    """Return the sentences of a chapter's paragraphs, or of a list where there are none."""
    if chapter.told is None:  # they are cut once for all rules
        written = any(block.shape is LINE for block in chapter.blocks)
        shape = LINE if written or chapter.role is not Role.SUMMARY else ENTRY
        chapter.told = [
            sentence
            for block in chapter.blocks
            if block.shape is shape
            for sentence in sentences(block.shown[:8000])
            if not (sentence.endswith(":") or COURTESY.match(sentence) or _is_asked(sentence))
        ]
    return chapter.told
