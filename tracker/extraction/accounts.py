"""Impact, root cause and resolution: the first sentence that tells each."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from itertools import zip_longest
from typing import TYPE_CHECKING

from tracker.extraction import prose
from tracker.extraction.blocks import Block, Shape
from tracker.extraction.labels import Label, label_of
from tracker.extraction.phrasebook import Role
from tracker.extraction.phrases import Cue, opening, spoken
from tracker.extraction.sentences import first_sentence, sentences
from tracker.extraction.times import stamps
from tracker.extraction.verbs import is_imperative, is_past

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.extraction.outline import Chapter

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
WHYS = re.compile(r"\W*(?:\d\W+)?(?:why\b|pourquoi\b|por qu[eê]\b|5 whys|→)", re.IGNORECASE)
STARTS_SOLVED = opening(
    """
    to (?:resolve|fix|address|solve|mitigate|recover|restore)
    to (?:end|stop|contain|halt) (?:the|this|it|that)
    the (?:solution|fix|resolution) (?:of [\\w ]{1,40})?(?:was|involved|is)
    la solution; la solución; a solução
    """
)
SOLVED = spoken(
    """
    (?:was|were|been|got|is|itself) (?:[a-z]+ly )?(?:resolved|fixed|solved)
    (?:was|were|been) (?:mitigated|repaired); resolved itself;
    back (?:in|to) (?:a )?(?:work|norm)\\w*
    (?:resolution|fix|solution) (?:involved|entailed|consisted|required)
    foi (?:[a-z]+ )?(?:mitigado|resolvido)
    fue (?:resuelto|solucionado); a été (?:résolue?|corrigée?); came back (?:up|online)
    (?:seemed|appeared|helped|managed) to (?:fix|resolve|solve) (?:the|this|it); wurde behoben
    (?:resolved|fixed|solved) (?:by|the (?:\\w+ ){0,3}(?:issue|problem|incident|outage|error|bug))
    """
)
# words of mending, which say how it was solved where the section is about that
MENDED = spoken(
    """
    fix(?:e[sd]|ing)?; correct(?:ed|ing); replac(?:ed|ing); restart(?:ed|ing); revert(?:ed|ing)
    roll(?:ed|ing) back; remov(?:ed|ing); solv(?:ed|ing); resolv(?:ed|ing); updat(?:ed|ing)
    increas(?:ed|ing) (?:the|our|its); re-?configur(?:ed|ing); re-?enabl(?:ed|ing)
    re-?install(?:ed|ing); kill(?:ed|ing); chang(?:ed|ing); added; adding; reboot(?:ed|ing)
    reload(?:ed|ing); re-?deploy(?:ed|ing); optimi[sz](?:ed|ing); adjust(?:ed|ing)
    scal(?:ed|ing) up
    patch(?:ed|ing); restor(?:ed|ing); back (?:in order|online|up|to normal); solution
    renam(?:ed|ing)
    disabl(?:ed|ing); upgrad(?:ed|ing); mitigat(?:ed|ing); clear(?:ed|ing); deploy(?:ed|ing)
    """
)
EXPLICIT = spoken(
    """
    root cause (?:of [\\w ]{1,60})?(?:was|is|were|appears|has been|turned out|stems|lies)
    root cause (?:of [\\w ]{1,60})?(?:boil(?:ed|s) down|came down|proved)
    cause racine (?:est|était); causa raíz fue; causa raiz foi
    """
)
CAUSED = spoken(
    """
    caused by; was due to; were due to; traced (?:back )?to; was the result of; resulted from
    cause (?:of|was); because of a; (?:this|it|that) (?:was|is) because; causad[oa] (?:por|pel[oa])
    devido a; debido a; en raison de; à cause de; wegen; aufgrund; durch (?:probleme|fehler|einen)
    which resulted in; a bug in; due to a; caused; which (?:broke|led to)
    """
)
# the same anywhere, where it can only speak of the whole
DUE = spoken("(?:this|it|that|which|incident|outage|issue|problem|fault) (?:is|was) due to")
UNDID = spoken(
    "we (?:subsequently|immediately|quickly|promptly|then|therefore|have since) "
    "(?:reverted|rolled back|disabled|restored|replaced|restarted|patched|fixed|removed|switched)"
    "; revertemos; revertimos; restauramos; restablecimos; nous avons (?:annulé|rétabli|corrigé)"
    "; se (?:ejecut[oó]|realiz[oó]|aplic[oó]) .{0,30}(?:revert|rollback)"
)
PEOPLE = (
    r"(?:(?:a )?users?(?! interface)|customer complaints|customers|subscribers|clients|visitors"
    r"|participants|merchants|players|students|members|alunos|usuarios|clientes|utilisateurs|usuários|kunden|nutzer)"
)
HARM = (
    r"(?:unable|could not|couldn['\u2019]t|cannot|denied|affect|experienc|impact|unavailable"
    r"|fail|error|no longer|no pudieron|no pod|n['\u2019]ont pas pu|ne pouvai"
    r"|nicht|não consegu|fallo)"
)
HURT_PEOPLE = spoken(
    f"""
    {PEOPLE}.{{0,200}}{HARM}\\w*; {HARM}\\w* .{{0,200}}{PEOPLE}; affecting ~?\\d[\\d.]*%.{{0,40}}
    """
)
HURT = spoken(
    """
    affect(?:ed|ing); impact(?:ed|ing); disrupt\\w*; unavailable; outage; offline; degraded
    resulted in; failing; compromised; could not; left without
    (?:is|was|were|went) (?:down|not (?:\\w+ly )?\\w+ing)
    (?:was|were)n['\u2019]t (?:\\w+ly )?\\w+ing
    crash(?:ed|ing|es); drop(?:s|ped)? to zero; notready; locking up; locked up; 500 internal
    lost (?:service|connect\\w*|access); failed to (?:start|load|launch|respond)
    was failing to; returned? (?:an? )?(?:\\w+ )?error; went into; left us with; reverted all
    stopped (?!working on)\\w+ing; were not \\w+ed; doesn['\u2019]t work; didn['\u2019]t work
    störung; ausgefallen; nicht erreichbar; impossibilitad\\w*; fora do ar; indispon\\w*
    inaccessible; indisponible; hors service; en panne; afetad\\w*; afectad\\w*; lentidão
    """
)
CAUSES = frozenset({Role.CAUSE, Role.CAUSE_FIX, Role.REASON})
# what was believed before it was known
GUESSED = spoken(
    """
    at first; initially; first (?:thought|assumption|guess|hypothesis|suspicion); assum(?:ed|ption)
    suspected; initial (?:thought|assumption|guess|hypothesis|suspicion)
    """
)
MEANWHILE = opening("by the time; until; while")
COURTESY = opening("the following; we understand; we apologi[sz]e; this (?:postmortem|report)")
TOLD = frozenset({Shape.LINE, Shape.ENTRY})
LONGEST_NAME = 9  # words of a line without a full stop that may be a title
BRIEF = 5  # words that make a bullet more than a name
WORDY = 8  # words that make a labelled bullet a sentence
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
        if chapter.role in {Role.CAUSE_FIX, Role.CAUSE, Role.REASON} and (
            found := _solution(chapter)
        ):
            return found
    told = _in_summary(chapters, STARTS_SOLVED, SOLVED) or _concluded(chapters)
    return told or _in_summary(chapters, UNDID) or _anywhere(chapters, UNDID)


def _told(chapters: list[Chapter], labels: list[Label], roles: set[Role]) -> str | None:
    """Return what the first label or chapter of *roles* says, in document order."""
    found: list[tuple[int, int, str]] = [
        (label.line, 0, first_sentence(label.value))
        for label in labels
        if label.role in roles and label.within not in ELSEWHERE and _says(label.value)
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


def _says(value: str) -> bool:
    return not prose.is_nothing(value) and any(c.isalpha() for c in value)


def _first(chapter: Chapter) -> Iterator[str]:
    """Yield the first sentences of a chapter's blocks, the best first."""
    short: list[str] = []
    told = chapter.blocks
    if told and told[0].shape is Shape.ROW:
        return  # what follows a table comments on it
    for block, below in zip_longest(told, told[1:]):
        if block.shape not in {Shape.LINE, Shape.ENTRY}:
            continue
        listing = below is not None and below.shape is Shape.ENTRY
        text = block.shown
        first = _first_telling(text, chapter, listing=listing)
        if WHYS.match(text) or not _says(text) or not first:
            continue
        labelled = _labelled(block, text)
        if labelled is None and len(first.split()) >= BRIEF:
            yield first
        elif labelled is None:
            short.append(first)
        elif len(labelled.split()) >= WORDY:
            yield first_sentence(labelled)
        else:
            short.append(first)
    yield from short if chapter.role is not Role.IMPACT else ()


def _first_telling(text: str, chapter: Chapter, *, listing: bool) -> str | None:
    """Return the first sentence that announces no list and tells of this chapter's matter."""
    told = sentences(text[:4000])
    if chapter.role is Role.RESOLUTION and told and _orders(told[0]):
        return None
    for sentence in told:
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
    return is_imperative(sentence) and not is_past(sentence.split(" ", 1)[0])


def _labelled(block: Block, text: str) -> str | None:
    """Return the value of "Users affected: ...", or None where there is no label."""
    lead, colon, rest = text.partition(": ")
    if not colon or len(lead.split()) > WORDY - 3:
        return None
    if block.shape is Shape.LINE and not label_of(text):
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


def _telling(chapter: Chapter) -> Iterator[str]:
    for block in chapter.blocks:
        if block.shape is Shape.LINE:
            for sentence in sentences(block.shown[:8000]):
                if not sentence.endswith(":") and not COURTESY.match(sentence):
                    yield sentence
