"""The incident's facts, gathered from labels, chapters and the timeline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.domain.incidents import Facts
from tracker.extraction import accounts
from tracker.extraction.blocks import BOLD_LEVEL, Block, Document, Shape
from tracker.extraction.calendars import Story
from tracker.extraction.labels import Label, front_labels, label_of
from tracker.extraction.periods import span
from tracker.extraction.phrasebook import Role
from tracker.extraction.timeline import steps
from tracker.extraction.vocabulary import exact_role, role_of_label

if TYPE_CHECKING:
    from tracker.extraction.outline import Chapter

SEVERITY = re.compile(
    r"\b(?:SEV[ -]?\d|P[0-5]|S[1-5]|critical|major|minor|high|medium|low|moderate)\b", re.IGNORECASE
)
UNFILLED = re.compile(
    r"(?:issue|incident|project|service) (?:name|title)|title|\[.*\]|<.*>"
    r"|(?:(?!\{\{).)*+\{\{(?:(?!\}\}).)*+\}\}.*+"
    r"|name of (?:the )?incident",
    re.IGNORECASE,
)
TITLE = re.compile(r"(?:title|subject): (?:(?:re|fwd?|aw|wg): )*(\S.*)$", re.IGNORECASE)
REPORT = re.compile(r"(?:incident|outage) report$", re.IGNORECASE)
LONGEST_TITLE = 25  # words
MOST_SERVICES = 12


def facts(document: Document, chapters: list[Chapter], said: list[Label]) -> Facts:
    """Return what the document and its labels say about the incident; absent is None."""
    title = document_title(document)
    known = story(document, chapters, said, title)
    found = known.labels
    when = span(known)
    return Facts(
        title=title,
        started_at=when.started,
        ended_at=when.ended,
        detected_at=when.detected,
        duration_minutes=when.minutes,
        timezone=when.zone,
        severity=_severity(_values(Role.SEVERITY, found, chapters)),
        services=_services(_values(Role.SERVICES, found, chapters)),
        impact=accounts.impact(chapters, found),
        root_cause=accounts.root_cause(chapters, found),
        resolution=accounts.resolution(chapters, found),
        timeline=tuple(step.entry for step in known.steps if step.entry.text),
    )


def story(
    document: Document, chapters: list[Chapter], said: list[Label], title: str | None
) -> Story:
    """Return all that the document says about when."""
    front = document.front
    titles = (title or "", front.get("title", ""), front.get("date", ""))
    return Story(chapters, [*said, *front_labels(front)], steps(chapters), titles)


def document_title(document: Document) -> str | None:
    """Return the first title that is filled in and is no section's."""
    named = _named(document)
    fallback = named or document.front.get("title")
    for at, block in enumerate(document.blocks[:6]):
        text = block.shown.rstrip(":")
        if text.startswith(("http://", "https://")):
            continue
        if block.shape is Shape.HEADING and block.level <= BOLD_LEVEL:
            if UNFILLED.fullmatch(text):
                continue
            lower = fallback and block.level > 1
            role = exact_role(text) if block.level == 1 else role_of_label(text)
            return fallback if lower or role or not text else text
        if _may_title(document, at, text) and not fallback:
            return None if _labels(text) else text
    return fallback


def _labels(text: str) -> bool:
    """Return whether a line is a label, or starts with one; a report may name its incident."""
    label, colon, _ = text.partition(":")
    return bool(role_of_label(text) or (colon and role_of_label(label) and not REPORT.match(label)))


def _named(document: Document) -> str | None:
    """Return what a line such as "Title: ..." near the top says."""
    for block in document.blocks[:6]:
        if block.shape is Shape.LINE and (found := TITLE.match(block.plain)):
            return found[1]
    return None


def _may_title(document: Document, at: int, text: str) -> bool:
    """Return whether a line of plain text may be the title: the first, or below an unfilled one."""
    block = document.blocks[at]
    if block.shape is not Shape.LINE or len(block.parts) > 1 or not text:
        return False
    placed = at == 0 or _after_unfilled(document, at)
    return placed and len(text.split()) <= LONGEST_TITLE and not _leads_on(document, at)


def _after_unfilled(document: Document, at: int) -> bool:
    above = document.blocks[at - 1]
    return above.shape is Shape.HEADING and bool(UNFILLED.fullmatch(above.plain))


def _leads_on(document: Document, at: int) -> bool:
    """Return whether a real heading of the first level follows, so that this line is no title."""
    return any(
        block.shape is Shape.HEADING and block.level == 1
        for block in document.blocks[at + 1 : at + 4]
    )


def _values(role: Role, found: list[Label], chapters: list[Chapter]) -> list[str]:
    """Return what is labelled so, then what stands first below a heading of that name."""
    said = [label.value for label in found if label.role is role]
    below = [c.blocks for c in chapters if c.role is role and role_of_label(c.title) is role]
    firsts = (_unlabelled(blocks) for blocks in below)
    said += [first.plain for first in firsts if first]
    bold = (c for c in chapters if c.role is role and c.level == BOLD_LEVEL and not c.blocks)
    said += [c.title for c in bold if role_of_label(c.title) is None]
    return [value for value in said if value]


def _unlabelled(blocks: list[Block]) -> Block | None:
    """Return the first block that is not labelled as another fact: "Date: 2026-03-11"."""
    return next((block for block in blocks if label_of(block.shown) is None), None)


def _severity(values: list[str]) -> str | None:
    for value in values:
        known = SEVERITY.search(value[:200])
        return known[0] if known else value[:60]
    return None


def _services(values: list[str]) -> tuple[str, ...]:
    for value in values:
        listed = value[1:-1] if value[:1] == "[" and value[-1] == "]" else value  # as YAML does
        named = [name.strip(" .\"'") for name in re.split(r",|;| and ", listed[:2000])]
        return tuple(name for name in named if name)[:MOST_SERVICES]
    return ()
