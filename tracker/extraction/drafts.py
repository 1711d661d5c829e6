"""One piece of work as a document states it, before it is read for its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.domain.items import Section
from tracker.extraction import tables
from tracker.extraction.phrasebook import Role
from tracker.extraction.tails import Tail, cut_tail
from tracker.extraction.vocabulary import role_of_label

if TYPE_CHECKING:
    from tracker.extraction.blocks import Block

SECTIONS = {Role.MEASURE: Section.MEASURE, Role.TASK: Section.TASK}
LONGEST = 4000  # characters of an item; what is longer is cut at its end


@dataclass(slots=True)
class Draft:
    """One piece of work as it stands in the document, its markup kept."""

    section: Section
    raw: str
    first: int
    last: int
    group: str | None = None
    ticked: bool | None = None
    said_done: bool | None = None  # by a label such as "Already done:"
    told_done: bool = False  # by an introduction such as "we have implemented:"
    fields: dict[str, str] = field(default_factory=dict)
    prose: bool = False
    notes: list[str] = field(default_factory=list)
    _tail: Tail | None = None

    @property
    def tail(self) -> Tail:
        """Return its text, and what was cut off its ends."""
        if self._tail is None:
            self._tail = cut_tail(self.raw[:LONGEST])
        return self._tail


def row_drafts(row: Block, section: Section, group: str | None = None) -> list[Draft]:
    """Return the work of a table's row, if it names any."""
    fields = tables.row_fields(row)
    text = fields.pop("action", "")
    return [Draft(section, text, row.first, row.last, group, fields=fields)] if text else []


def section_of(label: str | None) -> Section | None:
    """Return the section that a label such as "Tasks" or "Improvements/Fixes" names."""
    role = role_of_label(label) if label else None
    return SECTIONS.get(role) if role else None
