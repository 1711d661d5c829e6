"""The steps of the incident, as its timeline tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.domain.incidents import TimelineEntry
from tracker.extraction.blocks import CODE, ENTRY, LINE, ROW, Block
from tracker.extraction.dates import DIGIT, Day, may_count
from tracker.extraction.labels import label_of
from tracker.extraction.leads import split_lead
from tracker.extraction.markup import plain
from tracker.extraction.phrasebook import Role
from tracker.extraction.phrases import spoken
from tracker.extraction.times import Stamp, moments, stamps

if TYPE_CHECKING:
    from tracker.extraction.outline import Chapter
    from tracker.extraction.zones import Zone

OPENING = re.compile(
    r"[\s\[({*_~`>-]*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:at|around|about|approx(?:imately|\.)?|between|from|circa|on|ca\.?)?[\s~:]*",
    re.IGNORECASE,
)
OFFSET = re.compile(r"[\[(]?T ?[+-] ?\d{1,4}(?::\d{2}|h|m|min)?\b[\])]?", re.IGNORECASE)
AFTER = re.compile(r"[\s\])}:|,.*_`\u2013\u2014-]+")
BRACKETS = re.compile(r"\(([^()]{4,60})\)$")
ABOUT = re.compile(r"\b(?:at|ca|approx|approximately|circa|around|about)\b|T")
LONGEST = 4000  # characters of a step
HEAD = frozenset({Role.DATE, Role.SEVERITY, Role.SERVICES})
TOLD = frozenset({LINE, ENTRY})
MILITARY = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?= ?[-\u2013:] )")  # "0900 - first report"
FEW = 3
BLANK = frozenset(" .-\u2013\u2014\u2026?")  # what fills a cell that says nothing
PAIR = 2  # cells of a row: when, and what happened
ALL_TIMES = spoken("all times; times (?:are )?in")
WRITTEN = 40  # characters of a time as written
LATE = timedelta(hours=6)  # a clock that falls back further has passed midnight


@dataclass(slots=True)
class Step:
    """One entry of the timeline, and when it was, as far as the document says."""

    entry: TimelineEntry
    stamp: Stamp | None = None
    day: Day | None = None
    body: str = ""  # what is written below an entry that is a heading

    @property
    def words(self) -> str:
        """Return all that is told of the step."""
        return f"{self.entry.text} {self.body}" if self.body else self.entry.text


@dataclass(slots=True)
class Told:
    """A step at its moment; a date where the time is not written."""

    step: Step
    at: datetime | date


def steps(chapters: list[Chapter]) -> list[Step]:
    """Return the timeline's steps: those with a time, or all if none has one."""
    own = [chapter for chapter in chapters if chapter.role is Role.TIMELINE]
    found = _stamped(own)
    if any(step.entry.text for step in found):
        return found
    events = _stamped([chapter for chapter in chapters if chapter.role is Role.EVENTS])
    return events or _titled(own) or _entries(own) or _led(own)


def _stamped(chapters: list[Chapter]) -> list[Step]:
    found = []
    titled = any(read_step(chapter.title, chapter.line) for chapter in chapters)
    for chapter in chapters:
        step = read_step(chapter.title, chapter.line)
        if step and (step.stamp or step.day):
            below = [block.plain for block in chapter.blocks if block.shape in TOLD]
            dated = step.stamp is None and any(_step(block) for block in chapter.blocks)
            text = "" if dated else step.entry.text or "".join(below[:1])
            entry = TimelineEntry(step.entry.at, text, step.entry.line)
            found.append(Step(entry, step.stamp, step.day, " ".join(below)[:LONGEST]))
        found += _all_or_timed(chapter, titled=titled)
    return found


def _all_or_timed(chapter: Chapter, *, titled: bool) -> list[Step]:
    """Return the steps with a time; where most entries have one, the others too."""
    found = [(block, _step(block) or _within(block, chapter)) for block in chapter.blocks]
    if titled or any(step and block.shape is not CODE for block, step in found):
        found = [row for row in found if row[0].shape is not CODE]  # code only logs
    timed = sum(1 for block, step in found if step and block.shape is ENTRY)
    outer = [b for b, _ in found if b.shape is ENTRY and b.indent == 0]
    alone = timed == 1 and len(outer) > FEW  # a list without times, but for its first entry
    few = timed * 2 < len(outer) and not alone
    if not timed or few or chapter.role is Role.EVENTS:
        return [step for _, step in found if step]
    parents = {
        id(above)
        for above, below in pairwise(chapter.blocks)
        if below.shape is ENTRY and below.indent > above.indent
    }
    bare = {
        id(b): Step(TimelineEntry(None, b.plain, b.first)) for b in outer if id(b) not in parents
    }
    return [told for block, step in found if (told := step or bare.get(id(block)))]


def _step(block: Block) -> Step | None:
    if block.shape is ROW:
        return _row_step(block)
    text = block.shown if block.shape is not CODE else block.text
    return read_step(text, block.first) or _bracketed(block)


def _within(block: Block, chapter: Chapter) -> Step | None:
    """Read a key event that is named before its time: "First detected 2025-07-23 15:35"."""
    if chapter.role is not Role.EVENTS or block.shape is not ENTRY:
        return None
    clocks = stamps(block.shown[:LONGEST])
    if not clocks or not clocks[0].day:
        return None
    begin = min(clocks[0].start, clocks[0].day.start)
    at = block.shown[begin : max(clocks[0].end, clocks[0].day.end)]
    entry = TimelineEntry(at, block.shown[:begin].strip(" :-"), block.first)
    return Step(entry, clocks[0], clocks[0].day)


