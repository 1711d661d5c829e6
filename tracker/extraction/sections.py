"""What the lines of each chapter were taken for that are no work: titles, facts, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extraction.blocks import Block, Shape
from tracker.extraction.facts import document_title, story
from tracker.extraction.finder import BLANK, is_grouped
from tracker.extraction.leads import split_lead
from tracker.extraction.leftovers import leftovers
from tracker.extraction.origins import LABELLED, Origin, front_line, moments, origins
from tracker.extraction.outline import WORK
from tracker.extraction.phrasebook import Role
from tracker.extraction.reasons import Reason, Taken, quoted
from tracker.extraction.scattered import announced, is_order, resolutions, sentences_of
from tracker.extraction.tables import columns
from tracker.extraction.templates import asks, is_slot
from tracker.extraction.traces import title_reasons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.extraction.calendars import Story
    from tracker.extraction.finder import Reading
    from tracker.extraction.labels import Label
    from tracker.extraction.outline import Chapter

Told = tuple[int, Reason]
# what a section is for, where none of its lines is work or a fact
PURPOSES = {
    Role.TIMELINE: Reason(Taken.TEXT, "in the timeline, but no step: it starts with no time"),
    Role.EVENTS: Reason(Taken.TEXT, "among key events, without a time"),
    Role.HINDSIGHT: Reason(Taken.LESSON, "it looks back, and promises nothing"),
    Role.ADVICE: Reason(Taken.ADVICE, "advice, which is no promise"),
    Role.ASIDE: Reason(Taken.TEXT, "its section holds no work and no facts"),
    Role.CONCLUSION: Reason(Taken.CLOSING, "a conclusion repeats what stands elsewhere"),
}
TOLD_BELOW = Reason(Taken.STEP, "it tells of the step in the heading above")
PLAIN = Reason(Taken.TEXT, "below no title of a known meaning, and no promise by itself")
LESSON = Reason(Taken.LESSON, "it orders no change")
MIXED = Reason(Taken.LESSON, "an order, but not each line of its section is one")
BESIDE = Reason(
    Taken.BESIDE, "a promise, but the document has a list of work, so running text is not asked"
)
SLOT = Reason(Taken.SLOT, "nobody filled it in")
UNREAD = Reason(Taken.TEXT, "in a template that nobody filled in")
LONGEST = 2000  # characters of a block in which a slot is looked for
LOGGED = Reason(Taken.CODE, "code is neither work nor a label")


def section_reasons(reading: Reading, lines: list[str]) -> Iterator[Told]:
    """Yield every line of every chapter with what it was taken for, work excepted."""
    yield from _titles(reading, lines)
    if reading.evidence is BLANK:
        yield from _blank(reading)
        return
    known = story(reading.document, reading.chapters, reading.said, reading.told.title)
    used = origins(known, reading.found.facts)
    for one in used:
        taken = Taken.FACT if one.line else Taken.FRONT
        yield one.line or front_line(one.fact, lines), Reason(taken, one.why, fact=one.fact)
    yield from _labelled(reading.said, used)
    yield from _steps(known, told=reading.found.is_postmortem)
    yield from _promising(reading)
    gave = {one.fact: one.line for one in used}
    timed = {step.entry.line for step in known.steps}
    drawn = frozenset(draft.first for draft in reading.drawn)
    for chapter, below in zip(reading.chapters, [*reading.chapters[1:], None], strict=True):
        rest = (
            leftovers(chapter, grouped=is_grouped(chapter, below), drawn=drawn)
            if chapter.role in WORK
            else (
                (block, TOLD_BELOW if chapter.line in timed else _left(block, chapter, gave))
                for block in chapter.blocks
            )
        )
        for block, reason in rest:
            yield from _spread(block, reason)


def _blank(reading: Reading) -> Iterator[Told]:
    """Yield the lines of a template, which are read no further."""
    for chapter in reading.chapters:
        for block in chapter.blocks:
            yield from _spread(block, SLOT if asks(block.text[:LONGEST]) else UNREAD)


def _titles(reading: Reading, lines: list[str]) -> Iterator[Told]:
    """Yield the lines of the titles, the document's own among them."""
    title = document_title(reading.document)
    first = (block.first for block in reading.document.blocks[:6] if title and title in block.shown)
    own = next(first, None)
    for chapter, reason in zip(reading.chapters, title_reasons(reading.document), strict=True):
        if chapter.line and (chapter.role or chapter.line != own):
            yield chapter.line, reason
    if own:
        yield own, Reason(Taken.TITLE, "the document's own title", fact="title")
    elif title and reading.document.front.get("title") == title:
        yield front_line("title", lines), Reason(Taken.FRONT, fact="title")


def _labelled(said: list[Label], used: list[Origin]) -> Iterator[Told]:
    """Yield the lines with a labelled fact that was not the one used."""
    gave = {one.fact: one.line for one in used}
    for label in said:
        fact = LABELLED.get(label.role, "")
        if fact and gave.get(fact) != label.line:
            other = f"line {gave[fact]} gave {fact}" if fact in gave else f"it gave no {fact}"
            yield label.line, Reason(Taken.FACT, f"labelled as {label.role}, not used: {other}")


def _steps(known: Story, *, told: bool) -> Iterator[Told]:
    """Yield the lines of the timeline's steps, with the time as it was read."""
    read = moments(known)
    for step in known.steps:
        at = step.entry.at
        if not step.entry.text:
            yield step.entry.line, Reason(Taken.STEP, f"{quoted(at or '')} dates the steps below")
            continue
        when = read.get(id(step))
        why = f"at {quoted(at)}" if at else "without a time"
        why += f", read as {when}" if when else ""
        fact = "timeline" if told else ""
        yield step.entry.line, Reason(Taken.STEP, why, fact=fact)


def _promising(reading: Reading) -> Iterator[Told]:
    """Yield the lines that would be items if the document had no list of work."""
    drawn = {draft.first for draft in reading.drawn}
    chapters = [one for one in reading.chapters if one.role not in WORK]
    for draft in (*announced(chapters), *resolutions(chapters), *sentences_of(chapters)):
        if reading.drawn and draft.first not in drawn:
            yield draft.first, BESIDE


def _left(block: Block, chapter: Chapter, gave: dict[str, int]) -> Reason:
    """Return what a block outside the lists of work is."""
    if block.shape is Shape.CODE:
        return LOGGED
    if is_slot(block.text):
        return SLOT
    if block.shape is Shape.ROW and chapter.role not in PURPOSES:
        named = ", ".join(columns(block.header)) or "none that is known"
        return Reason(Taken.TEXT, f"a row of facts, as its columns show no work: {named}")
    if chapter.role is None:
        return PLAIN
    if chapter.role is Role.LESSONS:
        return MIXED if is_order(split_lead(block.text).text) else LESSON
    fact = LABELLED.get(chapter.role, "")
    why = f": line {gave[fact]} gave {fact}" if fact in gave else ""
    tells = f"below {quoted(chapter.title)} ({chapter.role}), but no fact was taken from it{why}"
    return PURPOSES.get(chapter.role) or Reason(Taken.TEXT, tells)


def _spread(block: Block, reason: Reason) -> Iterator[Told]:
    yield block.first, reason
    rest = Reason(reason.taken, of=reason.of, on=block.first)
    for part in block.parts[1:]:
        if part.number != block.first:
            yield part.number, rest
