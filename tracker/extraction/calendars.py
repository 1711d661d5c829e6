"""The day, the year and the zone that hold where a time is written without them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.extraction.blocks import LINE, ROW
from tracker.extraction.dates import Day, days, may_count
from tracker.extraction.phrasebook import Role
from tracker.extraction.times import Stamp, stamps
from tracker.extraction.zones import Zone, zone_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.extraction.labels import Label
    from tracker.extraction.outline import Chapter
    from tracker.extraction.timeline import Step

FEW = 5  # words of a line that is only a label and its value
MOST = 20  # blocks of a timeline in which a day is looked for
HEAD = 3  # chapters in which a document without a summary sums itself up
DATED = frozenset({Role.DATE, Role.START, Role.DETECTED})
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
LONGEST = 4000  # characters read of one text


@dataclass(frozen=True)
class Story:
    """All that a document says about when."""

    chapters: list[Chapter]
    labels: list[Label]
    steps: list[Step]
    titles: tuple[str, ...]

    def labelled(self, *roles: Role) -> list[str]:
        """Return the values labelled with one of *roles*."""
        return [label.value for label in self.labels if label.role in roles]

    def told(self, role: Role) -> list[str]:
        """Return the texts of the chapters about *role*."""
        return [
            block.plain[:LONGEST]
            for chapter in self.chapters
            if chapter.role is role
            for block in chapter.blocks
        ]

    @cached_property
    def sums(self) -> list[str]:
        """Return what sums the incident up: fields, then the summary, the head, the impact."""
        head = [
            block.plain[:LONGEST]
            for chapter in self.chapters[:HEAD]
            if chapter.role is None
            for block in chapter.blocks
            if block.shape is LINE and len(block.text.split()) > FEW
        ]
        return [
            *self.labelled(Role.DURATION, Role.SUMMARY),
            *self.told(Role.DURATION),
            *self.told(Role.SUMMARY),
            *head,
            *self.told(Role.IMPACT),
        ]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What holds where a time is written alone."""

    day: date | None
    year: int | None
    zone: Zone | None
    titled: date | None = None  # the day that a title names

    def moment(self, stamp: Stamp) -> datetime | None:
        """Return when *stamp* was, or None where no day is known."""
        day = stamp.day.on(self.year) if stamp.day else self.day
        return stamp.on(day, self.zone) if day else None


def calendar(story: Story) -> Calendar:
    """Find the day in the date's field, the summary, the titles; the zone likewise."""
    sums = story.sums
    texts = [*story.labelled(*DATED), *story.told(Role.DATE), *story.told(Role.START), *sums]
    texts += [*story.titles, *(chapter.title for chapter in story.chapters)]
    texts += story.told(Role.TIMELINE)[:MOST]
    known = _until_year(texts)
    years = [day.year for day in known if day.year]
    years += [step.day.year for step in story.steps if step.day and step.day.year]
    year = years[0] if years else _headed_year(story)
    day = next((found for day in known if (found := day.on(year))), None)
    titles = (day for title in story.titles if title for day in days(title))
    titled = next((found for one in titles if (found := one.on(year))), None)
    return Calendar(day, year, _zone(story, sums), titled)


def _headed_year(story: Story) -> int | None:
    """Return the year that a timeline's table names in its header: "Date (2021)"."""
    rows = (block for c in story.chapters if c.role is Role.TIMELINE for block in c.blocks[:4])
    found = (YEAR.search(" ".join(block.header)) for block in rows)
    return next((int(year[0]) for year in found if year), None)


def _until_year(texts: list[str]) -> list[Day]:
    """Return the days of *texts*, up to the first text that names a year."""
    known: list[Day] = []
    for text in texts:
        found = days(text[:LONGEST]) if may_count(text) else []
        known += found
        if any(day.year and day.on(day.year) for day in found):
            break
    return known


def _zone(story: Story, sums: list[str]) -> Zone | None:
    """Return the zone announced for the timeline, else its own, the summary's, the start's."""
    written = (step.stamp.zone for step in story.steps if step.stamp)
    summed = (stamp.zone for text in sums for stamp in stamps(text))
    announced = (zone_in(text) for text in _announcements(story))
    begun = (s.zone for text in story.labelled(Role.START, Role.DATE) for s in stamps(text))
    return _some(announced) or _some(written) or _some(summed) or _some(begun)


def _some(zones: Iterable[Zone | None]) -> Zone | None:
    return next((zone for zone in zones if zone), None)


def _announcements(story: Story) -> list[str]:
    """Return the places where "all times in UTC" stands."""
    timelines = [chapter for chapter in story.chapters if chapter.role is Role.TIMELINE]
    below = [block for chapter in timelines for block in chapter.blocks[:2]]
    headers = [
        " ".join(block.header)
        for chapter in timelines
        for block in chapter.blocks[:1]
        if block.shape is ROW
    ]
    head = [block for chapter in story.chapters[:HEAD] for block in chapter.blocks[:3]]
    lines = [block.plain[:300] for block in [*below, *head] if "time" in block.text.lower()]
    return [*(chapter.title for chapter in timelines), *headers, *lines]