def _bracketed(block: Block) -> Step | None:
    """Read "Detection (May 3, 8:00 PM): ...", whose time stands in the lead."""
    if ")" not in block.text and "&" not in block.text:
        return None
    led = split_lead(block.text[:LONGEST])
    when = BRACKETS.search(led.lead) if led.lead else None
    found = read_step(when[1], block.first) if when else None
    if not found or not (found.stamp or found.day):
        return None
    text = f"{led.lead}: {led.text}"
    return replace(found, entry=TimelineEntry(found.entry.at, text, block.first))


def _row_step(row: Block) -> Step | None:
    """Read a table's row: its first cell is the time, whatever it looks like."""
    cells = [plain(cell) for cell in row.cells]
    if len(cells) < PAIR or not any(cells[1:]):
        return None
    text = max(cells[1:], key=len)
    if set(text) <= BLANK:
        return None
    before = [cell for cell in cells[: cells.index(text, 1)] if DIGIT.search(cell)]
    alone = len(cells) == PAIR or (stamps(cells[0]) and not DIGIT.search(cells[1][:WRITTEN]))
    when = cells[0] if alone or not before else " ".join(before)
    read = read_step(when, row.first)
    entry = TimelineEntry((when if before else cells[0]) or None, text, row.first)
    return Step(entry, read.stamp if read else None, read.day if read else None)


def read_step(text: str, line: int) -> Step | None:
    """Return the step that starts with a time or a day, or None."""
    if not may_count(text[: 3 * WRITTEN]):
        return None
    if text[:4].isdecimal() and (military := MILITARY.match(text)):
        entry = TimelineEntry(military[0], _after(text, 4), line)
        return Step(entry, Stamp(0, 4, int(military[1]), int(military[2])))
    start = None if text[:1].isdigit() else OPENING.match(text)
    begin = start.end() if start else 0
    head = text[begin : begin + 2 * WRITTEN]
    found, named = moments(head)
    clocks = [s for s in found if s.start <= WRITTEN]
    known = [day for day in named if day.start == 0]
    stamp = (
        clocks[0]
        if clocks and (clocks[0].start == 0 or (known and _near(known[0], clocks[0], head)))
        else None
    )
    if stamp is None and not known:
        offset = OFFSET.match(text, begin)
        if not offset:
            return None
        return Step(TimelineEntry(offset[0], _after(text, offset.end()), line))
    end = max([stamp.end if stamp else 0, known[0].end if known else 0])
    if stamp and stamp.day and head[stamp.end : stamp.day.start].strip(" ,(on") == "":
        end = max(end, stamp.day.end)
    rest = _after(text, begin + end)
    if "times" in rest.lower() and ALL_TIMES.search(rest):
        rest = ""  # it only dates the steps below
    return Step(
        TimelineEntry(text[begin : begin + end].strip(), rest, line),
        stamp,
        (stamp.day if stamp else None) or (known[0] if known else None),
    )


def _after(text: str, end: int) -> str:
    """Return what follows a time, without the marks between them."""
    marks = AFTER.match(text, end)
    return text[marks.end() if marks else end :]


def _near(day: Day, clock: Stamp, head: str) -> bool:
    return not any(c.isalnum() for c in ABOUT.sub("", head[day.end : clock.start]))


def _titled(chapters: list[Chapter]) -> list[Step]:
    """Return a step for every subheading of a timeline without times."""
    return [
        Step(TimelineEntry(None, chapter.title, chapter.line))
        for chapter in chapters
        if chapter.above
        and chapter.title
        and any(c.title and c.title in chapter.above for c in chapters)
    ]


def _entries(chapters: list[Chapter]) -> list[Step]:
    found = []
    for chapter in chapters:
        listed = [b for b in chapter.blocks if b.shape is ENTRY]
        least = min((b.indent for b in listed), default=0)
        outer = [b for b in listed if b.indent <= least and not _is_head(b)]
        found += [Step(TimelineEntry(None, b.plain, b.first)) for b in outer]
    return found


def _led(chapters: list[Chapter]) -> list[Step]:
    """Return the lines that start with a lead, where nothing else is a step."""
    blocks = [b for chapter in chapters for b in chapter.blocks if b.shape is LINE]
    led = [b for b in blocks if split_lead(b.text).lead and not _is_head(b)]
    return [Step(TimelineEntry(None, b.plain, b.first)) for b in led]


def _is_head(block: Block) -> bool:
    """Return whether a line labels a fact of the whole: "Date: 2026-03-11" is no step."""
    found = label_of(block.shown)
    return found is not None and found[0] in HEAD


def tell(found: list[Step], day: date | None, year: int | None, zone: Zone | None) -> list[Told]:
    """Give each step its moment; a day holds until the next one is written."""
    told: list[Told] = []
    current = day
    last: Stamp | None = None
    for step in found:
        own = step.day.on(year) if step.day else None
        if own:
            current, last = own, None
        if not current:
            continue
        if step.stamp is None:
            if own and step.entry.text:
                told.append(Told(step, current))
            continue
        if last and _fell_back(last, step.stamp):
            current = current + timedelta(days=1)
        last = step.stamp
        told.append(Told(step, step.stamp.on(current, zone)))
    return told


def _fell_back(last: Stamp, stamp: Stamp) -> bool:
    back = timedelta(hours=last.hour - stamp.hour, minutes=last.minute - stamp.minute)
    return back > LATE
